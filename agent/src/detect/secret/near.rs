//! Secrets without a label of their own: a value as only a secret looks, near words of locks and accounts.
//!
//! ```text
//! 人事システム → jinji01 → jJ49dkwa      a system, an id before the value
//! 共有フォルダは Kitsune8 で入れます       what is done with the value
//! 機械警備のセットは 1923 を押す          a short number, words of locks
//! ```

mod around;
mod dial;
mod words;

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use self::words::{Token, is_pair, is_series, words};
use super::{
    super::{normal::word, rule::SecretRule, shape::own, tally::Tally},
    Look, Page, Score, Sighting, automaton,
    line::is_english,
    mind::{Mind, mind},
};

/// A line with a short number that opens something, in characters.
const PIN_LINE_CHARS: usize = 36;
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

/// A line of a log begins with a day and a time.
static LOGGED: LazyLock<Regex> =
    LazyLock::new(|| own(r"^\W*(?:\d{4}[-/]\d\d?[-/]\d\d?[T ]+\d|[A-Z][a-z]{2} +\d{1,2} +\d\d:)"));

/// What stands near a value.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing that was seen or not"
)]
struct Signs {
    /// A word that names a secret …
    firm: bool,
    /// … or one that only stands near secrets.
    secret: bool,
    account: bool,
    /// What follows says that it is entered somewhere …
    enters: bool,
    /// … or used in any way.
    used: bool,
    /// Nothing else stands in its line.
    alone: bool,
    /// An id stands before it.
    pair: bool,
    /// Nothing follows …
    last: bool,
    /// … or a full stop does.
    ends: bool,
    /// A sign or a particle points to it.
    signed: bool,
    /// What stands before it names something else.
    other: bool,
}

impl Signs {
    /// Tells whether they are company enough: a value as ids have it needs an id beside it or a use, none needs nothing.
    fn suffice(&self, mind: Mind, mailed: bool) -> bool {
        match mind {
            Mind::Plain => self.firm && self.used && !self.pair || self.pair && mailed,
            Mind::Likely => {
                let named = self.secret || self.account;
                let placed = self.alone || self.pair || self.signed || self.used || self.last;
                self.enters && named || self.firm && placed || self.pair && named
            }
            Mind::Odd => {
                let placed = self.used || self.signed || self.pair || self.ends;
                self.firm
                    || self.enters
                    || self.secret && placed
                    || self.pair && (self.account || self.alone)
                    || self.account && self.signed && (self.used || self.ends) && !self.other
            }
            Mind::Sure => self.secret || self.pair || self.account || self.enters,
        }
    }

    /// Returns which signals hold.
    fn weights(&self) -> [(bool, &'static str); 8] {
        [
            (self.firm, "near_secret"),
            (self.secret && !self.firm, "near_opening"),
            (self.account, "near_account"),
            (self.used, "near_used"),
            (self.alone, "near_alone"),
            (self.pair, "near_pair"),
            (self.last && !self.alone, "near_ends"),
            (self.signed, "near_sign"),
        ]
    }
}

/// Tells whether nothing but a short label or signs stands before a value.
fn stands_alone(before: &str) -> bool {
    let short = ["p", "pw", "ps", "鍵"].contains(&before.trim().to_ascii_lowercase().as_str());
    short || before.chars().all(|c| !c.is_alphanumeric())
}

/// 「鍵は …」 says what the key is, 「鍵は総務課にある」 where.
fn is_key(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '「']);
    ["鍵は", "鍵:", "鍵=", "鍵→"]
        .iter()
        .any(|key| before.ends_with(key))
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

    /// Sums up what speaks for a word without a label; nothing, if it stands without company.
    fn near_score(&self, at: usize, token: &Token<'_>, mind: Mind, id: Option<&Token<'_>>) -> Score {
        let mut around = self.around(at, token);
        if mind < Mind::Odd {
            around.truncate(2);
        }
        let signs = self.signs(at, token, mind, id, &around);
        let series = signs.pair && id.is_some_and(|id| is_series(id.value, token.value));
        let mailed = id.is_some_and(|id| id.value.contains('@'));
        if series || self.is_named_id(at, token) || self.is_example(&around) || !signs.suffice(mind, mailed) {
            return Score::default();
        }
        let mut score = self.score(&[mind.weight_name()]);
        let against = self.secrets.nears.against.is_match(self.lower(at));
        let doubted = against && !(signs.pair && mind >= Mind::Odd);
        let weights = signs.weights().into_iter().chain([(doubted, "near_against")]);
        for (_, signal) in weights.filter(|&(holds, _)| holds) {
            self.add(&mut score, signal);
        }
        score
    }

    /// Reads what stands before, behind and around a word.
    fn signs(
        &self,
        at: usize,
        token: &Token<'_>,
        mind: Mind,
        id: Option<&Token<'_>>,
        around: &[usize],
    ) -> Signs {
        let nears = &self.secrets.nears;
        let rest = token
            .rest
            .trim_start_matches(['」', '"', '\'', ' ', ')', '、', ']']);
        let follows = |list: &[String]| list.iter().any(|used| rest.starts_with(used.as_str()));
        let before = token.before.trim_end();
        let alone = rest.is_empty() && stands_alone(before);
        let pair = id.is_some_and(|id| is_pair(id, token)) || alone && self.id_above(at);
        let enters = follows(&nears.enters);
        let used = enters || follows(&nears.uses);
        let stated = rest.is_empty() || used;
        let own = |words: &AhoCorasick| self.gives_in_sentence(words, at, token, stated);
        let above = |words: &AhoCorasick| {
            let mut lines = around.iter().filter(|&&line| line != at);
            lines.any(|&line| self.gives(words, line, at, token))
        };
        // A value as ids have it needs the word in its line or in one that leads to it.
        let leads = mind >= Mind::Sure || self.is_led_to(at);
        // 「水道料金→→→…」 is how people point to what opens something.
        let pointed = before.ends_with("→→") && rest.is_empty();
        let firm = is_key(token.before)
            || pointed
            || own(&nears.firm)
            || (leads || mind == Mind::Odd && (alone || pair)) && above(&nears.firm);
        Signs {
            firm,
            secret: firm || own(&nears.loose) || leads && above(&nears.loose),
            account: around
                .iter()
                .any(|&line| self.says(&nears.account, line, at, token)),
            enters,
            used,
            alone,
            pair,
            last: rest.is_empty(),
            ends: rest.is_empty() || rest.starts_with('。'),
            signed: before.ends_with(['→', '⇒', ':', '=', 'は', ')', '「']),
            other: self.names_other(before.trim_end_matches(['→', '⇒', ':', '=', ' '])),
        }
    }

    /// Reports a value without a label: never as sure as one with a label, however much speaks for it.
    fn near_report(&self, at: usize, value: &str, mut score: Score, tally: &mut Tally) {
        score.points = score.points.min(self.secrets.rule.high - 1);
        score.doubted = true;
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
}
