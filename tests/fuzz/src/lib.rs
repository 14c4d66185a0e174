//! What every fuzz target does with its bytes, and what must never come of them.
//!
//! A run ends with a crash when the eyes panic, ask for more memory than the examining room
//! gives, or break a promise of the answer; and with a timeout when they are too slow.

pub mod parts;

use std::{alloc::System, io::Cursor, sync::LazyLock};

use cap::Cap;
use libfuzzer_sys::Corpus;
use mimawari_agent::{
    examine::{Examined, Eyes},
    platform::{
        facts::media::{Log, LogForm, Records, Registry},
        hive::Hive,
    },
    sense::media::{history, marker::Marker, superblock},
};
use mimawari_proto::{finding::PLACES_LIMIT, id::MediaSessionId, name::Name, round::UnreadReason, time::Timestamp};

/// Bytes that may be held at once: the goal for the whole agent is 80 MiB, and the fuzzer
/// itself keeps its corpus and its coverage in the same process.
const CEILING_BYTES: usize = 192 << 20;

#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

static EYES: LazyLock<Eyes> = LazyLock::new(|| {
    MEMORY
        .set_limit(MEMORY.allocated() + CEILING_BYTES)
        .expect("a ceiling above what is held now");
    Eyes::built_in()
});

/// Examines one document and checks the answer.
pub fn examine(name: &str, bytes: &[u8]) -> Examined {
    let examined = EYES.examine(&Name::from(name), bytes.len() as u64, &mut Cursor::new(bytes));
    check(&examined);
    examined
}

/// Examines a document and keeps it in the corpus only where it is of one of these formats.
pub fn only(formats: &[&str], bytes: &[u8]) -> Corpus {
    match formats.contains(&examine("架空", bytes).format.as_str()) {
        true => Corpus::Keep,
        false => Corpus::Reject,
    }
}

/// Examines a document whose parts are given but for one, which is fuzzed: the first byte chooses it.
pub fn part<B: AsRef<[u8]>>(kind: &[(&str, B)], bytes: &[u8]) {
    if let Some((&choice, content)) = bytes.split_first() {
        examine("架空", &parts::package(kind, usize::from(choice), content));
    }
}

/// Examines a text; the first byte chooses its coding and its name.
pub fn text(bytes: &[u8]) {
    const NAMES: [&str; 6] = ["メモ.txt", "一覧.csv", "page.html", "pw.md", "a.log", "設定.ini"];
    let Some((&choice, text)) = bytes.split_first() else { return };
    let choice = usize::from(choice);
    let name = NAMES[choice % NAMES.len()];
    let text = String::from_utf8_lossy(text);
    let written: Vec<u8> = match choice / NAMES.len() % 4 {
        0 => text.as_bytes().to_vec(),
        1 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        2 => [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect(),
        _ => bytes.to_vec(),
    };
    examine(name, &written);
}

/// Compiles a rule file and, where it compiles, examines a text by it and tries its examples.
pub fn rules(bytes: &[u8]) {
    let Ok(rule) = std::str::from_utf8(bytes) else { return };
    let Ok(eyes) = Eyes::from_rules(&[("架空.toml", rule)]) else { return };
    let text = "ID: sample / パスワード: kigi-Tanuki-2048\n個人番号 1234 5678 9018\n";
    check(&eyes.examine(&Name::from("メモ.txt"), text.len() as u64, &mut Cursor::new(text)));
    let _ = eyes.try_examples();
}

/// Reads what a medium, a registry or a log might be; the first byte chooses which.
pub fn media(bytes: &[u8]) {
    let Some((&choice, bytes)) = bytes.split_first() else { return };
    let form = match choice % 7 {
        0 => {
            let _ = (superblock::recognise(bytes), superblock::disk_signature(bytes));
            return;
        }
        1 => {
            let _ = Marker::read(bytes);
            return;
        }
        2 => return hive(bytes),
        3 => LogForm::Kernel,
        4 => LogForm::Journal,
        5 => LogForm::SetupApi,
        _ => LogForm::Partition,
    };
    let log = Log { form, bytes: bytes.to_vec(), written_at: Timestamp::from_unix_ms(1_790_000_000_000) };
    told(&Records { logs: vec![log], registry: None });
}

/// Takes a hive for a SYSTEM, and what it mounts for an account's too.
fn hive(bytes: &[u8]) {
    let mut left = 20_000;
    let Some(all) = Hive::new(bytes).and_then(|hive| hive.branch(&[], &mut left)) else { return };
    let part = |path: &[&str]| all.at(path).cloned().unwrap_or_default();
    let registry = Registry {
        enumerated: part(&["ControlSet001", "Enum"]),
        mounted: part(&["MountedDevices"]),
        mount_points: vec![(Name::from("架空"), part(&["MountPoints2"]))],
    };
    told(&Records { logs: Vec::new(), registry: Some(registry) });
}

fn told(records: &Records) {
    let session = MediaSessionId::new(Timestamp::from_unix_ms(1), [0; 10]);
    let found = history::past(records, &jiff::tz::TimeZone::UTC);
    assert!(found.len() <= history::LIMIT, "more records than may be");
    let shared = history::SharedSerials::among(&found);
    for past in found {
        let seen = past.seen(session, &shared);
        assert!(seen.past && seen.source_confidence.is_some(), "a record without its worth");
    }
}

/// Checks what every answer promises.
fn check(examined: &Examined) {
    for unread in &examined.unread {
        assert!(unread.reason != UnreadReason::Crashed, "a panic while reading");
        assert!(unread.detail.len() < 1_000, "a detail is a remark, not content");
    }
    for hit in &examined.hits {
        assert!(hit.count > 0, "a hit of nothing");
        assert!(hit.places.len() <= PLACES_LIMIT, "too many places");
    }
}
