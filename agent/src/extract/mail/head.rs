//! The header fields of a mail or of one of its parts.

use mail_parser::{
    Address, ContentType, Header, HeaderName, HeaderValue, Message, MessageParser, MimeHeaders as _,
};

use super::body::Transfer;
use crate::extract::coding::{Coding, Guess, guess};

/// What the header fields tell.
#[derive(Debug)]
pub(super) struct Head {
    /// The sort of content, in small letters: `text`, `plain`.
    pub(super) sort: (String, String),
    /// What separates the parts of a container.
    pub(super) boundary: Option<String>,
    /// How characters are written.
    pub(super) charset: Option<String>,
    /// How the content is written.
    pub(super) transfer: Transfer,
    /// The name of a file.
    pub(super) name: Option<String>,
    /// To be saved and not shown.
    pub(super) attached: bool,
    /// What sort of protection, where there is one.
    pub(super) protection: Option<String>,
    /// What a person reads above a mail: subject, sender, recipients.
    pub(super) said: Vec<String>,
}

impl Default for Head {
    fn default() -> Self {
        Self {
            sort: ("text".to_owned(), "plain".to_owned()),
            boundary: None,
            charset: None,
            transfer: Transfer::Plain,
            name: None,
            attached: false,
            protection: None,
            said: Vec::new(),
        }
    }
}

impl Head {
    /// Reads header fields; `None` if there are none.
    pub(super) fn new(bytes: &[u8]) -> Option<Self> {
        let text = readable(bytes);
        let message = MessageParser::new()
            .with_mime_headers()
            .default_header_text()
            .header_address(HeaderName::From)
            .header_address(HeaderName::To)
            .header_address(HeaderName::Cc)
            .header_address(HeaderName::Bcc)
            .header_address(HeaderName::ReplyTo)
            .header_address(HeaderName::Sender)
            .parse_headers(text.as_bytes())?;
        message.headers().iter().any(named).then(|| Self::of(&message))
    }

    fn of(message: &Message<'_>) -> Self {
        let kind = message.content_type();
        let attribute = |name: &str| Some(kind?.attribute(name)?.to_owned());
        let sort = kind.map_or(("text", "plain"), |kind| {
            (kind.ctype(), kind.subtype().unwrap_or(""))
        });
        let disposition = message.content_disposition();
        Self {
            sort: (sort.0.to_ascii_lowercase(), sort.1.to_ascii_lowercase()),
            boundary: attribute("boundary").filter(|boundary| !boundary.is_empty()),
            charset: attribute("charset"),
            transfer: Transfer::of(message.content_transfer_encoding().unwrap_or_default()),
            name: message.attachment_name().map(str::to_owned),
            attached: disposition.is_some_and(ContentType::is_attachment),
            protection: attribute("smime-type").map(|kind| kind.to_ascii_lowercase()),
            said: message.headers().iter().filter_map(said).collect(),
        }
    }
}

/// Makes header fields readable that were written in the sender's own encoding.
fn readable(bytes: &[u8]) -> String {
    let coding = match guess(bytes, true) {
        Guess::Text { codings, .. } => codings.first().copied().unwrap_or(Coding::Utf8),
        Guess::Binary => Coding::Latin1,
    };
    coding.decode(bytes).into_owned()
}

/// Tells whether a field is one that has a name, and no line of text.
fn named(header: &Header<'_>) -> bool {
    header.name.as_str().bytes().all(|byte| byte.is_ascii_graphic())
}

/// Returns what a person reads of a field.
fn said(header: &Header<'_>) -> Option<String> {
    let shown = matches!(
        header.name,
        HeaderName::Subject
            | HeaderName::From
            | HeaderName::To
            | HeaderName::Cc
            | HeaderName::Bcc
            | HeaderName::ReplyTo
            | HeaderName::Sender
            | HeaderName::Comments
            | HeaderName::Keywords
    );
    let text = match &header.value {
        _ if !shown => return None,
        HeaderValue::Text(text) => text.to_string(),
        HeaderValue::TextList(list) => list.join(", "),
        HeaderValue::Address(addresses) => listed(addresses),
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

fn listed(addresses: &Address<'_>) -> String {
    let written: Vec<String> = addresses
        .iter()
        .take(1_000)
        .map(|one| match (&one.name, &one.address) {
            (Some(name), Some(address)) => format!("{name} <{address}>"),
            (Some(either), None) | (None, Some(either)) => either.to_string(),
            (None, None) => String::new(),
        })
        .collect();
    written.join(", ")
}
