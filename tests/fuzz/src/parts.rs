//! Office packages put together from fixed parts, one of them replaced by fuzzed bytes.

use std::io::{Cursor, Write as _};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// One part: its path, and what stands there when another is fuzzed.
pub type Part = (&'static str, &'static str);

const TYPES: Part = ("[Content_Types].xml", "<Types/>");

/// A Word document.
pub const DOCX: &[Part] = &[
    ("word/document.xml", "<w:document><w:body><w:p><w:r><w:t>本文</w:t></w:r></w:p></w:body></w:document>"),
    ("word/comments.xml", "<w:comments/>"),
    ("word/header1.xml", "<w:hdr/>"),
    ("word/footnotes.xml", "<w:footnotes/>"),
    ("word/_rels/document.xml.rels", "<Relationships/>"),
    ("word/charts/chart1.xml", "<c:chartSpace/>"),
    ("word/diagrams/data1.xml", "<dgm:dataModel/>"),
    ("docProps/custom.xml", "<Properties/>"),
    TYPES,
];

/// A workbook with one sheet.
pub const XLSX: &[Part] = &[
    (
        "xl/worksheets/sheet1.xml",
        "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\"><v>1.5E+11</v></c></row></sheetData></worksheet>",
    ),
    ("xl/sharedStrings.xml", "<sst><si><t>個人番号</t></si></sst>"),
    (
        "xl/workbook.xml",
        "<workbook><sheets><sheet name=\"表\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
    ),
    (
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
    ),
    (
        "xl/worksheets/_rels/sheet1.xml.rels",
        "<Relationships><Relationship Id=\"rId1\" Target=\"../comments1.xml\"/><Relationship Id=\"rId2\" Target=\"../drawings/drawing1.xml\"/></Relationships>",
    ),
    ("xl/comments1.xml", "<comments/>"),
    ("xl/drawings/drawing1.xml", "<xdr:wsDr/>"),
    TYPES,
];

/// A workbook of binary parts with one sheet.
pub const XLSB: &[(&str, &[u8])] = &[
    ("xl/worksheets/sheet1.bin", b"\x81\x01\x00\x82\x01\x00"),
    ("xl/sharedStrings.bin", b"\x9f\x01\x08\x01\x00\x00\x00\x01\x00\x00\x00\x13\x0f\x00\x05\x00\x00\x00\xd10\xb90\xef0\xfc0\xc90\xa0\x01\x00"),
    ("xl/styles.bin", b""),
    ("xl/workbook.bin", b"\x83\x01\x00\x99\x01\x08\x00\x00\x00\x00\x00\x00\x00\x00\x8f\x01\x00\x9c\x01\x14\x00\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00r\x00\x01\x00\x00\x00h\x88\x90\x01\x00\x84\x01\x00"),
    ("xl/comments1.bin", b""),
    (
        "xl/_rels/workbook.bin.rels",
        b"<Relationships><Relationship Id=\"r\" Target=\"worksheets/sheet1.bin\"/></Relationships>",
    ),
    ("[Content_Types].xml", b"<Types/>"),
];

/// Slides with notes.
pub const PPTX: &[Part] = &[
    ("ppt/slides/slide1.xml", "<p:sld><a:p><a:r><a:t>本文</a:t></a:r></a:p></p:sld>"),
    ("ppt/notesSlides/notesSlide1.xml", "<p:notes/>"),
    ("ppt/comments/comment1.xml", "<p:cmLst/>"),
    (
        "ppt/presentation.xml",
        "<p:presentation><p:sldIdLst><p:sldId r:id=\"rId1\"/></p:sldIdLst></p:presentation>",
    ),
    (
        "ppt/_rels/presentation.xml.rels",
        "<Relationships><Relationship Id=\"rId1\" Target=\"slides/slide1.xml\"/></Relationships>",
    ),
    (
        "ppt/slides/_rels/slide1.xml.rels",
        "<Relationships><Relationship Id=\"rId1\" Target=\"../notesSlides/notesSlide1.xml\"/></Relationships>",
    ),
    TYPES,
];

/// An OpenDocument file; its sort is fuzzed too.
pub const ODF: &[Part] = &[
    (
        "content.xml",
        "<office:document-content><office:body><text:p>本文</text:p></office:body></office:document-content>",
    ),
    ("styles.xml", "<office:document-styles/>"),
    ("META-INF/manifest.xml", "<manifest:manifest/>"),
    ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
];

/// Packs the parts, one of them replaced, without compression: that is fuzzed elsewhere.
pub fn package<B: AsRef<[u8]>>(parts: &[(&str, B)], choice: usize, content: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (at, (path, fixed)) in parts.iter().enumerate() {
        let bytes = match at == choice % parts.len() {
            true => content,
            false => fixed.as_ref(),
        };
        zip.start_file(*path, stored).expect("memory takes it");
        zip.write_all(bytes).expect("memory takes it");
    }
    zip.finish().expect("memory takes it").into_inner()
}
