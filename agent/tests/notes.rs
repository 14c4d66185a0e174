//! How well notes are told from what only looks like one: `tests/corpus/notes/*.txt`.
//!
//! ```text
//! +++ title            a note: must be found
//! --- title @ name     none: must not be found; the file's name, where it matters
//! ```
//!
//! The file is named like the kind it tries.

use std::{fs, io::Cursor, path::Path};

use mimawari_agent::examine::Eyes;
use mimawari_proto::{
    finding::{Confidence, Kind},
    name::Name,
};

#[test]
fn notes_are_told_from_what_only_looks_like_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/corpus/notes/password_note.txt");
    let corpus = fs::read_to_string(path).expect("the corpus");
    let eyes = Eyes::built_in();
    let (mut right, mut missed, mut false_alarms) = (0, Vec::new(), Vec::new());
    let mut high_wrong = 0;
    for (title, wanted, text) in cases(&corpus) {
        let (title, name) = title.split_once(" @ ").unwrap_or((title, "メモ.txt"));
        let examined = eyes.examine(
            &Name::from(name),
            text.len() as u64,
            &mut Cursor::new(text.as_bytes()),
        );
        let hit = examined
            .hits
            .iter()
            .find(|hit| hit.kind == Kind::PasswordNote && hit.confidence > Confidence::Low);
        match (wanted, hit) {
            (true, Some(_)) => right += 1,
            (true, None) => missed.push(title),
            (false, Some(hit)) => {
                high_wrong += u32::from(hit.confidence == Confidence::High);
                false_alarms.push(format!("{title} ({} {})", hit.rule, hit.confidence));
            }
            (false, None) => {}
        }
    }
    let told =
        format!("right {right}, missed {missed:#?}, false {false_alarms:#?}, of them high {high_wrong}");
    let f1 = 2.0 * f64::from(right) / (2.0 * f64::from(right) + (missed.len() + false_alarms.len()) as f64);
    assert!(f1 >= 0.97 && high_wrong == 0, "F1 {f1:.3}: {told}");
}

#[test]
fn numbers_and_lists_of_persons_are_told_from_what_only_looks_like_them() {
    let eyes = Eyes::built_in();
    let mut wrong = Vec::new();
    for kind in [
        Kind::MyNumber,
        Kind::CardNumber,
        Kind::ResidentCode,
        Kind::PersonalRoster,
    ] {
        let file = format!("../tests/corpus/notes/{}.txt", kind.word());
        let corpus =
            fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect("the corpus");
        for (title, wanted, text) in cases(&corpus) {
            let (title, name) = title.split_once(" @ ").unwrap_or((title, "メモ.txt"));
            let mut source = Cursor::new(text.as_bytes());
            let examined = eyes.examine(&Name::from(name), text.len() as u64, &mut source);
            let mut sure = examined
                .hits
                .iter()
                .filter(|hit| hit.confidence > Confidence::Low);
            if sure.any(|hit| hit.kind == kind) != wanted {
                wrong.push(format!("{kind}: {title}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

fn cases(corpus: &str) -> Vec<(&str, bool, String)> {
    let mut cases: Vec<(&str, bool, String)> = Vec::new();
    for line in corpus.lines() {
        let title = |mark| line.strip_prefix(mark);
        if let Some(title) = title("+++ ") {
            cases.push((title, true, String::new()));
        } else if let Some(title) = title("--- ") {
            cases.push((title, false, String::new()));
        } else if let Some((_, _, text)) = cases.last_mut() {
            text.push_str(line);
            text.push('\n');
        }
    }
    cases
}
