//! Secrets without a value in letters and digits: how one is made up, words in Japanese, the answer to a question.
//!
//! ```text
//! 初期パスワードは職員番号のあとに生年4桁です     made up of what everybody can look up
//! パスワード：さくらもち(ローマ字入力)            a word in Japanese
//! 秘密の質問 母の旧姓は → 山田                    a question and its answer
//! ```

use super::{super::tally::Tally, Mark, Page, Sense, Sighting, label::parts};

/// What states that it is so.
const STATED: [&str; 8] = [
    "です",
    "にしてあ",
    "にしてい",
    "としてい",
    "としてあ",
    "になって",
    "(8桁)",
    "8桁",
];
/// A sentence about how a secret is made up is no longer than this, in characters.
const SCHEME_CHARS: usize = 48;
/// A word in Japanese has so many characters.
const WORD_CHARS: std::ops::RangeInclusive<usize> = 3..=14;
/// A line that says a word and nothing else is no longer than this, in characters.
const SPOKEN_CHARS: usize = 30;
/// An answer is no longer than this, in characters.
const ANSWER_CHARS: usize = 16;
/// Lines below a question in which its answer may stand.
const REACH: usize = 5;
const QUESTION: &str = "秘密の質問";

fn holds(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

fn has_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

fn is_hiragana(c: char) -> bool {
    ('ぁ'..='ん').contains(&c) || c == 'ー'
}

fn is_japanese(c: char) -> bool {
    ('ぁ'..='ヺ').contains(&c) || ('一'..='鿿').contains(&c) || matches!(c, 'ー' | '々')
}

/// A word in Japanese behind a label.
struct Said<'t> {
    word: &'t str,
    /// What follows it.
    behind: &'t str,
    /// It stands in quotes.
    closed: bool,
    /// A sign leads to it …
    signed: bool,
    /// … or only space does.
    spaced: bool,
}

impl<'t> Said<'t> {
    /// Reads a word that stands apart from what follows.
    fn read(rest: &'t str) -> Option<Self> {
        let lead = rest.trim_start();
        let body = lead
            .strip_prefix('は')
            .unwrap_or(lead)
            .trim_start_matches([':', '=', '→', '>', ' ', '\t']);
        let quoted = body.strip_prefix('「').or_else(|| body.strip_prefix('『'));
        let open = quoted.unwrap_or(body);
        let end = open.find(|c: char| !is_japanese(c)).unwrap_or(open.len());
        let (word, behind) = open.split_at(end);
        let closed = quoted.is_some() && behind.starts_with(['」', '』']);
        let apart = quoted.is_none() && (behind.is_empty() || behind.starts_with([' ', '(', '。']));
        let fits = WORD_CHARS.contains(&word.chars().count()) && (closed || apart);
        fits.then_some(Self {
            word,
            behind,
            closed,
            signed: lead.starts_with([':', '=', '→']),
            spaced: rest.starts_with([' ', '\t']),
        })
    }

    /// Tells whether nothing follows but a bracket or what states it.
    fn is_bare(&self) -> bool {
        let own = self.behind.trim_start_matches(['」', '』']).trim();
        let stated = ["です", "だ", "。", "に変"];
        own.is_empty()
            || self.closed && stated.iter().any(|end| own.starts_with(end))
            || own.starts_with('(') && own.chars().count() <= ANSWER_CHARS
    }
}

