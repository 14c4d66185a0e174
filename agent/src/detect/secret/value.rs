//! Could this be a secret? Length, classes, and everything it could be instead.

use std::{collections::HashSet, sync::LazyLock};

use regex::Regex;

/// What a candidate looks like, from poor to rich.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Look {
    /// Letters of one case: a name or word, or a weak secret.
    Letters,
    /// Digits only.
    Digits,
    /// Digits where a PIN is expected.
    Pin,
    /// Letters in both cases without pattern, or with a symbol.
    Odd,
    /// Letters and digits.
    Mixed,
    /// Three or four classes.
    Rich,
}

impl Look {
    /// Returns the name of its weight in the rule.
    pub(super) fn weight_name(self) -> &'static str {
        match self {
            Self::Letters => "letters",
            Self::Digits => "digits",
            Self::Pin => "pin",
            Self::Odd => "odd",
            Self::Mixed => "mixed",
            Self::Rich => "rich",
        }
    }
}

/// Words and parts that no secret is.
pub(super) struct Values {
    pub(super) words: HashSet<String>,
    pub(super) parts: Vec<String>,
}

/// What else a candidate could be: all shapes in one expression, over lower case.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    let shapes = [
        r"[\w.+-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}",
        r"[a-z][a-z0-9+.-]*://.*",
        r"(www\.)?[a-z0-9-]+(\.[a-z0-9-]+)*\.(jp|com|net|org|local|go|lg|info|lan)(/.*)?",
        r"[a-z]:[\\/].*",
        r"\\\\.*",
        r"\.{0,2}/[\w.-]+/.*",
        r".*\.(xlsx?|xlsm|docx?|pptx?|txt|pdf|zip|exe|csv|tsv|html?|lnk|url|js|ts|py|rb|php|java|cs|vb|bat|ps1|sh|xml|json|ya?ml|ini|cfg|conf|log|png|jpe?g|gif|dll|msi|7z|lzh|bak|db|mdb|accdb|eml|msg|rdp|kdbx)",
        r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        r"(sha\d*[:$-]?|md5[:$]?|\$\d[a-z]?\$).*",
        r"([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})",
        r"\d{1,3}(\.\d{1,3}){3}(/\d+|:\d+)?",
        r"([0-9a-f]{2}[:-]){5}[0-9a-f]{2}",
        r"\+?0?\d{1,4}-\d{1,4}-\d{3,4}",
        r"(19|20)\d\d[/.-]\d{1,2}([/.-]\d{1,2})?",
        r"\d{1,2}[/-]\d{1,2}",
        r"\d{1,2}:\d\d(:\d\d)?(-.*)?",
        r"[mtshr]\d{1,2}[./-]\d{1,2}([./-]\d{1,2})?",
        r"v?\d+(\.\d+)+[a-z]?",
        r"\d{1,2}[-~]\d{1,2}",
        r"[a-z_][\w$]*(\.[a-z_]\w*)*\(.*",
        r"[a-z_]+(\.[a-z_]+)+",
        r"[a-z_][\w.]*\[.*",
        r"[a-z_]+(->|::)[a-z_]+.*",
        r"(\$|&|%|@|#\{|\$\{|\{\{|\$\(|%\(|:)[a-z_][\w.]*([)}%]+.*)?",
        r"%[a-z]",
        r"=.*",
        r"#[0-9a-f]{3,8}",
        r".*(\[:|\\[wdsb]|\.\*|\)\?|\+\$).*",
        r"[&*][a-z(\[].*",
        r"[a-z_][\w:]*<.*>.*",
        r"[a-z_]\w*(::\w+)+.*",
        r"b?r?#?\x22.*",
        r"<.*>?",
        r"\[.*\]",
        r"\{.*",
        r"\(.*\)",
        r"(your|my|the|some|new|old|user|db|app|admin|set|enter|insert|change|replace|put|add)[-_ ].*",
        r".*[-_](here|name|value|string|goes)",
        r"[a-z_]*(password|passwd|passphrase|secret)[a-z_]*",
        r"x?to-?do.*",
        r"[12]\d{3}年.*",
    ];
    Regex::new(&format!("^(?:{})$", shapes.join("|"))).expect("a constant expression, covered by tests")
});

