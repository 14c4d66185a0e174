//! Secrets in running text: behind their label, before it, a few words on, or in the lines below.

use super::{
    super::{View, tally::Tally},
    After, Around, Joint, Look, Mark, Score, Secrets, Sense, after,
};

/// Fields after a label in which its value may stand.
const REACH: usize = 5;
/// Longest line that is a value and nothing else, in characters.
const BARE_LINE: usize = 48;

impl Secrets {
    /// Judges labels with a value in the same or the next field.
    pub(super) fn labelled(
        &self,
        view: &View<'_>,
        at: usize,
        marks: &[Mark],
        around: &Around,
        tally: &mut Tally,
    ) {
        let normal = view.normal(at);
        for (nth, mark) in marks
            .iter()
            .enumerate()
            .filter(|(_, mark)| mark.sense.is_secret())
        {
            let text = &normal.text[mark.range.end..];
            let lower = &normal.lower[mark.range.end..];
            let pair = nth > 0
                && marks[nth - 1].sense == Sense::Identity
                && joins(&normal.lower[marks[nth - 1].range.end..mark.range.start]);
            let pair = pair
                || marks.get(nth + 1).is_some_and(|next| {
                    next.sense == Sense::Identity && joins(&normal.lower[mark.range.end..next.range.start])
                });
            match after(text, |_| self.refuses(lower)) {
                After::Value {
                    value,
                    joint,
                    quoted,
                    rest,
                } if pair => {
                    let (value, rest) = second(value, rest).unwrap_or((value, rest));
                    self.inline(
                        view,
                        at,
                        mark,
                        (value, joint, quoted, rest),
                        true,
                        marks,
                        around,
                        tally,
                    );
                }
                After::Value {
                    joint: Joint::Space, ..
                } if !around.code && self.prose_follows(text) => {
                    self.stated(view, at, mark, text, around, tally);
                }
                After::Value {
                    value,
                    joint,
                    quoted,
                    rest,
                } => {
                    self.inline(
                        view,
                        at,
                        mark,
                        (value, joint, quoted, rest),
                        false,
                        marks,
                        around,
                        tally,
                    );
                }
                After::Open { .. } | After::Else if around.code => {}
                After::Open { announced } => {
                    let found = self.before(view, at, mark, around, tally);
                    if !found && view.field(at).cell.is_none() {
                        self.below(view, at, mark, announced, around, tally);
                    }
                }
                After::Else => self.later(view, at, mark, text, around, tally),
            }
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one candidate with everything that speaks for or against it"
    )]
    fn inline(
        &self,
        view: &View<'_>,
        at: usize,
        mark: &Mark,
        (value, joint, quoted, rest): (&str, Joint, bool, &str),
        pair: bool,
        marks: &[Mark],
        around: &Around,
        tally: &mut Tally,
    ) {
        let Some(look) = self.values.look(value, mark.sense == Sense::Pin, quoted) else {
            return;
        };
        if self.is_quantity(value, rest) || joint == Joint::Space && value.contains('=') {
            return;
        }
        if around.code && !(quoted && joint == Joint::Sign && look >= Look::Odd) {
            return;
        }
        let label = &view.normal(at).lower[mark.range.clone()];
        if joint == Joint::Touching && (label.is_ascii() || look < Look::Mixed)
            || joint == Joint::Space && label.is_ascii() && quoted && look < Look::Mixed
        {
            return;
        }
        let near = marks.iter().any(|other| other.sense == Sense::Identity) || self.identity_near(view, at);
        if !self.fits(label, value, look) {
            return;
        }
        if !near && self.rule.needs_identity.iter().any(|needs| needs == label) {
            return;
        }
        let ends = rest.trim_start_matches(['」', '"', '\'', ' ']);
        let sentence_end =
            ends.is_empty() || ends.starts_with("です") || ends.starts_with(['。', ',', '、', '/', '(', ';']);
        if look < Look::Odd
            && joint != Joint::Sign
            && look != Look::Pin
            && !(joint == Joint::Particle && sentence_end)
        {
            return;
        }
        if look == Look::Letters && prose(rest) {
            return;
        }
        let mut score = self.labelled_score(mark.sense);
        self.add(&mut score, joint.weight_name());
        self.add(&mut score, look.weight_name());
        if pair || near {
            self.add(&mut score, "identity_near");
        }
        self.surroundings(&mut score, &view.normal(at).lower, around);
        let id = if mark.sense == Sense::Pin {
            "password.pin"
        } else {
            "password.label-value"
        };
        self.report(view, at, id, value, score, tally);
    }

