//! private
use mimawari_agent::examine::Eyes;
use mimawari_proto::{
    finding::{Confidence, Kind},
    name::Name,
};
use std::{fs, io::Cursor};
fn main() {
    let eyes = Eyes::built_in();
    for t in eyes.try_examples().unwrap() {
        if !t.holds() {
            println!(
                "EXAMPLE {} {} wanted {:?} found {:?}",
                t.file, t.why, t.wanted, t.found
            );
        }
    }
    let (mut r, mut m, mut f, mut n, mut h, mut hw) = (0, 0, 0, 0, 0, 0);
    for path in std::env::args().skip(1) {
        let text = fs::read_to_string(&path).unwrap();
        let mut cases: Vec<(String, bool, String)> = vec![];
        for line in text.lines() {
            if let Some(t) = line.strip_prefix("+++ ") {
                cases.push((t.into(), true, String::new()));
            } else if let Some(t) = line.strip_prefix("--- ") {
                cases.push((t.into(), false, String::new()));
            } else if let Some(c) = cases.last_mut() {
                c.2.push_str(line);
                c.2.push('\n');
            }
        }
        for (t, w, x) in cases {
            let (title, name) = t.split_once(" @ ").unwrap_or((&t, "メモ.txt"));
            let e = eyes.examine(&Name::from(name), x.len() as u64, &mut Cursor::new(x.as_bytes()));
            let hit = e.hits.iter().find(|h| h.kind == Kind::PasswordNote);
            let found = hit.filter(|h| h.confidence > Confidence::Low);
            match (w, found) {
                (true, Some(x)) => {
                    r += 1;
                    if x.confidence == Confidence::High {
                        h += 1;
                    }
                }
                (true, None) => {
                    m += 1;
                    println!("MISS  {title}   {:?}", hit.map(|h| (&h.rule, &h.signals)));
                }
                (false, Some(x)) => {
                    f += 1;
                    if x.confidence == Confidence::High {
                        hw += 1;
                    }
                    println!("FALSE {title}   {} {:?} {:?}", x.rule, x.places, x.signals);
                }
                (false, None) => n += 1,
            }
        }
    }
    println!("right {r} missed {m} false {f} clean {n}  high {h} wrong {hw}");
}
