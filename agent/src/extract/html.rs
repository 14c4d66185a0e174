//! HTML as a person sees it: tags, scripts and attributes taken out, line by line.

pub(super) mod flow;

/// Elements whose beginning or end separates words; cells of tables become columns of running text.
const CELLS: [&str; 3] = ["td", "th", "dd"];
const WORDS: [&str; 12] = [
    "p", "div", "br", "tr", "li", "dt", "table", "option", "label", "input", "section", "title",
];
/// Elements whose content is no text.
const SILENT: [&str; 2] = ["script", "style"];

/// What is open from one line to the next.
#[derive(Default)]
pub(super) struct Html {
    /// Inside a tag or comment.
    tag: bool,
    /// Inside this element, which is silent.
    silent: Option<&'static str>,
}

impl Html {
    /// Takes the markup out of one line.
    pub(super) fn strip(&mut self, line: &str) -> String {
        let mut text = String::with_capacity(line.len());
        let mut rest = line;
        while !rest.is_empty() {
            if self.tag {
                let Some((_, after)) = rest.split_once('>') else {
                    return text;
                };
                self.tag = false;
                rest = after;
            } else if let Some((before, after)) = rest.split_once('<') {
                self.say(before, &mut text);
                self.open(after, &mut text);
                self.tag = true;
                rest = after;
            } else {
                self.say(rest, &mut text);
                rest = "";
            }
        }
        text
    }

    fn open(&mut self, after: &str, text: &mut String) {
        let (ends, name) = after
            .strip_prefix('/')
            .map_or((false, after), |name| (true, name));
        let end = name
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(name.len());
        let name = name[..end].to_ascii_lowercase();
        if CELLS.contains(&name.as_str()) {
            text.push('\t');
        } else if WORDS.contains(&name.as_str()) || name.starts_with('h') && name.len() == 2 {
            text.push(' ');
        }
        if let Some(silent) = SILENT.iter().find(|silent| **silent == name) {
            self.silent = (!ends).then_some(*silent);
        }
    }

    fn say(&self, piece: &str, text: &mut String) {
        if self.silent.is_none() {
            unescape(piece, text);
        }
    }
}

/// Appends a text with its entities replaced by what they stand for.
fn unescape(piece: &str, text: &mut String) {
    let mut rest = piece;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        let near = &after[..after.floor_char_boundary(10)];
        let name = near.split_once(';').map(|(name, _)| name);
        match name.and_then(|name| Some((entity(name)?, &after[name.len() + 1..]))) {
            Some((c, after)) => {
                text.push(c);
                rest = after;
            }
            None => {
                text.push('&');
                rest = after;
            }
        }
    }
    text.push_str(rest);
}

fn entity(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" | "ldquo" | "rdquo" => '"',
        "apos" => '\'',
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "yen" => '¥',
        "ndash" => '–',
        "mdash" => '—',
        "middot" => '·',
        _ => {
            let code = name.strip_prefix('#')?;
            let number = match code.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => code.parse().ok()?,
            };
            return char::from_u32(number);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_seen_is_left() {
        let mut html = Html::default();
        let line =
            "<tr><td>パス<b>ワード</b></td><td class=\"pw\">a&amp;b&#x31;</td></tr><script>var pw='x';";
        assert_eq!(
            html.strip(line).split_whitespace().collect::<Vec<_>>(),
            ["パスワード", "a&b1"]
        );
        assert_eq!(html.strip("var token = 1;</script>後<a"), "後");
        assert_eq!(html.strip(" href=\"x\">先</a>"), "先");
    }
}
