//! Characters of simple fonts by the names of their glyphs.

use unicode_normalization::UnicodeNormalization as _;

/// Names that are not made of a letter and an accent.
const NAMES: &[(&str, &str)] = &[
    ("space", " "),
    ("nbspace", " "),
    ("exclam", "!"),
    ("quotedbl", "\""),
    ("numbersign", "#"),
    ("dollar", "$"),
    ("percent", "%"),
    ("ampersand", "&"),
    ("quotesingle", "'"),
    ("parenleft", "("),
    ("parenright", ")"),
    ("asterisk", "*"),
    ("plus", "+"),
    ("comma", ","),
    ("hyphen", "-"),
    ("minus", "-"),
    ("period", "."),
    ("slash", "/"),
    ("zero", "0"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("colon", ":"),
    ("semicolon", ";"),
    ("less", "<"),
    ("equal", "="),
    ("greater", ">"),
    ("question", "?"),
    ("at", "@"),
    ("bracketleft", "["),
    ("backslash", "\\"),
    ("bracketright", "]"),
    ("asciicircum", "^"),
    ("underscore", "_"),
    ("grave", "`"),
    ("braceleft", "{"),
    ("bar", "|"),
    ("braceright", "}"),
    ("asciitilde", "~"),
    ("yen", "¥"),
    ("cent", "¢"),
    ("sterling", "£"),
    ("Euro", "€"),
    ("section", "§"),
    ("copyright", "©"),
    ("registered", "®"),
    ("trademark", "™"),
    ("degree", "°"),
    ("plusminus", "±"),
    ("mu", "µ"),
    ("paragraph", "¶"),
    ("periodcentered", "·"),
    ("bullet", "•"),
    ("ellipsis", "…"),
    ("endash", "–"),
    ("emdash", "—"),
    ("quoteleft", "‘"),
    ("quoteright", "’"),
    ("quotedblleft", "“"),
    ("quotedblright", "”"),
    ("quotesinglbase", "‚"),
    ("quotedblbase", "„"),
    ("guilsinglleft", "‹"),
    ("guilsinglright", "›"),
    ("guillemotleft", "«"),
    ("guillemotright", "»"),
    ("dagger", "†"),
    ("daggerdbl", "‡"),
    ("perthousand", "‰"),
    ("exclamdown", "¡"),
    ("questiondown", "¿"),
    ("multiply", "×"),
    ("divide", "÷"),
    ("onehalf", "½"),
    ("onequarter", "¼"),
    ("threequarters", "¾"),
    ("onesuperior", "¹"),
    ("twosuperior", "²"),
    ("threesuperior", "³"),
    ("ordfeminine", "ª"),
    ("ordmasculine", "º"),
    ("logicalnot", "¬"),
    ("brokenbar", "¦"),
    ("currency", "¤"),
    ("fraction", "⁄"),
    ("AE", "Æ"),
    ("ae", "æ"),
    ("OE", "Œ"),
    ("oe", "œ"),
    ("Oslash", "Ø"),
    ("oslash", "ø"),
    ("germandbls", "ß"),
    ("Eth", "Ð"),
    ("eth", "ð"),
    ("Thorn", "Þ"),
    ("thorn", "þ"),
    ("dotlessi", "ı"),
    ("Lslash", "Ł"),
    ("lslash", "ł"),
    ("fi", "fi"),
    ("fl", "fl"),
    ("ff", "ff"),
    ("ffi", "ffi"),
    ("ffl", "ffl"),
    ("florin", "ƒ"),
    ("circumflex", "^"),
    ("tilde", "~"),
    ("acute", "´"),
    ("dieresis", "¨"),
    ("macron", "¯"),
    ("cedilla", "¸"),
    ("softhyphen", "-"),
    ("sfthyphen", "-"),
];

const ACCENTS: &[(&str, char)] = &[
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("circumflex", '\u{302}'),
    ("dieresis", '\u{308}'),
    ("tilde", '\u{303}'),
    ("cedilla", '\u{327}'),
    ("caron", '\u{30c}'),
    ("ring", '\u{30a}'),
    ("macron", '\u{304}'),
    ("breve", '\u{306}'),
    ("ogonek", '\u{328}'),
    ("dotaccent", '\u{307}'),
];

/// Returns what a glyph of this name says, `None` for names that tell nothing.
pub(super) fn text_of(name: &str) -> Option<String> {
    let base = name.split('.').next().filter(|base| !base.is_empty())?;
    let parts: Option<Vec<String>> = base.split('_').map(part).collect();
    parts.map(|parts| parts.concat())
}

fn part(name: &str) -> Option<String> {
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return letter.is_ascii_alphabetic().then(|| letter.to_string());
    }
    if let Some((_, text)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some((*text).to_owned());
    }
    accented(name).or_else(|| by_code(name))
}

fn accented(name: &str) -> Option<String> {
    let (letter, accent) = name.split_at_checked(1)?;
    let (_, mark) = ACCENTS.iter().find(|(known, _)| *known == accent)?;
    let letter = letter.chars().next().filter(char::is_ascii_alphabetic)?;
    Some([letter, *mark].into_iter().nfc().collect())
}

/// Reads names such as `uni30D1` and `u20BB7`.
fn by_code(name: &str) -> Option<String> {
    let code = |digits: &str| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
    if let Some(digits) = name.strip_prefix("uni")
        && digits.len() >= 4
        && digits.is_ascii()
    {
        let units: Option<Vec<u16>> = digits
            .as_bytes()
            .chunks_exact(4)
            .map(|four| u16::from_str_radix(std::str::from_utf8(four).ok()?, 16).ok())
            .collect();
        return String::from_utf16(&units?).ok();
    }
    let digits = name
        .strip_prefix('u')
        .filter(|digits| (4..=6).contains(&digits.len()))?;
    code(digits).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_glyphs_say_characters() {
        for (name, text) in [
            ("A", "A"),
            ("seven", "7"),
            ("eacute", "é"),
            ("f_i", "fi"),
            ("uni30D1", "パ"),
            ("u20BB7", "𠮷"),
            ("uni30D130B9", "パス"),
            ("hyphen.case", "-"),
            ("ffi", "ffi"),
        ] {
            assert_eq!(text_of(name).as_deref(), Some(text), "{name}");
        }
        for name in ["", ".notdef", "g12", "cid345", "glyph7", "uniXYZW", "é"] {
            assert_eq!(text_of(name), None, "{name}");
        }
    }
}
