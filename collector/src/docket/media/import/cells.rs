//! One line of the ledger of media as people write it: cells to values, or to mistakes.

use jiff::civil::Date;
use mimawari_proto::{
    medium::{Column, MediumState, encryption_ja, state_ja},
    reading::{Encryption, Grade},
};

use crate::sheet::{Mistake, day_of_a_ledger, plain};

/// Longest free text kept from a cell, in characters.
pub(crate) const TEXT_CHARS: usize = 200;

/// Which cell holds which column.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    found: Vec<(Column, usize, String)>,
    /// Headings that mean nothing here.
    pub(super) unused: Vec<String>,
    width: usize,
}

/// What else a column may be called in the ledgers of cities.
const ALIASES: &[(Column, &[&str])] = &[
    (
        Column::No,
        &["番号", "媒体番号", "管理no", "管理no.", "no.", "usb番号", "label"],
    ),
    (Column::VendorId, &["vid"]),
    (Column::ProductId, &["pid", "プロダクトid"]),
    (Column::Vendor, &["製造元", "メーカ", "maker"]),
    (Column::Product, &["型番", "品名", "機種", "model"]),
    (
        Column::Serial,
        &[
            "シリアル",
            "シリアルno",
            "シリアルナンバー",
            "製造番号",
            "serialnumber",
        ],
    ),
    (Column::Grade, &["識別等級", "識別可否"]),
    (Column::Size, &["capacity", "size"]),
    (
        Column::Department,
        &["所管課", "課コード", "課", "所属", "所属コード", "所有課"],
    ),
    (Column::Keeper, &["管理者", "保管責任者"]),
    (Column::Place, &["保管庫", "施錠場所"]),
    (Column::State, &["状況"]),
    (Column::Registered, &["取得日", "購入日", "配布日"]),
    (Column::Borrower, &["借用者", "利用者", "貸出者"]),
    (Column::Purpose, &["使用目的", "利用目的"]),
    (Column::Due, &["返却予定", "返却期限"]),
    (Column::Back, &["返却"]),
    (Column::Note, &["メモ", "remarks"]),
];

fn column(name: &str) -> Option<Column> {
    let name = plain(name);
    let own = Column::ALL
        .iter()
        .find(|column| name == plain(column.ja()) || name == plain(column.en()));
    own.copied().or_else(|| {
        let other = ALIASES.iter().find(|(_, names)| names.contains(&name.as_str()));
        other.map(|(column, _)| *column)
    })
}

/// Finds each column; the management number must be there, none twice.
pub(super) fn columns(heading: &[String]) -> Result<Columns, Mistake> {
    let mut columns = Columns {
        width: heading.len(),
        ..Columns::default()
    };
    for (at, name) in heading.iter().enumerate() {
        match column(name) {
            None if name.trim().is_empty() => {}
            None => columns.unused.push(name.clone()),
            Some(column) => {
                if let Some((_, _, other)) = columns.found.iter().find(|(known, ..)| *known == column) {
                    return Err(Mistake::new(
                        1,
                        name,
                        format!("「{other}」と同じ列です"),
                        format!("means the same as `{other}`"),
                    ));
                }
                columns.found.push((column, at, name.trim().to_owned()));
            }
        }
    }
    match columns.found.iter().any(|(column, ..)| *column == Column::No) {
        true => Ok(columns),
        false => Err(Mistake::new(
            1,
            "",
            "「管理番号」の列がありません",
            "there is no column `no` (管理番号)",
        )),
    }
}

impl Columns {
    /// Returns a heading that is none of these columns, nor the number.
    pub(super) fn outside(&self, allowed: &[Column]) -> Option<&str> {
        let foreign = |column: &Column| *column != Column::No && !allowed.contains(column);
        let found = self.found.iter().find(|(column, ..)| foreign(column));
        let named = found.map(|(_, _, name)| name.as_str());
        named.or_else(|| self.unused.first().map(String::as_str))
    }
}

