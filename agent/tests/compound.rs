//! Compound files that were damaged or made to do harm: loops, false sizes, cuts.

use std::{fs, io::Cursor, path::Path};

use mimawari_agent::examine::{Examined, Eyes};
use mimawari_proto::{finding::Kind, name::Name, round::UnreadReason};

const SECTOR: usize = 512;

#[test]
fn chains_that_run_in_circles_end() {
    let eyes = Eyes::built_in();
    for (file, bytes) in compound_files() {
        for point in [Point::Itself, Point::First, Point::Before, Point::Nowhere] {
            let looped = with_table(&bytes, |sector, next| point.of(sector, next));
            let examined = examine(&eyes, &looped);
            assert!(!crashed(&examined), "{file} {point:?}");
            assert!(!examined.unread.is_empty(), "{file} {point:?} is taken for whole");
        }
    }
}

#[test]
fn directories_that_run_in_circles_end() {
    let eyes = Eyes::built_in();
    for (file, bytes) in compound_files() {
        for link in [68, 72, 76] {
            for to in 0..6u32 {
                let looped = with_entries(&bytes, |entry| {
                    entry[link..link + 4].copy_from_slice(&to.to_le_bytes());
                });
                assert!(!crashed(&examine(&eyes, &looped)), "{file} {link} {to}");
            }
        }
    }
}

#[test]
fn streams_that_claim_to_be_endless_end() {
    let eyes = Eyes::built_in();
    for (file, bytes) in compound_files() {
        let endless = with_entries(&bytes, |entry| {
            if entry[66] == 2 {
                entry[120..124].fill(0xff);
            }
        });
        let examined = examine(&eyes, &endless);
        assert!(!crashed(&examined) && !examined.unread.is_empty(), "{file}");
    }
}

#[test]
fn a_document_that_was_cut_off_shows_what_is_there() {
    let eyes = Eyes::built_in();
    for file in ["mail.msg", "objects.xls"] {
        let bytes = fixture(file);
        // The last sector is the table, without which no chain is known.
        let examined = examine(&eyes, &bytes[..bytes.len() - SECTOR]);
        assert_eq!(examined.unread[0].reason, UnreadReason::Damaged, "{file}");
        let found = examined.hits.iter().any(|hit| hit.kind == Kind::PasswordNote);
        assert!(found, "{file}: {:?}", examined.unread);
    }
}

#[test]
fn every_cut_ends_and_the_deeper_ones_are_told() {
    let eyes = Eyes::built_in();
    for (file, bytes) in compound_files() {
        for cut in (0..bytes.len()).step_by(SECTOR / 4 + 1) {
            let examined = examine(&eyes, &bytes[..cut]);
            assert!(!crashed(&examined), "{file} cut at {cut}");
            let told = !examined.unread.is_empty();
            assert!(
                told || cut < 8 || cut > bytes.len() / 2,
                "{file} cut at {cut} is taken for whole"
            );
        }
    }
}

#[test]
fn a_key_that_would_take_minutes_is_not_made() {
    let bytes = fixture("book-open-2010.xlsx");
    let turns = memchr::memmem::find(&bytes, b"spinCount=\"100000\"").expect("the turns");
    let mut greedy = bytes;
    // As long as before, and far above any limit.
    greedy[turns..turns + 18].copy_from_slice(b"spinCount='9.9e99'");
    let examined = examine(&Eyes::built_in(), &greedy);
    assert_eq!(examined.unread[0].reason, UnreadReason::Encrypted);
    assert!(examined.encrypted && examined.hits.is_empty());
}

#[derive(Clone, Copy, Debug)]
enum Point {
    Itself,
    First,
    Before,
    Nowhere,
}

impl Point {
    fn of(self, sector: u32, next: u32) -> u32 {
        match (self, next) {
            // What is free or holds the table stays.
            (_, 0xffff_fffd | 0xffff_ffff) => next,
            (Self::Itself, _) => sector,
            (Self::First, _) => 0,
            (Self::Before, _) => sector.saturating_sub(1),
            (Self::Nowhere, _) => 0x7fff_fff0,
        }
    }
}

/// Rewrites the table of a small file, whose sectors the header lists.
fn with_table(bytes: &[u8], change: impl Fn(u32, u32) -> u32) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (part, listed) in (0..).zip(0..109) {
        let sector = long(&bytes, 76 + listed * 4);
        if sector > 0xffff_fffa {
            break;
        }
        let at = (sector as usize + 1) * SECTOR;
        for number in 0..SECTOR / 4 {
            let place = at + number * 4;
            let changed = change((part * SECTOR / 4 + number) as u32, long(&bytes, place));
            bytes[place..place + 4].copy_from_slice(&changed.to_le_bytes());
        }
    }
    bytes
}

/// Rewrites every entry of the directory as far as its sectors follow one another.
fn with_entries(bytes: &[u8], change: impl Fn(&mut [u8])) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let start = (long(&bytes, 48) as usize + 1) * SECTOR;
    let entries = bytes[start..].chunks_exact_mut(128);
    entries
        .take_while(|entry| matches!(entry[66], 1 | 2 | 5))
        .for_each(change);
    bytes
}

fn long(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(*bytes[at..].first_chunk().expect("four bytes"))
}

fn compound_files() -> Vec<(String, Vec<u8>)> {
    let names = [
        "note.doc",
        "book.xls",
        "slides.ppt",
        "mail.msg",
        "notes.snt",
        "objects.xls",
        "note-locked.doc",
    ];
    names.map(|name| (name.to_owned(), fixture(name))).into()
}

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    fs::read(folder.join(name)).expect("a fixture")
}

fn examine(eyes: &Eyes, bytes: &[u8]) -> Examined {
    eyes.examine(&Name::from("x"), bytes.len() as u64, &mut Cursor::new(bytes))
}

fn crashed(examined: &Examined) -> bool {
    let reasons = &mut examined.unread.iter().map(|unread| unread.reason);
    reasons.any(|reason| reason == UnreadReason::Crashed)
}
