//! Secrets without a label of their own: a value as only a secret looks, near words of locks and accounts.
//!
//! ```text
//! 人事システム → jinji01 → jJ49dkwa      a system, an id before the value
//! 共有フォルダは Kitsune8 で入れます       what is done with the value
//! 機械警備のセットは 1923 を押す          a short number, words of locks
//! ```

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use crate::detect::shape::own;

use super::{
    super::{rule::SecretRule, tally::Tally},
    Look, Page, Score, Sense, Sighting, automaton,
    line::is_english,
};
use crate::detect::normal::word;

/// Lines above a value, blank ones left out, whose words may speak of it.
const ABOVE: usize = 3;
/// A line above speaks of the next ones if it is short, in characters.
const ABOVE_CHARS: usize = 40;
/// A line with more Japanese than this around its value speaks for itself, in characters.
const BARE_CHARS: usize = 12;
/// A line with a short number that opens something, in characters.
const PIN_LINE_CHARS: usize = 36;
/// A text of so few lines may be a note in another language.
const SHORT_LINES: usize = 16;
/// Lines longer than this are prose or data.
const LINE_CHARS: usize = 90;

/// Words around a value, compiled.
pub(super) struct Nears {
    /// Words that name a secret …
    firm: AhoCorasick,
    /// … and words that only stand near one.
    loose: AhoCorasick,
    account: AhoCorasick,
    lock: AhoCorasick,
    dial: AhoCorasick,
    against: AhoCorasick,
    /// What is done with a secret and with little else …
    enters: Vec<String>,
    /// … and what is done with anything.
    uses: Vec<String>,
}

impl Nears {
    pub(super) fn new(rule: &SecretRule) -> Self {
        let words = |list: &[String]| list.iter().map(|w| word(w)).collect::<Vec<_>>();
        Self {
            firm: automaton(words(&rule.near_secret)),
            loose: automaton(words(&rule.near_opening)),
            account: automaton(words(&rule.near_account)),
            lock: automaton(words(&rule.near_lock)),
            dial: automaton(words(&rule.near_dial)),
            against: automaton(words(&rule.not_near)),
            enters: words(&rule.near_enters),
            uses: words(&rule.near_uses),
        }
    }
}

/// How far a value is from anything but a secret.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mind {
    /// A word and a number, as ids have it too.
    Plain,
    /// Lower case with numbers between, or Japanese in Roman letters with one.
    Likely,
    /// Three classes, not like a model's name.
    Odd,
    /// A symbol inside as only secrets have it.
    Sure,
}

impl Mind {
    fn weight_name(self) -> &'static str {
        match self {
            Self::Plain => "mind_plain",
            Self::Likely => "mind_likely",
            Self::Odd => "mind_odd",
            Self::Sure => "mind_sure",
        }
    }
}

/// A name and a number, as models and versions have it.
static MODEL: LazyLock<Regex> = LazyLock::new(|| {
    own(
        r"^(?:[A-Za-z]+-)?(?P<stem>[A-Za-z]*[A-Z][A-Za-z]*)[-_]?\d+[A-Z]?[a-z]{0,2}(?:-?(?:Rev|Gen|Ver|Mk|Ed)\d{1,2})?$",
    )
});
/// A word with a capital and a number, as people have it too.
static TITLED: LazyLock<Regex> = LazyLock::new(|| own(r"^[A-Z][a-z]+[-_]?\d+[a-z]{0,2}$"));
/// A word and a number, as ids have it.
static ID: LazyLock<Regex> = LazyLock::new(|| own(r"^(?P<stem>[a-z]+)[-_.]?\d+$"));
static ROMAJI: LazyLock<Regex> = LazyLock::new(|| {
    own(r"(?i)^(?:(?:kk?y?|ss?h?y?|tt?[syh]?|ch|ny?|hy?|my?|y|ry?|w|gy?|z|j|d|b|p|f)?[aiueo]|n)+$")
});
/// Words joined by their capitals and a number, as products have it.
static NAMED: LazyLock<Regex> = LazyLock::new(|| own(r"^(?:[A-Z][a-z]+){2,}-?\d{1,4}$"));
/// Names of machines and of releases.
static MACHINE: LazyLock<Regex> = LazyLock::new(|| {
    own(
        r"^(?:[A-Z]{2,}\d.*|[A-Z]{2,}-\w*\d\w*(?:-\w+)+|\d+[A-Za-z]+|T\d{13}|[Vv]er.*|[a-z]{1,8}(?:[-_.][a-z]{1,8})+\d{1,3})$",
    )
});
/// A line of a log begins with a day and a time.
static LOGGED: LazyLock<Regex> =
    LazyLock::new(|| own(r"^\W*(?:\d{4}[-/]\d\d?[-/]\d\d?[T ]+\d|[A-Z][a-z]{2} +\d{1,2} +\d\d:)"));
