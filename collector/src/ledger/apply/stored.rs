//! How lists inside a row are stored: JSON in which every word is its number.
//!
//! Words in text would lose those of a newer release; numbers keep them.

use mimawari_proto::{
    finding::{Class, Length, Part, Place, Root, Shape},
    name::Name,
    round::{RootCovered, RootOutcome, UnreadReason},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Writes a list as JSON.
pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("maps with text keys, lists, numbers and text are always JSON")
}

/// One place.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredPlace {
    Line(u32),
    Cell(String, String),
    Page(u32),
    Slide(u32),
    Part(i32),
    Note(u32),
}

/// Writes places.
pub(super) fn write_places(places: &[Place]) -> String {
    let stored = places.iter().map(|place| match place {
        Place::Line { line } => StoredPlace::Line(*line),
        Place::Cell { sheet, cell } => StoredPlace::Cell(sheet.clone(), cell.clone()),
        Place::Page { page } => StoredPlace::Page(*page),
        Place::Slide { slide } => StoredPlace::Slide(*slide),
        Place::Part { part } => StoredPlace::Part(part.number()),
        Place::Note { note } => StoredPlace::Note(*note),
    });
    json(&stored.collect::<Vec<_>>())
}

/// Reads places.
pub(in crate::ledger) fn places(text: &str) -> Result<Vec<Place>, Unreadable> {
    let stored: Vec<StoredPlace> = read(text)?;
    let place = |stored| match stored {
        StoredPlace::Line(line) => Some(Place::Line { line }),
        StoredPlace::Cell(sheet, cell) => Some(Place::Cell { sheet, cell }),
        StoredPlace::Page(page) => Some(Place::Page { page }),
        StoredPlace::Slide(slide) => Some(Place::Slide { slide }),
        StoredPlace::Part(part) => Part::from_number(part).map(|part| Place::Part { part }),
        StoredPlace::Note(note) => Some(Place::Note { note }),
    };
    stored
        .into_iter()
        .map(place)
        .collect::<Option<_>>()
        .ok_or(Unreadable)
}

/// Writes a shape.
pub(super) fn write_shape(shape: &Shape) -> String {
    let classes: Vec<_> = shape.classes.iter().map(|class| class.number()).collect();
    json(&(shape.length.number(), classes))
}

/// Reads a shape.
pub(in crate::ledger) fn shape(text: &str) -> Result<Shape, Unreadable> {
    let (length, classes): (i32, Vec<i32>) = read(text)?;
    let classes = classes.into_iter().map(Class::from_number).collect::<Option<_>>();
    Ok(Shape {
        length: Length::from_number(length).ok_or(Unreadable)?,
        classes: classes.ok_or(Unreadable)?,
    })
}

/// Writes what a round covered.
pub(super) fn write_roots(roots: &[RootCovered]) -> String {
    let stored = roots
        .iter()
        .map(|r| (r.root.number(), &r.user, r.outcome.number(), r.files));
    json(&stored.collect::<Vec<_>>())
}

/// Reads what a round covered.
pub(in crate::ledger) fn roots(text: &str) -> Result<Vec<RootCovered>, Unreadable> {
    let stored: Vec<(i32, Name, i32, u64)> = read(text)?;
    let root = |(root, user, outcome, files)| {
        Some(RootCovered {
            root: Root::from_number(root)?,
            user,
            outcome: RootOutcome::from_number(outcome)?,
            files,
        })
    };
    stored
        .into_iter()
        .map(root)
        .collect::<Option<_>>()
        .ok_or(Unreadable)
}

/// Writes counts by reason.
pub(super) fn write_unread(counts: &[(UnreadReason, u64)]) -> String {
    let stored = counts.iter().map(|(reason, files)| (reason.number(), files));
    json(&stored.collect::<Vec<_>>())
}

/// Reads counts by reason.
pub(in crate::ledger) fn unread_counts(text: &str) -> Result<Vec<(UnreadReason, u64)>, Unreadable> {
    let stored: Vec<(i32, u64)> = read(text)?;
    let count = |(reason, files)| Some((UnreadReason::from_number(reason)?, files));
    stored
        .into_iter()
        .map(count)
        .collect::<Option<_>>()
        .ok_or(Unreadable)
}

/// Text that is not what was stored.
pub(in crate::ledger) struct Unreadable;

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    serde_json::from_str(text).map_err(|_| Unreadable)
}
