//! Documents inside a presentation: compound files, packed or not, each in a record of its own.

use std::io::{Read as _, Seek as _, SeekFrom};

use flate2::read::ZlibDecoder;
use mimawari_proto::name::Name;

use super::{MAIN, edits::Edits, heading};
use crate::extract::{
    Reading, Stop,
    compound::{Compound, Storage},
};

const OBJECT: u16 = 0x1011;
/// The instance of a packed one, whose length when unpacked comes first.
const PACKED: u16 = 1;

/// Reads every object.
///
/// # Errors
/// No further member may be read.
pub(in crate::extract) fn objects(
    reading: &mut Reading<'_>,
    compound: &mut Compound<'_>,
    storage: Storage,
) -> Result<(), Stop> {
    let user = compound.part(storage, "Current User", 0, 64, &reading.budget)?;
    let Some(mut stream) = compound.stream(storage, MAIN) else {
        return Ok(());
    };
    // Whatever is wrong with the edits was told when the text was read.
    let places = Edits::read(&user, &mut stream).map_or_else(|_| Vec::new(), |edits| edits.places());
    let mut number = 0;
    for place in places {
        let Some(record) = heading(&mut stream, place)?.filter(|record| record.kind == OBJECT) else {
            continue;
        };
        number += 1;
        let name = Name::from(format!("object {number}").as_str());
        let packed = record.instance == PACKED;
        let begins = if packed { record.begins + 4 } else { record.begins };
        stream
            .seek(SeekFrom::Start(begins))
            .map_err(|error| Stop::of(&error))?;
        let mut source = (&mut stream).take(record.ends.saturating_sub(begins));
        match packed {
            true => reading.member(name, &mut ZlibDecoder::new(source))?,
            false => reading.member(name, &mut source)?,
        }
    }
    Ok(())
}