/// A short number as a door takes it.
static SHORT_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    own(
        r"(?:^|[^\d.,/A-Za-z-])(?P<value>[*#]?\d{3,6}[#*]?|\d(?:[- →]\d){2,5}|\d{2}[A-Z]\d)(?P<rest>[^\d.,/:A-Za-z-].*)?$",
    )
});

pub(super) fn mind(value: &str) -> Option<Mind> {
    let has = |is: fn(&u8) -> bool| value.bytes().any(|byte| is(&byte));
    let (lower, upper, digit) = (
        has(u8::is_ascii_lowercase),
        has(u8::is_ascii_uppercase),
        has(u8::is_ascii_digit),
    );
    let symbol = value.contains(['!', '#', '$', '%', '&', '?', '@', '*', '+']);
    let plain = |c: char| c.is_ascii_alphanumeric() || "!#$%&?@*+-_.".contains(c);
    if !(6..=24).contains(&value.len()) || !digit || !(lower || upper) || !value.chars().all(plain) {
        return None;
    }
    let romaji = |stem: &str| stem.len() >= 3 && ROMAJI.is_match(stem);
    let stem = |shape: &Regex| {
        let found = shape.captures(value)?;
        Some(found.name("stem").map_or("", |stem| stem.as_str()).to_owned())
    };
    if !value.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    if value.contains(['!', '#', '$', '%', '&', '?']) {
        return Some(Mind::Sure);
    }
    if !lower || value.contains('.') || symbol && !(upper && value.contains('@')) {
        return None;
    }
    if MACHINE.is_match(value) {
        return None;
    }
    if let Some(stem) = stem(&ID) {
        let year = ["2024", "2025", "2023", "2026"]
            .iter()
            .any(|year| value.ends_with(year));
        let counted = value.len() - stem.len() <= 3 && value[stem.len()..].starts_with(['0', '-', '.']);
        return Some(if (romaji(&stem) || year) && !counted {
            Mind::Likely
        } else {
            Mind::Plain
        });
    }
    if let Some(stem) = stem(&MODEL) {
        return (romaji(&stem) && TITLED.is_match(value)).then_some(Mind::Likely);
    }
    if upper && value.contains('_') {
        return None;
    }
    let odd = upper && !NAMED.is_match(value);
    Some(if odd { Mind::Odd } else { Mind::Likely })
}

/// Tells the type of a machine, of a product or of a release by its shape.
pub(super) fn names_a_thing(value: &str) -> bool {
    (MODEL.is_match(value) || MACHINE.is_match(value)) && !TITLED.is_match(value)
}

/// A word of a line, with what is before and behind it.
struct Token<'t> {
    before: &'t str,
    value: &'t str,
    rest: &'t str,
}

/// Splits a line into its words of ASCII; addresses and paths stay whole.
fn words(text: &str) -> Vec<Token<'_>> {
    let mut words = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(|c: char| c.is_ascii_graphic()) {
        let start = from + start;
        let end = text[start..]
            .find(|c: char| !c.is_ascii_graphic())
            .map_or(text.len(), |end| start + end);
        let run = &text[start..end];
        let whole = run.contains("//")
            || run.contains('\\')
            || run.starts_with(['/', '~', '.'])
            || run.matches('/').count() > 1;
        let split: &[char] = if whole {
            &[]
        } else {
            &['/', ':', '=', '>', '|', ',', ';']
        };
        let mut at = start;
        for part in run.split(split) {
            let begin = at;
            at += part.len() + 1;
            let value = part.trim_start_matches(['"', '\'', '(', '[', '-', '<', '`']);
            let begin = begin + part.len() - value.len();
            let value = value.trim_end_matches(['"', '\'', ')', ']', '.', '`']);
            if value.contains(|c: char| c.is_ascii_alphanumeric()) {
                words.push(Token {
                    before: &text[..begin],
                    value,
                    rest: &text[begin + value.len()..],
                });
            }
        }
        from = end;
    }
    words
}

