//! XML as a stream of nodes, bounded in depth and in the size of every token.
//!
//! Entities of a DTD are never expanded; names are told without their prefix.

mod markup;
mod tokens;

use std::{borrow::Cow, io::Read};

use quick_xml::{
    XmlVersion,
    events::{BytesRef, attributes::Attribute},
    name::QName,
};

use self::{
    markup::Sort,
    tokens::{Token, Tokens},
};
use super::{Stop, limits::XML_DEPTH};

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
#[derive(Clone, Copy)]
pub(super) struct Element<'a> {
    /// All between the brackets.
    content: &'a str,
    /// Bytes of its name.
    name: usize,
}

/// The name of an element that ends.
pub(super) struct Name<'a>(&'a str);

impl<'a> Name<'a> {
    /// Returns the name without its prefix.
    pub(super) fn local(&self) -> &'a str {
        local(self.0.trim_ascii_end())
    }
}

impl<'a> Element<'a> {
    /// Returns the name without its prefix.
    pub(super) fn local(&self) -> &'a str {
        local(&self.content[..self.name])
    }

    /// Returns an attribute by its name without prefix.
    pub(super) fn attribute(&self, wanted: &str) -> Option<Cow<'a, str>> {
        self.attributes()
            .find(|&(name, _)| local(name) == wanted)
            .map(|(_, value)| value)
    }

    /// Returns the id of a relationship, which is told from other ids by its prefix.
    pub(super) fn relation(&self) -> Option<Cow<'a, str>> {
        self.attributes()
            .find(|(name, _)| name.ends_with(":id"))
            .map(|(_, value)| value)
    }

    /// Returns a numeric attribute.
    pub(super) fn number(&self, local: &str) -> Option<u32> {
        self.attribute(local)?.trim().parse().ok()
    }

    /// Returns the attributes in order, by their names with prefix; one that is broken has an empty value.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> {
        markup::attributes(&self.content[self.name..]).map(|(name, written)| (name, value(written)))
    }
}

/// Resolves what stands in the quotes of an attribute; what cannot be resolved is empty.
fn value(written: &str) -> Cow<'_, str> {
    let plain = |&byte: &u8| byte != b'&' && byte >= b' ';
    if written.as_bytes().iter().all(plain) {
        return Cow::Borrowed(written);
    }
    let attribute = Attribute {
        key: QName(""),
        value: Cow::Borrowed(written),
    };
    let value = attribute.normalized_value(XmlVersion::Implicit1_0);
    Cow::Owned(value.unwrap_or_default().into_owned())
}

/// Takes the prefix off a name.
fn local(name: &str) -> &str {
    match memchr::memchr(b':', name.as_bytes()) {
        Some(at) => &name[at + 1..],
        None => name,
    }
}

/// An XML document under way.
pub(super) struct Xml<R> {
    tokens: Tokens<R>,
    depth: usize,
    /// An empty element that was opened and is to be closed.
    closing: Option<Token>,
}

impl<R: Read> Xml<R> {
    /// Starts reading.
    pub(super) fn new(source: R) -> Self {
        Self {
            tokens: Tokens::new(source),
            depth: 0,
            closing: None,
        }
    }

    /// Returns the next node.
    ///
    /// # Errors
    /// Damaged markup, an end inside an element, or a limit.
    pub(super) fn next(&mut self) -> Result<Node<'_>, Stop> {
        if let Some(token) = self.closing.take() {
            let element = self.element(&token);
            return Ok(Node::Close(Name(&element.content[..element.name])));
        }
        let Some(token) = self.tokens.next()? else {
            return match self.depth {
                0 => Ok(Node::End),
                _ => Err(Stop::Damaged("ends inside an element")),
            };
        };
        match token.sort {
            Sort::Open(_) if self.depth >= XML_DEPTH => {
                return Err(Stop::Limit("more than 512 elements inside each other"));
            }
            Sort::Open(_) => self.depth += 1,
            Sort::Empty(_) => self.closing = Some(token.clone()),
            Sort::Close => self.depth = self.depth.saturating_sub(1),
            Sort::Text | Sort::Reference => {}
        }
        let content = self.tokens.content(&token);
        Ok(match token.sort {
            Sort::Open(_) | Sort::Empty(_) => Node::Open(self.element(&token)),
            Sort::Close => Node::Close(Name(content)),
            Sort::Text => Node::Text(Cow::Borrowed(content)),
            Sort::Reference => Node::Text(character(content)),
        })
    }

    fn element(&self, token: &Token) -> Element<'_> {
        let name = match token.sort {
            Sort::Open(name) | Sort::Empty(name) => name as usize,
            _ => 0,
        };
        Element {
            content: self.tokens.content(token),
            name,
        }
    }
}

