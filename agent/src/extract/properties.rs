//! What is written beside the text: title, keywords, remarks, fields of one's own, connections.

use std::{borrow::Cow, io::Read};

use mimawari_proto::finding::Part;

use super::{
    Stop,
    block::Blocks,
    limits::Budget,
    package::Package,
    text::{At, Cell},
    xml::{Node, Xml},
};

/// Parts, and the elements in them whose text a person wrote.
const PARTS: &[(&str, &[&str])] = &[
    (
        "docProps/core.xml",
        &["title", "subject", "description", "keywords", "category"],
    ),
    ("docProps/custom.xml", &["lpwstr", "lpstr", "bstr"]),
    (
        "meta.xml",
        &["title", "subject", "description", "keyword", "user-defined"],
    ),
];

/// Reads the properties of an office document, as a table of names and values.
pub(super) fn read(package: &mut Package<'_>, budget: &Budget, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    let mut outcome = Ok(());
    for (path, elements) in PARTS {
        if let Some(at) = package.find(path) {
            let source = package.read(at, budget);
            outcome = outcome.and(source.and_then(|source| part(source, elements, blocks)));
        }
    }
    outcome
}

fn part(source: impl Read, elements: &[&str], blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    let mut xml = Xml::new(source);
    let table = blocks.table();
    let (mut row, mut name, mut value, mut inside) = (0, None, String::new(), false);
    loop {
        match xml.next()? {
            Node::Open(element) => {
                name = element.attribute("name").map(Cow::into_owned).or(name);
                if elements.contains(&element.local()) {
                    name = name.or_else(|| Some(element.local().to_owned()));
                    value.clear();
                    inside = true;
                }
            }
            Node::Text(text) if inside => value.push_str(&text),
            Node::Text(_) => {}
            Node::Close(closed) if inside && elements.contains(&closed.local()) => {
                inside = false;
                row += 1;
                let at = At::Part(Part::Body);
                for (column, text) in [(1, name.take().unwrap_or_default()), (2, value.clone())] {
                    blocks.push(&text, at, Some(Cell { table, row, column }), false)?;
                }
            }
            Node::Close(_) => {}
            Node::End => return Ok(()),
        }
    }
}

/// Shows one attribute of every element of a name: what programs remember of connections and caches.
pub(super) fn attributes(
    source: impl Read,
    element: &str,
    attribute: &str,
    blocks: &mut Blocks<'_>,
) -> Result<(), Stop> {
    let mut xml = Xml::new(source);
    loop {
        match xml.next()? {
            Node::Open(open) if open.local() == element => {
                let value = open.attribute(attribute).unwrap_or_default();
                blocks.push(&value, At::Part(Part::Body), None, false)?;
            }
            Node::End => return Ok(()),
            _ => {}
        }
    }
}
