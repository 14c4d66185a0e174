//! A CSV file of departments, as city halls write it: to rows, or to mistakes with their line and column.

use jiff::civil::Date;
use mimawari_proto::id::DepartmentId;

use crate::{
    ledger::record::DepartmentLabel,
    sheet::{Mistake, broken, day, decoded, delimiter, plain},
};

/// What the file holds.
#[derive(Debug)]
pub(super) struct Read {
    /// Its rows, with their lines.
    pub(super) rows: Vec<(u64, DepartmentLabel)>,
    /// Columns that mean nothing here.
    pub(super) unused: Vec<String>,
}

/// The columns, in the order of [`ALIASES`].
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Code,
    Name,
    Short,
    Parent,
    From,
    Until,
}

/// What a column may be called; compared without case, spaces, `_` and `-`.
const ALIASES: &[(Column, &[&str])] = &[
    (
        Column::Code,
        &[
            "code",
            "department",
            "departmentcode",
            "コード",
            "課コード",
            "部署コード",
            "所属コード",
            "組織コード",
            "課所コード",
        ],
    ),
    (
        Column::Name,
        &[
            "name",
            "departmentname",
            "名称",
            "名前",
            "課名",
            "部署名",
            "所属名",
            "組織名",
            "正式名称",
        ],
    ),
    (
        Column::Short,
        &[
            "shortname",
            "short",
            "abbreviation",
            "略称",
            "短縮名",
            "課略称",
            "略名",
        ],
    ),
    (
        Column::Parent,
        &[
            "parent",
            "parentcode",
            "上位コード",
            "親コード",
            "上位",
            "親",
            "上位所属コード",
            "上位組織コード",
            "部コード",
        ],
    ),
    (
        Column::From,
        &[
            "validfrom",
            "from",
            "start",
            "startdate",
            "開始",
            "開始日",
            "有効開始日",
            "適用開始日",
            "施行日",
        ],
    ),
    (
        Column::Until,
        &[
            "validuntil",
            "until",
            "validto",
            "to",
            "end",
            "enddate",
            "終了",
            "終了日",
            "有効終了日",
            "適用終了日",
            "廃止日",
        ],
    ),
];

/// Reads a file.
pub(super) fn read(bytes: &[u8]) -> Result<Read, Vec<Mistake>> {
    let text = decoded(bytes).map_err(|mistake| vec![mistake])?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut records = reader
        .records()
        .filter(|record| !record.as_ref().is_ok_and(is_blank));
    let Some(heading) = records.next() else {
        return Err(vec![Mistake::new(0, "", "空のファイルです", "the file is empty")]);
    };
    let heading = heading.map_err(|error| vec![broken(&error)])?;
    let columns = columns(&heading).map_err(|mistake| vec![mistake])?;
    let unused = heading
        .iter()
        .filter(|name| column(name).is_none() && !name.trim().is_empty());
    let unused = unused.map(str::to_owned).collect();
    let (mut rows, mut mistakes) = (Vec::new(), Vec::new());
    for record in records {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                let cells = Cells {
                    line,
                    record: &record,
                    columns: &columns,
                    heading: &heading,
                };
                match cells.label() {
                    Ok(label) => rows.push((line, label)),
                    Err(mut found) => mistakes.append(&mut found),
                }
            }
            Err(error) => mistakes.push(broken(&error)),
        }
    }
    if rows.is_empty() && mistakes.is_empty() {
        mistakes.push(Mistake::new(
            0,
            "",
            "見出しの下に行がありません",
            "there is no row below the headings",
        ));
    }
    match mistakes.is_empty() {
        true => Ok(Read { rows, unused }),
        false => Err(mistakes),
    }
}

fn is_blank(record: &csv::StringRecord) -> bool {
    record.iter().all(|cell| cell.trim().is_empty())
}

fn column(name: &str) -> Option<Column> {
    let plain = plain(name);
    ALIASES
        .iter()
        .find(|(_, names)| names.contains(&plain.as_str()))
        .map(|(column, _)| *column)
}

/// Finds each column; code and name must be there, none twice.
fn columns(heading: &csv::StringRecord) -> Result<Vec<Option<usize>>, Mistake> {
    let mut found = vec![None; ALIASES.len()];
    for (at, name) in heading.iter().enumerate() {
        let Some(column) = column(name) else { continue };
        let place = &mut found[column as usize];
        if place.is_some() {
            return Err(Mistake::new(
                1,
                name,
                "同じ意味の列が二つあります",
                "two columns mean the same",
            ));
        }
        *place = Some(at);
    }
    for (column, ja, en) in [(Column::Code, "コード", "code"), (Column::Name, "名称", "name")] {
        if found[column as usize].is_none() {
            return Err(Mistake::new(
                1,
                "",
                format!("見出しに「{ja}」の列がありません (コード, 名称, 略称, 上位コード, 開始日, 終了日)"),
                format!("no column `{en}` (known: code, name, short name, parent, valid from, valid until)"),
            ));
        }
    }
    Ok(found)
}

struct Cells<'a> {
    line: u64,
    record: &'a csv::StringRecord,
    columns: &'a [Option<usize>],
    heading: &'a csv::StringRecord,
}