/// Resolves a reference to a character; entities of a document's own are left out.
fn character(reference: &str) -> Cow<'_, str> {
    match BytesRef::new(reference).resolve_char_ref() {
        Ok(Some(c)) => Cow::Owned(c.to_string()),
        _ => Cow::Borrowed(match reference {
            "lt" => "<",
            "gt" => ">",
            "amp" => "&",
            "quot" => "\"",
            "apos" => "'",
            "nbsp" => " ",
            _ => "",
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::io;

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

    /// Writes nodes so that they can be compared; neighbouring texts are one.
    fn written(text: &str) -> Result<String, Stop> {
        let mut xml = Xml::new(text.as_bytes());
        let mut all = String::new();
        loop {
            match xml.next()? {
                Node::Open(element) => {
                    all.push_str(&format!("<{}", element.local()));
                    for (name, value) in element.attributes() {
                        all.push_str(&format!(" {name}={value}"));
                    }
                    all.push('>');
                }
                Node::Close(name) => all.push_str(&format!("</{}>", name.local())),
                Node::Text(text) => all.push_str(&text),
                Node::End => return Ok(all),
            }
        }
    }

    #[test]
    fn a_token_that_two_pieces_share_is_one() {
        let tokens = "<w:b c='1>2' d:e=\"x&amp;y\">\u{feff}テ&#12473;ト&amp;</w:b ><!-- > <x> --><?p > ?><![CDATA[<d>&]]><f/>& ";
        let shown = "<b c=1>2 d:e=x&y>\u{feff}テスト&</b><d>&<f></f>& ";
        for before in (64 << 10) - tokens.len() - 8..64 << 10 {
            let before = "x".repeat(before);
            let (text, shown) = (
                format!("<a>{before}{tokens}</a>"),
                format!("<a>{before}{shown}</a>"),
            );
            assert!(written(&text) == Ok(shown), "{}", before.len());
        }
    }

    #[test]
    fn what_came_before_the_damage_is_read() {
        for damage in ["<!x>", "<b", "<!-- ", "<b c='", "&"] {
            let text = format!("<a>テスト<c/>{damage}");
            let mut xml = Xml::new(text.as_bytes());
            let mut seen = String::new();
            let stop = loop {
                match xml.next() {
                    Ok(Node::Open(element)) => seen.push_str(element.local()),
                    Ok(Node::Text(text)) => seen.push_str(&text),
                    Ok(Node::Close(_)) => {}
                    Ok(Node::End) => panic!("{damage} is taken for whole"),
                    Err(stop) => break stop,
                }
            };
            assert!(seen.starts_with("aテストc"), "{damage}");
            assert!(matches!(stop, Stop::Damaged(_)), "{damage}");
        }
        assert!(matches!(
            outcome(&[b"<a>", "テ".as_bytes(), b"\xff</a>"].concat()),
            Err(Stop::Damaged(_))
        ));
        assert!(matches!(outcome(b"<a/>\xe3\x83"), Err(Stop::Damaged(_))));
    }

    #[test]
    fn a_cut_document_is_damaged() {
        assert!(matches!(outcome(b"<a><b>text</b>"), Err(Stop::Damaged(_))));
    }
}
