//! The first sheet of a workbook, cell by cell.
//!
//! Only what a ledger needs: shared and inline strings, numbers as they are
//! written (a day is its serial number; whoever knows the column knows that),
//! the stored results of formulas. Everything that unpacks is bounded.
//!
//! Not by calamine, which makes a rectangle of whatever cells a sheet names: two
//! cells far apart ask for more memory than there is and end the process
//! (tafia/calamine#693, open, seen with 0.38). The collector reads what a browser
//! sends in its own process, where nothing may end it.

use std::io::{Cursor, Read as _};

use quick_xml::{Reader, XmlVersion, events::Event};

use super::{CELLS, Mistake, too_many_cells};

/// Largest part read, unpacked.
const PART_LIMIT_BYTES: u64 = 64 << 20;

/// Columns beyond are no ledger.
const COLUMNS: usize = 256;

/// Rows beyond are refused by the caller; here they only must not fill the memory.
const ROWS: usize = 100_000;

fn mistake(ja: &str, en: &str) -> Mistake {
    Mistake::new(0, "", ja, en)
}

fn unreadable() -> Mistake {
    mistake(
        "Excel ブック（.xlsx）として読めません",
        "not readable as an Excel workbook (.xlsx)",
    )
}

/// Reads the rows of the first sheet with their numbers.
pub(super) fn rows(bytes: &[u8]) -> Result<Vec<(u64, Vec<String>)>, Mistake> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let mut sheets: Vec<String> = archive
        .file_names()
        .flatten()
        .filter(|name| name.starts_with("xl/worksheets/sheet") && name.ends_with(".xml"))
        .map(std::borrow::Cow::into_owned)
        .collect();
    sheets.sort_by_key(|name| (name.len(), name.clone()));
    let first = sheets.first().ok_or_else(unreadable)?;
    let shared = match part(&mut archive, "xl/sharedStrings.xml")? {
        Some(xml) => strings(&xml)?,
        None => Vec::new(),
    };
    let sheet = part(&mut archive, first)?.ok_or_else(unreadable)?;
    cells(&sheet, &shared)
}

fn part(archive: &mut zip::ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<Vec<u8>>, Mistake> {
    let Ok(member) = archive.by_name(name) else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    let read = member.take(PART_LIMIT_BYTES + 1).read_to_end(&mut bytes);
    if read.is_err() {
        return Err(unreadable());
    }
    match bytes.len() as u64 > PART_LIMIT_BYTES {
        true => Err(mistake("ブックが大きすぎます", "the workbook is too large")),
        false => Ok(Some(bytes)),
    }
}

/// Gathers text until the element ends that holds it; readings (`rPh`) are left out.
#[derive(Default)]
struct Gathered {
    text: String,
    reading: bool,
    inside: bool,
}

impl Gathered {
    fn start(&mut self, name: &str) {
        match name {
            "rPh" => self.reading = true,
            "t" | "v" => self.inside = true,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "rPh" => self.reading = false,
            "t" | "v" => self.inside = false,
            _ => {}
        }
    }

    fn add(&mut self, text: &str) {
        if self.inside && !self.reading {
            self.text.push_str(text);
        }
    }
}

fn strings(xml: &[u8]) -> Result<Vec<String>, Mistake> {
    let mut reader = Reader::from_reader(xml);
    let (mut all, mut gathered) = (Vec::new(), Gathered::default());
    loop {
        match reader.read_event().map_err(|_| unreadable())? {
            Event::Start(tag) => gathered.start(tag.local_name().as_ref()),
            Event::End(tag) if tag.local_name().as_ref() == "si" => {
                all.push(std::mem::take(&mut gathered.text));
            }
            Event::End(tag) => gathered.end(tag.local_name().as_ref()),
            Event::Empty(tag) if tag.local_name().as_ref() == "si" => all.push(String::new()),
            Event::Text(text) => gathered.add(&text.into_inner()),
            Event::GeneralRef(name) => gathered.add(&character(&name)),
            Event::Eof => return Ok(all),
            _ => {}
        }
    }
}

/// Resolves `&amp;` and `&#x3042;`; anything else is nothing.
fn character(name: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(c)) = name.resolve_char_ref() {
        return c.to_string();
    }
    let meant = match &*name.clone().into_inner() {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    };
    meant.to_owned()
}

