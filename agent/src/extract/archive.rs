//! What a zip file is, and the documents inside it.
//!
//! To add a document format that lives in a zip: one line in [`sort`].

use std::io::Read;

use mimawari_proto::{finding::Part, name::Name};

use super::{
    Bytes, Reading, Sort, Stop,
    block::Blocks,
    coding::Coding,
    docx, flow,
    local::{self, Local, Unpacked},
    member::Metered,
    odf,
    package::Package,
    pptx, properties,
    text::At,
    xlsb, xlsx, xps,
};

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
    Xlsb,
    Pptx,
    Odf(odf::Sort),
    Xps,
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
        () if package.has(xlsb::WORKBOOK) => ("xlsb", Kind::Xlsb),
        () if package.has("word/") => ("docx", Kind::Docx),
        () if package.has("xl/") => ("xlsx", Kind::Xlsx),
        () if package.has("ppt/") => ("pptx", Kind::Pptx),
        () if package.has("visio/") => ("vsdx", Kind::Closed),
        () if package
            .members
            .iter()
            .any(|member| member.path.ends_with(".fdseq")) =>
        {
            ("xps", Kind::Xps)
        }
        () => ("zip", Kind::Files),
    }
}

impl Reading<'_> {
    /// Reads a zip file of any sort.
    pub(super) fn zip(&mut self, source: &mut dyn Bytes) -> Sort {
        let mut package = match Package::open(&mut *source) {
            Ok(package) => package,
            Err(stop) => return self.salvaged(source, Err(stop)),
        };
        let mimetype = match package.find("mimetype") {
            Some(at) => package.head(at, 100, &self.budget).unwrap_or_default(),
            None => Vec::new(),
        };
        let (format, kind) = sort(&package, &mimetype);
        if kind == Kind::Files {
            return match package.doubled {
                true => self.salvaged(source, Ok(())),
                false => self.files(&mut package),
            };
        }
        let outcome = self.office(&mut package, kind);
        let sort = self.ended(format, outcome);
        self.embedded(&mut package, format);
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
            Kind::Xlsb => xlsb::read(package, budget, &mut blocks),
            Kind::Pptx => pptx::read(package, budget, &mut blocks),
            Kind::Odf(sort) => odf::read(package, sort, budget, &mut blocks),
            Kind::Xps => xps::read(package, budget, &mut blocks),
            Kind::Closed | Kind::Files => Err(Stop::Unsupported("not read by this release")),
        };
        let outcome = outcome.and(match kind {
            Kind::Docx | Kind::Xlsx | Kind::Xlsb | Kind::Pptx | Kind::Odf(_)
                if !matches!(outcome, Err(Stop::Encrypted(_))) =>
            {
                properties::read(package, budget, &mut blocks)
            }
            _ => Ok(()),
        });
        blocks.finish();
        drop(blocks);
        self.examiner.end();
        outcome
    }

    /// Reads documents embedded in an office document, and its macros.
    fn embedded(&mut self, package: &mut Package<'_>, format: &'static str) {
        let inside: Vec<usize> = (0..package.members.len())
            .filter(|&at| {
                let member = &package.members[at];
                let inside = member.path.contains("/embeddings/") || member.path.ends_with("/vbaProject.bin");
                inside && !member.folder
            })
            .collect();
        for at in inside {
            if let Err(stop) = self.member_of(package, at) {
                self.ended(format, Err(stop));
                return;
            }
        }
    }

    /// Reads every member of an archive.
    fn files(&mut self, package: &mut Package<'_>) -> Sort {
        let all = (0..package.members.len())
            .filter(|&at| !package.members[at].folder)
            .collect::<Vec<_>>();
        let mut locked = 0;
        for &at in &all {
            match self.member_of(package, at) {
                Ok(closed) => locked += usize::from(closed),
                Err(stop) => return self.ended("zip", Err(stop)),
            }
        }
        let sort = self.ended("zip", Ok(()));
        Sort {
            encrypted: locked > 0 && locked == all.len(),
            ..sort
        }
    }

    /// Reads members from header to header, where the list of them is no help.
    ///
    /// Of several members with the same name the list shows only one; then nothing is wrong otherwise.
    fn salvaged(&mut self, source: &mut dyn Bytes, listed: Result<(), Stop>) -> Sort {
        if matches!(listed, Err(Stop::Source(_))) {
            return self.ended("zip", listed);
        }
        let mut at = 0;
        let (mut members, mut locked) = (0, 0);
        let outcome = loop {
            let local =
                match local::next(source, at).map(|found| found.map(|at| (at, Local::read(source, at)))) {
                    Ok(Some((_, Ok(local)))) => local,
                    Ok(Some((found, Err(Stop::Damaged(_))))) => {
                        at = found + 4;
                        continue;
                    }
                    Ok(Some((_, Err(stop)))) => break Err(stop),
                    Ok(None) => break Ok(()),
                    Err(error) => break Err(Stop::of(&error)),
                };
            at = local.start.saturating_add(local.packed.bytes.unwrap_or(0));
            if local.name.shown.ends_with('/') {
                continue;
            }
            members += 1;
            locked += u64::from(local.encrypted);
            if let Err(stop) = self.salvaged_member(source, local) {
                break Err(stop);
            }
        };
        let sort = self.ended("zip", outcome.and(listed));
        Sort {
            encrypted: locked > 0 && locked == members,
            ..sort
        }
    }

    fn salvaged_member(&mut self, source: &mut dyn Bytes, local: Local) -> Result<(), Stop> {
        if local.encrypted {
            return self.closed_member(
                local.name,
                "zip",
                Stop::Encrypted("a member is protected by a password"),
            );
        }
        match local::unpacked(source, &local, local.packed) {
            Ok(part) if part.window == 0 && docx::is_body(&local.name.shown) => {
                self.salvaged_part(part.content)
            }
            Ok(member) => self.unpacked_member(local.name, member),
            Err(stop) => self.closed_member(local.name, "zip", stop),
        }
    }

    /// Reads the body of a document that is cut: it stands before the list of members.
    fn salvaged_part(&mut self, content: Box<dyn Read + '_>) -> Result<(), Stop> {
        self.budget.member()?;
        self.examiner.begin(&self.member);
        let mut blocks = Blocks::new(&mut *self.examiner, &self.budget);
        let content = Metered::new(content, &self.budget);
        // What is missing at its end is noted with the document as a whole.
        _ = flow::read(content, At::Part(Part::Body), &mut blocks);
        blocks.finish();
        drop(blocks);
        self.examiner.end();
        Ok(())
    }

    /// Reads a member while its decoder holds a window.
    fn unpacked_member(&mut self, name: Name, mut member: Unpacked<'_>) -> Result<(), Stop> {
        if let Err(stop) = self.budget.hold(member.window) {
            return self.closed_member(name, "zip", stop);
        }
        let outcome = self.member(name, &mut member.content);
        self.budget.release(member.window);
        outcome
    }

    /// Reads one member; tells whether it is protected.
    fn member_of(&mut self, package: &mut Package<'_>, at: usize) -> Result<bool, Stop> {
        let name = package.members[at].name.clone();
        match package.open_member(at) {
            Ok(member) => self.unpacked_member(name, member).map(|()| false),
            Err(stop) => self
                .closed_member(name, "zip", stop)
                .map(|()| matches!(stop, Stop::Encrypted(_))),
        }
    }
}
