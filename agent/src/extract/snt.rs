//! Notes of the old Sticky Notes: a storage for each, with its text as RTF (`0`) and plainly (`3`).

use super::{
    Stop,
    block::Blocks,
    coding::Coding,
    compound::{Compound, Storage},
    limits::{Budget, PART_BYTES},
    rtf,
    text::At,
};

/// Tells whether a storage holds notes.
pub(super) fn is(compound: &Compound<'_>, storage: Storage) -> bool {
    let notes = compound.storages(storage);
    !notes.is_empty()
        && compound.has(storage, "Version")
        && notes
            .iter()
            .all(|(_, note)| compound.has(*note, "0") || compound.has(*note, "3"))
}

/// Reads every note.
pub(super) fn read(
    compound: &mut Compound<'_>,
    storage: Storage,
    budget: &Budget,
    blocks: &mut Blocks<'_>,
) -> Result<(), Stop> {
    for (number, (_, note)) in (1..).zip(compound.storages(storage)) {
        let plain = compound.whole(note, "3", PART_BYTES, budget)?;
        let text = Coding::Utf16Le.decode(&plain);
        let text = text.trim_end_matches('\0');
        if text.trim().is_empty() {
            let rich = compound.whole(note, "0", PART_BYTES, budget)?;
            rtf::read(&mut rich.as_slice(), At::Note(number), blocks)?;
            continue;
        }
        for line in text.split(['\n', '\r']) {
            blocks.push(line, At::Note(number), None, false)?;
        }
    }
    Ok(())
}
