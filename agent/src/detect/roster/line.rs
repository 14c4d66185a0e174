//! Running text: a person a line, or several in one; labelled lines go to the cards.

use std::sync::LazyLock;

use mimawari_proto::finding::Place;
use regex::Regex;

use super::{
    super::shape::own,
    Memory, Rosters,
    card::Cards,
    group::{Context, Group, Record},
    heading::Head,
    name::{self, Likeness},
    particular::{self, Found, Sort},
};

/// Lines without a person after which a list is over.
const BREAK: usize = 8;
/// A longer line is prose, unless it holds several telephone numbers.
const CHARS: usize = 160;
/// Spaces in a label and behind it: 氏　　名　　山田太郎.
const SPACES: usize = 8;
/// A longer line has no headings, in bytes: sixteen of 24 characters with spaces between would be as long.
const LONGEST_HEADINGS: usize = 16 * 25 * 3;
/// A longer line is not looked at.
const LONGEST: usize = 4_000;

/// `"key": "value"` of JSON, `<key>value</key>` `<a name="key" value="value"/>` and `<a>key</a><b>value</b>` of XML.
static PAIRS: [LazyLock<Regex>; 5] = [
    LazyLock::new(|| own(r#"["']([^"':]{2,24})["']\s*:\s*["']?([^"',}]{1,80})"#)),
    LazyLock::new(|| own(r"<([^<>/!? ]{2,24})(?: [^<>]*)?>([^<>]{1,80})</")),
    LazyLock::new(|| own(r#"(?:name|key|label|title)="([^"]{2,24})"\s+\w+="([^"]{1,80})""#)),
    LazyLock::new(|| own(r#"[\s<]([^\s"'<>=]{2,24})="([^"]{1,80})""#)),
    LazyLock::new(|| own(r"<[^<>]*>([^<>]{2,24})</[^<>]*>\s*<[^<>]*>([^<>]{1,80})</")),
];

/// A list of lines under way and those before it.
#[derive(Default)]
pub(super) struct Lines {
    open: Group,
    since: usize,
    pub(super) groups: Vec<Group>,
}

impl Rosters {
    /// Takes a line that is not in a table.
    pub(super) fn line(&self, text: &str, lower: &str, place: &Place, memory: &mut Memory) {
        let unescaped = text.contains("\\u").then(|| unescaped(text));
        let text = unescaped.as_deref().unwrap_or(text).trim();
        if text.len() > LONGEST {
            self.labelled(text, place, &mut memory.cards);
            return;
        }
        if matches!(place, Place::Page { .. }) {
            self.listed(text, lower, place, &mut memory.pages);
        }
        if self.heads_a_list(lower, &mut memory.lines) || self.labelled(text, place, &mut memory.cards) {
            return;
        }
        let awaited = memory.cards.awaits();
        let found = particular::find(text);
        let person = self.persons(text, &found, place, &mut memory.lines);
        if (!person || awaited) && !self.spaced(text, place, &mut memory.cards) {
            self.loose(&mut memory.cards, text, &found, place);
        }
    }

    /// Takes a row of a page as a line: on paper, cells and tables fall apart.
    pub(super) fn listed(&self, text: &str, lower: &str, place: &Place, lines: &mut Lines) {
        if text.len() <= LONGEST && !self.heads_a_list(lower, lines) {
            self.persons(text, &particular::find(text), place, lines);
        }
    }

    /// Begins a list with a line of headings, if it is one.
    fn heads_a_list(&self, lower: &str, lines: &mut Lines) -> bool {
        let Some(context) = self.heading_line(lower) else {
            return false;
        };
        self.end_lines(lines);
        lines.open = Group::with(context);
        true
    }

    /// Reads the persons of a line; tells whether there were any.
    fn persons(&self, text: &str, found: &[Found], place: &Place, lines: &mut Lines) -> bool {
        let mut any = false;
        let parts = parts(text, found);
        let several = parts.len() > 1;
        for (part, found) in parts {
            let record = self.reader.line(part, &found, &|word| self.headings.of(word));
            // In prose, only a whole name with a title is one of a list.
            let told = record.name == Some(Likeness::Sure) && (record.titled || begins_with_name(part));
            if told || !is_prose(text) || several {
                any |= self.person(record, place, lines);
            }
        }
        if any {
            lines.since = 0;
        } else if !text.is_empty() {
            lines.since += 1;
            if lines.since > BREAK {
                self.end_lines(lines);
            }
        }
        any
    }

    /// Adds a person read from a line, if it is one.
    fn person(&self, record: Record, place: &Place, lines: &mut Lines) -> bool {
        let enough = match record.name {
            Some(Likeness::Sure | Likeness::Maybe) => true,
            Some(Likeness::Family) => {
                record.titled || lines.open.context.headed || record.set.has(Sort::Mobile)
            }
            None => false,
        };
        if !enough || !record.set.is_particular() {
            return false;
        }
        lines.open.rows += 1;
        lines.open.add(&record, || place.clone());
        true
    }

    /// Ends the list under way.
    pub(super) fn end_lines(&self, lines: &mut Lines) {
        lines.since = 0;
        let context = lines.open.context;
        let group = std::mem::take(&mut lines.open);
        if group.len() >= 2 {
            lines.groups.push(group);
        } else if group.rows == 0 && context.headed {
            // The heading may stand far above, as on a page of its own.
            lines.open.context = Context::default();
        }
    }

    /// Recognises a line of headings: 氏名　住所　電話.
    fn heading_line(&self, lower: &str) -> Option<Context> {
        if lower.len() > LONGEST_HEADINGS || lower.contains('。') || !self.headings.may_stand_in(lower) {
            return None;
        }
        // 氏　　名　　山田太郎 is one label and its value.
        let words = words(lower);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        // A label with its value is no heading.
        let value = |word: &&str| word.trim_end_matches([':', '=']).contains([':', '=', '<', '"']);
        if !(2..=16).contains(&words.len()) || words.iter().any(value) {
            return None;
        }
        let heads: Vec<Head> = words.iter().filter_map(|word| self.headings.of(word)).collect();
        if heads.len() < 2 || heads.len() * 2 < words.len() {
            return None;
        }
        let mut context = Context::default();
        heads.iter().for_each(|&head| context.note(head));
        (context.headed || heads.iter().any(|head| head.is_particular())).then_some(context)
    }

    /// Takes labels and values of a line; tells whether there were any.
    pub(super) fn labelled(&self, text: &str, place: &Place, cards: &mut Cards) -> bool {
        let mut any = false;
        let marked = text.contains(['"', '\'', '<']);
        if marked && let Some(name) = keyed_name(text) {
            self.item(cards, Head::Name, name, place);
            any = true;
        }
        for pairs in PAIRS.iter().take_while(|_| marked) {
            let before = any;
            for pair in pairs.captures_iter(text) {
                if let (Some(key), Some(value)) = (pair.get(1), pair.get(2))
                    && let Some(head) = self.headings.of(&key.as_str().to_ascii_lowercase())
                {
                    self.item(cards, head, value.as_str(), place);
                    any = true;
                }
            }
            if any && !before {
                break;
            }
        }
        if any {
            return true;
        }
        if let Some((key, value)) = property(text) {
            let value = value.replace(';', " ");
            match self.headings.exactly(&key.to_ascii_lowercase()) {
                _ if key == "N" => self.item(cards, Head::Name, &value, place),
                Some(head) => self.item(cards, head, &value, place),
                None => {}
            }
            return true;
        }
        let mut rest = text;
        while let Some((head, value, next)) = self.label(rest) {
            self.item(cards, head, value, place);
            rest = next;
            any = true;
        }
        any
    }

    /// Takes a label and its value with nothing but space between them: 世帯主　山田太郎.
    fn spaced(&self, text: &str, place: &Place, cards: &mut Cards) -> bool {
        let text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '〒');
        let spaces = text.match_indices([' ', '\t']).map(|(at, _)| at).take(SPACES);
        let labels = spaces.filter_map(|at| {
            let head = self.headings.exactly(&text[..at].to_ascii_lowercase())?;
            Some((head, text[at..].trim_start()))
        });
        let Some((head, value)) = labels.last() else {
            return false;
        };
        if value.is_empty() || self.headings.of(&value.to_ascii_lowercase()).is_some() {
            return false;
        }
        self.item(cards, head, value, place);
        true
    }

    /// Splits `label: value  label: value …` at the first label.
    fn label<'t>(&self, text: &'t str) -> Option<(Head, &'t str, &'t str)> {
        let text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '〒' | '+' | '('));
        let sign = text
            .find([':', '=', '】', '」', '\t', '>', '|'])
            .into_iter()
            .chain(text.find(".."))
            .min()?;
        let label = &text[..sign];
        let head = self.headings.of(&label.to_ascii_lowercase())?;
        let value = text[sign..].trim_start_matches([':', '=', '】', '」', '\t', ' ', '>', '|', '.']);
        // The next label in the same line ends the value.
        let mut end = value.len();
        for (at, _) in value.match_indices([':', '=', '【', '「']) {
            let word = value[..at]
                .rfind([' ', '\t', ',', '/', '、', ';', '&', '|'])
                .map_or(0, |space| space + 1);
            let word = value.ceil_char_boundary(word);
            let marked = value[at..].starts_with(['【', '「']);
            if marked {
                end = at;
                break;
            }
            if word > 0 && self.headings.of(&value[word..at].to_ascii_lowercase()).is_some() {
                end = word;
                break;
            }
        }
        let (value, rest) = value.split_at(end);
        Some((head, value.trim_end_matches([' ', '&', '|', ';', ',']), rest))
    }
}

/// Splits a line of headings; single characters that follow each other are one word.
fn words(lower: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut single = false;
    let parts = lower.split(|c: char| c.is_whitespace() || matches!(c, '|' | ',' | '/' | '、' | '・'));
    for part in parts.filter(|part| !part.is_empty()) {
        let one = part.chars().count() == 1 && !part.is_ascii();
        match words.last_mut().filter(|_| one && single) {
            Some(last) => last.push_str(part),
            None => words.push(part.to_owned()),
        }
        single = one;
    }
    words
}

/// Writes the escapes of JSON out.
fn unescaped(text: &str) -> String {
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\u") {
        units.extend(rest[..at].encode_utf16());
        let code = rest
            .get(at + 2..at + 6)
            .and_then(|code| u16::from_str_radix(code, 16).ok());
        units.push(code.unwrap_or(u16::from(b' ')));
        rest = &rest[at + if code.is_some() { 6 } else { 2 }..];
    }
    units.extend(rest.encode_utf16());
    super::super::normal::Normal::of(&String::from_utf16_lossy(&units))
        .text
        .clone()
}

/// Returns a name that is the key of an object: `"山田太郎": {`.
fn keyed_name(text: &str) -> Option<&str> {
    static KEY: LazyLock<Regex> = LazyLock::new(|| own(r#"["']([^"':]{2,24})["']\s*:\s*[\[{]"#));
    let key = KEY.captures(text)?.get(1)?.as_str();
    (name::likeness(key) == Some(Likeness::Sure)).then_some(key)
}

/// Splits a property of a vCard that has parameters, and names: `TEL;HOME:…`, `N:山田;太郎`.
fn property(text: &str) -> Option<(&str, &str)> {
    let (label, value) = text.split_once(':')?;
    let (key, parameters) = label.split_once(';').unwrap_or((label, ""));
    let ours = !key.is_empty() && key.len() <= 5 && key.bytes().all(|byte| byte.is_ascii_uppercase());
    (ours && (key == "N" || !parameters.is_empty())).then_some((key, value))
}

/// Tells whether a sentence begins with a name: 山田太郎です。
fn begins_with_name(text: &str) -> bool {
    let first = text
        .split([' ', '>', '、', ','])
        .map(str::trim)
        .find(|word| !word.is_empty());
    first.is_some_and(|word| name::likeness(name::bare(word).0) == Some(Likeness::Sure))
}

/// Tells whether a line has a sentence that ends before the line does.
fn is_prose(text: &str) -> bool {
    let sentences = text.trim_end_matches('。').split('。').count();
    sentences > 1
}

/// Splits a line with several telephone numbers, or mail addresses, into a part for each.
fn parts<'t>(text: &'t str, found: &[Found]) -> Vec<(&'t str, Vec<Found>)> {
    let ends_of = |sorts: [Sort; 2]| {
        let ends = found.iter().filter(|one| sorts.contains(&one.sort));
        ends.map(|one| one.range.end).collect::<Vec<usize>>()
    };
    let mut ends = ends_of([Sort::Mobile, Sort::Landline]);
    if ends.len() < 3 {
        ends = ends_of([Sort::Mail, Sort::OfficeMail]);
    }
    ends.sort_unstable();
    if found.is_empty() {
        return Vec::new();
    }
    if ends.len() < 3 {
        return if text.chars().take(CHARS + 1).count() > CHARS {
            Vec::new()
        } else {
            vec![(text, found.to_vec())]
        };
    }
    let mut start = 0;
    let mut parts = Vec::new();
    for end in ends {
        let inside = found
            .iter()
            .filter(|one| one.range.start >= start && one.range.end <= end);
        let moved = inside.map(|one| Found {
            range: one.range.start - start..one.range.end - start,
            ..one.clone()
        });
        parts.push((&text[start..end], moved.collect()));
        start = end;
    }
    parts
}
