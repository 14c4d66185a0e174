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
    msg, ppt, snt, unlock, xls,
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
    ("BodyText", "hwp"),
    ("StarWriterDocument", "sdw"),
    ("StarCalcDocument", "sdc"),
    ("Quill", "pub"),
    ("DocumentText", "jtd"),
    ("JSRV_SegmentInformation", "jtd"),
    ("Props9", "mpp"),
    ("Props12", "mpp"),
    ("Props14", "mpp"),
    ("Catalog", "thumbs"),
    ("VBA", "vba"),
];

impl Reading<'_> {
    /// Reads a compound file of any sort.
    pub(super) fn ole(&mut self, source: &mut dyn Bytes) -> Sort {
        match Compound::open(source) {
            Ok(mut compound) => self.storage(&mut compound, Storage::ROOT),
            Err(stop) => self.ended("ole", Err(stop)),
        }
    }

    /// Reads a workbook that is no compound file.
    pub(super) fn bare_workbook(&mut self, source: &mut dyn Bytes) -> Sort {
        let outcome = self.text(|_, blocks| xls::read(source, blocks));
        self.ended("xls", outcome)
    }

    /// Reads the document that a storage holds, and what is inside it.
    pub(super) fn storage(&mut self, compound: &mut Compound<'_>, storage: Storage) -> Sort {
        let format = format_of(compound, storage);
        if format == "ooxml" {
            return match unlock::package(compound, storage, &self.budget) {
                Ok(mut package) => self.zip(&mut package),
                Err(stop) => self.ended(format, Err(stop)),
            };
        }
        let outcome = match format {
            "doc" => self.text_of(compound, storage, doc::read),
            "xls" => self.text_of(compound, storage, workbook),
            "ppt" => self.text_of(compound, storage, ppt::read),
            "msg" => self.text_of(compound, storage, msg::read),
            "snt" => self.text_of(compound, storage, snt::read),
            "drm" => Err(Stop::Encrypted(
                "the rights to the document are managed by a server",
            )),
            "thumbs" => Ok(()),
            "vba" => self.macros(compound, storage),
            "ole" => match self.wrapped(compound, storage) {
                Ok(true) => Ok(()),
                Ok(false) => Err(Stop::Unsupported("a compound file of no known program")),
                Err(stop) => Err(stop),
            },
            _ => Err(Stop::Unsupported("not read by this release")),
        };
        let outcome = match compound.is_damaged() {
            true => outcome.and(Err(Stop::Damaged("parts of the file are missing"))),
            false => outcome,
        };
        let locked = matches!(outcome, Err(Stop::Encrypted(_)));
        let sort = self.ended(format, outcome);
        let inside = match format {
            _ if locked => Ok(()),
            "doc" | "xls" => self.objects(compound, storage),
            "ppt" => ppt::objects(self, compound, storage),
            "msg" => self.attachments(compound, storage),
            _ => Ok(()),
        };
        match inside {
            Ok(()) => sort,
            stopped => self.ended(format, stopped),
        }
    }

    /// Reads the text of one document.
    fn text_of(&mut self, compound: &mut Compound<'_>, storage: Storage, read: Read) -> Result<(), Stop> {
        self.text(|budget, blocks| read(compound, storage, budget, blocks))
    }
}

/// Tells which document a storage holds.
fn format_of(compound: &Compound<'_>, storage: Storage) -> &'static str {
    let found = STREAMS.iter().find(|(name, _)| compound.has(storage, name));
    match found {
        Some((_, format)) => format,
        None if snt::is(compound, storage) => "snt",
        None => "ole",
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
