//! Mails (eml, mht) and files of mails (mbox): header fields, bodies, attachments, mails in mails, streamed.
//!
//! ```text
//! lines ─► header fields ─► text: gathered, shown at the end
//!              │            └ container: its parts, one after the other
//!              └ everything else: a member, decoded while it is read
//! ```

mod body;
mod head;
mod inline;
mod lines;

use std::io::{Cursor, Read};

use mimawari_proto::{finding::Part, name::Name};

use self::{
    body::Body,
    head::Head,
    inline::Inline,
    lines::{Edge, Lines},
};
use super::{
    Reading, Sort, Stop,
    ahead::TOO_LONG,
    block::Blocks,
    coding::{Coding, Guess, guess},
    html::flow::Flow,
    limits::{DEPTH, MAIL_DEPTH, MAIL_HEAD_BYTES, MAIL_PARTS, MAIL_TEXT_BYTES},
    text::At,
};

/// A text of a mail that waits for the end, so that all of them are shown together.
struct Said {
    part: Part,
    html: bool,
    text: String,
}

impl Drop for Said {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.text);
    }
}

/// A mail under way.
#[derive(Default)]
struct Letter {
    said: Vec<Said>,
    bytes: usize,
    parts: usize,
}

impl Reading<'_> {
    /// Reads a mail.
    pub(super) fn mail(&mut self, source: &mut dyn Read) -> Sort {
        let outcome = self.letter(&mut Lines::new(source, false));
        self.ended("eml", outcome)
    }

    /// Reads a file of mails; every one is a member with its number as a name.
    pub(super) fn mails(&mut self, source: &mut dyn Read) -> Sort {
        let outcome = self.all_of(&mut Lines::new(source, true));
        self.ended("mbox", outcome)
    }

    fn all_of(&mut self, lines: &mut Lines<'_>) -> Result<(), Stop> {
        let mut line = Vec::new();
        for number in 1u32.. {
            // The line that separates the mails; there is none behind the last one.
            lines.pass()?;
            let mut letter = |reading: &mut Self| {
                let outcome = reading.letter(lines);
                reading.ended("eml", outcome);
                outcome
            };
            let outcome = self.within(Name::from(format!("{number}.eml").as_str()), &mut letter)?;
            if let Err(stop @ (Stop::Source(_) | TOO_LONG)) = outcome {
                return Err(stop);
            }
            lines.boundaries.clear();
            while lines.next(&mut line)? != Edge::End {}
            if lines.at_end()? {
                break;
            }
        }
        Ok(())
    }

    /// Reads something under the name of a member.
    fn within<T>(&mut self, name: Name, read: impl FnOnce(&mut Self) -> T) -> Result<T, Stop> {
        self.budget.member()?;
        self.member.push(name);
        let read = read(self);
        self.member.pop();
        Ok(read)
    }

    /// Reads one mail: its attachments first, because texts come last.
    fn letter(&mut self, lines: &mut Lines<'_>) -> Result<(), Stop> {
        let mut letter = Letter::default();
        let outcome = self.part(lines, &mut letter, 0).map(|_| ());
        let outcome = outcome.and(self.inline(&mut letter));
        let shown = self.text(|_, blocks| show(&letter.said, blocks));
        outcome.and(shown)
    }

    /// Reads the files that stand in the texts.
    fn inline(&mut self, letter: &mut Letter) -> Result<(), Stop> {
        let (mut files, mut outcome) = (Vec::new(), Ok(()));
        for said in letter.said.iter_mut().filter(|said| !said.html) {
            outcome = outcome.and(inline::take(&mut said.text, &mut files));
        }
        for Inline { name, content } in files {
            self.holding(content.len(), |reading| {
                reading.member(name, &mut Cursor::new(&content))
            })?;
        }
        outcome
    }

    /// Reads a part with its header fields; returns the edge it ends at.
    fn part(&mut self, lines: &mut Lines<'_>, letter: &mut Letter, depth: usize) -> Result<Edge, Stop> {
        letter.parts += 1;
        if letter.parts > MAIL_PARTS {
            return Err(Stop::Limit("more than 20,000 parts"));
        }
        let mut fields = Vec::new();
        let edge = fields_of(lines, &mut fields)?;
        let head = match Head::new(&fields) {
            Some(head) => head,
            None => {
                // No header fields after all: a text that only looked like a mail.
                letter.keep(Part::Body, false, decoded(&fields, None))?;
                Head::default()
            }
        };
        if depth == 0 {
            letter.keep(Part::Header, false, head.said.join("\n"))?;
        }
        if edge != Edge::Inside {
            return Ok(edge);
        }
        match (head.sort.0.as_str(), &head.boundary) {
            ("multipart", Some(boundary)) if lines.boundaries.len() < MAIL_DEPTH => {
                lines.boundaries.push(boundary.clone().into_bytes());
                let edge = self.parts(lines, letter, depth);
                lines.boundaries.pop();
                edge
            }
            ("multipart", Some(_)) => Err(Stop::Limit("more than 32 parts inside each other")),
            ("message", _) if head.sort.1 == "rfc822" || head.sort.1 == "global" => {
                self.inner_mail(lines, letter, &head)
            }
            ("text" | "multipart" | "message", _) if !head.attached => gathered(lines, letter, &head),
            _ => self.attachment(lines, letter, &head),
        }
    }

    /// Reads the parts of a container; returns the edge behind it.
    fn parts(&mut self, lines: &mut Lines<'_>, letter: &mut Letter, depth: usize) -> Result<Edge, Stop> {
        let own = lines.boundaries.len() - 1;
        let mut edge = gathered(lines, letter, &Head::default())?;
        loop {
            match edge {
                Edge::Next(at) if at == own => {
                    lines.pass()?;
                    edge = self.part(lines, letter, depth + 1)?;
                }
                // What follows the last part belongs to the container around.
                Edge::Last(at) if at == own => {
                    lines.pass()?;
                    edge = gathered(lines, letter, &Head::default())?;
                }
                Edge::Inside => edge = gathered(lines, letter, &Head::default())?,
                outer => return Ok(outer),
            }
        }
    }

    fn inner_mail(&mut self, lines: &mut Lines<'_>, letter: &Letter, head: &Head) -> Result<Edge, Stop> {
        let name = name_of(head, letter, "eml");
        let mut body = Body::new(lines, head.transfer);
        self.within(name, |reading| {
            let outcome = if reading.member.len() > DEPTH {
                Err(Stop::Limit("archives inside each other more than 4 deep"))
            } else {
                reading.letter(&mut Lines::new(&mut body, false))
            };
            reading.ended("eml", outcome);
        })?;
        edge_behind(lines)
    }

    fn attachment(&mut self, lines: &mut Lines<'_>, letter: &Letter, head: &Head) -> Result<Edge, Stop> {
        let name = name_of(head, letter, "bin");
        match closed(head) {
            Closed::Silent => {}
            Closed::Stop(format, stop) => self.closed_member(name, format, stop)?,
            Closed::No => self.member(name, &mut Body::new(lines, head.transfer))?,
        }
        edge_behind(lines)
    }
}

