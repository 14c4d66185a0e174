//! What an examination promises to the rest of the agent.

use std::io::Cursor;

use super::*;

fn examine(name: &str, bytes: &[u8]) -> Examined {
    Eyes::built_in().examine(&Name::from(name), bytes.len() as u64, &mut Cursor::new(bytes))
}

fn hit(examined: &Examined, kind: Kind) -> &Hit {
    examined
        .hits
        .iter()
        .find(|hit| hit.kind == kind)
        .expect("a hit of this kind")
}

#[test]
fn every_rule_holds_its_own_examples() {
    let failing: Vec<_> = Eyes::built_in()
        .try_examples()
        .expect("built in")
        .into_iter()
        .filter(|tried| !tried.holds())
        .map(|tried| {
            format!(
                "{} {}: wanted {:?}, found {:?}",
                tried.file, tried.why, tried.wanted, tried.found
            )
        })
        .collect();
    assert!(failing.is_empty(), "{failing:#?}");
}

#[test]
fn a_note_is_found_with_its_line_and_shape() {
    let examined = examine("memo.txt", "会議メモ\n\nパスワード：Sakura#2024\n".as_bytes());
    let hit = hit(&examined, Kind::PasswordNote);
    assert_eq!(hit.places, [Place::Line { line: 3 }]);
    assert_eq!(hit.count, 1);
    assert_eq!(hit.confidence, Confidence::High);
    assert_eq!(
        hit.shape.as_ref().map(|shape| shape.length),
        Some(mimawari_proto::finding::Length::Upto11)
    );
    assert_eq!(examined.format, "text");
}

#[test]
fn lines_are_right_far_into_a_long_text() {
    let mut text = "何事もない一行です。\n".repeat(100_000);
    text.push_str("パスワード：Sakura#2024\n");
    text.push_str(&"何事もない一行です。\n".repeat(1_000));
    let examined = examine("memo.txt", text.as_bytes());
    assert_eq!(
        hit(&examined, Kind::PasswordNote).places,
        [Place::Line { line: 100_001 }]
    );
}

#[test]
fn many_notes_are_counted_once_each() {
    let text: String = (0..500)
        .map(|n| format!("端末{n} パスワード：Kita#{n:04}\n"))
        .collect();
    let examined = examine("memo.txt", (text.clone() + &text).as_bytes());
    let hit = hit(&examined, Kind::PasswordNote);
    assert_eq!(hit.count, 500);
    assert_eq!(hit.places.len(), 20);
    assert_eq!(hit.severity, Severity::Serious);
}

#[test]
fn rule_sets_differ_when_rules_differ() {
    let text = BUILT_IN[0].1;
    let one = Eyes::from_rules(&[("a.toml", text)]).expect("a rule");
    let changed = format!("{text}\n# changed\n");
    let other = Eyes::from_rules(&[("a.toml", &changed)]).expect("a rule");
    assert_ne!(one.rule_set(), other.rule_set());
}

#[test]
fn nothing_shows_what_was_read() {
    let examined = examine(
        "memo.txt",
        "パスワード：Sakura#2024\n個人番号：123456789018\n".as_bytes(),
    );
    let shown = format!("{examined:?}");
    assert!(!shown.contains("Sakura") && !shown.contains("123456789018"));
}

#[test]
fn every_pattern_of_the_built_in_rules_compiles() {
    assert!(Eyes::from_rules(BUILT_IN).is_ok());
}

#[test]
fn a_pattern_that_does_not_compile_is_named_when_rules_are_read() {
    let bad = BUILT_IN.iter().map(|&(file, text)| {
        (
            file,
            text.replacen("regex = '-----BEGIN", "regex = '(-----BEGIN", 1),
        )
    });
    let bad: Vec<(&str, String)> = bad.collect();
    let files: Vec<(&str, &str)> = bad.iter().map(|(file, text)| (*file, text.as_str())).collect();
    let fault = Eyes::from_rules(&files)
        .map(|_| ())
        .expect_err("a bracket is open");
    assert!(fault.to_string().contains("private-key"), "{fault}");
}
