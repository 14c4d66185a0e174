//! Reads and writes findings and what they are made of.

use crate::{
    finding::{
        Class, ClearedReason, Confidence, Count, Finding, FoundOn, Kind, Length, PLACES_LIMIT, Part, Place,
        Root, Severity, Shape,
    },
    id::{FindingId, MediaSessionId},
    time::Timestamp,
    wire,
};

use super::{
    field,
    refusal::{Refusal, Within as _},
};

impl TryFrom<wire::Found> for Finding {
    type Error = Refusal;

    fn try_from(found: wire::Found) -> Result<Self, Refusal> {
        Ok(Self {
            id: field::id("finding_id", &found.finding_id, FindingId::from_slice)?,
            kind: field::word("kind", found.kind, Kind::from_number)?,
            rule: field::rule("rule", found.rule)?,
            confidence: field::word("confidence", found.confidence, Confidence::from_number)?,
            severity: field::word("severity", found.severity, Severity::from_number)?,
            root: field::word("root", found.root, Root::from_number)?,
            path: field::name("path", found.path)?,
            member: field::members("member", found.member)?,
            count: field::word("count", found.count, Count::from_number)?,
            places: places(found.places)?,
            shape: found.shape.map(shape).transpose().within("shape")?,
            encrypted: found.encrypted,
            size_bytes: found.size_bytes,
            modified_at: Timestamp::from_unix_ms(found.modified_at_ms),
            owner: field::plain_name("owner", found.owner)?,
            medium: found.medium.map(FoundOn::try_from).transpose().within("medium")?,
        })
    }
}

impl From<&Finding> for wire::Found {
    fn from(finding: &Finding) -> Self {
        Self {
            finding_id: finding.id.as_bytes().to_vec(),
            kind: finding.kind.number(),
            rule: field::to_rule(&finding.rule),
            confidence: finding.confidence.number(),
            root: finding.root.number(),
            path: Some((&finding.path).into()),
            member: field::to_members(&finding.member),
            count: finding.count.number(),
            places: finding.places.iter().take(PLACES_LIMIT).map(to_place).collect(),
            shape: finding.shape.as_ref().map(to_shape),
            encrypted: finding.encrypted,
            size_bytes: finding.size_bytes,
            modified_at_ms: finding.modified_at.as_unix_ms(),
            owner: field::to_plain_name(&finding.owner),
            severity: finding.severity.number(),
            medium: finding.medium.as_ref().map(wire::FoundOn::from),
        }
    }
}

impl TryFrom<wire::FoundOn> for FoundOn {
    type Error = Refusal;

    fn try_from(medium: wire::FoundOn) -> Result<Self, Refusal> {
        Ok(Self {
            session: field::id("session_id", &medium.session_id, MediaSessionId::from_slice)?,
            vendor_id: field::usb_id("vendor_id", medium.vendor_id)?,
            product_id: field::usb_id("product_id", medium.product_id)?,
            vendor: field::plain_name("vendor", medium.vendor)?,
            product: field::plain_name("product", medium.product)?,
            serial: field::plain_name("serial", medium.serial)?,
            volume_id: field::plain_name("volume_id", medium.volume_id)?,
            volume_label: field::plain_name("volume_label", medium.volume_label)?,
        })
    }
}

impl From<&FoundOn> for wire::FoundOn {
    fn from(medium: &FoundOn) -> Self {
        Self {
            session_id: medium.session.as_bytes().to_vec(),
            vendor_id: medium.vendor_id.into(),
            product_id: medium.product_id.into(),
            vendor: field::to_plain_name(&medium.vendor),
            product: field::to_plain_name(&medium.product),
            serial: field::to_plain_name(&medium.serial),
            volume_id: field::to_plain_name(&medium.volume_id),
            volume_label: field::to_plain_name(&medium.volume_label),
        }
    }
}

/// Reads why a finding no longer stands.
pub(super) fn cleared(cleared: &wire::Cleared) -> Result<(FindingId, ClearedReason), Refusal> {
    Ok((
        field::id("finding_id", &cleared.finding_id, FindingId::from_slice)?,
        field::word("reason", cleared.reason, ClearedReason::from_number)?,
    ))
}

