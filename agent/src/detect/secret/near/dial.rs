//! A short number at the end of a line that speaks of a lock: what a door, a dial or a safe takes.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    super::{
        super::{shape::own, tally::Tally},
        Page, Sense,
    },
    PIN_LINE_CHARS,
    words::is_whole,
};

/// A short number as a door takes it.
static SHORT_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    own(
        r"(?:^|[^\d.,/A-Za-z-])(?P<value>[*#]?\d{3,6}[#*]?|\d(?:[- →・]\d){2,5}|\d{2}[A-Z]\d)(?P<rest>[^\d.,/:A-Za-z-].*)?$",
    )
});

/// What a number is when one of these stands right before it …
const COUNTED: [char; 13] = [
    '年', '月', '第', '約', '計', '線', '号', '全', 'R', 'H', '¥', '平', '令',
];
/// … or one of these anywhere in the line.
const OTHERS: [&str; 14] = [
    "内線",
    "電話",
    "tel",
    "fax番号",
    "号室",
    "様式",
    "型",
    "価格",
    "金額",
    "令和",
    "平成",
    "直通",
    "フリーダイヤル",
    "ダイヤルイン",
];

impl Page<'_> {
    /// Judges a short number at the end of a line that speaks of a lock.
    pub(super) fn short_number(&self, at: usize, tally: &mut Tally) {
        let text = self.text(at);
        if text.chars().count() > PIN_LINE_CHARS || !self.may_open(at) {
            return;
        }
        let Some(found) = SHORT_NUMBER.captures(text) else {
            return;
        };
        let Some(value) = found.name("value") else { return };
        let rest = found.name("rest").map_or("", |rest| rest.as_str());
        let rest = rest.trim_start_matches([' ', '」', '"', ')', '、']);
        if !self.is_dialled_here(at, value.as_str())
            || !self.ends_there(rest)
            || self.is_counted(at, &text[..value.start()])
            || self.secrets.is_quantity(value.as_str(), rest)
        {
            return;
        }
        let mut score = self.score(&["near_lock", "pin"]);
        if self.secrets.nears.against.is_match(self.lower(at)) {
            self.add(&mut score, "near_against");
        }
        self.near_report(at, value.as_str(), score, tally);
    }

    /// Tells whether a line speaks of a lock, is no example, and has no label that is judged elsewhere.
    fn may_open(&self, at: usize) -> bool {
        let marked = self.marks[at].iter().any(|mark| mark.sense == Sense::Strong);
        !marked && !self.is_example(&[at]) && self.speaks_of_lock(at)
    }

    fn speaks_of_lock(&self, at: usize) -> bool {
        let lower = self.lower(at);
        let mut found = self.secrets.nears.lock.find_iter(lower);
        found.any(|found| is_whole(lower, &found.range()))
    }

    /// Three digits, or digits one by one, are what a dial shows and nothing else.
    fn is_dialled_here(&self, at: usize, value: &str) -> bool {
        let few = value.len() == 3 || value.contains([' ', '→', '・']);
        !few || self.secrets.nears.dial.is_match(self.lower(at))
    }

    /// Tells whether nothing follows a number but its key, a remark, or what is done with it.
    fn ends_there(&self, rest: &str) -> bool {
        let nears = &self.secrets.nears;
        let mut uses = nears.enters.iter().chain(&nears.uses);
        rest.is_empty()
            || rest.starts_with(['。', '→', '#', '+', '(', '※'])
            || ["のあと", "セット", "解除"]
                .iter()
                .any(|next| rest.starts_with(next))
            || uses.any(|used| rest.starts_with(used.as_str()))
    }

    /// Tells a year, an extension, a price from what opens something.
    fn is_counted(&self, at: usize, before: &str) -> bool {
        before.ends_with(COUNTED) || OTHERS.iter().any(|word| self.lower(at).contains(word))
    }
}
