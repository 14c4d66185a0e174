//! What the lines around a value say of it: words of secrets, what leads to a value, an id, an example.

use aho_corasick::AhoCorasick;

use super::{
    super::{Page, Sense, mind::names_a_thing},
    words::{Token, is_id, is_japanese, is_whole},
};

/// Lines above a value, blank ones left out, whose words may speak of it.
const ABOVE: usize = 3;
/// A line above speaks of the next ones if it is short, in characters.
const ABOVE_CHARS: usize = 40;
/// A line with more Japanese than this around its value speaks for itself, in characters.
const BARE_CHARS: usize = 12;
/// A text of so few lines may be a note in another language.
const SHORT_LINES: usize = 16;

impl Page<'_> {
    /// Tells a line of a Japanese text, or a few words in a short one, from the data of programs.
    pub(super) fn is_note(&self, at: usize, words: usize) -> bool {
        let short = self.view.len() <= SHORT_LINES && words <= 4;
        short
            || self
                .with_above(at)
                .iter()
                .any(|&line| self.text(line).contains(is_japanese))
    }

    /// Returns the line and, unless it is a sentence of its own, the short ones above it.
    pub(super) fn around(&self, at: usize, token: &Token<'_>) -> Vec<usize> {
        let own = token.before.chars().chain(token.rest.chars());
        if own.filter(|&c| is_japanese(c)).count() > BARE_CHARS {
            return vec![at];
        }
        self.with_above(at)
    }

    /// Returns the line and the short ones above it.
    pub(super) fn with_above(&self, at: usize) -> Vec<usize> {
        let above = (at.saturating_sub(ABOVE * 2)..at)
            .rev()
            .filter(|&above| !self.is_blank(above) && !self.is_cell(above))
            .take(ABOVE)
            .take_while(|&above| !self.is_other(above))
            .take_while(|&above| self.text(above).chars().count() <= ABOVE_CHARS);
        std::iter::once(at).chain(above).collect()
    }

    /// Tells whether a line has one of the words; in the value's own line, outside the value.
    pub(super) fn says(&self, words: &AhoCorasick, line: usize, at: usize, token: &Token<'_>) -> bool {
        let lower = self.lower(line);
        let value = token.before.len()..token.before.len() + token.value.len();
        words.find_iter(lower).any(|found| {
            let inside = line == at && value.contains(&found.start());
            !inside && is_whole(lower, &found.range())
        })
    }

    /// Tells the same of words that name a secret, unless the line speaks about them.
    pub(super) fn gives(&self, words: &AhoCorasick, line: usize, at: usize, token: &Token<'_>) -> bool {
        let lower = self.lower(line);
        let about = || {
            words
                .find_iter(lower)
                .all(|found| self.is_about(&lower[found.end()..]))
        };
        self.says(words, line, at, token) && !about()
    }

    /// Tells whether the value's own line has one of the words; an earlier sentence counts if this one states the value.
    pub(super) fn gives_in_sentence(
        &self,
        words: &AhoCorasick,
        at: usize,
        token: &Token<'_>,
        stated: bool,
    ) -> bool {
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
    pub(super) fn is_about(&self, behind: &str) -> bool {
        // The name may be longer than the word that was found: 「パスワ」「ード」.
        let behind = behind.trim_start_matches(['ー', '-', 'ド', 'の']);
        let mut topics = self.secrets.rule.not_after_near.iter();
        topics.any(|topic| behind.starts_with(topic.trim_start_matches('の')))
    }

    /// Tells whether the label of an id stands right before a value.
    pub(super) fn is_named_id(&self, at: usize, token: &Token<'_>) -> bool {
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
    pub(super) fn is_example(&self, lines: &[usize]) -> bool {
        let against = &self.secrets.sorts.against_line;
        lines.iter().any(|&line| against.is_match(self.lower(line)))
    }

    /// Tells whether the line above is an id and nothing else.
    pub(super) fn id_above(&self, at: usize) -> bool {
        let above = (at.saturating_sub(2)..at)
            .rev()
            .find(|&above| !self.is_blank(above));
        above.is_some_and(|above| {
            let text = self.text(above).trim().trim_start_matches(['-', '・', '*', ' ']);
            let text = text.rsplit([' ', ':']).next().unwrap_or_default();
            is_id(text) && !names_a_thing(text)
        })
    }

    /// Tells whether the line above ends as what leads to a value: with a label, a sign, a question or a sentence.
    pub(super) fn is_led_to(&self, at: usize) -> bool {
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
}
