//! Splits Rust source into code, words in quotes, and the rest.

/// A source text seen three ways; lines and columns stay where they are.
pub(crate) struct Source {
    /// Without comments and without what stands in quotes.
    pub(crate) code: String,
    /// Only what stands in quotes.
    pub(crate) quoted: String,
}

/// Splits a text.
pub(crate) fn split(text: &str) -> Source {
    let mut source = Source {
        code: String::with_capacity(text.len()),
        quoted: String::with_capacity(text.len()),
    };
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (length, kind) = piece(rest);
        let length = length.max(first.len_utf8());
        let (this, after) = rest.split_at(length);
        let (code, quoted) = match kind {
            Kind::Code => (this.to_owned(), blank(this)),
            Kind::Quoted => (blank(this), this.to_owned()),
            Kind::Comment => (blank(this), blank(this)),
        };
        source.code.push_str(&code);
        source.quoted.push_str(&quoted);
        rest = after;
    }
    source
}

/// Returns the text up to its tests, which come last in a file.
pub(crate) fn without_tests(text: &str) -> &str {
    let tests = text.find("#[cfg(test)]\nmod tests {");
    &text[..tests.unwrap_or(text.len())]
}

/// Tells whether a file holds nothing but tests.
pub(crate) fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/") || path.starts_with("tests/")
}

/// Returns each line that holds one of these words, with the word, counted from 1.
pub(crate) fn lines_with<'w>(text: &str, words: &[&'w str]) -> Vec<(usize, &'w str)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let word = words.iter().find(|word| holds_word(line, word));
        found.extend(word.map(|word| (number + 1, *word)));
    }
    found
}

/// Tells whether a text holds a word that is not part of a longer one.
pub(crate) fn holds_word(text: &str, word: &str) -> bool {
    let inside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        let opens = word.starts_with(|c: char| c.is_alphanumeric()) && inside(before);
        let closes = word.ends_with(|c: char| c.is_alphanumeric()) && inside(after);
        !opens && !closes
    })
}

enum Kind {
    Code,
    Quoted,
    Comment,
}

/// Returns the length of the next piece of the text, and what it is.
fn piece(rest: &str) -> (usize, Kind) {
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), Kind::Comment);
    }
    if rest.starts_with("/*") {
        return (block_comment(rest), Kind::Comment);
    }
    if let Some(length) = raw_string(rest) {
        return (length, Kind::Quoted);
    }
    if let Some(body) = rest.strip_prefix('"') {
        return (1 + up_to_quote(body, '"'), Kind::Quoted);
    }
    if let Some(length) = character(rest) {
        return (length, Kind::Quoted);
    }
    // A whole word, so that the r of `for"` is never the start of a raw string.
    let word = rest
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(rest.len());
    (word, Kind::Code)
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    loop {
        match (rest[at..].find("/*"), rest[at..].find("*/")) {
            (Some(open), Some(close)) if open < close => {
                depth += 1;
                at += open + 2;
            }
            (_, Some(close)) => {
                depth -= 1;
                at += close + 2;
            }
            (_, None) => return rest.len(),
        }
        if depth == 0 {
            return at;
        }
    }
}

fn raw_string(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'))?;
    let hashes = after.bytes().take_while(|&b| b == b'#').count();
    let body = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let opened = rest.len() - body.len();
    Some(opened + body.find(&end).map_or(body.len(), |at| at + end.len()))
}

/// Returns the length of a character in quotes; a lifetime is none.
fn character(rest: &str) -> Option<usize> {
    let body = rest.strip_prefix('\'')?;
    let mut chars = body.chars();
    match chars.next()? {
        '\\' => Some(1 + up_to_quote(body, '\'')),
        c if chars.next() == Some('\'') => Some(1 + c.len_utf8() + 1),
        _ => None,
    }
}

/// Returns how far it is past the closing quote, minding what is escaped.
fn up_to_quote(body: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in body.char_indices() {
        match (escaped, c) {
            (false, c) if c == quote => return at + c.len_utf8(),
            (false, '\\') => escaped = true,
            _ => escaped = false,
        }
    }
    body.len()
}

fn blank(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect()
}

#[test]
fn comments_and_quotes_are_no_code() {
    let text = r##"let a = "SELECT 'x' // \" no"; // tokio
/* std::fs /* nested */ */ let b = 'c'; fn f<'a>(x: &'a str) {} let r = r#"raw " wire"#; for"x""##;
    let source = split(text);
    for absent in ["SELECT", "tokio", "std::fs", "nested", "wire"] {
        assert!(!source.code.contains(absent), "{absent}: {}", source.code);
    }
    for present in ["let a", "let b", "fn f<'a>(x: &'a str) {}", "for"] {
        assert!(source.code.contains(present), "{present}: {}", source.code);
    }
    assert!(source.quoted.contains("SELECT") && source.quoted.contains("wire"));
    assert!(!source.quoted.contains("tokio"));
    assert_eq!(source.code.lines().count(), text.lines().count());
}

#[test]
fn a_word_is_not_found_inside_a_longer_one() {
    assert!(holds_word("use tokio::fs;", "tokio"));
    assert!(!holds_word("use tokio_stream;", "tokio"));
    assert!(!holds_word("my_tokio", "tokio"));
    assert!(holds_word("cfg(unix)", "cfg(unix)"));
}
