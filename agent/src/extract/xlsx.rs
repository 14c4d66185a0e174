//! Workbooks: every sheet, hidden or not, cell by cell; comments, text boxes, headers and footers.
//!
//! Cells are streamed: a sheet with one cell in each corner costs two cells.

mod dates;

use std::{borrow::Cow, collections::HashMap, io::Read};

use mimawari_proto::finding::Part;

use super::{
    Stop,
    block::Blocks,
    flow,
    limits::{Budget, STRINGS_BYTES},
    package::Package,
    properties, relations,
    text::{At, Cell},
    xml::{Element, Node, Xml},
};

pub(super) use dates::Dates;

const WORKBOOK: &str = "xl/workbook.xml";

/// Reads every part with text.
pub(super) fn read(package: &mut Package<'_>, budget: &Budget, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    let mut dates = Dates::default();
    let names = workbook(package, budget, &mut dates, blocks)?;
    let mut strings = Strings::default();
    let mut outcome = match member(package, "xl/sharedstrings.xml") {
        Some(at) => package.read(at, budget).and_then(|source| strings.read(source)),
        None => Ok(()),
    };
    if let Some(at) = member(package, "xl/styles.xml") {
        let source = package.read(at, budget);
        outcome = outcome.and(source.and_then(|source| dates.read(source)));
    }
    let paths: Vec<(usize, String)> = package
        .members
        .iter()
        .enumerate()
        .map(|(at, member)| (at, member.path.clone()))
        .collect();
    for (at, path) in paths {
        let Some(inside) = path
            .strip_prefix("xl/")
            .and_then(|inside| inside.strip_suffix(".xml"))
        else {
            continue;
        };
        let read = if inside.starts_with("worksheets/") && !inside.contains("/_rels/") {
            let name = names.get(&path).map_or(inside, String::as_str);
            let sheet = blocks.sheet(name);
            let table = blocks.table();
            package.read(at, budget).and_then(|source| {
                Sheet {
                    at: At::Sheet(sheet),
                    table,
                    strings: &strings,
                    dates: &dates,
                }
                .read(source, blocks)
            })
        } else {
            beside(package, at, inside, budget, blocks)
        };
        outcome = outcome.and(read);
    }
    outcome
}

/// Reads a member beside the sheets, if it holds text; `inside` is its path without folder and ending.
pub(super) fn beside(
    package: &mut Package<'_>,
    at: usize,
    inside: &str,
    budget: &Budget,
    blocks: &mut Blocks<'_>,
) -> Result<(), Stop> {
    if let Some((element, attribute)) = remembered(inside) {
        properties::attributes(package.read(at, budget)?, element, attribute, blocks)
    } else if let Some(part) = part(inside) {
        flow::read(package.read(at, budget)?, At::Part(part), blocks)
    } else {
        Ok(())
    }
}

/// Tells which part of the workbook a member beside the sheets is.
fn part(inside: &str) -> Option<Part> {
    let folder = inside.split_once('/').map_or("", |(folder, _)| folder);
    let comments = inside.starts_with("comments") || folder == "threadedComments" || folder == "comments";
    match folder {
        _ if comments => Some(Part::Comment),
        "drawings" | "charts" if !inside.contains("/_rels/") => Some(Part::Body),
        "diagrams" if inside.contains("data") => Some(Part::Body),
        _ => None,
    }
}

/// Tells a part that keeps something in attributes: how a database is reached, what a pivot table counted.
fn remembered(inside: &str) -> Option<(&'static str, &'static str)> {
    match inside {
        "connections" => Some(("dbPr", "connection")),
        _ if inside.starts_with("pivotCache/pivotCache") => Some(("s", "v")),
        _ => None,
    }
}

/// Finds a member whatever the case of its path: some programs write `sharedstrings.xml`.
fn member(package: &Package<'_>, lower: &str) -> Option<usize> {
    package
        .members
        .iter()
        .position(|member| member.path.eq_ignore_ascii_case(lower))
}

