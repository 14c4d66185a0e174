//! OLE compound files: which document one is, by the names of its streams, and reading it.
//!
//! To add a document format that lives in a compound file: one line in [`STREAMS`] and one arm in
//! [`Reading::storage`].

use super::{
    Bytes, Reading, Sort, Stop,
    block::Blocks,
    compound::{Compound, Storage},
    doc,
    limits::Budget,
    unlock, xls,
};

/// Names of streams and storages that tell the document, the surest first.
const STREAMS: &[(&str, &str)] = &[
    ("EncryptedPackage", "ooxml"),
    ("\u{9}DRMContent", "drm"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"),
    ("VisioDocument", "vsd"),
    ("Quill", "pub"),
    ("DocumentText", "jtd"),
    ("JSRV_SegmentInformation", "jtd"),
    ("Props9", "mpp"),
    ("Props12", "mpp"),
    ("Props14", "mpp"),
    ("Catalog", "thumbs"),
];

impl Reading<'_> {
    /// Reads a compound file of any sort.
    pub(super) fn ole(&mut self, source: &mut dyn Bytes) -> Sort {
        match Compound::open(source) {
            Ok(mut compound) => self.storage(&mut compound, Storage::ROOT),
            Err(stop) => self.ended("ole", Err(stop)),
        }
    }

    /// Reads the document that a storage holds.
    fn storage(&mut self, compound: &mut Compound<'_>, storage: Storage) -> Sort {
        let found = STREAMS.iter().find(|(name, _)| compound.has(storage, name));
        let format = found.map_or("ole", |(_, format)| *format);
        if format == "ooxml" {
            return match unlock::package(compound, storage, &self.budget) {
                Ok(mut package) => self.zip(&mut package),
                Err(stop) => self.ended(format, Err(stop)),
            };
        }
        let outcome = match format {
            "doc" => self.text_of(compound, storage, doc::read),
            "xls" => self.text_of(compound, storage, workbook),
            "drm" => Err(Stop::Encrypted(
                "the rights to the document are managed by a server",
            )),
            "thumbs" => Ok(()),
            "ole" => Err(Stop::Unsupported("a compound file of no known program")),
            _ => Err(Stop::Unsupported("not read by this release")),
        };
        self.ended(format, outcome)
    }

    /// Reads the text of one document.
    fn text_of(&mut self, compound: &mut Compound<'_>, storage: Storage, read: Read) -> Result<(), Stop> {
        self.examiner.begin(&self.member);
        let mut blocks = Blocks::new(&mut *self.examiner, &self.budget);
        let outcome = read(compound, storage, &self.budget, &mut blocks);
        blocks.finish();
        drop(blocks);
        self.examiner.end();
        if compound.is_damaged() {
            return outcome.and(Err(Stop::Damaged("parts of the file are missing")));
        }
        outcome
    }
}

/// Reads the text of one document from its storage.
type Read = fn(&mut Compound<'_>, Storage, &Budget, &mut Blocks<'_>) -> Result<(), Stop>;

fn workbook(
    compound: &mut Compound<'_>,
    storage: Storage,
    budget: &Budget,
    blocks: &mut Blocks<'_>,
) -> Result<(), Stop> {
    let name = if compound.has(storage, "Workbook") {
        "Workbook"
    } else {
        "Book"
    };
    match compound.stream(storage, name) {
        Some(stream) => xls::read(stream.paid_from(budget), blocks),
        None => Ok(()),
    }
}
