//! Reads an answer of the child as what it is: bytes from somebody whom a document may have taken over.

use mimawari_proto::{
    finding::{Class, Confidence, Kind, PLACES_LIMIT, Place, Shape},
    name::{NAME_LIMIT_BYTES, Name},
    round::UnreadReason,
};

use super::super::{Examined, Hit, Unread};

/// Deepest chain of members; the readers stop far earlier.
const MEMBERS: usize = 16;

/// Longest word of ours: rules, signals and formats.
const WORD_BYTES: usize = 64;

/// Most signals of one hit; a rule has about a dozen weights.
const SIGNALS: usize = 64;

/// Longest sentence of ours.
const SENTENCE_BYTES: usize = 200;

/// Longest name of a sheet: 31 characters in Excel, any number in ODF.
const SHEET_BYTES: usize = 1_024;

/// Longest name of a cell, `XFD1048576` being the last one of a sheet; ODF may go a little beyond.
const CELL_BYTES: usize = 16;

/// Returns the answer when every part of it is what a sane child could have said.
pub(super) fn read(bytes: &[u8]) -> Option<Examined> {
    let examined: Examined = serde_json::from_slice(bytes).ok()?;
    is_sane(&examined).then_some(examined)
}

/// Brings an honest answer into the form that is believed: what is too long is cut, what is too strange left out.
pub(super) fn tidied(mut examined: Examined) -> Examined {
    let hits = examined.hits.len();
    for hit in &mut examined.hits {
        fit(&mut hit.member);
        hit.signals.truncate(SIGNALS);
        hit.places.truncate(PLACES_LIMIT);
        for place in &mut hit.places {
            if let Place::Cell { sheet, .. } = place {
                cut(sheet, SHEET_BYTES);
            }
        }
        hit.places.retain(is_sane_place);
    }
    examined.hits.retain(is_sane_hit);
    for part in &mut examined.unread {
        fit(&mut part.member);
        part.detail.retain(|c| !c.is_control());
        cut(&mut part.detail, SENTENCE_BYTES);
    }
    examined.unread.retain(is_sane_part);
    if examined.hits.len() < hits {
        examined.unread.push(too_much(&examined.format));
    }
    examined
}

/// Tells that not everything that was found is told.
pub(super) fn too_much(format: &str) -> Unread {
    Unread {
        member: Vec::new(),
        reason: UnreadReason::Stopped,
        format: format.to_owned(),
        detail: "more was found than is told of one document".to_owned(),
    }
}

fn fit(member: &mut [Name]) {
    for name in member {
        *name = name.fitted(NAME_LIMIT_BYTES);
    }
}

fn cut(text: &mut String, bytes: usize) {
    text.truncate(text.floor_char_boundary(bytes));
}

/// Tells whether an examination stays within what is said of one.
fn is_sane(examined: &Examined) -> bool {
    is_word(&examined.format, 0)
        && examined.hits.iter().all(is_sane_hit)
        && examined.unread.iter().all(is_sane_part)
}

fn is_sane_hit(hit: &Hit) -> bool {
    hit.kind != Kind::StrayFile
        && Kind::ALL.contains(&hit.kind)
        && Confidence::ALL.contains(&hit.confidence)
        && is_word(&hit.rule, 1)
        && is_chain(&hit.member)
        && hit.count >= 1
        && hit.places.len() <= PLACES_LIMIT
        && hit.places.iter().all(is_sane_place)
        && hit.shape.as_ref().is_none_or(is_sane_shape)
        && hit.signals.len() <= SIGNALS
        && hit.signals.iter().all(|(signal, _)| is_word(signal, 1))
}

fn is_sane_part(part: &Unread) -> bool {
    is_chain(&part.member)
        && is_word(&part.format, 0)
        && part.detail.len() <= SENTENCE_BYTES
        && !part.detail.chars().any(char::is_control)
}

/// One of our own words: a rule, a signal, a format.
fn is_word(word: &str, least: usize) -> bool {
    let ours = |byte: u8| byte.is_ascii_alphanumeric() || b"._-/+, ".contains(&byte);
    (least..=WORD_BYTES).contains(&word.len()) && word.bytes().all(ours)
}

fn is_chain(member: &[Name]) -> bool {
    member.len() <= MEMBERS && member.iter().all(is_sane_name)
}

/// What is shown must be what the exact bytes say.
fn is_sane_name(name: &Name) -> bool {
    let said_by_bytes = |raw: &Vec<u8>| Name::from_bytes(raw) == *name;
    name.exact().len() <= NAME_LIMIT_BYTES && name.raw.as_ref().is_none_or(said_by_bytes)
}

fn is_sane_place(place: &Place) -> bool {
    match place {
        Place::Cell { sheet, cell } => {
            sheet.len() <= SHEET_BYTES
                && cell.len() <= CELL_BYTES
                && cell
                    .bytes()
                    .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        }
        Place::Line { .. } | Place::Page { .. } | Place::Slide { .. } => true,
        Place::Part { .. } | Place::Note { .. } => true,
    }
}

