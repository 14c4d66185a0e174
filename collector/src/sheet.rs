//! Tables as city halls hand them over: CSV in UTF-8 or Shift_JIS, XLSX; and how mistakes in them are told.

pub(crate) mod workbook;
mod xlsx;

use encoding_rs::SHIFT_JIS;
use jiff::civil::Date;
use mimawari_proto::show::{options::Lang, table::unguarded};

/// Most lines taken; a city of 5,000 PCs owns fewer media than that.
const LINES: usize = 50_000;

/// Most cells taken: 50,000 lines of a ledger; what names more costs more memory than it is worth.
const CELLS: usize = 2_000_000;

/// A table: its heading line and the others, blank ones left out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Sheet {
    /// What each column is called.
    pub(crate) heading: Vec<String>,
    /// Line, from 1, and cells.
    pub(crate) rows: Vec<(u64, Vec<String>)>,
}

/// One mistake: where, what, and what would be right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Mistake {
    /// The line, from 1; 0 for the file as a whole.
    pub(crate) line: u64,
    /// The column as the file names it; empty for the line as a whole.
    pub(crate) column: String,
    /// What is wrong and what would be right, in Japanese and English.
    pub(crate) what: (String, String),
}

impl Mistake {
    pub(crate) fn new(line: u64, column: &str, ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            line,
            column: column.to_owned(),
            what: (ja.into(), en.into()),
        }
    }

    /// Says it: `departments.csv:3 (上位コード): …`.
    pub(crate) fn say(&self, file: &str, lang: Lang) -> String {
        let what = match lang {
            Lang::Ja => &self.what.0,
            Lang::En => &self.what.1,
        };
        match (self.line, self.column.as_str()) {
            (0, _) => format!("{file}: {what}"),
            (line, "") => format!("{file}:{line}: {what}"),
            (line, column) => format!("{file}:{line} ({column}): {what}"),
        }
    }
}

/// What a row of an imported table changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Change {
    /// Its code or number was not known.
    New,
    /// It was known with other particulars.
    Changed,
    /// Nothing.
    Same,
}

impl Change {
    pub(crate) const ALL: [Self; 3] = [Self::New, Self::Changed, Self::Same];

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Same => "same",
        }
    }
}

/// Reads a table, or says why it is none.
pub(crate) fn read(bytes: &[u8]) -> Result<Sheet, Vec<Mistake>> {
    let mut rows = match bytes.starts_with(b"PK\x03\x04") {
        true => xlsx::rows(bytes).map_err(|mistake| vec![mistake])?,
        false => csv_rows(bytes)?,
    };
    rows.retain(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()));
    if rows.len() > LINES {
        return Err(vec![Mistake::new(
            0,
            "",
            format!("{LINES} 行を超えています"),
            format!("more than {LINES} lines"),
        )]);
    }
    if rows.is_empty() {
        return Err(vec![Mistake::new(0, "", "空のファイルです", "the file is empty")]);
    }
    let (_, heading) = rows.remove(0);
    if rows.is_empty() {
        return Err(vec![Mistake::new(
            0,
            "",
            "見出しの下に行がありません",
            "there is no row below the headings",
        )]);
    }
    Ok(Sheet { heading, rows })
}

fn csv_rows(bytes: &[u8]) -> Result<Vec<(u64, Vec<String>)>, Vec<Mistake>> {
    let text = decoded(bytes).map_err(|mistake| vec![mistake])?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let (mut rows, mut mistakes) = (Vec::new(), Vec::new());
    let mut room = CELLS;
    for record in reader.records() {
        match record {
            Ok(record) => {
                room = room.checked_sub(record.len()).ok_or_else(too_many_cells)?;
                let line = record.position().map_or(0, csv::Position::line);
                rows.push((
                    line,
                    record.iter().map(|cell| unguarded(cell).to_owned()).collect(),
                ));
            }
            Err(error) => mistakes.push(broken(&error)),
        }
    }
    match mistakes.is_empty() {
        true => Ok(rows),
        false => Err(mistakes),
    }
}

fn too_many_cells() -> Vec<Mistake> {
    vec![Mistake::new(
        0,
        "",
        format!("セルが {CELLS} 個を超えています"),
        format!("more than {CELLS} cells"),
    )]
}

/// UTF-8 with or without a mark, else Shift_JIS as Windows writes it; with plain line ends.
///
/// The reader counts a line late where it ends with CR LF.
pub(crate) fn decoded(bytes: &[u8]) -> Result<String, Mistake> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.replace("\r\n", "\n"));
    }
    SHIFT_JIS
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(|text| text.replace("\r\n", "\n"))
        .ok_or_else(|| {
            Mistake::new(
                0,
                "",
                "文字コードが UTF-8 でも Shift_JIS でもありません",
                "the text is neither UTF-8 nor Shift_JIS",
            )
        })
}

/// A tab where the first line has tabs and no comma.
pub(crate) fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    match first.contains('\t') && !first.contains(',') {
        true => b'\t',
        false => b',',
    }
}

pub(crate) fn broken(error: &csv::Error) -> Mistake {
    let line = error.position().map_or(0, csv::Position::line);
    Mistake::new(
        line,
        "",
        format!("CSV として読めません: {error}"),
        format!("not readable as CSV: {error}"),
    )
}

