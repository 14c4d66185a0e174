//! What a PDF file says beside its pages: notes on them, form fields, links, attachments.

use std::collections::HashSet;

use hayro_syntax::{
    Pdf,
    object::{Array, Dict, MaybeRef, Object, ObjectIdentifier, Stream, String as Bytes},
    page::Page,
    xref::XRef,
};
use mimawari_proto::{finding::Part, name::Name as Shown};

use super::unpack::unpack;
use crate::extract::{
    Stop,
    block::Blocks,
    limits::Budget,
    text::{At, Cell},
};

/// Names in names and fields in fields; honest ones stay under 10.
const DEPTH: usize = 32;

/// Reads a text of the file itself: UTF-16 or UTF-8 with their marks, or the file's own encoding.
pub(super) fn text_of(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0,
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0,
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest),
        // Japanese programs write their own encoding here, against the standard.
        _ if !bytes.is_ascii() => {
            let (text, wrong) = encoding_rs::SHIFT_JIS.decode_without_bom_handling(bytes);
            if wrong {
                encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0
            } else {
                text
            }
        }
        _ => String::from_utf8_lossy(bytes),
    };
    text.into_owned()
}

/// Returns the items of an array; those that lead nowhere are left out.
fn items<'a>(array: &Array<'a>, xref: &'a XRef) -> impl Iterator<Item = Object<'a>> + use<'a> {
    array.raw_iter().filter_map(move |item| match item {
        MaybeRef::Ref(at) => xref.get::<Object<'a>>(at.into()),
        MaybeRef::NotRef(object) => Some(object),
    })
}

/// Returns a text of a dictionary; in forms it may be a stream or a list.
fn said(dict: &Dict<'_>, key: &str, budget: &Budget) -> Option<String> {
    Some(match dict.get::<Object<'_>>(key)? {
        Object::String(text) => text_of(&text),
        Object::Name(name) => name.as_str().to_owned(),
        Object::Stream(stream) => text_of(&unpack(&stream, budget).ok()?),
        Object::Array(list) => {
            let texts: Vec<_> = list
                .iter::<Bytes<'_>>()
                .take(1_000)
                .map(|text| text_of(&text))
                .collect();
            texts.join("\n")
        }
        _ => return None,
    })
}

/// Reads the notes and links on one page.
pub(super) fn notes<'a>(
    page: &Page<'a>,
    budget: &Budget,
    left: &mut usize,
    blocks: &mut Blocks<'_>,
) -> Result<(), Stop> {
    let Some(annotations) = page.raw().get::<Array<'a>>("Annots") else {
        return Ok(());
    };
    for note in items(&annotations, page.xref()).filter_map(Object::into_dict) {
        count(left)?;
        let texts = [
            said(&note, "Contents", budget),
            note.get::<Dict<'_>>("A")
                .and_then(|action| said(&action, "URI", budget)),
        ];
        for text in texts.into_iter().flatten() {
            for line in text.split(['\r', '\n']) {
                blocks.push(line, At::Part(Part::Comment), None, false)?;
            }
        }
    }
    Ok(())
}

fn count(left: &mut usize) -> Result<(), Stop> {
    *left = left
        .checked_sub(1)
        .ok_or(Stop::Limit("more than 50,000 notes and form fields"))?;
    Ok(())
}

/// Returns the root of the file.
fn root(pdf: &Pdf) -> Dict<'_> {
    pdf.xref()
        .get::<Dict<'_>>(pdf.xref().root_id())
        .unwrap_or_default()
}

/// Reads the values of form fields as rows of a table: the name of the field, and what stands in it.
pub(super) fn form(
    pdf: &Pdf,
    budget: &Budget,
    left: &mut usize,
    blocks: &mut Blocks<'_>,
) -> Result<(), Stop> {
    let Some(form) = root(pdf).get::<Dict<'_>>("AcroForm") else {
        return Ok(());
    };
    let Some(fields) = form.get::<Array<'_>>("Fields") else {
        return Ok(());
    };
    let table = blocks.table();
    let mut row = 0;
    let mut open: Vec<(String, Box<dyn Iterator<Item = Object<'_>>>)> =
        vec![(String::new(), Box::new(items(&fields, pdf.xref())))];
    while let Some((above, level)) = open.last_mut() {
        let Some(field) = level.next() else {
            open.pop();
            continue;
        };
        let Some(field) = field.into_dict() else { continue };
        count(left)?;
        let name = said(&field, "TU", budget)
            .or_else(|| said(&field, "T", budget))
            .unwrap_or_else(|| above.clone());
        if let Some(value) = said(&field, "V", budget).filter(|value| !value.trim().is_empty()) {
            row += 1;
            let at = At::Part(Part::Body);
            let cell = |column| Some(Cell { table, row, column });
            blocks.push(&name, at, cell(1), false)?;
            for line in value.split(['\r', '\n']) {
                blocks.push(line, at, cell(2), false)?;
            }
        }
        if let Some(kids) = field.get::<Array<'_>>("Kids").filter(|_| open.len() < DEPTH) {
            open.push((name, Box::new(items(&kids, pdf.xref()))));
        }
    }
    Ok(())
}