/// Writes why a finding no longer stands.
pub(super) fn to_cleared(finding: FindingId, reason: ClearedReason) -> wire::Cleared {
    wire::Cleared {
        finding_id: finding.as_bytes().to_vec(),
        reason: reason.number(),
    }
}

/// Reads the places; a sort of place that only a newer release knows is passed over.
fn places(places: Vec<wire::Place>) -> Result<Vec<Place>, Refusal> {
    let read = |place: wire::Place| place.what.map(place_of).transpose();
    let places = field::list("places", places, PLACES_LIMIT, read)?;
    Ok(places.into_iter().flatten().collect())
}

fn place_of(what: wire::place::What) -> Result<Place, Refusal> {
    use wire::place::What;
    Ok(match what {
        What::Line(line) => Place::Line {
            line: one_based("line", line)?,
        },
        What::Cell(cell) => cell_of(cell).within("cell")?,
        What::Page(page) => Place::Page {
            page: one_based("page", page)?,
        },
        What::Slide(slide) => Place::Slide {
            slide: one_based("slide", slide)?,
        },
        What::Part(part) => Place::Part {
            part: field::word("part", part, Part::from_number)?,
        },
        What::Note(note) => Place::Note {
            note: one_based("note", note)?,
        },
    })
}

fn cell_of(cell: wire::Cell) -> Result<Place, Refusal> {
    if !is_cell(&cell.cell) {
        return Err(Refusal::of("cell", "is not a cell such as B4"));
    }
    Ok(Place::Cell {
        sheet: field::text("sheet", cell.sheet)?,
        cell: cell.cell,
    })
}

fn one_based(field: &str, number: u32) -> Result<u32, Refusal> {
    match number {
        0 => Err(Refusal::of(field, "starts at 1")),
        number => Ok(number),
    }
}

/// Tells whether a text can only be the name of a cell: up to four letters and eight digits.
///
/// The largest sheets today end at XFD1048576. A field this narrow cannot carry
/// what a cell holds.
fn is_cell(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let (_, row) = text.split_at(letters);
    (1..=4).contains(&letters)
        && (1..=8).contains(&row.len())
        && !row.starts_with('0')
        && row.bytes().all(|b| b.is_ascii_digit())
}

fn to_place(place: &Place) -> wire::Place {
    use wire::place::What;
    let what = match place {
        Place::Line { line } => What::Line((*line).max(1)),
        Place::Cell { sheet, cell } if is_cell(cell) => What::Cell(wire::Cell {
            sheet: field::to_text(sheet),
            cell: cell.clone(),
        }),
        Place::Cell { .. } => What::Part(Part::Body.number()),
        Place::Page { page } => What::Page((*page).max(1)),
        Place::Slide { slide } => What::Slide((*slide).max(1)),
        Place::Part { part } => What::Part(part.number()),
        Place::Note { note } => What::Note((*note).max(1)),
    };
    wire::Place { what: Some(what) }
}

fn shape(shape: wire::Shape) -> Result<Shape, Refusal> {
    let classes = [
        (shape.lower, Class::Lower),
        (shape.upper, Class::Upper),
        (shape.digit, Class::Digit),
        (shape.symbol, Class::Symbol),
        (shape.other, Class::Beyond),
    ];
    Ok(Shape {
        length: field::word("length", shape.length, Length::from_number)?,
        classes: classes
            .into_iter()
            .filter_map(|(set, class)| set.then_some(class))
            .collect(),
    })
}

fn to_shape(shape: &Shape) -> wire::Shape {
    let has = |class| shape.classes.contains(&class);
    wire::Shape {
        length: shape.length.number(),
        lower: has(Class::Lower),
        upper: has(Class::Upper),
        digit: has(Class::Digit),
        symbol: has(Class::Symbol),
        other: has(Class::Beyond),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_letters_and_a_row_and_nothing_else() {
        for good in ["A1", "B4", "XFD1048576", "ZZZZ99999999"] {
            assert!(is_cell(good), "{good}");
        }
        for bad in [
            "",
            "A",
            "1",
            "A0",
            "a1",
            "A1 ",
            "ABCDE1",
            "A123456789",
            "P@ss1",
            "Ａ１",
            "A1:B2",
        ] {
            assert!(!is_cell(bad), "{bad}");
        }
    }
}