/// The cells of one line, and the mistakes found in them.
pub(super) struct Cells<'a> {
    line: u64,
    cells: &'a [String],
    columns: &'a Columns,
    pub(super) mistakes: Vec<Mistake>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(line: u64, cells: &'a [String], columns: &'a Columns) -> Self {
        let mut this = Self {
            line,
            cells,
            columns,
            mistakes: Vec::new(),
        };
        if cells
            .iter()
            .skip(columns.width)
            .any(|cell| !cell.trim().is_empty())
        {
            this.mistakes.push(Mistake::new(
                line,
                "",
                "見出しより列が多い行です",
                "the row has more cells than the heading",
            ));
        }
        this
    }

    /// Returns a cell; `None` where the file has no such column.
    pub(super) fn cell(&self, column: Column) -> Option<&'a str> {
        let (_, at, _) = self.columns.found.iter().find(|(known, ..)| *known == column)?;
        Some(self.cells.get(*at).map_or("", |cell| cell.trim()))
    }

    /// Notes a mistake in a column.
    pub(super) fn wrong(&mut self, column: Column, ja: impl Into<String>, en: impl Into<String>) {
        let named = self.columns.found.iter().find(|(known, ..)| *known == column);
        let name = named.map_or(column.ja(), |(_, _, name)| name.as_str());
        self.mistakes.push(Mistake::new(self.line, name, ja, en));
    }

    /// Puts a text where it belongs.
    pub(super) fn text(&mut self, column: Column, into: &mut String) {
        let Some(cell) = self.cell(column) else { return };
        match cell.chars().count() > TEXT_CHARS
            || cell.contains(|c: char| c.is_control() && c != '\n' && c != '\t')
        {
            true => self.wrong(
                column,
                format!("{TEXT_CHARS} 文字までで、制御文字は使えません"),
                format!("at most {TEXT_CHARS} characters, and no control characters"),
            ),
            false => *into = cell.replace(['\n', '\t', '\r'], " "),
        }
    }

    /// Reads a cell with a reader of its own; a blank cell is `T::default`.
    pub(super) fn read<T: Default>(
        &mut self,
        column: Column,
        into: &mut T,
        read: impl FnOnce(&str) -> Option<T>,
        [ja, en]: [&str; 2],
    ) {
        match self.cell(column) {
            None => {}
            Some("") => *into = T::default(),
            Some(text) => match read(text) {
                Some(value) => *into = value,
                None => self.wrong(column, ja, en),
            },
        }
    }

    /// Reads a day.
    pub(super) fn day(&mut self, column: Column, into: &mut Option<Date>) {
        self.read(
            column,
            into,
            |text| day_of_a_ledger(text).map(Some),
            [
                "日付は 2026-04-01、2026/4/1、R8.4.1 のように書いてください",
                "write a day as 2026-04-01, 2026/4/1 or R8.4.1",
            ],
        );
    }
}

/// Reads a USB id: `0411`, `0x0411`, `VID_0411`.
pub(super) fn usb_id(text: &str) -> Option<u16> {
    let upper = text.to_ascii_uppercase();
    let digits = ["VID_", "PID_", "0X"]
        .iter()
        .find_map(|prefix| upper.strip_prefix(prefix))
        .unwrap_or(&upper);
    let hexadecimal = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    hexadecimal
        .then(|| u16::from_str_radix(digits, 16).ok())
        .flatten()
}

/// Reads a capacity: `32000000000`, `32GB`, `32 ＧＢ`, `29.8GiB`.
pub(super) fn size(text: &str) -> Option<u64> {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != ',')
        .map(half_width)
        .collect::<String>()
        .to_uppercase();
    let digits = plain.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &plain[digits.len()..] {
        "" | "B" => 1_u64,
        "KB" | "K" => 1_000,
        "MB" | "M" => 1_000_000,
        "GB" | "G" => 1_000_000_000,
        "TB" | "T" => 1_000_000_000_000,
        "MIB" => 1 << 20,
        "GIB" => 1 << 30,
        "TIB" => 1 << 40,
        _ => return None,
    };
    if let Ok(whole) = digits.parse::<u64>() {
        return whole.checked_mul(unit);
    }
    let number: f64 = digits
        .parse()
        .ok()
        .filter(|_| digits.bytes().all(|b| b.is_ascii_digit() || b == b'.'))?;
    let bytes = number * unit as f64;
    (bytes < 9e18).then_some(bytes as u64)
}

