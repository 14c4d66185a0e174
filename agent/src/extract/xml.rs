//! XML as a stream of nodes, bounded in depth and in the size of every token.
//!
//! Entities of a DTD are never expanded; names are told without their prefix.

use std::{
    borrow::Cow,
    io::{self, BufRead, BufReader, Read},
};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{
    Stop,
    limits::{XML_DEPTH, XML_TOKEN_BYTES},
    recoded::Recoded,
};

/// One node. Empty elements are opened and closed.
pub(super) enum Node<'a> {
    /// An element begins.
    Open(Element<'a>),
    /// An element of this local name ends.
    Close(Name<'a>),
    /// Characters.
    Text(Cow<'a, str>),
    /// The end.
    End,
}

/// The beginning of an element.
pub(super) struct Element<'a>(BytesStart<'a>);

/// The name of an element that ends.
pub(super) struct Name<'a>(quick_xml::events::BytesEnd<'a>);

impl Name<'_> {
    /// Returns the name without its prefix.
    pub(super) fn local(&self) -> &str {
        self.0.local_name().into_inner()
    }
}

impl Element<'_> {
    /// Returns the name without its prefix.
    pub(super) fn local(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// Returns an attribute by its name without prefix.
    pub(super) fn attribute(&self, local: &str) -> Option<String> {
        self.first(|name| name.rsplit(':').next() == Some(local))
    }

    /// Returns the id of a relationship, which is told from other ids by its prefix.
    pub(super) fn relation(&self) -> Option<String> {
        self.first(|name| name.ends_with(":id"))
    }

    fn first(&self, wanted: impl Fn(&str) -> bool) -> Option<String> {
        let mut attributes = self.0.attributes();
        attributes
            .with_checks(false)
            .flatten()
            .find(|attribute| wanted(attribute.key.into_inner()))
            .map(|attribute| {
                let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0);
                value.map_or_else(|_| String::new(), Cow::into_owned)
            })
    }

    /// Returns a numeric attribute.
    pub(super) fn number(&self, local: &str) -> Option<u32> {
        self.attribute(local)?.trim().parse().ok()
    }
}

/// An XML document under way.
pub(super) struct Xml<R> {
    reader: Reader<Guard<BufReader<Recoded<R>>>>,
    token: Vec<u8>,
    depth: usize,
}

impl<R: Read> Xml<R> {
    /// Starts reading.
    pub(super) fn new(source: R) -> Self {
        let guard = Guard {
            inner: BufReader::with_capacity(32 << 10, Recoded::new(source)),
            since: 0,
        };
        let mut reader = Reader::from_reader(guard);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Self {
            reader,
            token: Vec::new(),
            depth: 0,
        }
    }

    /// Returns the next node.
    ///
    /// # Errors
    /// Damaged markup, an end inside an element, or a limit.
    pub(super) fn next(&mut self) -> Result<Node<'_>, Stop> {
        let Self { reader, token, depth } = self;
        token.clear();
        reader.get_mut().since = 0;
        let event = match reader.read_event_into(token) {
            Ok(event) => event,
            Err(quick_xml::Error::Io(error)) => return Err(Stop::of(&error)),
            Err(_) => return Err(Stop::Damaged("markup is damaged")),
        };
        match event {
            Event::Start(_) => {
                *depth += 1;
                if *depth > XML_DEPTH {
                    return Err(Stop::Limit("more than 512 elements inside each other"));
                }
            }
            Event::End(_) => *depth = depth.saturating_sub(1),
            Event::Eof if *depth > 0 => return Err(Stop::Damaged("ends inside an element")),
            _ => {}
        }
        Ok(node(event))
    }
}

/// Turns an event into a node; what says nothing becomes empty text.
fn node(event: Event<'_>) -> Node<'_> {
    match event {
        Event::Start(start) => Node::Open(Element(start)),
        Event::End(end) => Node::Close(Name(end)),
        Event::Text(text) => Node::Text(text.into_inner()),
        Event::CData(data) => Node::Text(data.into_inner()),
        Event::GeneralRef(reference) => Node::Text(match reference.resolve_char_ref() {
            Ok(Some(c)) => Cow::Owned(c.to_string()),
            _ => Cow::Borrowed(match &*reference.into_inner() {
                "lt" => "<",
                "gt" => ">",
                "amp" => "&",
                "quot" => "\"",
                "apos" => "'",
                "nbsp" => " ",
                _ => "",
            }),
        }),
        Event::Eof => Node::End,
        _ => Node::Text(Cow::Borrowed("")),
    }
}

/// Refuses to go on inside one token for too long.
struct Guard<R> {
    inner: R,
    since: usize,
}

impl<R: BufRead> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(buffer)?;
        self.consume(length);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for Guard<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.since > XML_TOKEN_BYTES {
            return Err(io::Error::other(Stop::Limit(
                "one tag or text of more than 4 MiB",
            )));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.since += amount;
        self.inner.consume(amount);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(text: &[u8]) -> Result<String, Stop> {
        let mut xml = Xml::new(text);
        let mut all = String::new();
        loop {
            match xml.next()? {
                Node::Text(text) => all.push_str(&text),
                Node::End => return Ok(all),
                _ => {}
            }
        }
    }

    #[test]
    fn a_million_open_elements_end_at_a_limit() {
        let deep = "<a>".repeat(1_000_000);
        assert!(matches!(outcome(deep.as_bytes()), Err(Stop::Limit(_))));
    }

    #[test]
    fn entities_of_a_dtd_are_not_expanded() {
        let bomb = r#"<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>x&c;&amp;&#x30a2;y</a>"#;
        assert_eq!(outcome(bomb.as_bytes()), Ok("x&アy".to_owned()));
    }

    #[test]
    fn a_text_without_end_ends_at_a_limit() {
        let source = Read::chain(&b"<a>"[..], io::repeat(b'x').take(1 << 30));
        let mut xml = Xml::new(source);
        let stop = loop {
            match xml.next() {
                Ok(Node::End) => panic!("reached the end"),
                Ok(_) => {}
                Err(stop) => break stop,
            }
        };
        assert!(matches!(stop, Stop::Limit(_)));
    }

    #[test]
    fn a_cut_document_is_damaged() {
        assert!(matches!(outcome(b"<a><b>text</b>"), Err(Stop::Damaged(_))));
    }
}
