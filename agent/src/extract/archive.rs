//! What a zip file is, and the documents inside it.
//!
//! To add a document format that lives in a zip: one line in [`sort`].

use mimawari_proto::name::Name;

use super::{Reading, Sort, Stop, block::Blocks, coding::Coding, docx, odf, package::Package, pptx, xlsx};

/// Reads the name of a member as it was written.
///
/// Windows writes names in CP932 and does not say so; true CP932 is hardly ever valid UTF-8.
pub(super) fn member_name(raw: &[u8]) -> Name {
    let path = match std::str::from_utf8(raw) {
        Ok(name) => name.replace('\\', "/"),
        Err(_) => Coding::Cp932.decode(raw).replace('\\', "/"),
    };
    Name::from(path.as_str())
}

/// What a zip file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Docx,
    Xlsx,
    Pptx,
    Odf(odf::Sort),
    /// A document that is not read.
    Closed,
    /// Files in an archive.
    Files,
}

/// Tells a package by its members. The first that fits wins.
fn sort(package: &Package<'_>, mimetype: &[u8]) -> (&'static str, Kind) {
    let odf =
        |word: &str| mimetype.starts_with(format!("application/vnd.oasis.opendocument.{word}").as_bytes());
    match () {
        () if odf("text") => ("odt", Kind::Odf(odf::Sort::Text)),
        () if odf("spreadsheet") => ("ods", Kind::Odf(odf::Sort::Sheets)),
        () if odf("presentation") => ("odp", Kind::Odf(odf::Sort::Slides)),
        () if odf("") => ("odf", Kind::Odf(odf::Sort::Text)),
        () if !package.has("[Content_Types].xml") => ("zip", Kind::Files),
        () if package.has("xl/workbook.bin") => ("xlsb", Kind::Closed),
        () if package.has("word/") => ("docx", Kind::Docx),
        () if package.has("xl/") => ("xlsx", Kind::Xlsx),
        () if package.has("ppt/") => ("pptx", Kind::Pptx),
        () if package.has("visio/") => ("vsdx", Kind::Closed),
        () if package.has("FixedDocumentSequence.fdseq") || package.has("FixedDocSeq.fdseq") => {
            ("xps", Kind::Closed)
        }
        () => ("zip", Kind::Files),
    }
}

impl Reading<'_> {
    /// Reads a zip file of any sort.
    pub(super) fn zip(&mut self, source: &mut dyn super::Bytes) -> Sort {
        let mut package = match Package::open(source) {
            Ok(package) => package,
            Err(stop) => return self.ended("zip", Err(stop)),
        };
        let mimetype = match package.find("mimetype") {
            Some(at) => package.head(at, 100, &self.budget).unwrap_or_default(),
            None => Vec::new(),
        };
        let (format, kind) = sort(&package, &mimetype);
        if kind == Kind::Files {
            return self.files(&mut package);
        }
        let outcome = self.office(&mut package, kind);
        let sort = self.ended(format, outcome);
        self.embedded(&mut package);
        sort
    }

    /// Reads the text of one office document.
    fn office(&mut self, package: &mut Package<'_>, kind: Kind) -> Result<(), Stop> {
        self.examiner.begin(&self.member);
        let budget = &self.budget;
        let mut blocks = Blocks::new(&mut *self.examiner, budget);
        let outcome = match kind {
            Kind::Docx => docx::read(package, budget, &mut blocks),
            Kind::Xlsx => xlsx::read(package, budget, &mut blocks),
            Kind::Pptx => pptx::read(package, budget, &mut blocks),
            Kind::Odf(sort) => odf::read(package, sort, budget, &mut blocks),
            Kind::Closed | Kind::Files => Err(Stop::Unsupported("not read by this release")),
        };
        blocks.finish();
        drop(blocks);
        self.examiner.end();
        outcome
    }

    /// Reads documents embedded in an office document.
    fn embedded(&mut self, package: &mut Package<'_>) {
        let inside: Vec<usize> = (0..package.members.len())
            .filter(|&at| {
                let member = &package.members[at];
                member.path.contains("/embeddings/") && !member.folder
            })
            .collect();
        for at in inside {
            if let Err(stop) = self.member_of(package, at) {
                self.ended("", Err(stop));
                return;
            }
        }
    }

    /// Reads every member of an archive.
    fn files(&mut self, package: &mut Package<'_>) -> Sort {
        let all = (0..package.members.len())
            .filter(|&at| !package.members[at].folder)
            .collect::<Vec<_>>();
        let locked = all.iter().filter(|&&at| package.members[at].encrypted).count();
        for &at in &all {
            if let Err(stop) = self.member_of(package, at) {
                return self.ended("zip", Err(stop));
            }
        }
        if package.doubled {
            return self.ended("zip", Err(Stop::Damaged("several members have the same name")));
        }
        let sort = self.ended("zip", Ok(()));
        Sort {
            encrypted: locked > 0 && locked == all.len(),
            ..sort
        }
    }

    /// Reads one member.
    fn member_of(&mut self, package: &mut Package<'_>, at: usize) -> Result<(), Stop> {
        let name = package.members[at].name.clone();
        match package.open_member(at) {
            Ok(mut source) => self.member(name, &mut source),
            Err(stop) => self.closed_member(name, stop),
        }
    }
}