/// Returns the data of a form that only Acrobat draws, as XML.
pub(super) fn drawn_forms<'a>(pdf: &'a Pdf, budget: &Budget) -> Vec<Vec<u8>> {
    let form = root(pdf).get::<Dict<'a>>("AcroForm");
    let Some(form) = form else { return Vec::new() };
    let streams: Vec<Stream<'a>> = match form.get::<Object<'a>>("XFA") {
        Some(Object::Stream(stream)) => vec![stream],
        Some(Object::Array(parts)) => items(&parts, pdf.xref())
            .take(200)
            .filter_map(Object::into_stream)
            .collect(),
        _ => Vec::new(),
    };
    streams
        .iter()
        .filter_map(|stream| unpack(stream, budget).ok())
        .filter(|bytes| memchr::memmem::find(bytes, b"datasets").is_some())
        .collect()
}

/// A file attached to the document.
pub(super) struct Attachment<'a> {
    /// Its name.
    pub(super) name: Shown,
    /// What it holds.
    pub(super) stream: Stream<'a>,
}

/// Returns the files attached to the document and to its pages.
pub(super) fn attachments<'a>(pdf: &'a Pdf, left: &mut usize) -> Result<Vec<Attachment<'a>>, Stop> {
    let mut found = Vec::new();
    let names = root(pdf).get::<Dict<'a>>("Names");
    if let Some(tree) = names.and_then(|names| names.get::<Dict<'a>>("EmbeddedFiles")) {
        named(pdf, &tree, 0, left, &mut found)?;
    }
    for page in pdf.pages().iter() {
        let Some(annotations) = page.raw().get::<Array<'a>>("Annots") else {
            continue;
        };
        for note in items(&annotations, pdf.xref()).filter_map(Object::into_dict) {
            count(left)?;
            let attached = note.get::<Dict<'a>>("FS").and_then(|file| attachment(&file));
            found.extend(attached);
        }
    }
    let mut seen: HashSet<ObjectIdentifier> = HashSet::new();
    found.retain(|file: &Attachment<'_>| seen.insert(file.stream.obj_id()));
    Ok(found)
}

fn named<'a>(
    pdf: &'a Pdf,
    tree: &Dict<'a>,
    depth: usize,
    left: &mut usize,
    found: &mut Vec<Attachment<'a>>,
) -> Result<(), Stop> {
    if depth > DEPTH {
        return Ok(());
    }
    if let Some(names) = tree.get::<Array<'a>>("Names") {
        for file in items(&names, pdf.xref()).filter_map(Object::into_dict) {
            count(left)?;
            found.extend(attachment(&file));
        }
    }
    if let Some(kids) = tree.get::<Array<'a>>("Kids") {
        for kid in items(&kids, pdf.xref()).filter_map(Object::into_dict) {
            count(left)?;
            named(pdf, &kid, depth + 1, left, found)?;
        }
    }
    Ok(())
}

fn attachment<'a>(file: &Dict<'a>) -> Option<Attachment<'a>> {
    let name = ["UF", "F", "Unix", "DOS"]
        .into_iter()
        .find_map(|key| file.get::<Bytes<'_>>(key))
        .map_or_else(String::new, |name| text_of(&name));
    let inside = file.get::<Dict<'a>>("EF")?;
    let stream = ["UF", "F", "Unix", "DOS"]
        .into_iter()
        .find_map(|key| inside.get::<Stream<'a>>(key))?;
    Some(Attachment {
        name: Shown::from(name.as_str()),
        stream,
    })
}
