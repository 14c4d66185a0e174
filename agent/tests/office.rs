//! Office documents by hand: what stands beside the text, and what must not be read twice or wrongly.

use std::{
    fs,
    io::{Cursor, Write as _},
    sync::LazyLock,
};

use mimawari_agent::examine::{Examined, Eyes};
use mimawari_proto::{finding::Kind, name::Name, round::UnreadReason};
use serde_json::{Value, json};

static EYES: LazyLock<Eyes> = LazyLock::new(Eyes::built_in);

const TYPES: (&str, &str) = ("[Content_Types].xml", "<Types/>");

#[test]
fn what_stands_beside_the_cells_of_a_workbook_is_read() {
    let sheet = "<worksheet><sheetData/><dataValidations><dataValidation type='list' sqref='A1:XFD1048576' promptTitle='ログイン' \
        prompt='パスワード：Sakura#2024'><formula1>&quot;北支所,南支所&quot;</formula1></dataValidation></dataValidations></worksheet>";
    let workbook = "<workbook><definedNames><definedName name='パスワード'>&quot;Tsubaki_77&quot;</definedName></definedNames></workbook>";
    let connections = "<connections><connection id='1'><dbPr connection='Provider=SQLOLEDB;Data Source=jumin;User ID=sa;Password=Ume!3390'/></connection></connections>";
    let custom = "<Properties><property name='初期パスワード'><vt:lpwstr>Momiji#81</vt:lpwstr></property></Properties>";
    for part in [
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/workbook.xml", workbook),
        ("xl/connections.xml", connections),
        ("docProps/custom.xml", custom),
    ] {
        let examined = examine(&zip(&[TYPES, ("xl/styles.xml", "<styleSheet/>"), part]));
        assert!(notes(&examined) > 0 && examined.unread.is_empty(), "{}", part.0);
    }
}

#[test]
fn a_text_box_with_an_old_form_counts_once() {
    let text = "<w:txbxContent><w:p><w:r><w:t>パスワード：Sakura#2024</w:t></w:r></w:p></w:txbxContent>";
    let document = format!(
        "<w:document><w:body><w:p><w:r><mc:AlternateContent><mc:Choice>{text}</mc:Choice><mc:Fallback>{text}</mc:Fallback>\
        </mc:AlternateContent></w:r></w:p></w:body></w:document>"
    );
    let examined = examine(&zip(&[TYPES, ("word/document.xml", &document)]));
    assert_eq!(examined.hits[0].count, 1);
    assert_eq!(examined.hits[0].places.len(), 1);
}

#[test]
fn a_workbook_in_utf_16_is_read() {
    let sheet = "<?xml version='1.0' encoding='UTF-16'?><worksheet><sheetData><row r='2'><c r='B2' t='inlineStr'><is><t>パスワード：Sakura#2024</t></is></c></row></sheetData></worksheet>";
    let wide: Vec<u8> = std::iter::once(0xfeff)
        .chain(sheet.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let package = zip_of(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/worksheets/sheet1.xml", &wide),
    ]);
    assert_eq!(place(&examine(&package))["cell"], json!("B2"));
}

#[test]
fn office_documents_in_a_single_file_are_read_by_their_structure() {
    let word = "<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument xmlns:w=\"x\"><w:body><w:p>\
        <w:r><w:t>パスワード：Sakura#2024</w:t></w:r></w:p></w:body></w:wordDocument>";
    let sheets = "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"x\">\
        <Worksheet ss:Name=\"一覧\"><Table><Row ss:Index=\"4\"><Cell ss:Index=\"3\"><Data ss:Type=\"String\">パスワード：Sakura#2024</Data></Cell></Row></Table></Worksheet></Workbook>";
    let flat = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document xmlns:office=\"x\" office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">\
        <office:body><office:spreadsheet><table:table table:name=\"控え\"><table:table-row><table:table-cell/><table:table-cell><text:p>パスワード：Sakura#2024</text:p>\
        </table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document>";
    assert_eq!(place(&examine(word.as_bytes()))["part"], json!("body"));
    assert_eq!(place(&examine(sheets.as_bytes()))["cell"], json!("C4"));
    assert_eq!(
        place(&examine(flat.as_bytes())),
        json!({"sheet": "控え", "cell": "B1"})
    );
}