fn cells(xml: &[u8], shared: &[String]) -> Result<Vec<(u64, Vec<String>)>, Mistake> {
    let mut reader = Reader::from_reader(xml);
    let mut rows: Vec<(u64, Vec<String>)> = Vec::new();
    let mut gathered = Gathered::default();
    let (mut column, mut kind) = (0, String::new());
    let mut room = CELLS;
    loop {
        match reader.read_event().map_err(|_| unreadable())? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "row" => begin_row(&mut rows, attribute(&tag, "r"))?,
                "c" => {
                    let next = rows.last().map_or(0, |(_, cells)| cells.len());
                    column = attribute(&tag, "r").and_then(|at| column_of(&at)).unwrap_or(next);
                    kind = attribute(&tag, "t").unwrap_or_default();
                    gathered = Gathered::default();
                }
                name => gathered.start(name),
            },
            Event::Empty(tag) if tag.local_name().as_ref() == "row" => {
                begin_row(&mut rows, attribute(&tag, "r"))?;
            }
            Event::Text(text) => gathered.add(&text.into_inner()),
            Event::GeneralRef(name) => gathered.add(&character(&name)),
            Event::End(tag) if tag.local_name().as_ref() == "c" => {
                let text = value(&kind, std::mem::take(&mut gathered.text), shared);
                put(&mut rows, column, text, &mut room)?;
            }
            Event::End(tag) => gathered.end(tag.local_name().as_ref()),
            Event::Eof => return Ok(rows),
            _ => {}
        }
    }
}

fn begin_row(rows: &mut Vec<(u64, Vec<String>)>, number: Option<String>) -> Result<(), Mistake> {
    let next = rows.last().map_or(1, |(line, _)| line + 1);
    let line = number.and_then(|text| text.parse().ok()).unwrap_or(next);
    if rows.len() >= ROWS {
        return Err(mistake("行が多すぎます", "there are too many rows"));
    }
    rows.push((line, Vec::new()));
    Ok(())
}

fn put(
    rows: &mut [(u64, Vec<String>)],
    column: usize,
    text: String,
    room: &mut usize,
) -> Result<(), Mistake> {
    let Some((_, cells)) = rows.last_mut().filter(|_| column < COLUMNS) else {
        return Ok(());
    };
    if cells.len() <= column {
        let more = column + 1 - cells.len();
        *room = room.checked_sub(more).ok_or_else(|| too_many_cells().remove(0))?;
        cells.resize(column + 1, String::new());
    }
    cells[column] = text;
    Ok(())
}

fn value(kind: &str, text: String, shared: &[String]) -> String {
    match kind {
        "s" => {
            let at = text.trim().parse::<usize>().ok();
            at.and_then(|at| shared.get(at))
                .map(|text| spelt_out(text))
                .unwrap_or_default()
        }
        "b" => (text.trim() == "1").to_string(),
        "e" => String::new(),
        "n" | "" => whole(&text),
        _ => spelt_out(&text),
    }
}

/// Resolves `_x0009_`: how workbooks spell what XML cannot hold.
fn spelt_out(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let spelt = rest.get(at + 2..at + 7).filter(|code| code.ends_with('_'));
        let meant = spelt.and_then(|code| u32::from_str_radix(&code[..4], 16).ok());
        let (before, behind) = rest.split_at(at);
        out.push_str(before);
        match meant.and_then(char::from_u32) {
            Some(c) => {
                out.push(c);
                rest = &behind[7..];
            }
            None => {
                out.push_str("_x");
                rest = &behind[2..];
            }
        }
    }
    out + rest
}

