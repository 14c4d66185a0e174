//! What comes after a label in the same line: separator, value, rest.

use super::cut::{cut, element};

/// How a value is joined to its label.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Joint {
    /// `:` `=` `→` and the like.
    Sign,
    /// 「は」「が」「を」.
    Particle,
    /// Only space, or a closing bracket.
    Space,
    /// The value itself stands in brackets.
    Bracket,
    /// Nothing at all, after a label that is not ASCII.
    Touching,
}

impl Joint {
    /// Returns the name of its weight in the rule.
    pub(super) fn weight_name(self) -> &'static str {
        match self {
            Self::Sign => "sign",
            Self::Particle => "particle",
            Self::Space => "space",
            Self::Bracket => "bracket",
            Self::Touching => "touching",
        }
    }
}

/// What follows a label.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum After<'a> {
    /// A candidate value.
    Value(Candidate<'a>),
    /// Nothing more in this line; `announced` if a sign or 「下記」 points on.
    Open { announced: bool },
    /// Something else.
    Else,
}

/// A candidate behind its label.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate<'a> {
    pub(super) value: &'a str,
    pub(super) joint: Joint,
    pub(super) quoted: bool,
    /// What follows it.
    pub(super) rest: &'a str,
}

/// Reads what follows a label; `kana` if the label is not ASCII.
pub(super) fn after(text: &str, kana: bool) -> After<'_> {
    let Gap {
        rest,
        bracketed,
        remark,
    } = gap(text);
    if let Some(value) = remark.filter(|remark| is_code_like(remark))
        && !rest.trim_start().starts_with([':', '=', '→', 'は'])
    {
        return After::Value(Candidate {
            value,
            joint: Joint::Bracket,
            quoted: false,
            rest,
        });
    }
    let skipped = rest.len() < text.len();
    let (rest, mut joint) = joint(rest, kana);
    if joint.is_none() && skipped {
        joint = Some(Joint::Space);
    }
    if rest.trim().is_empty() {
        return After::Open {
            announced: joint == Some(Joint::Sign) || bracketed,
        };
    }
    if points_on(rest) {
        return After::Open { announced: true };
    }
    let joint = match joint {
        Some(joint) => joint,
        None if rest.starts_with(['「', '『', '【', '[', '〈', '《']) => Joint::Bracket,
        None if rest.starts_with(|c: char| c.is_ascii_alphanumeric()) => Joint::Touching,
        None => return After::Else,
    };
    // The value attribute of XML: key="Password" value="…".
    let named = ["value=", "-Value ", "-value "]
        .iter()
        .find_map(|name| rest.strip_prefix(name));
    cut(named.unwrap_or(rest), joint, false)
}

/// Reads the content of an XML element whose name is, or ends with, a label.
pub(super) fn after_element(text: &str) -> After<'_> {
    match element(text) {
        Some(content) if !content.trim().is_empty() => cut(content, Joint::Sign, true),
        _ => After::Else,
    }
}

/// Tells whether a remark is no explanation but a value: letters and digits or symbols, without a space.
fn is_code_like(remark: &str) -> bool {
    remark.len() >= 4
        && remark.bytes().all(|byte| byte.is_ascii_graphic())
        && remark.bytes().any(|byte| !byte.is_ascii_alphabetic())
}

/// What stands between a label and its separator.
struct Gap<'a> {
    rest: &'a str,
    /// The label's own bracket was closed.
    bracketed: bool,
    /// The last remark in brackets.
    remark: Option<&'a str>,
}

