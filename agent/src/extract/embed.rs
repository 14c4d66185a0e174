//! Objects inside old documents and inside compound files: other documents, and files wrapped in them.
//!
//! ```text
//! \1Ole10Native  length u32 | 2 u16 | label | file, both ended by 0 | 3 u16 … path | length u32 | the file
//! Package, CONTENTS, package_stream  the document as it is
//! ```

use std::io::{Read as _, Seek as _, SeekFrom};

use mimawari_proto::name::Name;

use super::{
    Reading, Stop,
    coding::Coding,
    compound::{Compound, Storage},
};

const NATIVE: &str = "\u{1}Ole10Native";
/// Streams that hold a document as it is.
const WHOLE: [&str; 4] = ["Package", "CONTENTS", "package_stream", "EmbeddedOdf"];
/// Streams of objects that hold a picture, a formula or a control, and no document.
const TEXTLESS: [&str; 4] = ["Equation Native", "\u{3}OCXNAME", "\u{3}OCXDATA", "\u{3}META"];

impl Reading<'_> {
    /// Reads the objects of a document that keeps them in storages of their own, and its macros.
    ///
    /// # Errors
    /// No further member may be read.
    pub(super) fn objects(&mut self, compound: &mut Compound<'_>, storage: Storage) -> Result<(), Stop> {
        let pool = compound.storage(storage, "ObjectPool");
        let pooled = pool.map_or_else(Vec::new, |pool| compound.storages(pool));
        let beside = compound.storages(storage).into_iter();
        let beside = beside.filter(|(name, _)| name.starts_with("MBD") || name.starts_with("LNK"));
        let macros = ["Macros", "_VBA_PROJECT_CUR"].into_iter();
        let macros = macros.filter_map(|name| Some((name.to_owned(), compound.storage(storage, name)?)));
        let inside: Vec<_> = pooled.into_iter().chain(beside).chain(macros).collect();
        for (name, object) in inside {
            self.inner(Name::from(name.as_str()), compound, object)?;
        }
        Ok(())
    }

    /// Reads the document in a storage as a member.
    ///
    /// # Errors
    /// No further member may be read.
    pub(super) fn inner(
        &mut self,
        name: Name,
        compound: &mut Compound<'_>,
        storage: Storage,
    ) -> Result<(), Stop> {
        self.budget.member()?;
        self.member.push(name);
        if self.member.len() > super::limits::DEPTH {
            self.ended(
                "ole",
                Err(Stop::Limit("documents inside each other more than 4 deep")),
            );
        } else {
            self.storage(compound, storage);
        }
        self.member.pop();
        Ok(())
    }

    /// Reads a file that is wrapped in a storage; tells whether there is one.
    ///
    /// # Errors
    /// No further member may be read.
    pub(super) fn wrapped(&mut self, compound: &mut Compound<'_>, storage: Storage) -> Result<bool, Stop> {
        if compound.has(storage, NATIVE) {
            self.native(compound, storage)?;
            return Ok(true);
        }
        for name in WHOLE {
            if let Some(mut stream) = compound.stream(storage, name) {
                self.member(Name::from(name), &mut stream)?;
                return Ok(true);
            }
        }
        Ok(TEXTLESS.iter().any(|name| compound.has(storage, name)))
    }

    fn native(&mut self, compound: &mut Compound<'_>, storage: Storage) -> Result<(), Stop> {
        let head = compound.part(storage, NATIVE, 4, 4096, &self.budget)?;
        let (name, begins, length) =
            wrapping(&head).unwrap_or_else(|| (String::from("object"), 0, u64::from(u32::MAX)));
        let Some(mut stream) = compound.stream(storage, NATIVE) else {
            return Ok(());
        };
        match stream.seek(SeekFrom::Start(4 + begins)) {
            Ok(_) => self.member(Name::from(name.as_str()), &mut stream.take(length)),
            Err(error) => Err(Stop::of(&error)),
        }
    }
}

/// Returns the name of a wrapped file, where it begins behind the first length, and its own length.
pub(super) fn wrapping(head: &[u8]) -> Option<(String, u64, u64)> {
    let mut rest = head.get(2..)?;
    let mut word = || -> Option<&[u8]> {
        let end = memchr::memchr(0, rest)?;
        let (word, after) = rest.split_at(end);
        rest = &after[1..];
        Some(word)
    };
    let label = word()?;
    let file = word()?;
    let long = |bytes: &[u8]| Some(u32::from_le_bytes(*bytes.first_chunk()?));
    let path = long(rest.get(4..)?)? as usize;
    let after = rest.get(8usize.checked_add(path)?..)?;
    let length = long(after)?;
    let begins = head.len() - after.len() + 4;
    let name = if label.is_empty() { file } else { label };
    let name = Coding::Cp932.decode(name).replace('\\', "/");
    let last = name.rsplit('/').next().unwrap_or_default();
    Some((last.to_owned(), begins as u64, length.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrapped_file_is_named_and_found() {
        let mut head = b"\x02\0".to_vec();
        head.extend(b"memo.txt\0C:\\a\\memo.txt\0\0\0\x03\0\x05\0\0\0C:\\t\0\x03\0\0\0abc");
        let (name, begins, length) = wrapping(&head).expect("a wrapping");
        assert_eq!((name.as_str(), length), ("memo.txt", 3));
        assert_eq!(&head[begins as usize..], b"abc");
    }
}
