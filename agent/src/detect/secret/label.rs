//! Labels in a field: what each means, and which only look like one.

use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::{
    super::{normal::word, rule::SecretRule},
    automaton,
};

/// What a label means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sense {
    Strong,
    Weak,
    Pin,
    Identity,
    Heading,
}

impl Sense {
    pub(super) fn is_secret(self) -> bool {
        matches!(self, Self::Strong | Self::Weak | Self::Pin)
    }

    /// Returns the name of its weight in the rule.
    pub(super) fn weight_name(self) -> &'static str {
        match self {
            Self::Weak => "weak_label",
            Self::Pin => "pin_label",
            _ => "label",
        }
    }
}

/// A label in a field.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) range: Range<usize>,
    pub(super) sense: Sense,
}

/// Every label of a rule, compiled.
pub(super) struct Labels {
    automaton: AhoCorasick,
    senses: Vec<Sense>,
    not_before: Vec<String>,
    not_before_weak: Vec<String>,
    strengthens: Vec<String>,
}

impl Labels {
    pub(super) fn new(rule: &SecretRule) -> Self {
        let words = |list: &[String]| list.iter().map(|w| word(w)).collect::<Vec<_>>();
        let known: Vec<(String, Sense)> = lists(rule)
            .into_iter()
            .flat_map(|(list, sense)| words(list).into_iter().map(move |label| (label, sense)))
            .collect();
        Self {
            senses: known.iter().map(|&(_, sense)| sense).collect(),
            automaton: automaton(known.into_iter().map(|(label, _)| label).collect()),
            not_before: words(&rule.not_before_label),
            not_before_weak: words(&rule.not_before_weak),
            strengthens: words(&rule.strengthens),
        }
    }

    /// Finds labels; ASCII ones only where no letter touches them.
    pub(super) fn marks(&self, lower: &str) -> Vec<Mark> {
        self.automaton
            .find_iter(lower)
            .map(|found| Mark {
                range: found.range(),
                sense: self.senses[found.pattern().as_usize()],
            })
            .filter(|mark| self.stands_alone(lower, mark))
            .map(|mark| self.strengthened(lower, mark))
            .collect()
    }

    /// Makes a strong label of a weak one behind a word like 「解凍」.
    fn strengthened(&self, lower: &str, mark: Mark) -> Mark {
        let strong =
            mark.sense == Sense::Weak && ends_with_any(&lower[..mark.range.start], &self.strengthens);
        let sense = if strong { Sense::Strong } else { mark.sense };
        Mark { sense, ..mark }
    }

    fn stands_alone(&self, lower: &str, mark: &Mark) -> bool {
        let (before, label, after) = parts(lower, &mark.range);
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        let starts = letter(label.chars().next()) && letter(before.chars().next_back());
        let ends = letter(label.chars().next_back()) && letter(after.chars().next());
        // dbpassword and loginpassword are labels too; bypass and spin are not.
        let touched = starts && !label.starts_with("passw") || ends;
        // pass-through and pin-project are words of their own.
        let compound = label.is_ascii()
            && after
                .strip_prefix('-')
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()));
        // 「パスポート」「キーボード」「コンパス」 are longer words of another meaning.
        let kana = |c: char| ('ァ'..='ヺ').contains(&c) || c == 'ー';
        let short = matches!(label, "パス" | "ぱす" | "キー" | "キ-" | "key");
        let longer = short && (after.starts_with(kana) || before.ends_with(kana) && label != "ぱす");
        let other = mark.sense.is_secret() && ends_with_any(before, &self.not_before)
            || mark.sense == Sense::Weak && ends_with_any(before, &self.not_before_weak);
        !(touched || compound || longer || other)
    }
}

/// Returns the labels of a rule by what they mean.
pub(super) fn lists(rule: &SecretRule) -> [(&[String], Sense); 5] {
    [
        (&rule.labels, Sense::Strong),
        (&rule.weak_labels, Sense::Weak),
        (&rule.pin_labels, Sense::Pin),
        (&rule.identities, Sense::Identity),
        (&rule.headings, Sense::Heading),
    ]
}

fn ends_with_any(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.ends_with(word.as_str()))
}

/// Splits a field into what is before a range, in it, and after it.
pub(super) fn parts<'t>(text: &'t str, range: &Range<usize>) -> (&'t str, &'t str, &'t str) {
    (&text[..range.start], &text[range.clone()], &text[range.end..])
}
