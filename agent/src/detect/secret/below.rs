//! A secret in the lines under its label: right below, after a stack of labels, or as the answer to a question.

use std::ops::Range;

use super::{
    super::tally::Tally, Look, Mark, Page, Sense, Sighting, after::After, line::is_english,
    mind::names_a_thing,
};

/// Fields after a label in which its value may stand.
const REACH: usize = 8;
/// Lines after a question in which its answer may stand.
const ANSWERS: usize = 4;
/// Longest line that is a value and nothing else, in characters.
const BARE_LINE: usize = 48;
/// Lines below a label that are looked at when it stands alone or announces something.
const FURTHER: usize = 5;
/// A label has so few characters before it when it stands alone.
const LONE_LEAD_CHARS: usize = 3;
/// A caption of its own is no longer than this, in characters.
const CAPTION_CHARS: usize = 12;
/// A label that ends a longer sentence rules the next line only if the sentence says so.
const LEAD_CHARS: usize = 20;

/// Tells whether a sentence ends behind a value as answers end.
fn is_said(rest: &str) -> bool {
    const ENDS: [&str; 9] = [
        "です",
        "だ",
        "でし",
        "になり",
        "じゃな",
        "かな",
        "。",
        "でお",
        "に変",
    ];
    let rest = rest.trim_matches([' ', '」', '"', '\'']);
    rest.is_empty() || ENDS.iter().any(|end| rest.starts_with(end))
}

/// Tells another setting from a value that has an equals sign inside.
fn is_setting(value: &str) -> bool {
    value.split_once('=').is_some_and(|(name, rest)| {
        let named = name.len() >= 4 || name.contains('_');
        !rest.is_empty()
            && named
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphabetic() || byte == b'_')
    })
}