impl Page<'_> {
    /// Judges the words of a line that has no cell beside it.
    pub(super) fn near(&self, at: usize, tally: &mut Tally) {
        let text = self.text(at);
        if self.is_cell(at) || text.chars().count() > LINE_CHARS || is_english(self.lower(at)) {
            return;
        }
        let words = words(text);
        if words.len() > 8 || LOGGED.is_match(text) || !self.is_note(at, words.len()) {
            return;
        }
        for (nth, token) in words.iter().enumerate() {
            let Some(mind) = mind(token.value) else { continue };
            if self.plain_look(token.value).is_none_or(|look| look < Look::Mixed) {
                continue;
            }
            let id = nth.checked_sub(1).map(|before| &words[before]);
            let score = self.near_score(at, token, mind, id);
            self.near_report(at, token.value, score, tally);
        }
        self.short_number(at, tally);
    }

    /// Judges the words of a cell that says itself what they are for: 「シート保護 …」.
    pub(super) fn near_in_cell(&self, at: usize, tally: &mut Tally) {
        let text = self.text(at);
        let nears = &self.secrets.nears;
        if text.is_ascii() || text.chars().count() > PIN_LINE_CHARS {
            return;
        }
        for token in &words(text) {
            let speaks = |words: &AhoCorasick| self.gives(words, at, at, token);
            let said =
                (speaks(&nears.firm) || speaks(&nears.loose)) && !nears.against.is_match(self.lower(at));
            let odd = mind(token.value).filter(|&mind| said && mind >= Mind::Odd);
            if let Some(mind) = odd.filter(|_| self.plain_look(token.value) >= Some(Look::Mixed)) {
                let score = self.score(&["near_secret", mind.weight_name()]);
                self.near_report(at, token.value, score, tally);
            }
        }
    }

    fn near_score(&self, at: usize, token: &Token<'_>, mind: Mind, id: Option<&Token<'_>>) -> Score {
        let nears = &self.secrets.nears;
        let mut score = self.score(&[mind.weight_name()]);
        let mut around = self.around(at, token);
        if mind < Mind::Odd {
            around.truncate(2);
        }
        let speaks = |words: &AhoCorasick| around.iter().any(|&line| self.says(words, line, at, token));
        // 「鍵は …」 says what the key is, 「鍵は総務課にある」 where.
        let key = ["鍵は", "鍵:", "鍵=", "鍵→"]
            .iter()
            .any(|key| token.before.trim_end_matches([' ', '「']).ends_with(key));
        let above = |&&line: &&usize| line != at;
        let speaks_above = |words: &AhoCorasick| {
            around
                .iter()
                .filter(above)
                .any(|&line| self.gives(words, line, at, token))
        };
        let account = speaks(&nears.account);
        let rest = token
            .rest
            .trim_start_matches(['」', '"', '\'', ' ', ')', '、', ']']);
        let follows = |list: &[String]| list.iter().any(|used| rest.starts_with(used.as_str()));
        let enters = follows(&nears.enters);
        let used = enters || follows(&nears.uses);
        let before = token.before.trim_end();
        let short_label = ["p", "pw", "ps", "鍵"].contains(&before.trim().to_ascii_lowercase().as_str());
        let alone = rest.is_empty() && (short_label || before.chars().all(|c| !c.is_alphanumeric()));
        let signed = before.ends_with(['→', '⇒', ':', '=', 'は', ')', '「']);
        let pair = id.is_some_and(|id| is_pair(id, token)) || alone && self.id_above(at);
        // A value as ids have it needs the word in its line or in one that leads to it.
        let leads = mind >= Mind::Sure || self.is_led_to(at);
        let stated = rest.is_empty() || used;
        let own = |words: &AhoCorasick| self.gives_in_sentence(words, at, token, stated);
        let firm = key
            || own(&nears.firm)
            || (leads || mind == Mind::Odd && (alone || pair)) && speaks_above(&nears.firm);
        let secret = firm || own(&nears.loose) || leads && speaks_above(&nears.loose);
        let series = pair && id.is_some_and(|id| is_series(id.value, token.value));
        if series || self.is_named_id(at, token) || self.is_example(&around) {
            return Score::default();
        }
        let against = nears.against.is_match(self.lower(at));
        for (holds, signal) in [
            (firm, "near_secret"),
            (secret && !firm, "near_opening"),
            (account, "near_account"),
            (used, "near_used"),
            (alone, "near_alone"),
            (pair, "near_pair"),
            (rest.is_empty() && !alone, "near_ends"),
            (signed, "near_sign"),
            (against && !(pair && mind >= Mind::Odd), "near_against"),
        ] {
            if holds {
                self.add(&mut score, signal);
            }
        }
        let caption = before.trim_end_matches(['→', '⇒', ':', '=', ' ']);
        // A value as ids have it needs an id beside or a use; no value is a secret without any company.
        let company = match mind {
            Mind::Plain => firm && used && !pair || pair && id.is_some_and(|id| id.value.contains('@')),
            Mind::Likely => {
                enters && (secret || account)
                    || firm && (alone || pair || signed || used || rest.is_empty())
                    || pair && (secret || account)
            }
            Mind::Odd => {
                let ends = rest.is_empty() || rest.starts_with('。');
                firm || enters
                    || secret && (used || signed || pair || ends)
                    || pair && (account || alone)
                    || account && signed && (used || ends) && !self.names_other(caption)
            }
            Mind::Sure => secret || pair || account || enters,
        };
        if company { score } else { Score::default() }
    }

    /// Tells whether the line above ends as what leads to a value: with a label, a sign, a question or a sentence.
    fn is_led_to(&self, at: usize) -> bool {
        const ENDS: [&str; 14] = [
            ":",
            "→",
            "↓",
            "?",
            "。",
            "は",
            "か",
            "です",
            "ます",
            "ました",
            "した",
            "用",
            "情報",
            "メモ",
        ];
        let above = (at.saturating_sub(ABOVE * 2)..at)
            .rev()
            .find(|&above| !self.is_blank(above));
        above.is_some_and(|above| {
            let line = self
                .lower(above)
                .trim_end_matches([' ', '】', '」', ']', ')', '■', '-', '!']);
            let named = || {
                let mut words = self
                    .secrets
                    .nears
                    .firm
                    .find_iter(line)
                    .chain(self.secrets.nears.loose.find_iter(line));
                words.any(|word| line[word.end()..].chars().count() <= 4)
            };
            let id = self.marks[above].iter().any(|mark| mark.sense == Sense::Identity) || is_id(line);
            ENDS.iter().any(|end| line.ends_with(end)) || id || named()
        })
    }

    /// Reports a value without a label: never as sure as one with a label, however much speaks for it.
    fn near_report(&self, at: usize, value: &str, mut score: Score, tally: &mut Tally) {
        score.points = score.points.min(self.secrets.rule.high - 1);
        if score.points > 0 {
            let sighting = Sighting {
                rule: "password.near",
                at,
                by: at,
                value,
            };
            self.report(&sighting, score, tally);
        }
    }

    /// Tells a line of a Japanese text, or a few words in a short one, from the data of programs.
    fn is_note(&self, at: usize, words: usize) -> bool {
        let short = self.view.len() <= SHORT_LINES && words <= 4;
        short
            || self
                .with_above(at)
                .iter()
                .any(|&line| self.text(line).contains(is_japanese))
    }

    /// Returns the line and, unless it is a sentence of its own, the short ones above it.
    fn around(&self, at: usize, token: &Token<'_>) -> Vec<usize> {
        let own = token.before.chars().chain(token.rest.chars());
        if own.filter(|&c| is_japanese(c)).count() > BARE_CHARS {
            return vec![at];
        }
        self.with_above(at)
    }

    /// Returns the line and the short ones above it.
    fn with_above(&self, at: usize) -> Vec<usize> {
        let above = (at.saturating_sub(ABOVE * 2)..at)
            .rev()
            .filter(|&above| !self.is_blank(above) && !self.is_cell(above))
            .take(ABOVE)
            .take_while(|&above| !self.is_other(above))
            .take_while(|&above| self.text(above).chars().count() <= ABOVE_CHARS);
        std::iter::once(at).chain(above).collect()
    }

    /// Tells whether a line has one of the words; in the value's own line, outside the value.
    fn says(&self, words: &AhoCorasick, line: usize, at: usize, token: &Token<'_>) -> bool {
        let lower = self.lower(line);
        let value = token.before.len()..token.before.len() + token.value.len();
        words.find_iter(lower).any(|found| {
            let inside = line == at && value.contains(&found.start());
            !inside && is_whole(lower, &found.range())
        })
    }

    /// Tells the same of words that name a secret, unless the line speaks about them.
    fn gives(&self, words: &AhoCorasick, line: usize, at: usize, token: &Token<'_>) -> bool {
        let lower = self.lower(line);
        let about = || {
            words
                .find_iter(lower)
                .all(|found| self.is_about(&lower[found.end()..]))
        };
        self.says(words, line, at, token) && !about()
    }

    /// Tells whether the value's own line has one of the words; an earlier sentence counts if this one states the value.
    fn gives_in_sentence(&self, words: &AhoCorasick, at: usize, token: &Token<'_>, stated: bool) -> bool {
        let from = match token.before.rfind('。') {
            Some(end) if !stated => end,
            _ => 0,
        };
        let lower = self.lower(at);
        let value = token.before.len()..token.before.len() + token.value.len();
        words.find_iter(lower).any(|found| {
            found.start() >= from
                && !value.contains(&found.start())
                && is_whole(lower, &found.range())
                && !self.is_about(&lower[found.end()..])
        })
    }

    /// Tells whether a line speaks about secrets, by what follows their name.
    fn is_about(&self, behind: &str) -> bool {
        // The name may be longer than the word that was found: 「パスワ」「ード」.
        let behind = behind.trim_start_matches(['ー', '-', 'ド', 'の']);
        let mut topics = self.secrets.rule.not_after_near.iter();
        topics.any(|topic| behind.starts_with(topic.trim_start_matches('の')))
    }

    /// Tells whether the label of an id stands right before a value.
    fn is_named_id(&self, at: usize, token: &Token<'_>) -> bool {
        let end = token.before.len();
        self.marks[at].iter().any(|mark| {
            let act = ["ログイン", "ログオン"].contains(&&self.lower(at)[mark.range.clone()])
                && self.text(at)[mark.range.end..].starts_with(['は', '(']);
            let labelled = mark.sense == Sense::Identity && mark.range.end <= end && !act;
            labelled
                && self.text(at)[mark.range.end..end]
                    .chars()
                    .all(|c| " :=→「(は".contains(c))
        })
    }

    /// Tells whether the lines speak of examples.
    fn is_example(&self, lines: &[usize]) -> bool {
        let against = &self.secrets.sorts.against_line;
        lines.iter().any(|&line| against.is_match(self.lower(line)))
    }

    /// Tells whether the line above is an id and nothing else.
    fn id_above(&self, at: usize) -> bool {
        let above = (at.saturating_sub(2)..at)
            .rev()
            .find(|&above| !self.is_blank(above));
        above.is_some_and(|above| {
            let text = self.text(above).trim().trim_start_matches(['-', '・', '*', ' ']);
            let text = text.rsplit([' ', ':']).next().unwrap_or_default();
            is_id(text) && !names_a_thing(text)
        })
    }

    fn speaks_of_lock(&self, at: usize) -> bool {
        let lower = self.lower(at);
        let mut found = self.secrets.nears.lock.find_iter(lower);
        found.any(|found| is_whole(lower, &found.range()))
    }

    /// Judges a short number at the end of a line that speaks of a lock.
    fn short_number(&self, at: usize, tally: &mut Tally) {
        let text = self.text(at);
        let marked = self.marks[at].iter().any(|mark| mark.sense == Sense::Strong);
        if marked
            || self.is_example(&[at])
            || text.chars().count() > PIN_LINE_CHARS
            || !self.speaks_of_lock(at)
        {
            return;
        }
        let Some(found) = SHORT_NUMBER.captures(text) else {
            return;
        };
        let (Some(value), rest) = (
            found.name("value"),
            found.name("rest").map_or("", |rest| rest.as_str()),
        ) else {
            return;
        };
        let nears = &self.secrets.nears;
        // Three digits, or digits one by one, are what a dial shows.
        let few = value.as_str().len() == 3 || value.as_str().contains([' ', '→']);
        if few && !nears.dial.is_match(self.lower(at)) {
            return;
        }
        let rest = rest.trim_start_matches([' ', '」', '"', ')', '、']);
        let mut uses = nears.enters.iter().chain(&nears.uses);
        let ends = rest.is_empty()
            || rest.starts_with(['。', '→', '#', '+', '(', '※'])
            || rest.starts_with("のあと")
            || uses.any(|used| rest.starts_with(used.as_str()));
        let before = &text[..value.start()];
        let dated = before.ends_with([
            '年', '月', '第', '約', '計', '線', '号', '全', 'R', 'H', '¥', '平', '令',
        ]) || [
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
        ]
        .iter()
        .any(|word| self.lower(at).contains(word));
        if !ends || dated || self.secrets.is_quantity(value.as_str(), rest) {
            return;
        }
        let mut score = self.score(&["near_lock", "pin"]);
        if self.secrets.nears.against.is_match(self.lower(at)) {
            self.add(&mut score, "near_against");
        }
        self.near_report(at, value.as_str(), score, tally);
    }
}

