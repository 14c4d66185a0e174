//! Office documents by hand: what stands beside the text, and what must not be read twice or wrongly.

use std::{
    io::{Cursor, Write as _},
    sync::LazyLock,
};

use mimawari_agent::examine::{Examined, Eyes};
use mimawari_proto::{finding::Kind, name::Name};
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