/// Writes `46113.0` and `4.6113E4` as `46113`; what is no whole number stays.
fn whole(text: &str) -> String {
    match text.trim().parse::<f64>() {
        Ok(number) if number.fract() == 0.0 && number.abs() < 9e15 => format!("{number:.0}"),
        _ => text.trim().to_owned(),
    }
}

fn attribute(tag: &quick_xml::events::BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    attributes
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.into_inner() == name)?
        .normalized_value(XmlVersion::Implicit1_0)
        .ok()
        .map(std::borrow::Cow::into_owned)
}

/// Returns the column of a reference: `C7` is 2.
fn column_of(at: &str) -> Option<usize> {
    let letters = at.bytes().take_while(u8::is_ascii_alphabetic);
    let mut column = 0_usize;
    for letter in letters {
        let digit = usize::from(letter.to_ascii_uppercase() - b'A') + 1;
        column = column.checked_mul(26)?.checked_add(digit)?;
    }
    column.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn workbook(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            archive
                .start_file(*name, zip::write::SimpleFileOptions::default())
                .expect("begins");
            archive.write_all(text.as_bytes()).expect("a Vec takes all");
        }
        archive.finish().expect("ends").into_inner()
    }

    #[test]
    fn strings_numbers_gaps_and_readings_come_out_as_a_person_sees_them() {
        let shared = "<sst><si><t>管理番号</t></si><si><r><t>公USB</t></r><r><t>-07</t></r><rPh><t>コウ</t></rPh></si><si><t>A&amp;B</t></si></sst>";
        let sheet = r#"<worksheet><sheetData>
            <row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>登録日</t></is></c></row>
            <row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" t="s"><v>2</v></c><c r="C3"><v>46113.0</v></c><c r="D3" t="str"><f>A1</f><v>x</v></c></row>
            </sheetData></worksheet>"#;
        let book = workbook(&[
            ("xl/sharedStrings.xml", shared),
            ("xl/worksheets/sheet2.xml", "<worksheet/>"),
            ("xl/worksheets/sheet1.xml", sheet),
        ]);
        let row = |line, cells: &[&str]| (line, cells.iter().map(|cell| (*cell).to_owned()).collect());
        assert_eq!(
            rows(&book),
            Ok(vec![
                row(1, &["管理番号", "", "登録日"]),
                row(3, &["公USB-07", "A&B", "46113", "x"]),
            ])
        );
    }

    #[test]
    fn what_xml_cannot_hold_is_spelt_out() {
        for (written, meant) in [
            ("a_x0009_b", "a\tb"),
            ("_x005F_x0041_", "_x0041_"),
            ("_x12", "_x12"),
            ("_xD800_", "_xD800_"),
            ("_x_x004", "_x_x004"),
            ("課_x3042_", "課あ"),
        ] {
            assert_eq!(spelt_out(written), meant);
        }
    }

    #[test]
    fn what_is_no_workbook_is_refused_and_a_far_cell_takes_no_room() {
        assert!(rows(b"PK\x03\x04junk").is_err());
        assert!(rows(&workbook(&[("a.txt", "x")])).is_err());
        let far = r#"<worksheet><row r="1048576"><c r="XFD1048576"><v>1</v></c><c r="AAAAAAAAAAAAAAAAAAAAAAAA1"><v>1</v></c></row></worksheet>"#;
        let read = rows(&workbook(&[("xl/worksheets/sheet1.xml", far)])).expect("read");
        assert_eq!(read.len(), 1);
        assert!(read[0].1.len() <= 2);
        let far = "<row><c r=\"IV1\"><v>1</v></c></row>".repeat(CELLS / 256 + 1);
        let many = rows(&workbook(&[(
            "xl/worksheets/sheet1.xml",
            &format!("<worksheet>{far}</worksheet>"),
        )]));
        assert!(many.is_err(), "many rows with one far cell each");
    }
}
