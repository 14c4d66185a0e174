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
