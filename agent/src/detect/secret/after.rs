//! What comes after a label in the same line: separator, value, rest.

/// How a value is joined to its label.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Joint {
    /// `:` `=` `→` and the like.
    Sign,
    /// 「は」「が」.
    Particle,
    /// Only space, or a closing bracket.
    Space,
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
            Self::Touching => "touching",
        }
    }
}

/// What follows a label.
#[derive(PartialEq, Eq)]
pub(super) enum After<'a> {
    /// A candidate value, how it is joined, whether in quotes, and what follows it.
    Value {
        value: &'a str,
        joint: Joint,
        quoted: bool,
        rest: &'a str,
    },
    /// Nothing more in this line; `announced` if a sign or 「下記」 points on.
    Open { announced: bool },
    /// Something else.
    Else,
}

/// Reads what follows a label. `refused` tells whether a following word changes the label's meaning.
pub(super) fn after<'a>(text: &'a str, refused: impl Fn(&str) -> bool) -> After<'a> {
    let (rest, bracketed) = gap(text);
    if refused(rest) {
        return After::Else;
    }
    let skipped = rest.len() < text.len();
    let (mut rest, mut joint) = joint(rest);
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
        None if rest.starts_with(|c: char| c.is_ascii_alphanumeric()) => Joint::Touching,
        None => return After::Else,
    };
    // The value attribute or element of XML: key="Password" value="…".
    if let Some(inner) = rest
        .strip_prefix("value=")
        .or_else(|| rest.strip_prefix("value>"))
    {
        rest = inner;
    }
    cut(rest, joint, text.starts_with('>'))
}

/// Skips what may stand between a label and its separator: brackets, remarks, a running number.
fn gap(text: &str) -> (&str, bool) {
    let mut rest = text;
    let mut bracketed = false;
    for _ in 0..4 {
        let trimmed = rest.trim_start_matches([' ', '\u{3000}', '*', '`', '\'', '"']);
        let remark = trimmed
            .strip_prefix('(')
            .and_then(|inner| inner.split_once(')'))
            .filter(|(remark, _)| remark.chars().count() <= 20);
        let next = if let Some((_, after)) = remark {
            after
        } else if let Some(after) = trimmed.strip_prefix([']', '】', '」', '』', '》', '〉', ')', '>', '}'])
        {
            bracketed = true;
            after
        } else {
            let number = trimmed.trim_start_matches(|c: char| c.is_ascii_digit() || ('①'..='⑳').contains(&c));
            let short = trimmed.len() - number.len() <= 3;
            let numbered = number.len() < trimmed.len()
                && short
                && number
                    .trim_start()
                    .starts_with([':', '=', '：', '→', 'は', ')', '\t']);
            if numbered { number } else { trimmed }
        };
        if next.len() == rest.len() {
            break;
        }
        rest = next;
    }
    (
        rest,
        bracketed || rest.len() < text.len() && text.starts_with([']', '】', '」']),
    )
}

/// Takes the separator off.
fn joint(text: &str) -> (&str, Option<Joint>) {
    const SIGNS: [char; 14] = [
        ':', '=', '→', '⇒', '>', '|', '\t', '・', ';', '…', '➡', '▶', '~', '-',
    ];
    let spaced = text.trim_start_matches([' ', '\u{3000}']);
    let signed = spaced.trim_start_matches(|c| SIGNS.contains(&c) || c == ' ');
    let sign = &spaced[..spaced.len() - signed.len()];
    if !sign.trim().is_empty() {
        // A value may begin with a hyphen only after a real sign.
        let joint = if sign.trim() == "-" && !sign.contains(' ') {
            Joint::Space
        } else {
            Joint::Sign
        };
        return (signed, Some(joint));
    }
    for both in ["ともに", "とも", "共に", "はともに", "は同じ", "も同じ"] {
        if let Some(rest) = spaced.strip_prefix(both) {
            return (rest.trim_start_matches([' ', ':']), Some(Joint::Particle));
        }
    }
    if let Some(rest) = spaced.strip_prefix(['は', 'が', 'を']) {
        let rest = rest.trim_start_matches([' ', '、', ':']);
        return (rest, Some(Joint::Particle));
    }
    let spaces = (spaced.len() < text.len()).then_some(Joint::Space);
    (spaced, spaces)
}

/// Tells whether the line says that the value is below.
fn points_on(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['を', 'は', 'に', 'が', 'の', ' ']);
    let points = ["下記", "以下", "次の", "こちら"]
        .iter()
        .any(|word| rest.starts_with(word));
    let short = rest.chars().count() <= 24;
    let ends = rest.trim_end().ends_with(['。', ':', 'り', 'す', '↓', '。']);
    points && short && ends || matches!(rest.trim(), "↓" | "⇓" | "▼")
}

/// Cuts the value out.
fn cut(text: &str, joint: Joint, element: bool) -> After<'_> {
    for (open, close) in [
        ('"', '"'),
        ('\'', '\''),
        ('`', '`'),
        ('「', '」'),
        ('『', '』'),
        ('【', '】'),
    ] {
        if let Some(inner) = text.strip_prefix(open)
            && let Some((value, rest)) = inner.split_once(close)
        {
            return After::Value {
                value: value.trim(),
                joint,
                quoted: true,
                rest,
            };
        }
    }
    let end = text.find(|c: char| !c.is_ascii_graphic()).unwrap_or(text.len());
    let (mut value, _) = text.split_at(end);
    if element && let Some((inner, _)) = value.split_once("</") {
        value = inner;
    }
    let value = value.split_once("\",").map_or(value, |(inner, _)| inner);
    // A remark in brackets that goes on in Japanese is no part of the value.
    let value = match value.rfind('(') {
        Some(at) if at > 0 && !value[at..].contains(')') => &value[..at],
        _ => value,
    };
    let opened = |close: char| match close {
        ')' => value.contains('('),
        ']' => value.contains('['),
        '}' => value.contains('{'),
        '>' => value.contains('<'),
        _ => false,
    };
    let value = value.trim_end_matches(|c: char| {
        matches!(c, ',' | ';' | ')' | ']' | '}' | '"' | '\'' | '`') && !opened(c)
    });
    let value = value
        .strip_suffix('.')
        .filter(|_| end < text.len() || value.len() > 1)
        .unwrap_or(value);
    if value.is_empty() {
        return After::Else;
    }
    After::Value {
        value,
        joint,
        quoted: false,
        rest: &text[value.len()..],
    }
}