fn half_width(c: char) -> char {
    match u32::from(c) {
        wide @ 0xff01..=0xff5e => char::from_u32(wide - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Reads how well a medium can be told from others.
pub(super) fn grade(text: &str) -> Option<Grade> {
    match text {
        "識別不可" | "不可" => Some(Grade::C),
        "-" => None,
        text => half_width(text.chars().next()?)
            .to_string()
            .to_uppercase()
            .parse()
            .ok(),
    }
}

/// Reads a protection.
pub(super) fn encryption(text: &str) -> Option<Encryption> {
    let plain = text.to_lowercase();
    let known = Encryption::ALL
        .iter()
        .find(|one| one.word() == plain || encryption_ja(**one).to_lowercase() == plain);
    known.copied().or(match plain.as_str() {
        "無" | "無し" | "×" | "no" => Some(Encryption::None),
        "有" | "あり" | "有り" | "○" | "yes" => Some(Encryption::Another),
        "hw" | "ハードウェア暗号化" | "hardware encryption" => Some(Encryption::Hardware),
        "bitlocker to go" => Some(Encryption::Bitlocker),
        _ => None,
    })
}

/// Reads a state.
pub(super) fn state(text: &str) -> Option<MediumState> {
    let plain = text.to_lowercase();
    let known = MediumState::ALL
        .iter()
        .find(|one| one.word() == plain || state_ja(**one) == plain);
    known.copied().or(match plain.as_str() {
        "保管" | "在庫" | "in box" => Some(MediumState::InBox),
        "貸出" | "貸し出し中" => Some(MediumState::Lent),
        "廃棄済" | "廃棄済み" => Some(MediumState::Destroyed),
        _ => None,
    })
}

/// Reads whether somebody looked, and what they saw.
pub(super) fn emptied(text: &str) -> Option<Option<bool>> {
    match text.to_lowercase().as_str() {
        "○" | "〇" | "済" | "済み" | "はい" | "有" | "yes" | "true" => Some(Some(true)),
        "×" | "未" | "いいえ" | "無" | "no" | "false" => Some(Some(false)),
        "-" | "－" => Some(None),
        _ => None,
    }
}

/// Splits a list: `0810, 0820`, `0810、0820`.
pub(super) fn list(text: &str) -> Vec<String> {
    text.split([',', '、', '，', ';', '／', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_as_people_write_them() {
        assert_eq!(
            ["0411", "0x0411", "VID_0411", "041g", "", "12345"].map(usb_id),
            [Some(0x411), Some(0x411), Some(0x411), None, None, None]
        );
        assert_eq!(
            [
                "32GB",
                "３２ ＧＢ",
                "32,000,000,000",
                "1.5TB",
                "8GiB",
                "many",
                "-1GB",
                "1e9GB"
            ]
            .map(size),
            [
                Some(32_000_000_000),
                Some(32_000_000_000),
                Some(32_000_000_000),
                Some(1_500_000_000_000),
                Some(8 << 30),
                None,
                None,
                None
            ]
        );
        assert_eq!(
            ["A", "ｂ", "識別不可", "Z"].map(grade),
            [Some(Grade::A), Some(Grade::B), Some(Grade::C), None]
        );
        assert_eq!(
            ["なし", "BitLocker", "有", "hardware", "?"].map(encryption),
            [
                Some(Encryption::None),
                Some(Encryption::Bitlocker),
                Some(Encryption::Another),
                Some(Encryption::Hardware),
                None
            ]
        );
        assert_eq!(list("0810、 0820,"), ["0810", "0820"]);
    }

    #[test]
    fn every_own_heading_and_the_usual_ones_of_cities_are_known() {
        for known in Column::ALL {
            assert_eq!(column(known.ja()), Some(*known));
            assert_eq!(column(known.en()), Some(*known));
        }
        assert_eq!(column("シリアルNo"), Some(Column::Serial));
        assert_eq!(column("電話"), None);
        let twice = columns(&["管理番号".to_owned(), "no".to_owned()]);
        assert!(twice.is_err());
        assert!(columns(&["メーカー".to_owned()]).is_err());
    }
}
