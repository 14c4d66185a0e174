//! Rules as data: the TOML of `agent/rules/*.toml`, checked and with its examples.
//!
//! ```text
//! kind, severity            what a hit is
//! [secret] | [number] | [roster] | [name]   how it is recognised: exactly one of the four
//! [[must_find]]             text | rows | name, and the least confidence
//! [[must_not_find]]         the same without
//! ```
//!
//! To add a kind of sensitive data: one file in `agent/rules`.

use std::collections::BTreeMap;

use mimawari_proto::finding::{Confidence, Kind, Severity};
use serde::Deserialize;

/// Why a rule cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// Not TOML, or not of this shape.
    #[error("{file}, line {line}: {says}")]
    Shape {
        /// The rule's file.
        file: String,
        /// Where, one-based.
        line: usize,
        /// What the parser says.
        says: String,
    },
    /// Neither or several of `[secret]`, `[number]`, `[roster]`, `[name]`.
    #[error("{file}: needs exactly one of [secret], [number], [roster], [name]")]
    Method {
        /// The rule's file.
        file: String,
    },
    /// A pattern that does not compile.
    #[error("{file}: pattern {pattern} does not compile")]
    Pattern {
        /// The rule's file.
        file: String,
        /// The pattern's own name.
        pattern: String,
        /// What the compiler says.
        #[source]
        cause: Box<regex::Error>,
    },
    /// An unknown way of checking a number.
    #[error("{file}: unknown check {check}; one of: my_number, luhn, resident_code, none")]
    Check {
        /// The rule's file.
        file: String,
        /// What it says.
        check: String,
    },
}

/// One rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    pub(crate) kind: Kind,
    pub(crate) severity: Severity,
    /// One line for `rules list`.
    pub(crate) says: Said,
    pub(crate) secret: Option<SecretRule>,
    pub(crate) number: Option<NumberRule>,
    pub(crate) roster: Option<RosterRule>,
    pub(crate) name: Option<NameRule>,
    #[serde(default)]
    pub(crate) must_find: Vec<Example>,
    #[serde(default)]
    pub(crate) must_not_find: Vec<Example>,
}

/// What the rule is for, in both languages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Said {
    pub(crate) ja: String,
    pub(crate) en: String,
}

/// One thing that must be found, or must not.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Example {
    /// What it shows.
    pub(crate) why: String,
    /// The file's name; a neutral one if left out.
    #[serde(default)]
    pub(crate) name: Option<String>,
    /// Its text …
    #[serde(default)]
    pub(crate) text: Option<String>,
    /// … or its cells.
    #[serde(default)]
    pub(crate) rows: Option<Vec<Vec<String>>>,
    /// The least confidence to be found with; medium if left out.
    #[serde(default)]
    pub(crate) confidence: Option<Confidence>,
}