    /// Judges 「ログイン: a / b」: a pair after a label of the account alone.
    pub(super) fn paired(
        &self,
        view: &View<'_>,
        at: usize,
        marks: &[Mark],
        around: &Around,
        tally: &mut Tally,
    ) {
        let normal = view.normal(at);
        if marks.iter().any(|mark| mark.sense.is_secret()) {
            return;
        }
        let Some(found) = self.pair_labels.find_iter(&normal.lower).last() else {
            return;
        };
        let touches = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let (before, after) = (&normal.lower[..found.start()], &normal.text[found.end()..]);
        if touches(before.chars().next_back()) || touches(after.chars().next()) {
            return;
        }
        let pair = after
            .trim_start_matches([' ', ':', '=', '→', '>', '\t'])
            .trim_end();
        let Some((first, second)) = pair.split_once('/') else {
            return;
        };
        let (first, second) = (first.trim(), second.trim());
        let id = first.len() >= 3 && first.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'/');
        // PC0123 / PC0124 is a list.
        let alike = first
            .get(..3)
            .is_some_and(|start| second.starts_with(start) && !second.contains(['#', '@', '!', '$']));
        let look = self
            .values
            .look(second, false, false)
            .filter(|&look| look >= Look::Mixed);
        let Some(look) = look.filter(|_| id && !alike) else {
            return;
        };
        let mut score = Score::default();
        self.add(&mut score, "pair_label");
        self.add(&mut score, look.weight_name());
        self.surroundings(&mut score, &normal.lower, around);
        self.report(view, at, "password.pair", second, score, tally);
    }

    /// Looks for a value right before a label that ends its line or stands in brackets.
    fn before(&self, view: &View<'_>, at: usize, mark: &Mark, around: &Around, tally: &mut Tally) -> bool {
        let text = &view.normal(at).text[..mark.range.start];
        let bare = text.trim_end_matches([' ', '(', '[', '<']);
        let start = bare
            .rfind(|c: char| !c.is_ascii_graphic() || matches!(c, '/' | ':' | '='))
            .map_or(0, |at| at + bare[at..].chars().next().map_or(1, char::len_utf8));
        let value = &bare[start..];
        let look = self.values.look(value, mark.sense == Sense::Pin, false);
        let Some(look) = look.filter(|&look| look >= Look::Mixed && bare.len() < text.len()) else {
            return false;
        };
        let mut score = self.labelled_score(mark.sense);
        self.add(&mut score, "before");
        self.add(&mut score, look.weight_name());
        self.surroundings(&mut score, &view.normal(at).lower, around);
        self.report(view, at, "password.value-label", value, score, tally);
        true
    }

    /// Looks for a value a few words behind a label: 「パスワードは前回と同じで … になります」.
    fn later(&self, view: &View<'_>, at: usize, mark: &Mark, text: &str, around: &Around, tally: &mut Tally) {
        if self.refuses(&view.normal(at).lower[mark.range.end..]) || !text.starts_with(['は', 'が', 'を'])
        {
            return;
        }
        let Some(start) = text.find(|c: char| c.is_ascii_alphanumeric()) else {
            return;
        };
        let end = text[start..]
            .find(|c: char| !c.is_ascii_graphic())
            .map_or(text.len(), |end| start + end);
        let (value, rest) = (
            &text[start..end],
            text[end..].trim_start_matches([' ', '」', '"']),
        );
        let near = text[..start].chars().count() <= 14 && !text[..start].contains(['。', '、']);
        let stated = rest.is_empty()
            || [
                "です",
                "でした",
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
            ]
            .iter()
            .any(|end| rest.starts_with(end));
        let look = self
            .values
            .look(value, false, false)
            .filter(|&look| look >= Look::Mixed);
        let Some(look) = look.filter(|_| near && stated) else {
            return;
        };
        let mut score = self.labelled_score(mark.sense);
        self.add(&mut score, "later");
        self.add(&mut score, look.weight_name());
        self.surroundings(&mut score, &view.normal(at).lower, around);
        self.report(view, at, "password.label-value", value, score, tally);
    }

    /// Looks for a value at the end of an English sentence: "the password for … is …".
    fn stated(
        &self,
        view: &View<'_>,
        at: usize,
        mark: &Mark,
        text: &str,
        around: &Around,
        tally: &mut Tally,
    ) {
        let mut words = text
            .split_ascii_whitespace()
            .take(9)
            .skip_while(|word| !matches!(*word, "is" | "was" | "=" | "to"));
        let Some(value) = words.nth(1) else { return };
        let value = value.trim_matches(['"', '\'', '.', ',', '`']);
        let look = self
            .values
            .look(value, false, false)
            .filter(|&look| look >= Look::Mixed);
        let Some(look) = look.filter(|_| words.next().is_none()) else {
            return;
        };
        let mut score = self.labelled_score(mark.sense);
        self.add(&mut score, "later");
        self.add(&mut score, look.weight_name());
        self.surroundings(&mut score, &view.normal(at).lower, around);
        self.report(view, at, "password.label-value", value, score, tally);
    }

    /// Looks for the value of a label in the lines below it.
    fn below(
        &self,
        view: &View<'_>,
        at: usize,
        mark: &Mark,
        announced: bool,
        around: &Around,
        tally: &mut Tally,
    ) {
        let lead = view.normal(at).lower[..mark.range.start].chars().count();
        if lead > 20 && !announced {
            return;
        }
        let below = (at + 1..view.len().min(at + 1 + REACH))
            .filter(|&below| !view.normal(below).lower.trim().is_empty())
            .take(if announced { 2 } else { 1 });
        for below in below {
            let line = view.normal(below);
            let bare = line
                .text
                .trim()
                .trim_matches(['「', '」', '"', '・', '>', '*'])
                .trim();
            // Codes in groups of digits are one value.
            let digits = bare.chars().all(|c| c.is_ascii_digit() || c == ' ');
            let grouped = digits.then(|| bare.replace(' ', ""));
            let bare = grouped.as_deref().unwrap_or(bare);
            let short = bare.chars().count() <= BARE_LINE;
            let Some(look) = self
                .values
                .look(bare, mark.sense == Sense::Pin, false)
                .filter(|_| short)
            else {
                continue;
            };
            let label = &view.normal(at).lower[mark.range.clone()];
            if look == Look::Letters && !announced && mark.sense != Sense::Strong
                || !self.fits(label, bare, look)
            {
                continue;
            }
            let mut score = self.labelled_score(mark.sense);
            self.add(
                &mut score,
                if announced {
                    "next_line_announced"
                } else {
                    "next_line"
                },
            );
            self.add(&mut score, look.weight_name());
            if self.identity_near(view, at) {
                self.add(&mut score, "identity_near");
            }
            self.surroundings(&mut score, &view.normal(at).lower, around);
            self.report(view, below, "password.next-line", bare, score, tally);
            return;
        }
    }

    /// Tells whether English words follow a label, not a value.
    fn prose_follows(&self, text: &str) -> bool {
        text.starts_with(' ') && {
            let mut words = text.split_ascii_whitespace();
            words
                .next()
                .is_some_and(|word| matches!(word, "for" | "to" | "of" | "on" | "is" | "was" | "in"))
        }
    }

    fn is_quantity(&self, value: &str, rest: &str) -> bool {
        let rest = rest.trim_start();
        value
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b".,~-".contains(&byte))
            && self.rule.units.iter().any(|unit| rest.starts_with(unit.as_str()))
    }
}