impl Cells<'_> {
    fn label(&self) -> Result<DepartmentLabel, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        let mut keep = |mistake: Mistake| mistakes.push(mistake);
        let code = self.code(Column::Code).map_err(&mut keep).ok().flatten();
        let parent = self.code(Column::Parent).map_err(&mut keep).ok().flatten();
        let valid_from = self.day(Column::From).map_err(&mut keep).ok().flatten();
        let valid_until = self.day(Column::Until).map_err(&mut keep).ok().flatten();
        let name = self.cell(Column::Name);
        if name.is_empty() {
            keep(self.mistake(Column::Name, "名称が空です", "the name is empty"));
        }
        if self.cell(Column::Code).is_empty() {
            keep(self.mistake(Column::Code, "コードが空です", "the code is empty"));
        }
        if let (Some(from), Some(until)) = (valid_from, valid_until)
            && until < from
        {
            keep(self.mistake(
                Column::Until,
                "終了日が開始日より前です",
                "the last day is before the first",
            ));
        }
        if self
            .record
            .iter()
            .skip(self.heading.len())
            .any(|cell| !cell.trim().is_empty())
        {
            keep(Mistake::new(
                self.line,
                "",
                "見出しより列が多い行です",
                "the row has more cells than the heading",
            ));
        }
        let short = self.cell(Column::Short);
        match (code, mistakes.is_empty()) {
            (Some(code), true) => Ok(DepartmentLabel {
                code,
                name: name.to_owned(),
                short_name: if short.is_empty() { name } else { short }.to_owned(),
                parent,
                valid_from,
                valid_until,
            }),
            _ => Err(mistakes),
        }
    }

    fn cell(&self, column: Column) -> &str {
        let cell = self.columns[column as usize].and_then(|at| self.record.get(at));
        cell.unwrap_or_default().trim()
    }

    fn code(&self, column: Column) -> Result<Option<DepartmentId>, Mistake> {
        match self.cell(column) {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| {
                self.mistake(
                    column,
                    "コードに使えるのは文字、数字、- _ . で 32 文字までです",
                    "a code has 1 to 32 letters, digits, `-`, `_` or `.`",
                )
            }),
        }
    }

    fn day(&self, column: Column) -> Result<Option<Date>, Mistake> {
        match self.cell(column) {
            "" => Ok(None),
            text => day(text).map(Some).ok_or_else(|| {
                self.mistake(
                    column,
                    "日付は 2026-04-01 または 2026/4/1 と書いてください",
                    "write a day as 2026-04-01 or 2026/4/1",
                )
            }),
        }
    }

    fn mistake(&self, column: Column, ja: &str, en: &str) -> Mistake {
        let name = self.columns[column as usize].and_then(|at| self.heading.get(at));
        Mistake::new(self.line, name.unwrap_or_default().trim(), ja, en)
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::SHIFT_JIS;
    use mimawari_proto::show::options::Lang;

    use super::*;

    fn mistakes(text: &str) -> Vec<String> {
        let found = read(text.as_bytes()).expect_err("mistakes");
        found.iter().map(|one| one.say("d.csv", Lang::En)).collect()
    }

    #[test]
    fn japanese_and_english_headings_mean_the_same_in_any_order() {
        let japanese = "課名,課コード,略称,上位コード,有効開始日,終了日\n保育課,0810,保育,0100,2025/4/1,\n";
        let english =
            "Code,Name,Short Name,parent,valid_from,valid-until\n0810,保育課,保育,0100,2025-04-01,\n";
        let [japanese, english] = [japanese, english].map(|text| read(text.as_bytes()).expect("good").rows);
        assert_eq!(japanese, english);
        assert_eq!(japanese[0].1.valid_from, Some(Date::constant(2025, 4, 1)));
    }

    #[test]
    fn a_mark_and_shift_jis_are_read() {
        let text = "コード,名称\r\n0810,保育課\r\n";
        let (sjis, _, lossy) = SHIFT_JIS.encode(text);
        assert!(!lossy);
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        for bytes in [text.as_bytes(), &sjis, &marked] {
            assert_eq!(read(bytes).expect("good").rows[0].1.name, "保育課");
        }
    }

    #[test]
    fn a_mistake_names_line_and_column_and_what_is_allowed() {
        let found = mistakes("code,name,valid from\n0810,保育課,2025/4/1\n08 20,税務課,R7.4.1\n,,\n0830,,\n");
        assert_eq!(
            found,
            [
                "d.csv:3 (code): a code has 1 to 32 letters, digits, `-`, `_` or `.`",
                "d.csv:3 (valid from): write a day as 2026-04-01 or 2026/4/1",
                "d.csv:5 (name): the name is empty",
            ]
        );
    }

    #[test]
    fn a_file_without_what_is_needed_is_refused() {
        assert!(mistakes("")[0].contains("empty"));
        assert!(mistakes("code,phone\n1,2\n")[0].contains("no column `name`"));
        assert!(mistakes("code,name\n")[0].contains("no row"));
        assert!(mistakes("code,コード,name\n1,2,3\n")[0].contains("two columns"));
        assert!(read(b"\x81\xff\xfe").is_err());
    }

    #[test]
    fn a_row_wider_than_its_heading_is_a_mistake_unless_the_rest_is_blank() {
        assert_eq!(
            mistakes("code,name\n0810,保育課\n0811,a,b\n"),
            ["d.csv:3: the row has more cells than the heading"]
        );
        assert!(read("code,name\n0810,保育課,,\n".as_bytes()).is_ok());
    }

    #[test]
    fn columns_that_mean_nothing_here_are_told() {
        assert_eq!(
            read("code,name,電話\n1,a,2\n".as_bytes()).expect("good").unused,
            ["電話"]
        );
    }
}
