//! A secret behind its label in the same line.

use super::{
    super::tally::Tally,
    Look, Mark, Page, Sense, Sighting,
    after::{After, Candidate, Joint, after, after_element},
    cut::cut,
    label::parts,
    mind::names_a_thing,
};

/// What speaks for a candidate besides its label and look.
#[derive(Clone, Copy, Default)]
struct Company {
    /// It is the second of an id and its secret.
    pair: bool,
    /// The label says that the secret was changed or set.
    acted: bool,
}

impl Page<'_> {
    /// Judges labels with a value in the same line, around it, or in the lines below.
    pub(super) fn labelled(&self, at: usize, tally: &mut Tally) {
        let marks = &self.marks[at];
        for (nth, mark) in marks
            .iter()
            .enumerate()
            .filter(|(_, mark)| mark.sense.is_secret() && !self.is_named_or_read(at, mark))
        {
            if let Some(candidate) = self.paired_value(at, nth) {
                let company = Company {
                    pair: true,
                    ..Company::default()
                };
                self.inline(at, mark, candidate, company, tally);
                continue;
            }
            let text = &self.text(at)[mark.range.end..];
            match self.after(at, mark) {
                After::Value(found) if found.joint == Joint::Space && !self.sort.code && is_stated(text) => {
                    self.stated(at, mark, text, tally);
                }
                After::Value(found) => {
                    let judged = self.inline(at, mark, found, Company::default(), tally);
                    if !judged && !self.sort.code && !self.later(at, mark, tally) {
                        self.before(at, mark, tally);
                    }
                }
                _ if self.sort.code => {}
                After::Open { announced } => {
                    if !self.before(at, mark, tally) && !self.is_cell(at) {
                        self.below(at, mark, announced, tally);
                    }
                }
                After::Else => self.elsewhere(at, mark, tally),
            }
        }
    }

    /// Tells the name of a file and a variable that is read from a label.
    fn is_named_or_read(&self, at: usize, mark: &Mark) -> bool {
        let (before, _, after) = parts(self.text(at), &mark.range);
        is_read(before, after)
    }

    /// Looks for a value that is not joined to its label.
    fn elsewhere(&self, at: usize, mark: &Mark, tally: &mut Tally) {
        if let Some(found) = self.after_act(at, mark) {
            let company = Company {
                acted: true,
                ..Company::default()
            };
            self.inline(at, mark, found, company, tally);
        } else if !self.later(at, mark, tally) && !self.before(at, mark, tally) && !self.is_cell(at) {
            self.answered(at, mark, tally);
        }
    }

    /// Reads what follows a label.
    pub(super) fn after(&self, at: usize, mark: &Mark) -> After<'_> {
        let (before, label, text) = parts(self.text(at), &mark.range);
        let passed = self.sort.tests && self.lower(at)[mark.range.clone()] == *"pass";
        if passed || self.secrets.refuses(&self.lower(at)[mark.range.end..]) {
            return After::Else;
        }
        if before.ends_with('<') || text.starts_with("</") {
            return after_element(text);
        }
        after(text, !label.is_ascii())
    }

    /// Reads 「パスワード変更後：…」「PW変更→…」, where a word for a deed stands between.
    fn after_act(&self, at: usize, mark: &Mark) -> Option<Candidate<'_>> {
        let text = &self.text(at)[mark.range.end..];
        let lower = &self.lower(at)[mark.range.end..];
        let lead = lower.len() - lower.trim_start_matches(['の', 'を']).len();
        let act = self
            .secrets
            .acts
            .iter()
            .find(|act| lower[lead..].starts_with(act.as_str()))?;
        let behind = &text[lead + act.len()..];
        let rest = behind.trim_start_matches(['後', '済', 'み', '値', '先', '→']);
        let rest = rest.trim_start_matches(is_picture);
        if let After::Value(found) = after(rest, true)
            && (found.joint == Joint::Sign || rest.len() < behind.len())
        {
            return Some(found);
        }
        // 「PW変えました。…」
        let next = behind.trim_start_matches(|c: char| ('ぁ'..='ん').contains(&c));
        let next = next.strip_prefix(['。', '!'])?.trim_start();
        match cut(next, Joint::Particle, false) {
            After::Value(found) if found.rest.trim().is_empty() => Some(found),
            _ => None,
        }
    }

    /// Reads the value of a label that is joined to one of an id: 「ID/PW: a / b」.
    fn paired_value(&self, at: usize, nth: usize) -> Option<Candidate<'_>> {
        let (text, lower, marks) = (self.text(at), self.lower(at), &self.marks[at]);
        let mark = &marks[nth];
        let joined = |first: &Mark, next: &Mark| joins(&lower[first.range.end..next.range.start]);
        let identity = |mark: &&Mark| mark.sense == Sense::Identity;
        let first = nth
            .checked_sub(1)
            .and_then(|before| marks.get(before))
            .filter(identity);
        if first.is_some_and(|first| joined(first, mark)) {
            return match after(&text[mark.range.end..], false) {
                After::Value(found) => Some(second(found).unwrap_or(found)),
                _ => None,
            };
        }
        let next = marks
            .get(nth + 1)
            .filter(identity)
            .filter(|next| joined(mark, next))?;
        match after(&text[next.range.end..], false) {
            After::Value(found) => Some(found),
            _ => None,
        }
    }

    /// Judges a candidate in the line of its label; tells whether it was good enough to be counted.
    fn inline(
        &self,
        at: usize,
        mark: &Mark,
        found: Candidate<'_>,
        company: Company,
        tally: &mut Tally,
    ) -> bool {
        let label = &self.lower(at)[mark.range.clone()];
        let near = company.pair || self.identity_near(at);
        let Some(look) =
            passphrase(label, &found).or_else(|| self.look(mark.sense, label, found.value, found.quoted))
        else {
            return false;
        };
        if self.needs_identity(label) && !near
            || company.acted && (look < Look::Mixed || names_a_thing(found.value))
            || !self.convinces(self.lower(at), mark, &found, look, near)
        {
            return false;
        }
        let mut score = self.score(&[
            mark.sense.weight_name(),
            found.joint.weight_name(),
            look.weight_name(),
        ]);
        if near {
            self.add(&mut score, "identity_near");
        }
        if company.acted {
            self.add(&mut score, "acted");
        }
        let sighting = Sighting {
            rule: if mark.sense == Sense::Pin {
                "password.pin"
            } else {
                "password.label-value"
            },
            at,
            by: at,
            value: found.value,
        };
        self.report(&sighting, score, tally);
        true
    }

    /// Tells whether a candidate is good enough for the way it is joined to its label.
    fn convinces(&self, line: &str, mark: &Mark, found: &Candidate<'_>, look: Look, near: bool) -> bool {
        let label = &line[mark.range.clone()];
        let Candidate {
            value,
            joint,
            quoted,
            rest,
        } = *found;
        if self.secrets.is_quantity(value, rest) || self.secrets.goes_on(rest) {
            return false;
        }
        if self.sort.code {
            // A connection string stands in quotes as a whole.
            let linked = line[..mark.range.start].ends_with([';', '?', '&']);
            return (quoted || linked) && joint == Joint::Sign && look >= Look::Mixed;
        }
        let ends = rest.trim_start_matches(['」', '"', '\'', ' ']);
        let ends =
            ends.is_empty() || ends.starts_with("です") || ends.starts_with(['。', ',', '、', '/', '(', ';']);
        let english = is_english(line);
        let poor = look < Look::Odd && look != Look::Pin;
        match joint {
            Joint::Touching => {
                !label.is_ascii()
                    && (near || label != "パス")
                    && look >= Look::Mixed
                    && !value.contains([':', '='])
            }
            // 「認証キー(EOS-1)を配布」 names a thing.
            Joint::Bracket
                if (mark.sense == Sense::Weak || names_a_thing(value))
                    && rest.starts_with(['を', 'の', 'が']) =>
            {
                false
            }
            Joint::Bracket => {
                let signed = value.contains(|c: char| c.is_ascii_punctuation());
                look >= Look::Mixed || quoted && signed && look >= Look::Odd
            }
            Joint::Sign => !(look == Look::Word && is_prose(rest)),
            Joint::Particle => !poor || ends && look != Look::Word,
            Joint::Space if value.contains('=') || label.is_ascii() && (is_prose(rest) || english) => false,
            Joint::Space if poor => {
                let kind = matches!(look, Look::Romaji | Look::Digits) && (near || !label.is_ascii());
                ends && (kind || look == Look::Code && near)
            }
            Joint::Space => !(label.is_ascii() && quoted && look < Look::Mixed),
        }
    }

    /// Tells whether a label says something only beside an id.
    pub(super) fn needs_identity(&self, label: &str) -> bool {
        self.secrets
            .rule
            .needs_identity
            .iter()
            .any(|needs| needs == label)
    }

    /// Tells whether the label of an id stands near.
    pub(super) fn identity_near(&self, at: usize) -> bool {
        let (from, to) = (at.saturating_sub(2), self.view.len().min(at + 3));
        self.marks[from..to]
            .iter()
            .flatten()
            .any(|mark| mark.sense == Sense::Identity)
    }
}

