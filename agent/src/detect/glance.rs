//! The quick look over raw bytes: is a trigger or a run of digits there at all?
//!
//! Most files end here, undecoded. Literals are searched in the bytes of the text's own coding and in
//! every way of writing (half and full width, either case); digits by their byte class.

use std::{ops::Range, sync::OnceLock};

use aho_corasick::{AhoCorasick, MatchKind};

use super::normal::{full_width, half_width};
use crate::extract::coding::Coding;

/// Bytes looked at together when digits are counted.
const BLOCK: usize = 64;
/// So many digits of 11 or more lie in one of two neighbouring blocks, whatever separates them.
const DIGITS_IN_BLOCK: usize = 6;

/// Literals and digits to look for, in every coding.
pub(super) struct Glance {
    triggers: Vec<String>,
    digits: bool,
    automata: [OnceLock<Option<AhoCorasick>>; Coding::ALL.len()],
}

impl Glance {
    /// Collects what to look for.
    pub(super) fn new(triggers: Vec<String>, digits: bool) -> Self {
        Self {
            triggers,
            digits,
            automata: Default::default(),
        }
    }

    /// Adds the byte ranges that are worth decoding, in ascending order.
    pub(super) fn look(&self, coding: Coding, bytes: &[u8], worth: &mut Vec<Range<usize>>) {
        match self.automaton(coding) {
            Some(automaton) => worth.extend(
                automaton
                    .find_iter(bytes)
                    .map(|found| found.range())
                    .filter(|range| alone(coding, bytes, range)),
            ),
            // A coding with shift states is always decoded.
            None => worth.push(0..bytes.len()),
        }
        if self.digits {
            digit_blocks(coding, bytes, worth);
        }
        worth.sort_unstable_by_key(|range| range.start);
    }

    fn automaton(&self, coding: Coding) -> Option<&AhoCorasick> {
        let at = Coding::ALL.iter().position(|&known| known == coding)?;
        self.automata[at].get_or_init(|| self.compile(coding)).as_ref()
    }

    fn compile(&self, coding: Coding) -> Option<AhoCorasick> {
        if coding == Coding::Iso2022Jp {
            return None;
        }
        let mut literals: Vec<Vec<u8>> = self
            .triggers
            .iter()
            .flat_map(|trigger| ways(trigger))
            .filter_map(|way| coding.encode(&way))
            .collect();
        literals.sort_unstable();
        literals.dedup();
        AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostFirst)
            .ascii_case_insensitive(coding.unit() == 2)
            .build(literals)
            .ok()
    }
}

/// Every way in which people write a literal.
fn ways(literal: &str) -> Vec<String> {
    let mut ways = vec![literal.to_owned(), literal.to_uppercase(), titled(literal)];
    if literal.len() <= 3 {
        ways.push(swapped(literal));
    }
    let wide: Vec<_> = ways.iter().filter_map(|way| full_width(way)).collect();
    ways.extend(half_width(literal));
    ways.extend(wide);
    ways
}

fn titled(literal: &str) -> String {
    let mut chars = literal.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

fn swapped(literal: &str) -> String {
    let titled = titled(literal);
    titled
        .chars()
        .map(|c| {
            if c.is_uppercase() {
                c.to_ascii_lowercase()
            } else {
                c.to_ascii_uppercase()
            }
        })
        .collect()
}

/// Keeps very short words only where no ASCII letter touches them.
fn alone(coding: Coding, bytes: &[u8], range: &Range<usize>) -> bool {
    let unit = coding.unit();
    let short = range.len() <= 3 * unit && bytes[range.clone()].iter().any(u8::is_ascii_alphabetic);
    if !short {
        return true;
    }
    let letter = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at..at + unit))
            .is_some_and(|bytes| bytes.iter().any(u8::is_ascii_alphabetic) && bytes.iter().all(u8::is_ascii))
    };
    !letter(range.start.checked_sub(unit)) && !letter(Some(range.end))
}

/// Adds every block that may hold a part of a long number.
fn digit_blocks(coding: Coding, bytes: &[u8], worth: &mut Vec<Range<usize>>) {
    for (block, chunk) in bytes.chunks(BLOCK).enumerate() {
        if digits(coding, chunk) >= DIGITS_IN_BLOCK {
            let start = block * BLOCK;
            worth.push(start..start + chunk.len());
        }
    }
}

/// Counts what may be digits, in half or full width; never too few. Written so that it compiles to SIMD.
fn digits(coding: Coding, chunk: &[u8]) -> usize {
    let ascii = |byte: u8| u8::from(byte.wrapping_sub(b'0') < 10);
    let half: u8 = chunk.iter().map(|&byte| ascii(byte)).sum();
    let wide: u8 = match coding {
        Coding::Utf8 | Coding::Utf16Le | Coding::Utf16Be => {
            let lead = if coding == Coding::Utf8 { 0xef } else { 0xff };
            chunk.iter().map(|&byte| u8::from(byte == lead)).sum()
        }
        Coding::Cp932 => pairs(chunk, 0x82, 0x4f),
        Coding::EucJp => pairs(chunk, 0xa3, 0xb0),
        Coding::Latin1 | Coding::Iso2022Jp => 0,
    };
    usize::from(half.max(wide))
}

fn pairs(chunk: &[u8], lead: u8, zero: u8) -> u8 {
    chunk
        .iter()
        .zip(chunk.get(1..).unwrap_or_default())
        .map(|(&first, &second)| u8::from(first == lead && second.wrapping_sub(zero) < 10))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str, coding: Coding) -> bool {
        let glance = Glance::new(vec!["パスワード".into(), "pw".into(), "pass".into()], true);
        let mut worth = Vec::new();
        glance.look(coding, &coding.encode(text).expect("representable"), &mut worth);
        !worth.is_empty()
    }

    #[test]
    fn a_trigger_is_seen_in_every_coding_and_width() {
        for coding in [
            Coding::Utf8,
            Coding::Utf16Le,
            Coding::Utf16Be,
            Coding::Cp932,
            Coding::EucJp,
        ] {
            for text in [
                "abc パスワード",
                "ﾊﾟｽﾜｰﾄﾞ",
                "ＰＷ：x",
                "Pw: x",
                "１２３４５６７８９０１８",
                "1234-5678-9018",
            ] {
                assert!(seen(text, coding), "{text} {coding:?}");
            }
            assert!(!seen("議事録 2024 spw", coding), "{coding:?}");
        }
    }

    #[test]
    fn a_number_across_two_blocks_is_seen() {
        for start in 0..80 {
            let text = format!("{}123456789018{}", "a".repeat(start), "b".repeat(90));
            assert!(seen(&text, Coding::Utf8), "{start}");
        }
    }
}