impl Page<'_> {
    /// Looks for the value of a label in the lines below it.
    pub(super) fn below(&self, at: usize, mark: &Mark, announced: bool, tally: &mut Tally) {
        let lead = self.lower(at)[..mark.range.start].chars().count();
        if (lead > LEAD_CHARS || is_english(self.lower(at))) && !announced {
            return;
        }
        let stack = self.stack(at);
        let lines = (stack.end..self.view.len().min(stack.end + REACH))
            .take_while(|&below| !self.is_cell(below))
            .filter(|&below| !self.is_blank(below));
        // In a stack of labels the values come in the same order; else the first lines are looked at.
        let place = self.lines_in(stack.start..at);
        let alone = lead <= LONE_LEAD_CHARS && self.text(at)[mark.range.end..].trim().is_empty();
        let sure = if announced { place + 2 } else { place + 1 };
        let count = if announced || alone { place + FURTHER } else { sure };
        let label = &self.lower(at)[mark.range.clone()];
        let mut over = at;
        for (nth, below) in lines.take(count).enumerate().skip(place) {
            let caption = std::mem::replace(&mut over, below);
            let Some((value, look)) = self.bare_value(below, mark.sense, label) else {
                if self.marks[below].iter().any(|mark| mark.sense.is_secret()) {
                    return;
                }
                continue;
            };
            // What stands under a caption of its own is that caption's.
            let further = nth >= sure;
            if caption != at && self.is_other(caption) || further && self.is_caption(caption) {
                return;
            }
            // Further down only what is nothing but a secret.
            if further && (look < Look::Rich || names_a_thing(&value)) {
                continue;
            }
            if look == Look::Word && !announced || look < Look::Code && mark.sense == Sense::Weak {
                continue;
            }
            let joint = if announced {
                "next_line_announced"
            } else {
                "next_line"
            };
            let mut score = self.score(&[mark.sense.weight_name(), joint, look.weight_name()]);
            if self.identity_near(at) {
                self.add(&mut score, "identity_near");
            }
            let sighting = Sighting {
                rule: "password.next-line",
                at: below,
                by: at,
                value: &value,
            };
            self.report(&sighting, score, tally);
            return;
        }
    }

    /// Looks for the answer to 「パスなんでしたっけ」 at the end of the next lines.
    pub(super) fn answered(&self, at: usize, mark: &Mark, tally: &mut Tally) {
        const QUESTIONS: [&str; 13] = [
            "前と同じ",
            "変わり",
            "変わった",
            "同じ?",
            "教え",
            "なん",
            "何で",
            "忘れ",
            "わから",
            "わかる",
            "は?",
            "だっけ",
            "いくつ",
        ];
        let rest = &self.lower(at)[mark.range.end..];
        if rest.chars().count() > 40 || !QUESTIONS.iter().any(|word| rest.contains(word)) {
            return;
        }
        let lines = (at + 1..self.view.len().min(at + REACH)).filter(|&below| !self.is_blank(below));
        for below in lines.take(ANSWERS) {
            let text = self.text(below);
            let tokens: Vec<_> = text
                .split(|c: char| !c.is_ascii_graphic())
                .filter(|token| !token.is_empty())
                .collect();
            let Some(value) = tokens
                .last()
                .map(|token| token.trim_start_matches('>'))
                .filter(|_| tokens.len() <= 3)
            else {
                continue;
            };
            // The title of a mail or of a page may stand there too.
            let dated = value.starts_with("20") && value.bytes().take(8).all(|byte| byte.is_ascii_digit());
            let Some(look) = self
                .plain_look(value)
                .filter(|&look| look >= Look::Mixed && !dated)
            else {
                continue;
            };
            if !is_said(&text[text.rfind(value).map_or(0, |at| at + value.len())..]) {
                continue;
            }
            let score = self.score(&[mark.sense.weight_name(), "answered", look.weight_name()]);
            let sighting = Sighting {
                rule: "password.answer",
                at: below,
                by: at,
                value,
            };
            return self.report(&sighting, score, tally);
        }
    }

    /// Finds the run of lines around a label that are labels and nothing else.
    fn stack(&self, at: usize) -> Range<usize> {
        let mut stack = at..at + 1;
        while let Some(before) = stack.start.checked_sub(1)
            && at - before <= REACH
            && (self.is_label_line(before) || self.is_blank(before))
        {
            stack.start = before;
        }
        while stack.end < self.view.len()
            && stack.end - at <= REACH
            && (self.is_label_line(stack.end) || self.is_blank(stack.end))
        {
            stack.end += 1;
        }
        stack
    }

    /// Tells a short line of Japanese that may name what stands under it from remarks and sentences.
    fn is_caption(&self, at: usize) -> bool {
        let text = self.text(at).trim();
        text.chars().count() <= CAPTION_CHARS
            && !text
                .bytes()
                .any(|byte| byte.is_ascii_alphanumeric() || byte == b' ')
            && !text.starts_with(['(', '※', '*', '・'])
            && !text.ends_with(['。', 'す', 'た', '↓'])
    }

    fn lines_in(&self, range: Range<usize>) -> usize {
        range.filter(|&at| !self.is_blank(at)).count()
    }

    /// Tells whether a line is the label of an id or a secret and nothing else.
    fn is_label_line(&self, at: usize) -> bool {
        let [mark] = self.marks[at].as_slice() else {
            return false;
        };
        let before = self.text(at)[..mark.range.start].chars().count();
        mark.sense != Sense::Heading
            && before <= 8
            && !self.is_cell(at)
            && matches!(self.after(at, mark), After::Open { .. })
    }

    /// Takes a line that is one value and nothing else.
    fn bare_value(&self, at: usize, sense: Sense, label: &str) -> Option<(String, Look)> {
        let text = self.text(at).trim();
        let text = text.trim_start_matches(|c: char| "「\"・>*-→=:".contains(c) || c == ' ');
        let text = text.trim_end_matches(['」', '"', ' ']);
        // A running number before a code is none of it.
        let text = match text.split_once(['.', ')', ' ']) {
            Some((number, rest)) if number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit()) => {
                rest.trim_start()
            }
            _ => text,
        };
        // Codes in groups of digits are one value.
        let digits = text.chars().all(|c| c.is_ascii_digit() || c == ' ');
        let value = if digits {
            text.replace(' ', "")
        } else {
            text.to_owned()
        };
        // What ends with a colon is a label itself; what has an equals sign is another setting.
        if value.chars().count() > BARE_LINE || value.ends_with(':') || is_setting(&value) {
            return None;
        }
        let look = self.look(sense, label, &value, false)?;
        Some((value, look))
    }
}