impl super::Secrets {
    /// Tells whether what follows a label makes it mean something else.
    pub(super) fn refuses(&self, lower: &str) -> bool {
        let lower = lower.trim_start_matches([' ', '「', '」', '】', ']', '_', '-']);
        self.refusals.iter().chain(&self.acts).any(|word| {
            lower
                .strip_prefix(word.as_str())
                .is_some_and(|rest| !word.is_ascii() || ends_word(rest))
        })
    }

    /// Tells whether a number is an amount of something.
    pub(super) fn is_quantity(&self, value: &str, rest: &str) -> bool {
        let rest = rest.trim_start();
        value
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b".,~-".contains(&byte))
            && self.rule.units.iter().any(|unit| rest.starts_with(unit.as_str()))
    }

    /// Tells whether the words behind a candidate make it part of an explanation.
    fn goes_on(&self, rest: &str) -> bool {
        let rest = rest.trim_start_matches(['」', '"', '\'', ' ']);
        self.not_after_value
            .iter()
            .any(|word| rest.starts_with(word.as_str()))
    }
}

/// Tells a picture among letters: 「PW変更💡 …」.
fn is_picture(c: char) -> bool {
    ('\u{2600}'..='\u{27bf}').contains(&c) || ('\u{1f300}'..='\u{1faff}').contains(&c)
}