/// Tells whether only a joiner stands between the two labels of a pair.
fn joins(between: &str) -> bool {
    let between = between.trim();
    between.len() <= 6
        && matches!(
            between,
            "/" | "・" | "," | "&" | "+" | "、" | "と" | "|" | "-" | "及び" | "/ " | "\"/\""
        )
}

/// Takes the second of two values: `a / b`, `a  b`, `a・b`.
fn second<'a>(first: &'a str, rest: &'a str) -> Option<(&'a str, &'a str)> {
    if let Some((_, value)) = first
        .split_once(['/', ','])
        .filter(|(_, value)| !value.is_empty())
    {
        return Some((value, rest));
    }
    let rest = rest.trim_start_matches([' ', '/', ',', '、', '・', '|', '\t', '\u{3000}', '-', '&']);
    let end = rest.find(|c: char| !c.is_ascii_graphic()).unwrap_or(rest.len());
    (end > 0).then(|| rest.split_at(end))
}

/// Tells whether English prose goes on after a word.
fn prose(rest: &str) -> bool {
    rest.split_ascii_whitespace()
        .take(3)
        .filter(|word| {
            word.bytes()
                .all(|byte| byte.is_ascii_alphabetic() || b".,'".contains(&byte))
        })
        .count()
        >= 2
        || rest
            .strip_prefix(' ')
            .is_some_and(|rest| rest.split(' ').next().is_some_and(is_word) && !rest.contains([':', '=']))
}

fn is_word(text: &str) -> bool {
    text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_lowercase())
}
