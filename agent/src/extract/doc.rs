//! Word 6 to 2003: body, notes, headers, comments, text boxes, tables; deleted and hidden text too.
//!
//! ```text
//! WordDocument    header | text in pieces of any order | pages that tell where paragraphs end
//! 0Table, 1Table  the list of pieces: which characters lie where, of one byte or two
//! ```
//!
//! All stories follow one another as one text: body, footnotes, headers, comments, endnotes, boxes.

mod header;
mod pieces;
mod rows;
mod story;

use super::{
    Stop,
    block::Blocks,
    compound::{Compound, Storage, Stream},
    limits::Budget,
};
use header::Header;
use pieces::Piece;
use rows::Rows;
use story::Story;

const MAIN: &str = "WordDocument";
/// Characters read at once.
const CHUNK: u64 = 16 << 10;

/// Reads every story.
pub(super) fn read(
    compound: &mut Compound<'_>,
    storage: Storage,
    budget: &Budget,
    blocks: &mut Blocks<'_>,
) -> Result<(), Stop> {
    let header = Header::read(&compound.part(storage, MAIN, 0, 1024, budget)?)?;
    if header.encrypted {
        return Err(Stop::Encrypted("the document is protected by a password"));
    }
    let table = if header.old { MAIN } else { header.table };
    let list = compound.part(storage, table, header.pieces.0, header.pieces.1, budget)?;
    let listed = pieces::read(&list, &header);
    let outcome = listed.as_ref().map(|_| ()).map_err(|stop| *stop);
    let pieces = listed.unwrap_or_else(|_| pieces::guessed(&header));
    let rows = Rows::read(compound, storage, &header, budget)?;
    let Some(stream) = compound.stream(storage, MAIN) else {
        return Err(Stop::Damaged("the text is missing"));
    };
    let mut stream = stream.paid_from(budget);
    let mut story = Story::new(&header, &rows);
    for piece in &pieces {
        story.begin_piece(piece.begins);
        read_piece(&mut stream, piece, &mut story, blocks)?;
    }
    story.finish(blocks)?;
    outcome
}

/// Reads a piece in chunks.
fn read_piece(
    stream: &mut Stream<'_, '_>,
    piece: &Piece,
    story: &mut Story<'_>,
    blocks: &mut Blocks<'_>,
) -> Result<(), Stop> {
    let mut at = piece.place;
    let mut left = piece.length * piece.unit();
    let mut bytes = Vec::new();
    while left > 0 {
        stream.part(at, left.min(CHUNK), &mut bytes)?;
        // A character of two bytes is never cut between chunks.
        let cut = piece.whole_characters(&bytes, left > bytes.len() as u64);
        if cut == 0 {
            break;
        }
        piece.show(&bytes[..cut], |unit, width| {
            at += width;
            story.take(unit, width / piece.unit(), at, blocks)
        })?;
        left = left.saturating_sub(cut as u64);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