/// Reads the workbook: names of sheets by the paths of their parts, and constants that have a name.
fn workbook(
    package: &mut Package<'_>,
    budget: &Budget,
    dates: &mut Dates,
    blocks: &mut Blocks<'_>,
) -> Result<HashMap<String, String>, Stop> {
    let relations = match package.find(&relations::path_of(WORKBOOK)) {
        Some(at) => relations::read(package.read(at, budget)?, WORKBOOK)?,
        None => Vec::new(),
    };
    let Some(at) = package.find(WORKBOOK) else {
        return Ok(HashMap::new());
    };
    let mut xml = Xml::new(package.read(at, budget)?);
    let mut names = HashMap::new();
    let mut defined = None;
    loop {
        match xml.next()? {
            Node::Open(element) => match element.local() {
                "sheet" => {
                    let target = element
                        .relation()
                        .and_then(|id| relations.iter().find(|relation| relation.id == id));
                    if let (Some(target), Some(name)) = (target, element.attribute("name")) {
                        names.insert(target.target.clone(), name.into_owned());
                    }
                }
                "workbookPr" if matches!(element.attribute("date1904").as_deref(), Some("1" | "true")) => {
                    dates.count_from_1904();
                }
                "definedName" => {
                    defined = element
                        .attribute("name")
                        .map(|name| (name.into_owned(), String::new()));
                }
                _ => {}
            },
            Node::Text(text) => {
                if let Some((_, value)) = &mut defined {
                    value.push_str(&text);
                }
            }
            Node::Close(_) => {
                if let Some((name, value)) = defined.take()
                    && let Some(constant) = value.trim_start_matches('=').strip_prefix('"')
                {
                    let line = format!("{name}: {}", constant.trim_end_matches('"'));
                    blocks.push(&line, At::Part(Part::Body), None, false)?;
                }
            }
            Node::End => return Ok(names),
        }
    }
}

/// Strings that cells refer to by number.
#[derive(Default)]
pub(super) struct Strings {
    chars: String,
    ends: Vec<u32>,
}

impl Drop for Strings {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.chars);
    }
}

impl Strings {
    /// Returns the string of a number; an empty one where there is none.
    pub(super) fn get(&self, number: usize) -> &str {
        let end = self.ends.get(number).map_or(0, |&end| end as usize);
        let start = number
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .map_or(0, |&end| end as usize);
        self.chars.get(start..end).unwrap_or_default()
    }

    /// Adds the next string.
    pub(super) fn push(&mut self, text: &str) -> Result<(), Stop> {
        self.chars.push_str(text);
        self.ends.push(self.chars.len() as u32);
        self.fit()
    }

    fn fit(&self) -> Result<(), Stop> {
        match self.chars.len() + self.ends.len() * 4 > STRINGS_BYTES {
            true => Err(Stop::Limit("more than 24 MiB of shared strings")),
            false => Ok(()),
        }
    }

    fn read(&mut self, source: impl Read) -> Result<(), Stop> {
        let mut xml = Xml::new(source);
        let (mut text, mut phonetic) = (false, false);
        loop {
            match xml.next()? {
                Node::Open(element) => match element.local() {
                    "t" => text = !phonetic,
                    "rPh" => phonetic = true,
                    _ => {}
                },
                Node::Close(name) => match name.local() {
                    "t" => text = false,
                    "rPh" => phonetic = false,
                    "si" => self.push("")?,
                    _ => {}
                },
                Node::Text(piece) if text => {
                    self.chars.push_str(&piece);
                    self.fit()?;
                }
                Node::Text(_) => {}
                Node::End => return Ok(()),
            }
        }
    }
}

/// One sheet under way.
struct Sheet<'s> {
    at: At,
    table: u32,
    strings: &'s Strings,
    dates: &'s Dates,
}

/// The cell under way.
#[derive(Default)]
struct Open {
    row: u32,
    column: u32,
    sort: Sort,
    text: String,
    inside: bool,
    phonetic: bool,
    format: Option<u32>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Sort {
    #[default]
    Number,
    Shared,
    Text,
    Other,
}

impl Sort {
    fn of(value: &str) -> Self {
        match value {
            "n" => Self::Number,
            "s" => Self::Shared,
            "str" | "inlineStr" | "d" => Self::Text,
            _ => Self::Other,
        }
    }
}

impl Sheet<'_> {
    fn read(&self, source: impl Read, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let mut xml = Xml::new(source);
        let mut open = Open::default();
        let mut header = None;
        let mut formula: Option<String> = None;
        loop {
            match xml.next()? {
                Node::Open(element) => match element.local() {
                    "row" => {
                        open.row = element.number("r").unwrap_or(open.row.saturating_add(1));
                        open.column = 0;
                    }
                    "c" => open.begin(&element),
                    "v" | "t" => open.inside = !open.phonetic,
                    "rPh" => open.phonetic = true,
                    "dataValidation" => self.messages(&element, blocks)?,
                    "formula1" => formula = Some(String::new()),
                    "oddHeader" | "oddFooter" | "evenHeader" | "evenFooter" | "firstHeader"
                    | "firstFooter" => header = Some(String::new()),
                    _ => {}
                },
                Node::Text(text) => match header.as_mut().or(formula.as_mut()) {
                    Some(beside) => beside.push_str(&text),
                    None if open.inside => open.text.push_str(&text),
                    None => {}
                },
                Node::Close(name) => match name.local() {
                    "c" => self.push(&open, blocks)?,
                    "v" | "t" => open.inside = false,
                    "rPh" => open.phonetic = false,
                    "formula1" => self.choices(&formula.take().unwrap_or_default(), blocks)?,
                    "oddHeader" | "oddFooter" | "evenHeader" | "evenFooter" | "firstHeader"
                    | "firstFooter" => {
                        let text = header.take().unwrap_or_default();
                        blocks.push(&without_codes(&text), At::Part(Part::Header), None, false)?;
                    }
                    _ => {}
                },
                Node::End => return Ok(()),
            }
        }
    }