/// Tells a variable that is read, `$SUDO_PW`, from one that is set, and the name of a file.
fn is_read(before: &str, after: &str) -> bool {
    let name = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
    let path = before.rsplit(' ').next().unwrap_or_default();
    if path.starts_with(['~', '/', '.']) && path.ends_with('/') {
        return true;
    }
    name.ends_with(['$', '%']) && !after.trim_start_matches(['"', '\'', ' ']).starts_with(['=', ':'])
}

/// Tells whether an English word ends here, with one of its usual endings.
fn ends_word(rest: &str) -> bool {
    const ENDINGS: [&str; 14] = [
        "", "s", "es", "d", "ed", "ing", "e", "er", "ers", "ation", "ment", "ity", "able", "y",
    ];
    let end = rest
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(rest.len());
    ENDINGS.contains(&&rest[..end])
}

/// Takes several words as one secret, behind a label that says so.
fn passphrase(label: &str, found: &Candidate<'_>) -> Option<Look> {
    let phrase = matches!(label, "passphrase" | "パスフレーズ") && found.joint == Joint::Sign;
    let common = ["the", "a", "is", "be", "must", "of", "for", "to", "at"];
    let mut words = found.rest.split_ascii_whitespace();
    let more = words.clone().count() >= 2
        && words.all(|word| word.bytes().all(|byte| byte.is_ascii_alphanumeric()) && !common.contains(&word));
    let whole = found.value.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (phrase && more && whole).then_some(Look::Odd)
}

/// Tells whether an English sentence says what the secret is.
fn is_stated(text: &str) -> bool {
    let first = text.split_ascii_whitespace().next();
    text.starts_with(' ')
        && matches!(
            first,
            Some("for" | "to" | "of" | "on" | "is" | "was" | "in" | "now")
        )
}

/// Tells whether only a joiner stands between the two labels of a pair.
fn joins(between: &str) -> bool {
    let between = between.trim();
    between.len() <= 6
        && matches!(
            between,
            "/" | "・" | "," | "&" | "+" | "、" | "と" | "|" | "-" | "及び" | "\"/\"" | ":" | "//" | "→"
        )
}

/// Takes the second of two values: `a / b`, `a  b`, `a・b`.
fn second(first: Candidate<'_>) -> Option<Candidate<'_>> {
    let inner = first
        .value
        .split_once(['/', ',', ':'])
        .filter(|(_, value)| !value.is_empty());
    if let Some((_, value)) = inner {
        return Some(Candidate { value, ..first });
    }
    let rest = first.rest.trim_start_matches([
        ' ', '/', ',', '、', '・', '|', '\t', '-', '&', ':', '→', '」', '「', '"',
    ]);
    let end = rest.find(|c: char| !c.is_ascii_graphic()).unwrap_or(rest.len());
    let (value, rest) = rest.split_at(end);
    let value = value.trim_end_matches([')', ',', '"', '\'', ';']);
    (value.len() >= 3).then_some(Candidate { value, rest, ..first })
}

/// Tells whether English prose goes on after a word.
pub(super) fn is_prose(rest: &str) -> bool {
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
            .and_then(|rest| rest.split(' ').next())
            .is_some_and(|word| is_word(word.trim_end_matches(['.', ','])) && !rest.contains([':', '=']))
}

/// Tells whether a line is English prose, in which short labels are words.
pub(super) fn is_english(line: &str) -> bool {
    let words = line
        .split_ascii_whitespace()
        .filter(|word| is_word(word.trim_end_matches(['.', ',', ')', ';'])));
    line.is_ascii() && words.count() >= 4
}

fn is_word(text: &str) -> bool {
    text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_lowercase())
}
