//! Shows what a reader hands over, for tests.

use std::ops::Range;

use mimawari_proto::{name::Name, round::UnreadReason};

use super::{
    Examiner, Stop,
    block::Blocks,
    coding::Coding,
    limits::Budget,
    text::{At, Text},
};

/// Writes every field down as `place|table.row.column|text`, without what does not apply.
#[derive(Default)]
pub(super) struct Shown {
    /// All fields, of all members.
    pub(super) fields: Vec<String>,
}

impl Examiner for Shown {
    fn begin(&mut self, member: &[Name]) {
        self.fields
            .extend(member.last().map(|name| format!("<{}>", name.shown)));
    }

    fn glance(&mut self, _: Coding, bytes: &[u8], worth: &mut Vec<Range<usize>>) {
        worth.push(0..bytes.len());
    }

    fn text(&mut self, text: &Text) {
        for field in text.fields() {
            let mut shown = match field.at {
                At::Part(mimawari_proto::finding::Part::Body) => String::new(),
                At::Part(part) => format!("{}|", part.word()),
                At::Line(line) => format!("{line}|"),
                At::Page(page) => format!("p{page}|"),
                other => format!("{other:?}|"),
            };
            if let Some(cell) = field.cell {
                shown += &format!("{}.{}.{}|", cell.table, cell.row, cell.column);
            }
            self.fields.push(shown + text.of(field));
        }
    }

    fn found(&self) -> bool {
        false
    }

    fn end(&mut self) {}

    fn unread(&mut self, _: &[Name], reason: UnreadReason, _: &str, detail: &str) {
        self.fields.push(format!("!{}: {detail}", reason.word()));
    }
}

/// Returns the fields of one document and how reading it ended.
pub(super) fn fields(
    read: impl FnOnce(&mut Blocks<'_>) -> Result<(), Stop>,
) -> (Vec<String>, Result<(), Stop>) {
    let mut shown = Shown::default();
    let budget = Budget::new();
    let mut blocks = Blocks::new(&mut shown, &budget);
    let outcome = read(&mut blocks);
    blocks.finish();
    drop(blocks);
    (shown.fields, outcome)
}

/// Returns the fields of a document of any format and its members, and what was not read.
pub(super) fn document(bytes: &[u8]) -> Vec<String> {
    let mut shown = Shown::default();
    super::read(&Name::from("x"), &mut std::io::Cursor::new(bytes), &mut shown);
    shown.fields
}
