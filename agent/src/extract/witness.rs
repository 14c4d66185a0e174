//! An examiner for tests that writes down what it is shown.

use std::{io::Cursor, ops::Range};

use mimawari_proto::{name::Name, round::UnreadReason};

use super::{Examiner, Sort, coding::Coding, read, text::Text};

/// What a document showed.
#[derive(Default, Debug)]
pub(super) struct Witness {
    member: Vec<String>,
    /// One line for every field: members, place as JSON, `#` for a number cell, text.
    pub(super) lines: Vec<String>,
    /// One line for everything unread: members, reason, format.
    pub(super) unread: Vec<String>,
}

impl Examiner for Witness {
    fn begin(&mut self, member: &[Name]) {
        self.member = member.iter().map(|name| name.shown.clone()).collect();
    }

    fn glance(&mut self, _: Coding, bytes: &[u8], worth: &mut Vec<Range<usize>>) {
        worth.push(0..bytes.len());
    }

    fn text(&mut self, text: &Text) {
        for field in text.fields() {
            let place = serde_json::json!(text.place(field));
            let number = if field.number { "#" } else { "" };
            let row = field.cell.map_or_else(String::new, |cell| {
                format!(" {}:{}:{}", cell.table, cell.row, cell.column)
            });
            let member = self.member.join(" > ");
            self.lines
                .push(format!("{member}{place}{row} {number}{}", text.of(field)));
        }
    }

    fn found(&self) -> bool {
        false
    }

    fn end(&mut self) {}

    fn unread(&mut self, member: &[Name], reason: UnreadReason, format: &str, detail: &str) {
        let member: Vec<_> = member.iter().map(|name| name.shown.as_str()).collect();
        self.unread
            .push(format!("{} {reason:?} {format} {detail}", member.join(" > ")));
    }
}

/// Reads a document and returns what it showed.
pub(super) fn witness(bytes: &[u8]) -> (Sort, Witness) {
    let mut witness = Witness::default();
    let sort = read(&Name::from("x"), &mut Cursor::new(bytes), &mut witness);
    (sort, witness)
}

/// Shows a document to a person: `MIMAWARI_FILE=… cargo test -p mimawari-agent --lib shown -- --ignored --nocapture`.
#[test]
#[ignore = "shows a document to a person"]
#[expect(clippy::print_stdout, reason = "shows a document to a person")]
fn shown() {
    let files = std::env::var("MIMAWARI_FILE").expect("MIMAWARI_FILE names files");
    for file in files.split(' ') {
        let bytes = std::fs::read(file).expect("readable");
        let (sort, witness) = witness(&bytes);
        println!("== {file}: {sort:?}");
        witness.lines.iter().for_each(|line| println!("{line}"));
        witness.unread.iter().for_each(|line| println!("UNREAD {line}"));
    }
}
