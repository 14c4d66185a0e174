//! Presentations of PowerPoint 97 to 2003: slides in their order, hidden ones too, notes, comments, tables.
//!
//! ```text
//! record  version and instance u16 | kind u16 | length u32 | body; version 15: further records
//! Current User ─► the last edit ─► the edit before … each with a list: number ─► place of a record
//! document ─► lists of slides, masters and notes, each by its number, with the text of outlines
//! ```
//!
//! What an edit replaced is still in the stream, and is not read.

mod edits;
mod objects;
mod show;

use std::io::{Read as _, Seek as _, SeekFrom};

use mimawari_proto::finding::Part;

use super::{
    Stop,
    block::Blocks,
    compound::{Compound, Storage, Stream},
    limits::Budget,
    text::At,
};
use edits::Edits;
pub(super) use objects::objects;
use show::Show;

const MAIN: &str = "PowerPoint Document";
/// The list of slides, masters or notes, by its instance.
const LIST: u16 = 0x0ff0;
/// An entry of a list: number of the record, and name of the slide.
const ENTRY: u16 = 0x03f3;
/// Tells which slide a page of notes belongs to.
const NOTES_OF: u16 = 0x03f1;

/// The heading of a record.
#[derive(Clone, Copy, Debug)]
struct Heading {
    /// A record of records.
    holds: bool,
    instance: u16,
    kind: u16,
    /// Where the body begins.
    begins: u64,
    /// Where it ends.
    ends: u64,
}

/// Reads every slide, every page of notes and every master.
pub(super) fn read(
    compound: &mut Compound<'_>,
    storage: Storage,
    budget: &Budget,
    blocks: &mut Blocks<'_>,
) -> Result<(), Stop> {
    let user = compound.part(storage, "Current User", 0, 64, budget)?;
    let Some(stream) = compound.stream(storage, MAIN) else {
        return Err(Stop::Damaged("the slides are missing"));
    };
    let mut stream = stream.paid_from(budget);
    match Edits::read(&user, &mut stream) {
        Ok(edits) => ordered(&mut stream, &edits, blocks),
        Err(Stop::Damaged(what)) => everything(&mut stream, blocks).and(Err(Stop::Damaged(what))),
        Err(stop) => Err(stop),
    }
}

/// Reads what the document lists, in its order.
fn ordered(stream: &mut Stream<'_, '_>, edits: &Edits, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    let document = edits
        .place(edits.document)
        .and_then(|at| heading(stream, at).transpose());
    let document = document.ok_or(Stop::Damaged("the list of slides is missing"))??;
    let mut names = Vec::new();
    let mut at = document.begins;
    while let Some(record) = heading(stream, at)?
        && at < document.ends
    {
        at = record.ends;
        if record.kind == LIST {
            list(stream, record, edits, &mut names, blocks)?;
        } else if record.holds {
            Show::new(At::Part(Part::Header)).read(stream, record.begins, record.ends, false, blocks)?;
        }
    }
    Ok(())
}

/// Reads a list and what it names.
fn list(
    stream: &mut Stream<'_, '_>,
    list: Heading,
    edits: &Edits,
    names: &mut Vec<u32>,
    blocks: &mut Blocks<'_>,
) -> Result<(), Stop> {
    let mut at = list.begins;
    let mut place = At::Part(Part::Header);
    while let Some(record) = heading(stream, at)?
        && at < list.ends
    {
        at = record.ends;
        if record.kind != ENTRY {
            // The text of an outline, which belongs to the entry before.
            Show::new(place).record(stream, record, true, blocks)?;
            continue;
        }
        let (number, name) = (long(stream, record.begins)?, long(stream, record.begins + 12)?);
        let part = edits
            .place(number)
            .map(|at| heading(stream, at))
            .transpose()?
            .flatten();
        place = match list.instance {
            0 => {
                names.push(name);
                At::Slide(names.len() as u32)
            }
            2 => At::Note(part.map_or(Ok(1), |part| slide_of(stream, part, names))?),
            _ => At::Part(Part::Header),
        };
        if let Some(part) = part {
            Show::new(place).read(stream, part.begins, part.ends, true, blocks)?;
        }
    }
    Ok(())
}

/// Returns the number of the slide that a page of notes belongs to.
fn slide_of(stream: &mut Stream<'_, '_>, notes: Heading, names: &[u32]) -> Result<u32, Stop> {
    let name = match heading(stream, notes.begins)? {
        Some(first) if first.kind == NOTES_OF => long(stream, first.begins)?,
        _ => 0,
    };
    let slide = names.iter().position(|&slide| slide == name);
    Ok(slide.map_or(1, |at| at as u32 + 1))
}

/// Reads all text of a damaged presentation, slide after slide as they lie in the file.
fn everything(stream: &mut Stream<'_, '_>, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    let mut at = 0;
    let mut slides = 0;
    while let Some(record) = heading(stream, at)? {
        at = record.ends;
        let place = match record.kind {
            0x03ee => {
                slides += 1;
                At::Slide(slides)
            }
            0x03f0 => At::Note(slides.max(1)),
            _ => At::Part(Part::Body),
        };
        Show::new(place).read(stream, record.begins, record.ends, true, blocks)?;
    }
    Ok(())
}

/// Reads the heading of a record; `None` where the stream ends.
fn heading(stream: &mut Stream<'_, '_>, at: u64) -> Result<Option<Heading>, Stop> {
    let mut bytes = Vec::with_capacity(8);
    stream.part(at, 8, &mut bytes)?;
    let Some(&[a, b, c, d, e, f, g, h]) = bytes.first_chunk() else {
        return Ok(None);
    };
    let first = u16::from_le_bytes([a, b]);
    let length = u64::from(u32::from_le_bytes([e, f, g, h]));
    Ok(Some(Heading {
        holds: first & 15 == 15,
        instance: first >> 4,
        kind: u16::from_le_bytes([c, d]),
        begins: at + 8,
        ends: at + 8 + length,
    }))
}

fn long(stream: &mut Stream<'_, '_>, at: u64) -> Result<u32, Stop> {
    let mut bytes = [0; 4];
    stream
        .seek(SeekFrom::Start(at))
        .and_then(|_| stream.read_exact(&mut bytes))
        .map_err(|error| Stop::of(&error))?;
    Ok(u32::from_le_bytes(bytes))
}