#[test]
fn the_runs_of_an_xps_page_are_joined_to_lines() {
    let page = "<FixedPage><Glyphs OriginY=\"10\" UnicodeString=\"パスワード：\"/><Glyphs OriginY=\"10\" UnicodeString=\"Sakura#2024\"/></FixedPage>";
    let package = zip(&[
        TYPES,
        ("FixedDocSeq.fdseq", "<FixedDocumentSequence/>"),
        ("Documents/1/Pages/1.fpage", page),
    ]);
    let examined = examine(&package);
    assert_eq!(examined.format, "xps");
    assert_eq!(notes(&examined), 1);
}

#[test]
fn a_binary_workbook_is_read_cell_by_cell() {
    let examined = examine(&binary_workbook(1));
    assert_eq!(examined.format, "xlsb");
    assert!(examined.unread.is_empty(), "{:?}", examined.unread);
    let places: Vec<Value> = examined
        .hits
        .iter()
        .map(|hit| json!([hit.kind, hit.places]))
        .collect();
    assert_eq!(
        places,
        [
            json!(["password_note", [{"sheet": "控え", "cell": "B1"}]]),
            json!(["my_number", [{"sheet": "控え", "cell": "B2"}]])
        ]
    );
}

#[test]
fn a_binary_workbook_that_lies_about_its_lengths_is_damaged_and_read_as_far_as_it_goes() {
    let examined = examine(&binary_workbook(0x7fff_ffff));
    assert!(
        examined
            .unread
            .iter()
            .any(|unread| unread.reason == UnreadReason::Damaged)
    );
    assert_eq!(notes(&examined), 1);
}