impl Values {
    /// Tells how a candidate looks, or `None` if it is no secret. `quoted` if it stood in quotes.
    pub(super) fn look(&self, value: &str, pin: bool, quoted: bool) -> Option<Look> {
        let length = value.chars().count();
        if !(4..=128).contains(&length)
            || !value
                .bytes()
                .all(|byte| byte.is_ascii_graphic() || quoted && byte == b' ')
        {
            return None;
        }
        let lower = value.to_ascii_lowercase();
        if masked(&lower) || self.words.contains(&lower) || OTHER.is_match(&lower) {
            return None;
        }
        if self.parts.iter().any(|part| lower.contains(part.as_str())) {
            return None;
        }
        classes(value, length, pin)
    }
}

/// Tells whether something was blotted out or left to be filled in.
fn masked(lower: &str) -> bool {
    let bare: String = lower.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).collect();
    let mut chars = bare.chars();
    let first = chars.next();
    let same = chars.all(|c| Some(c) == first);
    let blot = ["***", "xxx", "...", "###", "???", "___", "---", "==="]
        .iter()
        .any(|blot| lower.contains(blot));
    blot || bare.is_empty() || same && !first.is_some_and(|c| c.is_ascii_digit())
}

fn classes(value: &str, length: usize, pin: bool) -> Option<Look> {
    let count = |is: fn(&u8) -> bool| value.bytes().filter(is).count();
    let (lower, upper) = (count(u8::is_ascii_lowercase), count(u8::is_ascii_uppercase));
    let (digits, symbols) = (count(u8::is_ascii_digit), count(u8::is_ascii_punctuation));
    let kinds = [lower, upper, digits, symbols]
        .into_iter()
        .filter(|&n| n > 0)
        .count();
    let inner = &value.as_bytes()[1..value.len() - 1];
    let strong = inner.iter().any(|byte| b"!@#$%^&*+=?".contains(byte));
    let titled = upper == 1 && value.starts_with(|c: char| c.is_ascii_uppercase());
    Some(match () {
        () if symbols == length => return None,
        () if digits == length => match (pin, length) {
            (true, 4..=12) => Look::Pin,
            (_, 4..=16) => Look::Digits,
            _ => return None,
        },
        () if pin && lower + upper > 0 && digits == 0 => return None,
        () if lower + upper == 0 => Look::Digits,
        () if kinds >= 3 && digits > 0 => Look::Rich,
        () if digits > 0 => Look::Mixed,
        () if strong || lower > 0 && upper > 1 && !titled => Look::Odd,
        () => Look::Letters,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(value: &str) -> Option<Look> {
        let values = Values {
            words: ["required"].map(str::to_owned).into(),
            parts: vec![],
        };
        values.look(value, false, false)
    }

    #[test]
    fn what_people_use_looks_like_a_secret() {
        for value in [
            "Sakura#2024",
            "kita2024",
            "P@ssw0rd!",
            "aB3xQ9",
            "hoken-01",
            "Tanuki99!",
        ] {
            assert!(look(value) >= Some(Look::Mixed), "{value}");
        }
        assert_eq!(look("sakura"), Some(Look::Letters));
        assert_eq!(look("4512"), Some(Look::Digits));
    }

    #[test]
    fn what_is_something_else_is_no_secret() {
        for value in [
            "********",
            "xxxxxxxx",
            "......",
            "<password>",
            "${DB_PASS}",
            "%s",
            "$pw",
            "os.environ[\"X\"]",
            "getenv(\"X\")",
            "self.password",
            "2024/04/01",
            "0297-64-1111",
            "tanaka@city.example.jp",
            "https://a.example/x",
            "192.168.10.5",
            "C:\\Users\\x",
            "\\\\server\\share",
            "list.xlsx",
            "d41d8cd98f00b204e9800998ecf8427e",
            "v1.2.3",
            "8-16",
            "r6.4.1",
            "550e8400-e29b-41d4-a716-446655440000",
            "your-password-here",
            "your_password",
            "required",
            "abc",
            "{{pw}}",
        ] {
            assert_eq!(look(value), None, "{value}");
        }
    }

    #[test]
    fn a_pin_has_four_digits_or_more() {
        let values = Values {
            words: HashSet::new(),
            parts: vec![],
        };
        assert_eq!(values.look("4512", true, false), Some(Look::Pin));
        assert_eq!(values.look("451", true, false), None);
    }
}
