//! Secrets a few words from their label: before it, behind 「前回と同じで」, at the end of an English sentence.

use super::{
    super::tally::Tally, Look, Mark, Page, Sense, Sighting, label::parts, line::is_english,
    mind::names_a_thing, table::is_number_of_thing,
};

/// Words between a value and the label that follows it: 「… = 田中さんPCのパス」.
const BETWEEN_CHARS: usize = 14;

/// A line in brackets that says what the line above is, in characters.
const REMARK_CHARS: usize = 20;

/// A secret in brackets behind what was done with it has so many characters at least.
const REMARKED_CHARS: usize = 6;

/// What ends a sentence that says what a secret is.
const STATED: [&str; 19] = [
    "です",
    "でした",
    "でお願い",
    "でログイン",
    "になり",
    "に変",
    "にし",
    "と設",
    "に設",
    "とし",
    "。",
    "だ",
    "である",
    "とのこと",
    "らしい",
    "を使",
    "に",
    "で",
    "と",
];

impl Page<'_> {
    /// Looks for a value before its label: 「Mado-4410 ←PW」「koho#8899(PW)」. Tells whether one was found.
    pub(super) fn before(&self, at: usize, mark: &Mark, tally: &mut Tally) -> bool {
        let (text, _, after) = parts(self.text(at), &mark.range);
        let behind = after.trim_start_matches([' ', ')', ']', '」']);
        if is_english(self.lower(at)) {
            return false;
        }
        let ends = behind.is_empty() || behind.starts_with(['(', '。', '、', ',', '/']);
        let (bare, between) = match text.rfind(|c| is_arrow(c) || "(=".contains(c)) {
            Some(sign) => text.split_at(sign),
            None => (text, ""),
        };
        let mut bare = bare.trim_end();
        if after.starts_with(')') && between == "(" {
            // 「… は yama-5512 でログインできます(パスワード)」
            let words = bare.trim_end_matches(|c: char| !c.is_ascii());
            if bare[words.len()..].chars().count() <= BETWEEN_CHARS {
                bare = words.trim_end();
            }
        }
        let lead = text.trim_start_matches(' ');
        let remark_chars = lead.chars().count() <= REMARK_CHARS;
        let remark = remark_chars && after.trim_end() == ")";
        let only_labels = lead.starts_with('(') && (self.is_only_labels(at) || remark);
        let back = lead.starts_with(['←', '⇐']) && behind.is_empty() && remark_chars;
        if only_labels || back || lead.trim_start_matches(['(', ' ']).starts_with('↑') {
            return self.above(at, mark, tally);
        }
        // Without an arrow or a bracket nothing but space may stand between.
        if !ends || between.chars().count() > BETWEEN_CHARS || between.is_empty() && bare.len() == text.len()
        {
            return false;
        }
        let start = bare
            .rfind(|c: char| !c.is_ascii_graphic() || matches!(c, '/' | ':' | '='))
            .map_or(0, |at| at + bare[at..].chars().next().map_or(1, char::len_utf8));
        let label = &self.lower(at)[mark.range.clone()];
        let look = self.look(mark.sense, label, &bare[start..], false);
        let enough = |look: &Look| *look >= Look::Mixed || *look == Look::Pin && between == "(";
        let Some(look) = look.filter(enough) else {
            return false;
        };
        self.found(at, mark, "before", &bare[start..], look, tally);
        true
    }

    /// Tells whether a line consists of labels in brackets: 「(user:password)」.
    fn is_only_labels(&self, at: usize) -> bool {
        let labels: usize = self.marks[at].iter().map(|mark| mark.range.len()).sum();
        self.marks[at].len() >= 2 && labels + 8 >= self.text(at).trim().len()
    }

    /// Looks for the value that ends the line above: 「↑パス」.
    fn above(&self, at: usize, mark: &Mark, tally: &mut Tally) -> bool {
        let Some(above) = (0..at).rev().find(|&above| !self.is_blank(above)) else {
            return false;
        };
        let value = self.text(above).trim_end();
        let start = value
            .rfind(|c: char| !c.is_ascii_graphic() || matches!(c, '/' | ':'))
            .map_or(0, |at| at + value[at..].chars().next().map_or(1, char::len_utf8));
        let label = &self.lower(at)[mark.range.clone()];
        let look = self.look(mark.sense, label, &value[start..], false);
        let Some(look) = look.filter(|&look| look >= Look::Mixed) else {
            return false;
        };
        self.found(at, mark, "before", &value[start..], look, tally);
        true
    }

    /// Looks for a value a few words behind a label: 「パスワードは前回と同じで … になります」.
    pub(super) fn later(&self, at: usize, mark: &Mark, tally: &mut Tally) -> bool {
        let text = &self.text(at)[mark.range.end..];
        if self.secrets.refuses(&self.lower(at)[mark.range.end..])
            || !text.starts_with(['は', 'が', 'を', 'に', ' ', '、', '求', '聞'])
        {
            return false;
        }
        let Some(start) = text.find(|c: char| c.is_ascii_alphanumeric()) else {
            return false;
        };
        let end = text[start..]
            .find(|c: char| !c.is_ascii_graphic())
            .map_or(text.len(), |end| start + end);
        let between = &text[..start];
        let rest = text[end..].trim_start_matches([' ', '」', '"']);
        let near = between.chars().count() <= 20 && !between.contains('。');
        let stated = rest.is_empty() || STATED.iter().any(|end| rest.starts_with(end));
        let label = &self.lower(at)[mark.range.clone()];
        let value = text[start..end].trim_end_matches([')', ']']);
        // 「パスワードは再設定済(受付R7-0123)」 tells under which number that was done.
        let numbered = value.len() < REMARKED_CHARS || is_number_of_thing(value) || names_a_thing(value);
        if between.contains('(') && numbered {
            return false;
        }
        let look = self.look(Sense::Strong, label, value, false);
        let Some(look) = look.filter(|&look| look >= Look::Mixed && near && stated) else {
            return false;
        };
        self.found(at, mark, "later", value, look, tally);
        true
    }

    /// Looks for a value at the end of an English sentence: "the password for … is …".
    pub(super) fn stated(&self, at: usize, mark: &Mark, text: &str, tally: &mut Tally) {
        let mut words = text
            .split_ascii_whitespace()
            .take(10)
            .skip_while(|word| !matches!(*word, "is" | "was" | "=" | "to" | "is:" | "now"));
        let Some(value) = words.nth(1) else { return };
        let ended = value.ends_with(['.', ',']) || words.next().is_none();
        let value = value.trim_matches(['"', '\'', '.', ',', '`', '(', ')']);
        let label = &self.lower(at)[mark.range.clone()];
        let look = self.look(mark.sense, label, value, false);
        let Some(look) = look.filter(|&look| (look >= Look::Mixed || look == Look::Pin) && ended) else {
            return;
        };
        self.found(at, mark, "later", value, look, tally);
    }

    /// Reports what stands in the same line as its label, but not joined to it.
    fn found(&self, at: usize, mark: &Mark, joint: &str, value: &str, look: Look, tally: &mut Tally) {
        let mut score = self.score(&[mark.sense.weight_name(), joint, look.weight_name()]);
        if self.identity_near(at) {
            self.add(&mut score, "identity_near");
        }
        let sighting = Sighting {
            rule: if joint == "before" {
                "password.value-label"
            } else {
                "password.label-value"
            },
            at,
            by: at,
            value,
        };
        self.report(&sighting, score, tally);
    }
}

fn is_arrow(c: char) -> bool {
    "←⇐↑⇦⬅<".contains(c)
}