/// Each class once, in their order.
fn is_sane_shape(shape: &Shape) -> bool {
    let in_order = shape
        .classes
        .is_sorted_by(|one, next| one.number() < next.number());
    in_order && shape.classes.iter().all(|class| Class::ALL.contains(class))
}

#[cfg(test)]
mod tests {
    use mimawari_proto::finding::{Length, Severity};

    use super::*;

    fn hit() -> Hit {
        Hit {
            kind: Kind::PasswordNote,
            rule: "password.label-value".to_owned(),
            confidence: Confidence::High,
            severity: Severity::Warning,
            member: vec![Name::from("中.zip"), Name::from_bytes(b"\x83p.txt")],
            count: 2,
            places: vec![Place::Line { line: 3 }],
            shape: Some(Shape {
                length: Length::Upto11,
                classes: vec![Class::Lower, Class::Digit],
            }),
            signals: vec![("label".to_owned(), 40)],
        }
    }

    fn with(change: impl FnOnce(&mut Hit)) -> Examined {
        let mut hit = hit();
        change(&mut hit);
        Examined {
            format: "docx".to_owned(),
            hits: vec![hit],
            ..Examined::default()
        }
    }

    fn told(examined: &Examined) -> Option<Examined> {
        read(&serde_json::to_vec(examined).expect("has a JSON form"))
    }

    #[test]
    fn an_honest_answer_is_taken_as_it_is() {
        let honest = with(|_| ());
        assert_eq!(told(&honest), Some(honest));
    }

    #[test]
    fn a_signal_with_a_comma_survives() {
        let honest = with(|hit| hit.signals[0].0 = "with home address, in percent".to_owned());
        assert_eq!(told(&honest), Some(honest));
    }

    #[test]
    fn an_answer_that_could_carry_a_document_is_not_believed() {
        let secret = "個人番号 123456789018";
        let place = |sheet: &str, cell: &str| Place::Cell {
            sheet: sheet.to_owned(),
            cell: cell.to_owned(),
        };
        for (why, lie) in [
            ("a kind of names", with(|hit| hit.kind = Kind::StrayFile)),
            ("text for a rule", with(|hit| hit.rule = secret.to_owned())),
            ("no rule", with(|hit| hit.rule.clear())),
            (
                "text for a signal",
                with(|hit| hit.signals[0].0 = secret.to_owned()),
            ),
            (
                "many signals",
                with(|hit| hit.signals = vec![("a".to_owned(), 1); 65]),
            ),
            ("nothing found", with(|hit| hit.count = 0)),
            (
                "many places",
                with(|hit| hit.places = vec![Place::Line { line: 1 }; 21]),
            ),
            (
                "text for a cell",
                with(|hit| hit.places = vec![place("1", secret)]),
            ),
            (
                "a long sheet",
                with(|hit| hit.places = vec![place(&"a".repeat(2_000), "A1")]),
            ),
            ("deep members", with(|hit| hit.member = vec![Name::from("a"); 17])),
            (
                "a long member",
                with(|hit| hit.member = vec![Name::from(&*"a".repeat(5_000))]),
            ),
            (
                "two names in one",
                with(|hit| hit.member[1].shown = secret.to_owned()),
            ),
            (
                "a class twice",
                with(|hit| {
                    hit.shape = Some(Shape {
                        length: Length::Upto3,
                        classes: vec![Class::Digit; 2],
                    })
                }),
            ),
        ] {
            assert_eq!(told(&lie), None, "{why}");
        }
    }

    #[test]
    fn what_is_no_answer_is_none() {
        for bytes in [&b""[..], b"null", b"[]", b"{\"format\":1}", &[0xff; 100]] {
            assert_eq!(read(bytes), None);
        }
        assert_eq!(read("[".repeat(100_000).as_bytes()), None);
    }

    #[test]
    fn an_honest_answer_about_a_strange_document_comes_through() {
        let mut strange = with(|hit| {
            hit.member = vec![Name::from(&*"深".repeat(5_000))];
            hit.places = vec![
                Place::Cell {
                    sheet: "表".repeat(1_000),
                    cell: "B4".to_owned(),
                };
                30
            ];
        });
        strange.unread.push(Unread {
            detail: format!("line\u{1b}[2J\n{}", "長い".repeat(200)),
            ..too_much("zip")
        });
        let tidied = tidied(strange);
        assert_eq!((tidied.hits.len(), tidied.unread.len()), (1, 1));
        assert_eq!(tidied.hits[0].places.len(), PLACES_LIMIT);
        assert_eq!(told(&tidied), Some(tidied));
    }

    #[test]
    fn a_hit_that_nobody_would_believe_is_told_as_missing() {
        let tidied = tidied(with(|hit| hit.rule = "規則".to_owned()));
        assert_eq!(tidied.unread, [too_much("docx")]);
        assert!(tidied.hits.is_empty());
    }
}