/// Secrets that people write down: labels, values, and what speaks for and against.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SecretRule {
    /// Literals one of which stands near every secret, in any way of writing.
    pub(crate) triggers: Vec<String>,
    /// Labels that mean a secret.
    pub(crate) labels: Vec<String>,
    /// Labels that often mean something else.
    pub(crate) weak_labels: Vec<String>,
    /// Words before a weak label that make it a strong one.
    pub(crate) strengthens: Vec<String>,
    /// Labels that count only with a long value of several classes.
    pub(crate) long_labels: Vec<String>,
    /// Labels that count only beside an id or a network's name.
    pub(crate) needs_identity: Vec<String>,
    /// Labels only as the heading of a column beside one of ids, or as a cell beside its value …
    pub(crate) heading_labels: Vec<String>,
    /// … the same of secrets made of digits.
    pub(crate) heading_pins: Vec<String>,
    /// Ends of headings, and of captions, of what is no secret: types, numbers of things, days, persons.
    pub(crate) other_headings: Vec<String>,
    /// Headings of tables that show secrets to the public, as examples, or try them out.
    pub(crate) public_headings: Vec<String>,
    /// What stands over a table that says in no other place that it holds secrets.
    pub(crate) table_titles: Vec<String>,
    /// Labels of secrets made of digits only.
    pub(crate) pin_labels: Vec<String>,
    /// Labels of what a secret belongs to.
    pub(crate) identities: Vec<String>,
    /// Labels after which a pair of values is an id and its secret.
    pub(crate) pair_labels: Vec<String>,
    /// What stands over a list of accounts.
    pub(crate) headings: Vec<String>,
    /// What stands before a label that then means something else.
    pub(crate) not_before_label: Vec<String>,
    /// The same for weak labels alone.
    pub(crate) not_before_weak: Vec<String>,
    /// What follows a label that then means something else.
    pub(crate) not_after_label: Vec<String>,
    /// Deeds after a label, which mean something else unless a sign and a good value follow.
    pub(crate) acts: Vec<String>,
    /// What follows a value that then is part of an explanation.
    pub(crate) not_after_value: Vec<String>,
    /// Users that every system has.
    pub(crate) known_users: Vec<String>,
    /// Words that are no secret, whole.
    pub(crate) not_values: Vec<String>,
    /// Parts that no secret has.
    pub(crate) not_in_values: Vec<String>,
    /// Words near a value without a label that name a secret …
    pub(crate) near_secret: Vec<String>,
    /// … of what is opened with one …
    pub(crate) near_opening: Vec<String>,
    /// … of accounts and what they are for …
    pub(crate) near_account: Vec<String>,
    /// … of locks, whose secret is a short number.
    pub(crate) near_lock: Vec<String>,
    /// … of locks that three digits open.
    pub(crate) near_dial: Vec<String>,
    /// What follows a value that lets in.
    pub(crate) near_enters: Vec<String>,
    /// What follows a value that is put to use.
    pub(crate) near_uses: Vec<String>,
    /// What people make secrets of …
    pub(crate) scheme_parts: Vec<String>,
    /// … how they put it together …
    pub(crate) scheme_joints: Vec<String>,
    /// … and advice and orders, which tell nobody's secret.
    pub(crate) not_scheme: Vec<String>,
    /// How to type what is written in Japanese.
    pub(crate) typed_as: Vec<String>,
    /// Where a word in Japanese is asked for.
    pub(crate) asked_for: Vec<String>,
    /// Endings of words in hiragana that are no secret.
    pub(crate) not_spoken: Vec<String>,
    /// What makes a line one about numbers of things.
    pub(crate) not_near: Vec<String>,
    /// What follows a word of secrets in a line that speaks about them.
    pub(crate) not_after_near: Vec<String>,
    /// What follows a number that is a quantity.
    pub(crate) units: Vec<String>,
    /// What makes a line an instruction or an example.
    pub(crate) not_in_line: Vec<String>,
    /// What makes a document a manual or a rule.
    pub(crate) manual_words: Vec<String>,
    /// What makes a document training material.
    pub(crate) training_words: Vec<String>,
    /// Parts of a file's name that announce secrets …
    pub(crate) names: Vec<String>,
    /// … or accounts …
    pub(crate) weak_names: Vec<String>,
    /// … unless one of these stands in it.
    pub(crate) not_in_names: Vec<String>,
    /// Parts of a file's name that say that what is inside is made up.
    pub(crate) example_names: Vec<String>,
    /// Points for each signal.
    pub(crate) weights: BTreeMap<String, i32>,
    /// Points needed for medium and high.
    pub(crate) medium: i32,
    pub(crate) high: i32,
    /// Shapes that tell by themselves.
    #[serde(default)]
    pub(crate) pattern: Vec<PatternRule>,
}

/// A shape that is a secret by itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PatternRule {
    /// Becomes part of the rule's id.
    pub(crate) name: String,
    /// Words, in any case, one of which stands in every such shape; it is tried on every line if none are named.
    #[serde(default)]
    pub(crate) needs: Vec<String>,
    /// Words, in any case, beside which the shape means something else.
    #[serde(default)]
    pub(crate) not_with: Vec<String>,
    /// A regular expression over the normal form; the group `value`, or the first group that takes part, is the secret.
    pub(crate) regex: String,
    /// Points.
    pub(crate) weight: i32,
    /// The value must have two classes of characters or more.
    #[serde(default)]
    pub(crate) rich: bool,
}