fn is_japanese(c: char) -> bool {
    ('ぁ'..='ヿ').contains(&c) || ('一'..='鿿').contains(&c)
}

/// Tells a word from a part of a longer one.
fn is_whole(lower: &str, range: &std::ops::Range<usize>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let kana = |c: Option<char>| c.is_some_and(|c| ('ァ'..='ヺ').contains(&c) || c == 'ー');
    let named = &lower[range.clone()];
    let (before, after) = (
        lower[..range.start].chars().next_back(),
        lower[range.end..].chars().next(),
    );
    match named {
        "パス" | "キー" | "キ-" => !(kana(before) || kana(after)),
        _ => !(named.is_ascii() && (letter(before) || letter(after))),
    }
}

/// Tells an id: letters and digits as logins have them, or a mail address.
fn is_id(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.@\\".contains(&byte);
    (3..=48).contains(&text.len())
        && text.bytes().all(plain)
        && text
            .bytes()
            .any(|byte| byte.is_ascii_alphabetic() || text.len() >= 8)
        && (text.contains('@') || text.rsplit_once('.').is_none_or(|(_, end)| end.len() != 3))
}

/// Tells whether an id stands right before a value.
fn is_pair(id: &Token<'_>, token: &Token<'_>) -> bool {
    let start = id.before.len() + id.value.len();
    let between = token.before.get(start..).unwrap_or_default();
    let joins = !between.is_empty()
        && between.chars().count() <= 6
        && between.chars().all(|c| " \t/:→⇒>|、,()-・「".contains(c));
    let version = [
        "ver", "rev", "tel", "fax", "lot", "usb", "url", "mac", "app", "web",
    ];
    let other = version.contains(&id.value.to_ascii_lowercase().as_str());
    joins && is_id(id.value) && !other && !between.ends_with('-')
}

/// Tells a list of like things from an id and its secret.
fn is_series(id: &str, secret: &str) -> bool {
    let stem = |text: &str| text.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    stem(id) == stem(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_people_think_up_comes_to_mind() {
        for value in ["Jl!sPo99", "Tunnel#88", "visitor2024!"] {
            assert!(mind(value) == Some(Mind::Sure), "{value}");
        }
        for value in ["Kk3wpz9", "jJ49dkwa", "Root-me33"] {
            assert!(mind(value) == Some(Mind::Odd), "{value}");
        }
        for value in ["koala55x", "Kitsune8", "Tanuki-55", "kosodate77"] {
            assert!(mind(value) == Some(Mind::Likely), "{value}");
        }
        for value in [
            "Chrome120",
            "FortiGate-60F",
            "IMC3510",
            "iPhone15",
            "PF3A1B2C",
            "v1.2.3",
        ] {
            assert!(mind(value).is_none(), "{value}");
        }
        for value in ["soumu01", "k-0203", "user123"] {
            assert!(mind(value) == Some(Mind::Plain) || value.len() < 6, "{value}");
        }
    }
}