/// Returns a heading as it is compared: without case, blanks, `_` and `-`.
pub(crate) fn plain(name: &str) -> String {
    name.to_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'))
        .collect()
}

/// Reads a day: `2026-04-01`, `2026/4/1`.
pub(crate) fn day(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['-', '/']).collect();
    let [year, month, day] = parts[..] else {
        return None;
    };
    if year.len() != 4 {
        return None;
    }
    date(year, month, day, 0)
}

/// Reads a day as ledgers on paper and spreadsheets have it too: `R8.4.1`, `令和8年4月1日`, `2026年4月1日`, `46113`.
pub(crate) fn day_of_a_ledger(text: &str) -> Option<Date> {
    if let Some(day) = day(text) {
        return Some(day);
    }
    if let Ok(serial @ 20_000..=80_000) = text.parse::<i64>() {
        // Spreadsheets count days since 1899-12-30.
        let first = Date::constant(1899, 12, 30);
        return first.checked_add(jiff::Span::new().try_days(serial).ok()?).ok();
    }
    let (rest, before_first) = match text
        .strip_prefix("令和")
        .or_else(|| text.strip_prefix(['R', 'r', 'Ｒ']))
    {
        Some(rest) => (rest, 2018),
        None => (text, 0),
    };
    let parts: Vec<&str> = rest.split(['.', '年', '月', '日', '/', '-']).collect();
    match parts[..] {
        [year, month, day] | [year, month, day, ""] => {
            let year = if year == "元" { "1" } else { year };
            let counted = if before_first == 0 {
                year.len() == 4
            } else {
                year.len() <= 2
            };
            counted.then(|| date(year, month, day, before_first)).flatten()
        }
        _ => None,
    }
}

fn date(year: &str, month: &str, day: &str, before_first: i16) -> Option<Date> {
    let number = |text: &str| {
        (text.len() <= 4 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()))
            .then(|| text.parse::<i16>().ok())
            .flatten()
    };
    let part = |text: &str| (text.len() <= 2).then(|| number(text)).flatten();
    Date::new(
        number(year)?.checked_add(before_first)?,
        i8::try_from(part(month)?).ok()?,
        i8::try_from(part(day)?).ok()?,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_and_shift_jis_and_tabs_are_read() {
        let text = "管理番号,保管者\r\n公USB-07,髙橋\r\n";
        let (sjis, _, lossy) = SHIFT_JIS.encode(text);
        assert!(!lossy);
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        let tabs = text.replace(',', "\t");
        for bytes in [text.as_bytes(), &sjis, &marked, tabs.as_bytes()] {
            let sheet = read(bytes).expect("good");
            assert_eq!(sheet.heading, ["管理番号", "保管者"]);
            assert_eq!(sheet.rows, [(2, vec!["公USB-07".to_owned(), "髙橋".to_owned()])]);
        }
    }

    #[test]
    fn a_guard_of_our_own_export_is_taken_away_and_other_quotes_stay() {
        let sheet = read("a,b,c\n'=1+1,'x,'\n".as_bytes()).expect("good");
        assert_eq!(sheet.rows[0].1, ["=1+1", "'x", "'"]);
    }

    #[test]
    fn a_table_of_nothing_but_commas_is_refused_before_it_fills_the_memory() {
        let wide = ",".repeat(CELLS + 1);
        assert!(read(wide.as_bytes()).is_err());
    }

    #[test]
    fn what_goes_out_as_a_workbook_comes_in_as_it_was() {
        let cells = [
            "=1+1",
            "'=x",
            "+81",
            "-",
            "@a",
            "\tb",
            "００１",
            "007",
            "2026-04-01",
            "a&b<c>\"",
            "_x0041_",
            " x ",
            "髙﨑",
        ];
        let mut table = mimawari_proto::show::table::Table::new(cells.map(|_| "h"));
        table.row(cells);
        let book = workbook::written(&table).expect("a workbook");
        let sheet = read(&book).expect("a table");
        assert_eq!(sheet.rows[0].1, cells);
        assert!(!String::from_utf8_lossy(&book).contains("<f>"));
    }

    #[test]
    fn a_day_that_is_not_on_the_calendar_is_none() {
        for bad in [
            "2025-02-29",
            "2025-13-01",
            "25-04-01",
            "2025",
            "2025-4-1-1",
            "2025-+4-1",
            "",
        ] {
            assert_eq!(day(bad), None, "{bad}");
            assert_eq!(day_of_a_ledger(bad), None, "{bad}");
        }
    }

    #[test]
    fn days_of_paper_and_spreadsheets_are_days() {
        let expected = Some(Date::constant(2026, 4, 1));
        for text in [
            "2026-04-01",
            "2026/4/1",
            "R8.4.1",
            "r8/4/1",
            "令和8年4月1日",
            "2026年4月1日",
            "2026.4.1",
            "46113",
        ] {
            assert_eq!(day_of_a_ledger(text), expected, "{text}");
        }
        assert_eq!(
            day_of_a_ledger("令和元年5月1日"),
            Some(Date::constant(2019, 5, 1))
        );
        for bad in ["8.4.1", "R2026.4.1", "昭和8年4月1日", "-1", "99999999", "4月1日"] {
            assert_eq!(day_of_a_ledger(bad), None, "{bad}");
        }
    }
}
