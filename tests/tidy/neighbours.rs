//! A room uses only the rooms that it may; what points up the list would make a knot.

use crate::{
    house::{Breach, breach, every_file, keep, lies_in},
    source::{is_test, split, without_tests},
};

/// A room, and the other rooms of its own program that it may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("agent/src/platform", &[]),
    ("agent/src/sense", &["platform"]),
    ("agent/src/extract", &["examine"]),
    ("agent/src/detect", &["extract", "examine"]),
    ("agent/src/examine", &["extract", "detect", "platform"]),
    ("agent/src/finding", &["examine", "sense"]),
    ("agent/src/outbox", &["platform"]),
    ("agent/src/round", &[]),
    ("agent/src/uplink", &["outbox", "platform", "settings"]),
    ("collector/src/assess", &[]),
    ("collector/src/ledger", &["trust"]),
    ("collector/src/trust", &["settings", "ledger"]),
    ("collector/src/sheet", &[]),
    ("collector/src/docket", &["ledger", "assess", "sheet"]),
    ("collector/src/ingest", &["ledger", "docket", "trust", "settings"]),
    (
        "collector/src/present",
        &["ledger", "assess", "sheet", "docket", "trust", "settings"],
    ),
];

fn check(path: &str, text: &str) -> Vec<Breach> {
    if !path.ends_with(".rs") || is_test(path) {
        return Vec::new();
    }
    let Some((room, may)) = MAY_USE.iter().find(|(room, _)| lies_in(path, &[room])) else {
        return Vec::new();
    };
    let own = room.rsplit('/').next().unwrap_or_default();
    let code = split(without_tests(text)).code;
    let mut breaches = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        for used in rooms_after(&code[at + "crate::".len()..]) {
            if used != own && !may.contains(&used.as_str()) {
                let line = code[..at].matches('\n').count() + 1;
                breaches.push(breach(path, line, &format!("`{own}` may not know `{used}`")));
            }
        }
    }
    breaches
}

/// Returns the first names of the paths that follow `crate::`, also inside braces.
fn rooms_after(rest: &str) -> Vec<String> {
    let Some(list) = rest.strip_prefix('{') else {
        let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next();
        return name.map(str::to_owned).into_iter().collect();
    };
    let (mut depth, mut names, mut name) = (0_u32, Vec::new(), String::new());
    let mut started = true;
    for c in list.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(std::mem::take(&mut name));
                started = true;
            }
            ':' => started = false,
            c if started && depth == 0 && !c.is_whitespace() => name.push(c),
            _ => {}
        }
    }
    names.push(name);
    names.retain(|name| !name.is_empty());
    names
}

#[test]
fn a_room_uses_only_the_rooms_that_it_may() {
    keep(&every_file(), check);
}

#[test]
fn a_path_to_a_forbidden_room_is_seen() {
    let bad = "use crate::{\n    assess::{Mark, department::Coverage},\n    serve,\n};\nfn f() { crate::ingest::g(); }";
    assert_eq!(check("collector/src/ledger/apply.rs", bad).len(), 3);
    assert!(check("collector/src/assess/matrix.rs", "use crate::assess::Mark;").is_empty());
    assert_eq!(rooms_after("{a::{b, c}, d, e::f}"), ["a", "d", "e"]);
}
