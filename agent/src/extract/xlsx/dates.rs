//! Dates of a workbook, which are numbers with a format: which formats mean a date, and which day a number is.

use std::{collections::HashSet, io::Read};

use jiff::{ToSpan, civil};

use super::super::{
    Stop,
    limits::FORMATS,
    xml::{Node, Xml},
};

/// Which cell formats show a date, by their number, and where days are counted from.
#[derive(Default)]
pub(in crate::extract) struct Dates {
    /// Number formats that show a date.
    dates: HashSet<u32>,
    formats: Vec<bool>,
    from_1904: bool,
}

impl Dates {
    /// Counts from 1904, as workbooks from old Macintoshes do.
    pub(in crate::extract) const fn count_from_1904(&mut self) {
        self.from_1904 = true;
    }

    /// Takes a number format of the workbook's own.
    pub(in crate::extract) fn number_format(&mut self, id: u32, code: &str) {
        if self.dates.len() < FORMATS && shows_date(code) {
            self.dates.insert(id);
        }
    }

    /// Takes the next cell format, by the number format in it.
    pub(in crate::extract) fn cell_format(&mut self, id: u32) {
        if self.formats.len() < FORMATS {
            self.formats.push(built_in(id) || self.dates.contains(&id));
        }
    }

    /// Reads the list of cell formats.
    pub(super) fn read(&mut self, source: impl Read) -> Result<(), Stop> {
        let mut xml = Xml::new(source);
        let mut cells = false;
        loop {
            match xml.next()? {
                Node::Open(element) => match element.local() {
                    "numFmt" => {
                        let code = element.attribute("formatCode").unwrap_or_default();
                        if let Some(id) = element.number("numFmtId") {
                            self.number_format(id, &code);
                        }
                    }
                    "cellXfs" => cells = true,
                    "xf" if cells => self.cell_format(element.number("numFmtId").unwrap_or(0)),
                    _ => {}
                },
                Node::Close(name) if name.local() == "cellXfs" => cells = false,
                Node::End => return Ok(()),
                _ => {}
            }
        }
    }

    /// Writes a number as the day that a cell of this format shows; `None` where it shows none.
    pub(in crate::extract) fn day(&self, format: Option<u32>, number: &str) -> Option<String> {
        let format = usize::try_from(format?).ok()?;
        if !*self.formats.get(format)? {
            return None;
        }
        let days = number.trim().parse::<f64>().ok()?.floor();
        if !(1.0..2_958_466.0).contains(&days) {
            return None;
        }
        let first = match (self.from_1904, days < 60.0) {
            (true, _) => civil::date(1904, 1, 1),
            // Counted as if 1900 had been a leap year.
            (false, true) => civil::date(1899, 12, 31),
            (false, false) => civil::date(1899, 12, 30),
        };
        let day = first.checked_add((days as i64).days()).ok()?;
        Some(format!("{}/{}/{}", day.year(), day.month(), day.day()))
    }
}

/// Tells the formats that every workbook has, those of Japanese calendars too.
const fn built_in(id: u32) -> bool {
    matches!(id, 14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58)
}

/// Tells a format of dates: outside of quotes and brackets it names a year or a day.
fn shows_date(code: &str) -> bool {
    let mut plain = String::new();
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => drop(chars.by_ref().find(|&c| c == '"')),
            '[' => drop(chars.by_ref().find(|&c| c == ']')),
            '\\' | '_' | '*' => drop(chars.next()),
            c => plain.push(c.to_ascii_lowercase()),
        }
    }
    plain != "general" && ["y", "d", "g"].iter().any(|letter| plain.contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_dates_are_told_from_others() {
        for code in [
            "yyyy/mm/dd",
            "[$-411]ggge\"年\"m\"月\"d\"日\"",
            "[$-F800]dddd\\,\\ mmmm",
        ] {
            assert!(shows_date(code), "{code}");
        }
        for code in ["General", "0.00E+00", "[Red]#,##0", "\"day\"0", "h:mm", "@"] {
            assert!(!shows_date(code), "{code}");
        }
    }

    #[test]
    fn numbers_become_the_days_that_excel_shows() {
        let mut dates = Dates {
            formats: vec![false, true],
            ..Dates::default()
        };
        assert_eq!(dates.day(Some(1), "31148").as_deref(), Some("1985/4/11"));
        assert_eq!(dates.day(Some(1), "1").as_deref(), Some("1900/1/1"));
        assert_eq!(dates.day(Some(1), "45292.75").as_deref(), Some("2024/1/1"));
        assert_eq!(dates.day(Some(0), "31148"), None);
        assert_eq!(dates.day(Some(9), "31148"), None);
        assert_eq!(dates.day(Some(1), "0.5"), None);
        dates.count_from_1904();
        assert_eq!(dates.day(Some(1), "29686").as_deref(), Some("1985/4/11"));
    }
}