    /// Shows what a cell tells whoever is about to fill it in.
    fn messages(&self, element: &Element<'_>, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        ["promptTitle", "prompt", "errorTitle", "error"]
            .iter()
            .filter_map(|name| element.attribute(name))
            .flat_map(|text| text.split('\n').map(str::to_owned).collect::<Vec<_>>())
            .try_for_each(|line| blocks.push(&line, self.at, None, false))
    }

    /// Shows a list to choose from, which is written out in quotes; ranges of cells say nothing.
    fn choices(&self, formula: &str, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let list = formula.strip_prefix('"').into_iter();
        list.flat_map(|list| list.trim_end_matches('"').split(','))
            .try_for_each(|choice| blocks.push(choice, self.at, None, false))
    }

    fn push(&self, open: &Open, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let text = &open.text;
        let cell = Cell {
            table: self.table,
            row: open.row,
            column: open.column,
        };
        match open.sort {
            Sort::Shared => {
                let shared = text.trim().parse().map_or("", |number| self.strings.get(number));
                lines(shared, self.at, cell, blocks)
            }
            Sort::Text => lines(text, self.at, cell, blocks),
            Sort::Number => match self.dates.day(open.format, text) {
                Some(day) => blocks.push(&day, self.at, Some(cell), false),
                None => blocks.push(&number(text), self.at, Some(cell), true),
            },
            // True, false, an error.
            Sort::Other => Ok(()),
        }
    }
}

/// Pushes every line of a cell as a field of its own.
pub(super) fn lines(text: &str, at: At, cell: Cell, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    text.split('\n').try_for_each(|line| {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let line = line.strip_suffix("_x000D_").unwrap_or(line);
        blocks.push(line, at, Some(cell), false)
    })
}

impl Open {
    fn begin(&mut self, element: &Element<'_>) {
        self.column = self.column.saturating_add(1);
        self.sort = Sort::Number;
        self.format = None;
        // In one go: a sheet has more cells than anything else.
        for (name, value) in element.attributes() {
            match name {
                "r" => self.column = column_of(&value).unwrap_or(self.column),
                "t" => self.sort = Sort::of(&value),
                "s" => self.format = value.trim().parse().ok(),
                _ => {}
            }
        }
        self.text.clear();
        self.inside = false;
    }
}

/// Returns the column of a reference like `AB12`.
fn column_of(reference: &str) -> Option<u32> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    let column = letters.fold(0u32, |column, letter| {
        column
            .saturating_mul(26)
            .saturating_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    });
    (column > 0).then_some(column)
}

/// Whole numbers up to here are exact: card numbers have sixteen digits.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Writes a number as a person would: whole numbers without exponent.
pub(super) fn number(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Cow::Borrowed(text);
    }
    match text.trim().parse::<f64>() {
        Ok(value) if value.fract() == 0.0 && value.abs() <= EXACT => Cow::Owned(format!("{value:.0}")),
        _ => Cow::Borrowed(text),
    }
}

/// Takes the codes for position, font and fields out of a header.
pub(super) fn without_codes(header: &str) -> String {
    let mut text = String::new();
    let mut chars = header.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '&' {
            text.push(c);
            continue;
        }
        match chars.next() {
            Some('&') => text.push('&'),
            Some('"') => drop(chars.by_ref().find(|&c| c == '"')),
            // The size of the letters.
            Some('0'..='9') => while chars.next_if(char::is_ascii_digit).is_some() {},
            _ => text.push(' '),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_cells_are_written_out() {
        assert_eq!(number("1.23456789018E+11"), "123456789018");
        assert_eq!(number("98320567321"), "98320567321");
        assert_eq!(number("4.111111111111110E+15"), "4111111111111110");
        assert_eq!(number("3.5"), "3.5");
    }

    #[test]
    fn columns_are_read_from_references() {
        assert_eq!(column_of("B4"), Some(2));
        assert_eq!(column_of("XFD1048576"), Some(16_384));
        assert_eq!(column_of("12"), None);
    }

    #[test]
    fn header_codes_are_not_text() {
        assert_eq!(without_codes("&L&\"MS,Bold\"&12PW: a&&b"), " PW: a&b");
    }
}