/// A workbook as Excel saves it in the binary form: labels beside values, and a last text that claims a length.
fn binary_workbook(last: u32) -> Vec<u8> {
    let text = |text: &str| {
        let units: Vec<u16> = text.encode_utf16().collect();
        let bytes = units.iter().flat_map(|unit| unit.to_le_bytes());
        (units.len() as u32)
            .to_le_bytes()
            .into_iter()
            .chain(bytes)
            .collect::<Vec<u8>>()
    };
    let record = |kind: u16, body: &[&[u8]]| {
        let body = body.concat();
        let kind = match kind {
            0..0x80 => vec![kind as u8],
            _ => vec![kind as u8 | 0x80, (kind >> 7) as u8],
        };
        let length = [body.len() as u8 | 0x80, (body.len() >> 7) as u8];
        let length = if body.len() < 0x80 {
            &[body.len() as u8][..]
        } else {
            &length
        };
        [&kind, length, &body].concat()
    };
    let long = |value: u32| value.to_le_bytes();
    let cell = |column: u32| [long(column), long(0)].concat();
    let row = |row: u32| record(0, &[&long(row), &[0; 13]]);
    let book = [
        record(131, &[]),
        record(143, &[]),
        record(156, &[&long(0), &long(1), &text("rId1"), &text("控え")]),
        record(144, &[]),
        record(132, &[]),
    ];
    let strings = [
        record(159, &[&long(2), &long(2)]),
        record(19, &[&[0], &text("パスワード")]),
        record(19, &[&[0], &text("マイナンバー")]),
        record(160, &[]),
    ];
    let sheet = [
        record(129, &[]),
        record(145, &[]),
        row(0),
        record(7, &[&cell(0), &long(0)]),
        record(6, &[&cell(1), &text("Sakura#2024")]),
        row(1),
        record(7, &[&cell(0), &long(1)]),
        record(5, &[&cell(1), &123_456_789_018_f64.to_le_bytes()]),
        record(6, &[&cell(2), &long(last), b"x\0"]),
        record(146, &[]),
        record(130, &[]),
    ];
    let workbook = "application/vnd.ms-excel.sheet.binary.macroEnabled.main";
    zip_of(&[
        ("[Content_Types].xml", format!(r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="bin" ContentType="{workbook}"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/worksheets/sheet1.bin" ContentType="application/vnd.ms-excel.worksheet"/><Override PartName="/xl/sharedStrings.bin" ContentType="application/vnd.ms-excel.sharedStrings"/></Types>"#).as_bytes()),
        ("_rels/.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.bin"/></Relationships>"#),
        ("xl/_rels/workbook.bin.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.bin"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.bin"/></Relationships>"#),
        ("xl/workbook.bin", &book.concat()),
        ("xl/sharedStrings.bin", &strings.concat()),
        ("xl/worksheets/sheet1.bin", &sheet.concat()),
    ])
}

#[test]
fn objects_in_rich_text_are_members_with_their_own_text() {
    let document =
        fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/note.doc")).expect("a fixture");
    let note = "パスワード：Sakura#2024\r\n".as_bytes();
    let mut wrapped = b"\x02\0memo.txt\0C:\\memo.txt\0\0\0\x03\0\x0c\0\0\0C:\\memo.txt\0".to_vec();
    wrapped.extend((note.len() as u32).to_le_bytes());
    wrapped.extend(note);
    for (class, content, member) in [
        ("Word.Document.8", document, "Word.Document.8"),
        ("Package", wrapped, "memo.txt"),
    ] {
        let examined = examine(&rich_text(2, class, &content));
        let found: Vec<_> = examined.hits.iter().flat_map(|hit| &hit.member).collect();
        assert!(!found.is_empty(), "{class}: {:?}", examined.unread);
        assert!(found.iter().all(|name| name.shown == member), "{found:?}");
    }
}

#[test]
fn an_object_in_rich_text_that_is_damaged_is_named_and_one_that_is_linked_is_not() {
    let cut = examine(br"{\rtf1 {\object{\*\objdata 0105000002000000ff}}}");
    let [unread] = &cut.unread[..] else {
        panic!("{:?}", cut.unread)
    };
    assert_eq!(
        (unread.reason, unread.member.len(), &*unread.format),
        (UnreadReason::Damaged, 1, "rtf")
    );
    assert!(examine(&rich_text(1, "Word.Document.8", b"")).unread.is_empty());
}

/// An RTF file with one object; the digits come in short lines, as Word writes them.
fn rich_text(sort: u32, class: &str, content: &[u8]) -> Vec<u8> {
    let mut object = [0x501_u32.to_le_bytes(), sort.to_le_bytes()].concat();
    for word in [class, "", ""] {
        let length = if word.is_empty() { 0 } else { word.len() + 1 };
        object.extend((length as u32).to_le_bytes());
        object.extend(word.bytes().chain([0]).take(length));
    }
    object.extend((content.len() as u32).to_le_bytes());
    object.extend(content);
    let digits: Vec<String> = object
        .chunks(39)
        .map(|line| line.iter().map(|byte| format!("{byte:02x}")).collect())
        .collect();
    format!("{{\\rtf1\\ansi before{{\\object\\objemb{{\\*\\objclass {class}}}{{\\*\\objdata {}}}{{\\result shown}}}}}}", digits.join("\r\n")).into_bytes()
}

fn examine(bytes: &[u8]) -> Examined {
    EYES.examine(&Name::from("x"), bytes.len() as u64, &mut Cursor::new(bytes))
}

fn notes(examined: &Examined) -> usize {
    let notes = examined.hits.iter().filter(|hit| hit.kind == Kind::PasswordNote);
    notes.count()
}

fn place(examined: &Examined) -> Value {
    json!(examined.hits.first().expect("found").places[0])
}

fn zip(members: &[(&str, &str)]) -> Vec<u8> {
    let members: Vec<(&str, &[u8])> = members
        .iter()
        .map(|(name, text)| (*name, text.as_bytes()))
        .collect();
    zip_of(&members)
}

fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .expect("a member");
        writer.write_all(content).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}