/// Whether an attachment can be looked into.
enum Closed {
    No,
    /// Holds nothing of its own, such as a signature.
    Silent,
    Stop(&'static str, Stop),
}

fn closed(head: &Head) -> Closed {
    let kind = head.sort.1.as_str();
    match kind {
        "pkcs7-signature" | "x-pkcs7-signature" | "pgp-signature" | "pgp-encrypted" | "pgp-keys" => {
            Closed::Silent
        }
        "pkcs7-mime" | "x-pkcs7-mime" => {
            let stop = match head.protection.as_deref() {
                Some("signed-data" | "certs-only" | "compressed-data") => {
                    Stop::Unsupported("a signed mail that is packed")
                }
                _ => Stop::Encrypted("a mail that is locked for its recipient"),
            };
            Closed::Stop("p7m", stop)
        }
        "ms-tnef" | "vnd.ms-tnef" => {
            let stop = Stop::Unsupported("winmail.dat is not read by this release");
            Closed::Stop("tnef", stop)
        }
        _ => Closed::No,
    }
}

/// Names a part; one without a name by its number.
fn name_of(head: &Head, letter: &Letter, ending: &str) -> Name {
    let number = letter.parts;
    let numbered = || format!("{number}.{ending}");
    Name::from(head.name.clone().unwrap_or_else(numbered).as_str())
}

/// Takes the header fields up to the empty line behind them.
fn fields_of(lines: &mut Lines<'_>, fields: &mut Vec<u8>) -> Result<Edge, Stop> {
    let mut line = Vec::new();
    loop {
        let edge = lines.next(&mut line)?;
        if edge != Edge::Inside || matches!(&line[..], b"\n" | b"\r\n") {
            return Ok(edge);
        }
        fields.extend_from_slice(&line);
        if fields.len() > MAIL_HEAD_BYTES {
            return Err(Stop::Limit("more than 1 MiB of header fields"));
        }
    }
}

/// Leaves out what is left of a part.
fn edge_behind(lines: &mut Lines<'_>) -> Result<Edge, Stop> {
    let mut line = Vec::new();
    loop {
        let edge = lines.next(&mut line)?;
        if edge != Edge::Inside {
            return Ok(edge);
        }
    }
}

/// Gathers a part that is text.
fn gathered(lines: &mut Lines<'_>, letter: &mut Letter, head: &Head) -> Result<Edge, Stop> {
    let mut bytes = Vec::new();
    let most = MAIL_TEXT_BYTES.saturating_sub(letter.bytes) as u64 + 1;
    Body::new(lines, head.transfer)
        .take(most)
        .read_to_end(&mut bytes)
        .map_err(|error| Stop::of(&error))?;
    let text = decoded(&bytes, head.charset.as_deref());
    zeroize::Zeroize::zeroize(&mut bytes);
    letter.keep(Part::Body, head.sort.1 == "html", text)?;
    edge_behind(lines)
}

/// Decodes a text by the encoding it names, or by how it looks.
fn decoded(bytes: &[u8], charset: Option<&str>) -> String {
    let named = charset.and_then(|charset| encoding_rs::Encoding::for_label(charset.trim().as_bytes()));
    let plain =
        named.is_none_or(|encoding| encoding == encoding_rs::WINDOWS_1252 || encoding == encoding_rs::UTF_8);
    if let Some(encoding) = named {
        let (text, _, wrong) = encoding.decode(bytes);
        // `us-ascii` and `utf-8` are often written over something else.
        if !(wrong || plain && (bytes.contains(&0x1b) || !bytes.is_ascii() && encoding != encoding_rs::UTF_8))
        {
            return text.into_owned();
        }
    }
    let coding = match guess(bytes, true) {
        Guess::Text { codings, .. } => codings.first().copied().unwrap_or(Coding::Utf8),
        Guess::Binary => Coding::Utf8,
    };
    coding.decode(bytes).into_owned()
}

impl Letter {
    /// Keeps a text until the end.
    fn keep(&mut self, part: Part, html: bool, text: String) -> Result<(), Stop> {
        self.bytes += text.len();
        if !text.trim().is_empty() {
            self.said.push(Said { part, html, text });
        }
        if self.bytes > MAIL_TEXT_BYTES {
            return Err(Stop::Limit("more than 16 MiB of text in a mail"));
        }
        Ok(())
    }
}

/// Shows all texts of a mail.
fn show(said: &[Said], blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    for Said { part, html, text } in said {
        let at = At::Part(*part);
        if *html {
            let mut flow = Flow::new(at);
            flow.feed(text, blocks)?;
            flow.end(blocks)?;
            continue;
        }
        for line in text.lines() {
            blocks.push(line, at, None, false)?;
        }
    }
    Ok(())
}

/// Header fields that stand in no text that a person typed.
const MACHINE: &[&str] = &[
    "received",
    "return-path",
    "mime-version",
    "message-id",
    "content-type",
    "content-transfer-encoding",
    "x-mozilla-status",
    "x-unsent",
    "delivered-to",
    "dkim-signature",
    "x-mailer",
    "x-originating-ip",
    "snapshot-content-location",
    "authentication-results",
    "x-ms-exchange-organization-authas",
    "user-agent",
    "thread-index",
    "x-received",
    "arc-seal",
    "date",
];
/// Header fields that a person may have typed as well.
const TYPED: &[&str] = &[
    "from",
    "to",
    "subject",
    "cc",
    "bcc",
    "reply-to",
    "sender",
    "comments",
    "references",
];

/// Tells a file of mails: a line that only programs write, and header fields behind it.
pub(super) fn are_mails(head: &[u8]) -> bool {
    let end = memchr::memchr(b'\n', head).unwrap_or(head.len());
    lines::separates(&head[..end]) && is_mail(&head[(end + 1).min(head.len())..])
}

/// Tells a mail: nothing but header fields up to the first empty line, some of them from a program.
pub(super) fn is_mail(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let (mut machine, mut known, mut fields) = (0, 0, 0);
    let mut lines = head.split(|&byte| byte == b'\n').peekable();
    while let Some(line) = lines.next() {
        let cut = lines.peek().is_none();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() || cut && fields > 0 {
            break;
        }
        if fields > 0 && line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let Some(colon) = memchr::memchr(b':', line) else {
            return false;
        };
        let name = line[..colon].to_ascii_lowercase();
        if name.is_empty() || !name.iter().all(|&byte| byte.is_ascii_graphic()) {
            return false;
        }
        let is = |names: &[&str]| names.iter().any(|known| known.as_bytes() == name);
        fields += 1;
        machine += u32::from(is(MACHINE) && (name != b"date" || dated(&line[colon..])));
        known += u32::from(is(TYPED));
    }
    machine >= 2 || machine == 1 && known > 0
}

/// Tells whether a date is written as mail programs do: with a time zone.
fn dated(value: &[u8]) -> bool {
    [&b" +"[..], b" -", b"GMT"]
        .iter()
        .any(|zone| memchr::memmem::find(value, zone).is_some())
}

#[cfg(test)]
mod tests;
