//! Mails of Outlook: subject, people, body in any of its forms, attachments, mails inside mails.
//!
//! ```text
//! __properties_version1.0      header | 16 B a property: sort u16, id u16, flags u32, value
//! __substg1.0_IIIISSSS         a longer property: id, and sort 001F UTF-16, 001E code page, 0102 bytes
//! __attach_version1.0_#NNNNNNNN  a storage for each attachment
//! ```

mod packed;

use mimawari_proto::{finding::Part, name::Name};

use super::{
    Reading, Stop,
    block::Blocks,
    coding::{Coding, Guess, guess},
    compound::{Compound, Storage},
    html::flow::Flow,
    limits::{Budget, PART_BYTES},
    rtf,
    text::At,
};

/// Subject, sender, recipients, copies, headers of transport.
const HEADS: [&str; 6] = ["0037", "0C1A", "0C1F", "0E04", "0E03", "0E02"];
const TEXT: &str = "1000";
const HTML: &str = "1013";
const RTF: &str = "1009";
/// Ids of the numbers that tell code pages: of the message, and of its HTML.
const CODE_PAGE: u16 = 0x3ffd;
const HTML_CODE_PAGE: u16 = 0x3fde;
/// The content of an attachment, and its names, the best first.
const CONTENT: &str = "__substg1.0_37010102";
const MAIL: &str = "__substg1.0_3701000D";
const NAMES: [&str; 3] = ["3707", "3704", "3001"];

/// Reads subject, people and the body of a mail.
pub(super) fn read(
    compound: &mut Compound<'_>,
    storage: Storage,
    budget: &Budget,
    blocks: &mut Blocks<'_>,
) -> Result<(), Stop> {
    let mut mail = Mail::open(compound, storage, budget)?;
    if !mail.begun {
        return Err(Stop::Damaged("the properties of the mail are missing"));
    }
    for id in HEADS {
        let text = mail.text(id)?;
        lines(&text, |line| {
            blocks.push(line, At::Part(Part::Header), None, false)
        })?;
    }
    let body = mail.text(TEXT)?;
    if !body.trim().is_empty() {
        return lines(&body, |line| blocks.push(line, At::Part(Part::Body), None, false));
    }
    let html = mail.html()?;
    if !html.trim().is_empty() {
        let mut flow = Flow::new(At::Part(Part::Body));
        flow.feed(&html, blocks)?;
        return flow.end(blocks);
    }
    let rtf = packed::unpacked(&mail.bytes(RTF, "0102")?)?;
    rtf::read(&mut rtf.as_slice(), At::Part(Part::Body), blocks)
}

impl Reading<'_> {
    /// Reads the attachments of a mail.
    ///
    /// # Errors
    /// No further member may be read.
    pub(super) fn attachments(&mut self, compound: &mut Compound<'_>, storage: Storage) -> Result<(), Stop> {
        for (name, attachment) in compound.storages(storage) {
            if !name.starts_with("__attach_version1.0_") {
                continue;
            }
            let name = attachment_name(compound, attachment, &self.budget)?;
            if let Some(inner) = compound.storage(attachment, MAIL) {
                self.inner(Name::from(name.as_str()), compound, inner)?;
            } else if let Some(mut stream) = compound.stream(attachment, CONTENT) {
                self.member(Name::from(name.as_str()), &mut stream)?;
            }
        }
        Ok(())
    }
}

fn attachment_name(
    compound: &mut Compound<'_>,
    attachment: Storage,
    budget: &Budget,
) -> Result<String, Stop> {
    let mut mail = Mail::open(compound, attachment, budget)?;
    for id in NAMES {
        let name = mail.text(id)?;
        if !name.trim().is_empty() {
            return Ok(name.trim().to_owned());
        }
    }
    Ok(String::from("attachment"))
}

/// A mail or attachment under way.
struct Mail<'c, 's> {
    compound: &'c mut Compound<'s>,
    storage: Storage,
    budget: &'c Budget,
    coding: Option<Coding>,
    html_coding: Option<Coding>,
    /// Its properties are there.
    begun: bool,
}

impl<'c, 's> Mail<'c, 's> {
    fn open(compound: &'c mut Compound<'s>, storage: Storage, budget: &'c Budget) -> Result<Self, Stop> {
        let properties = compound.part(storage, "__properties_version1.0", 0, 64 << 10, budget)?;
        let coding = |id| Coding::of_code_page(number(&properties, id)?);
        Ok(Self {
            coding: coding(CODE_PAGE),
            html_coding: coding(HTML_CODE_PAGE),
            begun: !properties.is_empty(),
            compound,
            storage,
            budget,
        })
    }

    fn bytes(&mut self, id: &str, sort: &str) -> Result<Vec<u8>, Stop> {
        let name = format!("__substg1.0_{id}{sort}");
        self.compound.whole(self.storage, &name, PART_BYTES, self.budget)
    }

    /// Returns a text in either of its forms; a missing one is empty.
    fn text(&mut self, id: &str) -> Result<String, Stop> {
        let wide = self.bytes(id, "001F")?;
        if !wide.is_empty() {
            return Ok(Coding::Utf16Le.decode(&wide).into_owned());
        }
        let bytes = self.bytes(id, "001E")?;
        Ok(decoded(&bytes, self.coding))
    }

    fn html(&mut self) -> Result<String, Stop> {
        let bytes = self.bytes(HTML, "0102")?;
        if bytes.is_empty() {
            return self.text(HTML);
        }
        Ok(decoded(&bytes, self.html_coding))
    }
}

/// Reads text in the coding that the mail names, unless it plainly is in another.
fn decoded(bytes: &[u8], named: Option<Coding>) -> String {
    let coding = match (guess(bytes, true), named) {
        (Guess::Text { codings, .. }, Some(named)) if codings.contains(&named) => named,
        (Guess::Text { codings, .. }, named) => codings.first().copied().or(named).unwrap_or(Coding::Cp932),
        (Guess::Binary, named) => named.unwrap_or(Coding::Cp932),
    };
    coding.decode(bytes).into_owned()
}

/// Finds a number among the properties, whichever of its headers the list has.
fn number(properties: &[u8], id: u16) -> Option<u32> {
    let property = properties
        .as_chunks::<8>()
        .0
        .windows(2)
        .find(|pair| pair[0][..4] == [3, 0, id.to_le_bytes()[0], id.to_le_bytes()[1]])?;
    Some(u32::from_le_bytes(*property[1].first_chunk()?))
}

fn lines(text: &str, push: impl FnMut(&str) -> Result<(), Stop>) -> Result<(), Stop> {
    text.trim_end_matches('\0').split(['\n', '\r']).try_for_each(push)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_pages_are_found_behind_a_header_of_any_length() {
        let property = [3, 0, 0xfd, 0x3f, 6, 0, 0, 0, 0xa4, 3, 0, 0, 0, 0, 0, 0];
        for header in [8, 24, 32] {
            let list = [vec![0; header], property.to_vec()].concat();
            assert_eq!(number(&list, CODE_PAGE), Some(932), "{header}");
        }
    }

    #[test]
    fn text_is_read_in_the_named_coding_unless_it_plainly_is_another() {
        let cp932 = encoding_rs::SHIFT_JIS.encode("暗証番号は①です").0;
        assert_eq!(decoded(&cp932, Some(Coding::Cp932)), "暗証番号は①です");
        assert_eq!(decoded("暗証番号".as_bytes(), Some(Coding::Latin1)), "暗証番号");
    }
}