impl Page<'_> {
    /// Judges a line for secrets that are told in Japanese.
    pub(super) fn told(&self, at: usize, tally: &mut Tally) {
        for mark in self.marks[at].iter().filter(|mark| mark.sense.is_secret()) {
            if self.spoken(at, mark, tally) || self.made_up(at, mark, tally) {
                return;
            }
        }
        if self.text(at).contains(QUESTION) {
            self.question(at, tally);
        }
    }

    /// Judges 「パスワードは職員番号のあとに生年4桁です」.
    fn made_up(&self, at: usize, mark: &Mark, tally: &mut Tally) -> bool {
        let rule = &self.secrets.rule;
        let (_, _, rest) = parts(self.lower(at), &mark.range);
        let Some(rest) = rest.trim_start().strip_prefix(['は', ':', '=', '→']) else {
            return false;
        };
        let clause = rest.split('。').next().unwrap_or_default();
        if clause.chars().count() > SCHEME_CHARS || holds(rest, &rule.not_scheme) {
            return false;
        }
        let same = clause.contains("idと同じ") || clause.contains("ユーザー名と同じ");
        let made = holds(clause, &rule.scheme_parts) && holds(clause, &rule.scheme_joints);
        let stated =
            has_any(clause, &["生年月日", "誕生日", "職員番号", "社員番号"]) && has_any(clause, &STATED);
        if !(same || made || stated) {
            return false;
        }
        self.tell(at, at, mark.sense, "scheme", clause.trim(), tally);
        true
    }

    /// Judges a word in Japanese behind a label.
    fn spoken(&self, at: usize, mark: &Mark, tally: &mut Tally) -> bool {
        let rule = &self.secrets.rule;
        let (_, label, rest) = parts(self.text(at), &mark.range);
        if mark.sense == Sense::Pin || self.secrets.refuses(&self.lower(at)[mark.range.end..]) {
            return false;
        }
        let Some(said) = Said::read(rest).filter(|said| !holds(said.word, &rule.typed_as)) else {
            return false;
        };
        let typed = holds(said.behind, &rule.typed_as);
        let likely = match () {
            () if typed => self.is_typed_word(&said),
            () if label == "合言葉" => {
                holds(self.text(at), &rule.asked_for) && (said.closed || said.signed)
            }
            () => self.is_spoken_word(at, &said),
        };
        if likely {
            let signal = if typed { "typed_word" } else { "spoken_word" };
            self.tell(at, at, mark.sense, signal, said.word, tally);
        }
        likely
    }

    /// Tells whether a word beside a hint how to type it is one, and no part of a sentence.
    fn is_typed_word(&self, said: &Said<'_>) -> bool {
        let hiragana = said.word.chars().all(is_hiragana);
        let long = said.word.chars().count() >= 6;
        said.closed || hiragana && (long || !self.ends_otherwise(said.word))
    }

    /// Tells whether a word in hiragana is all that a short line says.
    fn is_spoken_word(&self, at: usize, said: &Said<'_>) -> bool {
        said.word.chars().all(is_hiragana)
            && !self.ends_otherwise(said.word)
            && said.is_bare()
            && self.text(at).chars().count() <= SPOKEN_CHARS
            && (said.closed || said.signed || said.spaced && self.identity_near(at))
    }

    /// Tells whether a word ends as sentences and remarks do.
    fn ends_otherwise(&self, word: &str) -> bool {
        let mut ends = self.secrets.rule.not_spoken.iter();
        ends.any(|end| word.ends_with(end.as_str())) || word.contains(['を', 'へ'])
    }

    /// Judges a secret question with its answer in the line or below.
    fn question(&self, at: usize, tally: &mut Tally) {
        let line = self.text(at);
        let Some((_, rest)) = line.split_once(QUESTION) else {
            return;
        };
        if has_any(
            rest,
            &[
                "推測",
                "選",
                "設定",
                "登録",
                "忘れ",
                "変更",
                "とは",
                "について",
                "ください",
                "。",
            ],
        ) {
            return;
        }
        if let Some((found, value)) = self.answer(at, rest) {
            self.tell(found, at, Sense::Strong, "answer", value, tally);
        }
    }

    fn answer<'a>(&'a self, at: usize, rest: &'a str) -> Option<(usize, &'a str)> {
        let own = ["答え", "回答", "こたえ", "→", "⇒"]
            .iter()
            .find_map(|sign| rest.split_once(sign));
        if let Some(value) = own.and_then(|(_, value)| answer_in(value)) {
            return Some((at, value));
        }
        let mut asked = false;
        for below in (at + 1..self.view.len().min(at + REACH)).filter(|&below| !self.is_blank(below)) {
            let text = self.text(below).trim();
            let labelled = ["答え", "回答", "こたえ", "答", "A:", "A."]
                .iter()
                .find_map(|label| text.strip_prefix(label));
            match labelled {
                Some(rest) if rest.trim_matches([':', ' ', '=', '→']).is_empty() => asked = true,
                Some(rest) => return answer_in(rest).map(|value| (below, value)),
                None if asked => return answer_in(text).map(|value| (below, value)),
                None => {}
            }
        }
        None
    }

    /// Judges the answers in a table that has a column of secret questions.
    pub(super) fn answers(&self, row: &[usize], tally: &mut Tally) {
        let asks = row.iter().any(|&at| self.text(at).contains(QUESTION));
        let answer = row.iter().find(|&&at| {
            matches!(
                self.text(at).trim(),
                "答え" | "回答" | "こたえ" | "質問の答え" | "答"
            )
        });
        let (true, Some(&heading)) = (asks, answer) else {
            return;
        };
        let Some(head) = self.view.field(heading).cell else {
            return;
        };
        let below = (heading + 1..self.view.len()).take(400).filter(|&at| {
            let cell = self.view.field(at).cell;
            cell.is_some_and(|cell| (cell.table, cell.column) == (head.table, head.column))
        });
        for at in below {
            if let Some(value) = answer_in(self.text(at)) {
                self.tell(at, at, Sense::Strong, "answer", value, tally);
            }
        }
    }

    fn tell(&self, at: usize, by: usize, sense: Sense, signal: &str, value: &str, tally: &mut Tally) {
        let sense = if sense == Sense::Weak {
            Sense::Strong
        } else {
            sense
        };
        let score = self.score(&[sense.weight_name(), signal]);
        let sighting = Sighting {
            rule: "password.told",
            at,
            by,
            value,
        };
        self.report(&sighting, score, tally);
    }
}

/// Takes an answer: a short word that fills the rest.
fn answer_in(text: &str) -> Option<&str> {
    let value = text.trim_matches([' ', ':', '=', '→', '「', '」', '\t', 'は', '|']);
    let count = value.chars().count();
    let blank = value.chars().all(|c| !c.is_alphanumeric());
    let no = [
        "なし",
        "未設定",
        "別紙",
        "省略",
        "非公開",
        "自分",
        "各自",
        "任意",
        "不明",
    ];
    let said = value.ends_with(['。', '?', 'い', 'す']) && count > 8;
    (count > 0 && count <= ANSWER_CHARS && !blank && !has_any(value, &no) && !said).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_a_word_and_no_sentence() {
        for (text, answer) in [("：山田", "山田"), (" ポチ", "ポチ"), ("は mike", "mike")] {
            assert_eq!(answer_in(&text.replace('：', ":")), Some(answer));
        }
        for text in ["", "____", "未設定", "ホームページを御覧ください"] {
            assert_eq!(answer_in(text), None, "{text}");
        }
    }
}