/// Numbers of a fixed length under a label or in a column.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NumberRule {
    /// How many digits.
    pub(crate) digits: Vec<usize>,
    /// Lengths that are looked for without a label as well; none for a number that only its label makes.
    #[serde(default)]
    pub(crate) unlabelled: Vec<usize>,
    /// The check: `my_number`, `luhn`, `resident_code` or `none`.
    pub(crate) check: String,
    /// How the digits may be grouped, for example `[4, 4, 4]`.
    pub(crate) groups: Vec<Vec<usize>>,
    /// Beginnings that a number must have, if any are named.
    #[serde(default)]
    pub(crate) ranges: Vec<RangeRule>,
    /// Beginnings of other numbers, which only the heading of a column overrules.
    #[serde(default)]
    pub(crate) not_starts: Vec<String>,
    /// Labels that mean this number.
    pub(crate) labels: Vec<String>,
    /// Words that mean it as well, where the number is known already: too common to be looked for.
    #[serde(default)]
    pub(crate) context: Vec<String>,
    /// What follows a label that then names something about the number; such a label must stand right before it.
    #[serde(default)]
    pub(crate) about: Vec<String>,
    /// Labels that mean another number.
    pub(crate) other_labels: Vec<String>,
    /// Numbers that everybody may publish …
    #[serde(default)]
    pub(crate) published: Vec<String>,
    /// … and words beside which they mean nothing.
    #[serde(default)]
    pub(crate) test_words: Vec<String>,
    /// Every distinct value in a column of which 80 % pass counts from here on as high …
    pub(crate) column_high: u64,
    /// … and from here on as medium; 0 for never.
    pub(crate) column_medium: u64,
    /// What a passing number is worth without label and column; nothing if left out.
    #[serde(default)]
    pub(crate) alone: Option<Confidence>,
    /// The same in its usual groups.
    #[serde(default)]
    pub(crate) grouped: Option<Confidence>,
    /// What a number under its label is worth when the check fails; none if left out.
    #[serde(default)]
    pub(crate) failing: Option<Confidence>,
}

/// Beginnings of numbers and how long those are.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RangeRule {
    /// The lowest beginning …
    pub(crate) from: String,
    /// … and the highest, of as many digits.
    pub(crate) to: String,
    /// How many digits in all.
    pub(crate) digits: Vec<usize>,
}

/// Lists of persons: headings by what they announce, and how many make a list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RosterRule {
    /// Headings and labels one of which stands over every list whose particulars do not tell by themselves.
    pub(crate) triggers: Vec<String>,
    /// Parts of a file's name that announce such a list.
    pub(crate) names: Vec<String>,
    /// So many persons close together are worth a look, each with a telephone number, a postal code, …
    pub(crate) crowd: usize,
    /// … one of these words, …
    pub(crate) crowd_words: Vec<String>,
    /// … or one of these with the number of a house behind it.
    pub(crate) crowd_numbered: Vec<String>,
    /// Persons from which a list is worth low …
    pub(crate) low: usize,
    /// … and medium, …
    pub(crate) medium: usize,
    /// … and from which one sort of particulars is enough for high.
    pub(crate) many: usize,
    /// In percent: known family names that a list without a heading needs.
    pub(crate) sure_percent: usize,
    /// Headings of a name, whole …
    pub(crate) name: Vec<String>,
    /// … or in two columns.
    pub(crate) family: Vec<String>,
    pub(crate) given: Vec<String>,
    pub(crate) kana: Vec<String>,
    pub(crate) address: Vec<String>,
    /// Where an office or a facility is.
    pub(crate) office_address: Vec<String>,
    pub(crate) postal: Vec<String>,
    pub(crate) phone: Vec<String>,
    pub(crate) home_phone: Vec<String>,
    pub(crate) mobile: Vec<String>,
    pub(crate) office_phone: Vec<String>,
    pub(crate) birth: Vec<String>,
    pub(crate) mail: Vec<String>,
    /// What has an address and a telephone of its own.
    pub(crate) organisation: Vec<String>,
    /// A person who stands for an organisation.
    pub(crate) role: Vec<String>,
    pub(crate) department: Vec<String>,
    /// Headings of something else, which would look like one of the above.
    pub(crate) other: Vec<String>,
}

/// Files judged by their name alone.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NameRule {
    /// Endings and names of what belongs there.
    pub(crate) belongs: Vec<String>,
    /// Beginnings of what programs leave for a moment.
    pub(crate) passing: Vec<String>,
    /// Endings of documents.
    pub(crate) documents: Vec<String>,
}

impl Rule {
    /// Reads one rule file.
    pub(crate) fn parse(file: &str, text: &str) -> Result<Self, RuleError> {
        let rule: Self = toml::from_str(text).map_err(|cause: toml::de::Error| RuleError::Shape {
            file: file.to_owned(),
            line: cause.span().map_or(1, |span| {
                text[..span.start.min(text.len())].lines().count().max(1)
            }),
            says: cause.message().to_owned(),
        })?;
        let methods = [
            rule.secret.is_some(),
            rule.number.is_some(),
            rule.roster.is_some(),
            rule.name.is_some(),
        ];
        if methods.iter().filter(|&&method| method).count() != 1 {
            return Err(RuleError::Method {
                file: file.to_owned(),
            });
        }
        Ok(rule)
    }
}
