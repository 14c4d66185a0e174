//! What stands in the text of a mail between lines that only programs write: a locked text, a file in UUCP's code.
//!
//! ```text
//! -----BEGIN PGP MESSAGE-----   base64 …   -----END PGP MESSAGE-----
//! begin 644 memo.txt            a length and so many bytes a line, six bits a character   end
//! ```

use std::iter::Peekable;

use mimawari_proto::name::Name;

use crate::extract::Stop;

const LOCKED: [&str; 2] = ["-----BEGIN PGP MESSAGE", "-----END PGP MESSAGE"];

/// A file that stood in a text.
pub(super) struct Inline {
    /// Its name; a locked text has none of its own.
    pub(super) name: Name,
    /// What it holds.
    pub(super) content: Vec<u8>,
}

/// Takes the files out of a text.
///
/// # Errors
/// One has no end. It is taken as far as it goes.
pub(super) fn take(text: &mut String, files: &mut Vec<Inline>) -> Result<(), Stop> {
    if !text.contains(LOCKED[0]) && !text.contains("begin ") {
        return Ok(());
    }
    let mut outcome = Ok(());
    let mut rest = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let mut file = |name: &str, content: Vec<u8>, ended: bool| {
            files.push(Inline {
                name: Name::from(name),
                content,
            });
            if !ended {
                outcome = Err(Stop::Damaged("a file in the text has no end"));
            }
        };
        if line.starts_with(LOCKED[0]) {
            let (block, ended) = locked(line, &mut lines);
            if !ended {
                rest.push_str(&block);
            }
            file("message.asc", block.into_bytes(), ended);
        } else if let Some(name) =
            named(line).filter(|_| lines.peek().is_some_and(|next| bytes_of(next).is_some()))
        {
            let (content, ended) = coded(&mut lines);
            file(name, content, ended);
        } else {
            rest.push_str(line);
            rest.push('\n');
        }
    }
    drop(lines);
    zeroize::Zeroize::zeroize(text);
    *text = rest;
    outcome
}

/// Takes the lines up to the one that ends a locked text; tells whether there was one.
fn locked<'t>(first: &'t str, lines: &mut impl Iterator<Item = &'t str>) -> (String, bool) {
    let mut block = format!("{first}\n");
    let ended = lines.any(|line| {
        block.push_str(line);
        block.push('\n');
        line.starts_with(LOCKED[1])
    });
    (block, ended)
}

/// Decodes lines as far as they are coded; tells whether the end follows.
fn coded<'t, I: Iterator<Item = &'t str>>(lines: &mut Peekable<I>) -> (Vec<u8>, bool) {
    let mut content = Vec::new();
    while let Some(bytes) = lines.peek().and_then(|line| bytes_of(line)) {
        content.extend(bytes);
        lines.next();
    }
    lines.next_if(|line| line.trim().is_empty());
    let ended = lines.next_if(|line| line.trim_end() == "end").is_some();
    (content, ended)
}

/// Returns the name of the file that begins at a line: `begin`, rights in octal digits, a name.
fn named(line: &str) -> Option<&str> {
    let (rights, name) = line.strip_prefix("begin ")?.split_once(' ')?;
    let octal = rights.bytes().all(|byte| matches!(byte, b'0'..=b'7'));
    (octal && matches!(rights.len(), 3 | 4)).then(|| name.trim_end())
}

/// Decodes one line; `None` where it is none. Spaces at its end may have got lost.
fn bytes_of(line: &str) -> Option<Vec<u8>> {
    let six = |byte: u8| matches!(byte, b' '..=b'`').then(|| byte.wrapping_sub(b' ') & 0x3f);
    let (&first, coded) = line.trim_end_matches('\r').as_bytes().split_first()?;
    let length = usize::from(six(first)?);
    let whole = length.div_ceil(3) * 4;
    // Some programs add one character as a sum.
    if coded.len() > whole + 1 || line.trim_end() == "end" {
        return None;
    }
    let mut values = Vec::with_capacity(whole);
    for &byte in coded.iter().take(whole) {
        values.push(six(byte)?);
    }
    values.resize(whole, 0);
    let bytes = values.chunks_exact(4).flat_map(|four| {
        let [a, b, c, d] = [four[0], four[1], four[2], four[3]];
        [a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d]
    });
    Some(bytes.take(length).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &str) -> (String, Vec<Inline>, Result<(), Stop>) {
        let (mut text, mut files) = (text.to_owned(), Vec::new());
        let outcome = take(&mut text, &mut files);
        (text, files, outcome)
    }

    fn is(file: &Inline, name: &str, content: &[u8]) -> bool {
        file.name.shown == name && file.content == content
    }

    #[test]
    fn a_file_between_its_lines_is_taken_out_of_the_text() {
        let (text, files, outcome) = taken("before\nbegin 644 memo.txt\n#0V%T\n`\nend\nafter\n");
        assert_eq!((&*text, outcome), ("before\nafter\n", Ok(())));
        assert!(files.len() == 1 && is(&files[0], "memo.txt", b"Cat"));
    }

    #[test]
    fn a_sentence_that_begins_in_the_same_way_stays_where_it_is() {
        for text in [
            "begin 644 memo.txt\nand what follows is a sentence\n",
            "begin at 9 o'clock\n",
            "begin 999 x\n#0V%T\nend\n",
        ] {
            assert_eq!(taken(text).0, text);
        }
    }

    #[test]
    fn a_file_without_end_is_taken_and_told() {
        let (text, files, outcome) = taken("begin 644 memo.txt\n#0V%T\nこれは本文\n");
        assert!(files.len() == 1 && is(&files[0], "memo.txt", b"Cat"));
        assert_eq!(text, "これは本文\n");
        assert!(matches!(outcome, Err(Stop::Damaged(_))));
    }

    #[test]
    fn a_locked_text_is_taken_whole() {
        let block = "-----BEGIN PGP MESSAGE-----\n\njA0ECQMK\n-----END PGP MESSAGE-----\n";
        let (text, files, outcome) = taken(&format!("see below\n{block}bye\n"));
        assert_eq!((&*text, outcome), ("see below\nbye\n", Ok(())));
        assert!(files.len() == 1 && is(&files[0], "message.asc", block.as_bytes()));
    }
}
