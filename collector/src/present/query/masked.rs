//! File names without what they tell about persons: first character, length, extension.
//!
//! `%USER%\Desktop\山田太郎_申請.xlsx` becomes `%USER%\Desktop\山…(7文字).xlsx`.
//! Folders that every profile has stay readable; every other folder is masked too.

use mimawari_proto::{
    finding::{Finding, FoundOn},
    name::Name,
    show::{drawer::OnMedium, options::Lang},
};

/// Folders that say nothing about a person.
const ORDINARY: [&str; 17] = [
    "%user%",
    "%medium%",
    "desktop",
    "デスクトップ",
    "documents",
    "ドキュメント",
    "downloads",
    "ダウンロード",
    "onedrive",
    "public",
    "users",
    "home",
    "srv",
    "mnt",
    "media",
    "pictures",
    "tmp",
];

/// Longest extension left readable, in characters.
const EXTENSION_CHARS: usize = 6;

/// Masks where a finding is: the medium it lies on, its path, then the chain of members.
pub fn place(finding: &Finding, lang: Lang) -> String {
    joined(finding, |name, is_file| {
        if is_file {
            file_name(name, lang)
        } else {
            folder(name, lang)
        }
    })
}

/// Writes where a finding is in full; only behind a logged reveal.
pub fn in_full(finding: &Finding) -> String {
    joined(finding, |name, _| name.to_owned())
}

fn joined(finding: &Finding, write: impl Fn(&str, bool) -> String) -> String {
    let mut shown = finding.medium.as_ref().map(medium).unwrap_or_default();
    shown.push_str(&path(&finding.path, &write));
    for member in &finding.member {
        shown.push_str(" › ");
        shown.push_str(&path(member, &write));
    }
    shown
}

/// What a device says of itself is about no person.
fn medium(medium: &FoundOn) -> String {
    match OnMedium::from(medium).name() {
        name if name.is_empty() => name,
        name => format!("{name} › "),
    }
}

fn path(name: &Name, write: &impl Fn(&str, bool) -> String) -> String {
    let is_separator = |c: char| c == '/' || c == '\\';
    let mut shown = String::new();
    let mut rest = name.shown.as_str();
    while let Some(at) = rest.find(is_separator) {
        shown.push_str(&write(&rest[..at], false));
        shown.push_str(&rest[at..=at]);
        rest = &rest[at + 1..];
    }
    shown + &write(rest, true)
}

fn folder(name: &str, lang: Lang) -> String {
    let is_drive = name.len() == 2 && name.ends_with(':');
    match name.is_empty() || is_drive || ORDINARY.contains(&name.to_lowercase().as_str()) {
        true => name.to_owned(),
        false => shortened(name, lang),
    }
}

/// Masks one file name.
pub fn file_name(name: &str, lang: Lang) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && is_extension(extension) => {
            format!("{}.{extension}", shortened(stem, lang))
        }
        _ => shortened(name, lang),
    }
}

fn is_extension(text: &str) -> bool {
    (1..=EXTENSION_CHARS).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric())
}

fn shortened(name: &str, lang: Lang) -> String {
    let chars = name.chars().count();
    let Some(first) = name.chars().next() else {
        return String::new();
    };
    match lang {
        Lang::Ja => format!("{first}…({chars}文字)"),
        Lang::En => format!("{first}…({chars} chars)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: &str) {
        let write = |part: &str, is_file| match is_file {
            true => file_name(part, Lang::Ja),
            false => folder(part, Lang::Ja),
        };
        assert_eq!(path(&Name::from(name), &write), expected);
    }

    #[test]
    fn a_name_keeps_its_first_character_its_length_and_its_extension() {
        check(
            r"%USER%\Desktop\山田太郎_生活保護.xlsx",
            r"%USER%\Desktop\山…(9文字).xlsx",
        );
        check("%USER%/デスクトップ/メモ", "%USER%/デスクトップ/メ…(2文字)");
        check("%USER%/Desktop/.bashrc", "%USER%/Desktop/.…(7文字)");
        check("x.山田太郎", "x…(6文字)");
        check("%MEDIUM%/山田太郎.txt", "%MEDIUM%/山…(4文字).txt");
    }

    #[test]
    fn folders_that_people_made_are_masked_too() {
        check(
            r"%USER%\Desktop\山田\案.docx",
            r"%USER%\Desktop\山…(2文字)\案…(1文字).docx",
        );
        check(
            r"C:\Users\Public\Desktop\a.txt",
            r"C:\Users\Public\Desktop\a…(1文字).txt",
        );
    }
}