/// Skips what may stand between a label and its separator: brackets, remarks, a running number.
fn gap(text: &str) -> Gap<'_> {
    const CLOSERS: [char; 11] = [']', '】', '」', '』', '》', '〉', '〕', ')', '>', '}', '｣'];
    const REMARK_CHARS: usize = 48;
    let mut gap = Gap {
        rest: text,
        bracketed: false,
        remark: None,
    };
    for _ in 0..4 {
        let trimmed = gap.rest.trim_start_matches([' ', '*', '`', '\'', '"', '#']);
        let remark = trimmed
            .strip_prefix(['(', '〔'])
            .and_then(|inner| inner.split_once([')', '〕']))
            .filter(|(remark, _)| remark.chars().count() <= REMARK_CHARS);
        let next = if let Some((remark, after)) = remark {
            gap.remark = Some(remark);
            after
        } else if let Some(after) = trimmed.strip_prefix(CLOSERS) {
            gap.bracketed = true;
            after
        } else {
            without_number(trimmed)
        };
        if next.len() == gap.rest.len() {
            break;
        }
        gap.rest = next;
    }
    gap
}

/// Takes a running number off: 「パスワード1：」「PW②は」.
fn without_number(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || ('①'..='⑳').contains(&c));
    let numbered = rest.len() < text.len()
        && text.len() - rest.len() <= 3
        && rest.trim_start().starts_with([':', '=', '→', 'は', ')', '\t']);
    if numbered { rest } else { text }
}

/// Takes the separator off.
fn joint(text: &str, kana: bool) -> (&str, Option<Joint>) {
    const SIGNS: [char; 20] = [
        ':', '=', '→', '⇒', '⇨', '➡', '➔', '▶', '▷', '►', '>', '|', '\t', '・', ';', '…', '~', '-', '←', '―',
    ];
    let spaced = text.trim_start_matches(' ');
    // An option of a command is no value.
    let option = spaced.len() < text.len() && spaced.starts_with('-') && !spaced.starts_with("- ");
    if option || spaced.starts_with("--") {
        return (spaced, Some(Joint::Space));
    }
    let is_sign = |c: char| SIGNS.contains(&c) || c == ' ' || kana && c == '/';
    let signed = spaced.trim_start_matches(is_sign);
    let sign = spaced[..spaced.len() - signed.len()].trim();
    if !sign.is_empty() || spaced.starts_with('\t') {
        // A value may begin with a hyphen only after a real sign.
        let weak = sign == "-" && !spaced.starts_with("- ");
        return (signed, Some(if weak { Joint::Space } else { Joint::Sign }));
    }
    // 'PASSWORD', 'value' in a call.
    if let Some(inner) = spaced.strip_prefix(',').map(str::trim_start)
        && inner.starts_with(['\'', '"'])
    {
        return (inner, Some(Joint::Sign));
    }
    if spaced.starts_with("..") {
        return (spaced.trim_start_matches(['.', ' ']), Some(Joint::Sign));
    }
    for both in ["ともに", "とも", "共に", "はともに", "は同じ", "も同じ"] {
        if let Some(rest) = spaced.strip_prefix(both) {
            return (rest.trim_start_matches([' ', ':']), Some(Joint::Particle));
        }
    }
    for particle in ["は", "が", "を", "って", "に", "ha ", "wa "] {
        if let Some(rest) = spaced.strip_prefix(particle) {
            return (
                rest.trim_start_matches([' ', '、', ':', ',']),
                Some(Joint::Particle),
            );
        }
    }
    (spaced, (spaced.len() < text.len()).then_some(Joint::Space))
}

/// Tells whether the line says that the value is below.
fn points_on(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['を', 'は', 'に', 'が', 'の', ' ']);
    let points = ["下記", "以下", "次の", "こちら"]
        .iter()
        .any(|word| rest.starts_with(word));
    let short = rest.chars().count() <= 24;
    let ends = rest.trim_end().ends_with(['。', ':', 'り', 'す', '↓', '.']);
    let told = ["お送り", "お知らせ", "ご連絡", "ご案内", "送り", "連絡"]
        .iter()
        .any(|word| rest.starts_with(word));
    (points || told) && short && ends || matches!(rest.trim(), "↓" | "⇓" | "▼")
}
