//! Databases that programs keep their notes in: SQLite, sticky notes, and the log beside them.

use std::{collections::BTreeSet, fs, io::Cursor, sync::LazyLock};

use mimawari_agent::examine::{Examined, Eyes};
use mimawari_proto::{
    finding::{Kind, Place},
    name::Name,
    round::UnreadReason,
};
use rusqlite::Connection;

static EYES: LazyLock<Eyes> = LazyLock::new(Eyes::built_in);

const STICKY: &str = "CREATE TABLE Note (Text varchar, WindowPosition varchar, IsOpen int, Theme varchar, Id varchar primary key);
    INSERT INTO Note VALUES ('\\id=5e2f3a7e-8c1d-4a52-9a51-0f3f6c8c1b11 会議室の予約', '', 1, 'Yellow', 'a');
    INSERT INTO Note VALUES ('\\id=5e2f3a7e-8c1d-4a52-9a51-0f3f6c8c1b12 \\b 住基端末\\b0\n\\id=5e2f3a7e-8c1d-4a52-9a51-0f3f6c8c1b13 パスワード：Sakura#2024', '', 1, 'Yellow', 'b');";

#[test]
fn a_sticky_note_is_found_by_its_number() {
    let examined = examine(&database(STICKY, ""));
    assert_eq!(examined.format, "sqlite");
    let note = examined
        .hits
        .iter()
        .find(|hit| hit.kind == Kind::PasswordNote)
        .expect("found");
    assert_eq!(note.places, [Place::Note { note: 2 }]);
}

#[test]
fn notes_of_linux_desktops_are_found_as_their_programs_write_them() {
    let lines = "ID: soumu01\nパスワード：Sakura#2024";
    let tomboy = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<note version=\"0.3\" xmlns:link=\"http://beatniksoftware.com/tomboy/link\" xmlns=\"http://beatniksoftware.com/tomboy\">\n  <title>業務システム</title>\n  <text xml:space=\"preserve\"><note-content version=\"0.1\">業務システム\n\nID: soumu01\n<bold>パスワード</bold>：Sakura#2024</note-content></text>\n</note>";
    let gnome = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<note version=\"1\" xmlns=\"http://projects.gnome.org/bijiben\"><title>複合機</title><text xml:space=\"preserve\"><html xmlns=\"http://www.w3.org/1999/xhtml\"><body><div>ID: soumu01</div><div><b>パスワード</b>：Sakura#2024</div></body></html></text></note>";
    let knotes = format!(
        "BEGIN:VCALENDAR\r\nPRODID:-//K Desktop Environment//NONSGML KNotes//EN\r\nVERSION:2.0\r\nBEGIN:VJOURNAL\r\nSUMMARY:共有\r\nDESCRIPTION:{}\\n\r\nEND:VJOURNAL\r\nEND:VCALENDAR\r\n",
        lines.replace('\n', "\\n")
    );
    let json = serde_json::json!({"all": [{"color": "yellow", "title": "共有", "text": lines}]});
    let ascii: String = json
        .to_string()
        .encode_utf16()
        .map(|unit| match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
            _ => format!("\\u{unit:04x}"),
        })
        .collect();
    for (program, bytes) in [
        ("Tomboy, Gnote", tomboy.to_owned()),
        ("GNOME", gnome.to_owned()),
        ("Xpad", format!("共有\n{lines}\n")),
        ("KNotes", knotes),
        ("Sticky", format!("{json:#}")),
        ("Sticky, one line", json.to_string()),
        ("Sticky, ASCII", ascii),
    ] {
        assert!(finds(&examine(bytes.as_bytes())), "{program}");
    }
}

#[test]
fn settings_in_utf_16_are_read_in_either_order_with_and_without_a_mark() {
    let texts = [
        (
            "rdp",
            "full address:s:sv01\r\nusername:s:soumu01\r\npassword 51:b:01000000D08C9DDF0115D1118C7A00C04FC297EB01000000A1B2C3\r\n",
        ),
        ("ini", "[login]\r\nuser=soumu01\r\npassword=Sakura#2024\r\n"),
        (
            "reg",
            "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Winlogon]\r\n\"DefaultUserName\"=\"soumu01\"\r\n\"DefaultPassword\"=\"Sakura#2024\"\r\n",
        ),
    ];
    for (sort, text) in texts {
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = |mark: [u8; 2], text: &[u8]| [&mark[..], text].concat();
        for bytes in [
            marked([0xff, 0xfe], &little),
            marked([0xfe, 0xff], &big),
            little,
            big,
        ] {
            let examined = examine(&bytes);
            assert!(finds(&examined), "{sort}: {:?}", &bytes[..4]);
            let last = text.lines().count() as u32;
            assert_eq!(examined.hits[0].places, [Place::Line { line: last }], "{sort}");
        }
    }
}

#[test]
fn a_note_that_is_only_in_the_log_is_found_there() {
    let log = database(&format!("PRAGMA journal_mode = WAL; {STICKY}"), "-wal");
    let examined = examine(&log);
    assert!(finds(&examined), "{:?}", examined.unread);
    assert!(examined.unread.is_empty());
}

#[test]
fn a_table_is_read_with_its_columns_as_heading() {
    let statements = "CREATE TABLE \"accounts\" (id INTEGER PRIMARY KEY, [システム] TEXT, ユーザー TEXT, パスワード TEXT, UNIQUE (id));
        INSERT INTO accounts VALUES (1, '財務会計', 'zaimu01', 'Fuji-3776m'), (2, '文書管理', 'bunsho02', 'Kawa_1988x');";
    for coding in ["UTF-8", "UTF-16le", "UTF-16be"] {
        let examined = examine(&database(
            &format!("PRAGMA encoding = '{coding}'; {statements}"),
            "",
        ));
        assert!(finds(&examined), "{coding}");
        let place = serde_json::json!(examined.hits[0].places[0]);
        assert_eq!(
            (&place["sheet"], &place["cell"]),
            (&"accounts".into(), &"D2".into()),
            "{coding}"
        );
    }
}

#[test]
fn rows_on_many_pages_and_rows_longer_than_a_page_are_read() {
    let long = "あ".repeat(20_000);
    let examined = examine(&database(
        &format!(
            "PRAGMA page_size = 512; CREATE TABLE t (a TEXT, b TEXT);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
            INSERT INTO t SELECT 'row ' || i, hex(randomblob(i % 40)) FROM n;
            INSERT INTO t VALUES ('{long}\nパスワード：Sakura#2024', '');
            CREATE TABLE w (k TEXT PRIMARY KEY, v TEXT) WITHOUT ROWID;
            INSERT INTO w VALUES ('wifi', '暗証番号：4512');"
        ),
        "",
    ));
    assert!(examined.unread.is_empty(), "{:?}", examined.unread);
    let sheets: BTreeSet<_> = examined
        .hits
        .iter()
        .flat_map(|hit| &hit.places)
        .map(|place| {
            serde_json::json!(place)["sheet"]
                .as_str()
                .expect("a sheet")
                .to_owned()
        })
        .collect();
    assert!(sheets.contains("t") && sheets.contains("w"), "{sheets:?}");
}

#[test]
fn what_was_deleted_is_no_text_of_the_database() {
    let examined = examine(&database(
        "PRAGMA secure_delete = OFF; CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('パスワード：Sakura#2024'); DELETE FROM t;",
        "",
    ));
    assert!(!finds(&examined));
}

#[test]
fn pages_that_lead_in_a_circle_end() {
    let mut bytes = database(
        "PRAGMA page_size = 512; CREATE TABLE t (a TEXT);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
        INSERT INTO t SELECT 'row of a table ' || i FROM n;",
        "",
    );
    // The root of the table is page 2, an interior page: every child becomes the root itself.
    let cells = usize::from(u16::from_be_bytes([bytes[515], bytes[516]]));
    for cell in 0..cells {
        let at = 512 + 12 + cell * 2;
        let to = 512 + usize::from(u16::from_be_bytes([bytes[at], bytes[at + 1]]));
        bytes[to..to + 4].copy_from_slice(&2u32.to_be_bytes());
    }
    assert!(examine(&bytes).hits.is_empty());
}

#[test]
fn a_cut_database_is_damaged_wherever_it_is_cut() {
    let bytes = database(&format!("PRAGMA page_size = 512; {STICKY}"), "");
    for cut in (17..bytes.len()).step_by(41) {
        let examined = examine(&bytes[..cut]);
        assert!(!examined.unread.is_empty(), "cut at {cut}");
        assert!(
            examined
                .unread
                .iter()
                .all(|unread| unread.reason != UnreadReason::Crashed)
        );
    }
}

#[test]
fn a_thousand_mutated_databases_crash_nothing() {
    let whole = database(&format!("PRAGMA page_size = 512; {STICKY}"), "");
    let log = database(
        &format!("PRAGMA page_size = 512; PRAGMA journal_mode = WAL; {STICKY}"),
        "-wal",
    );
    for bytes in [whole, log] {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        for _ in 0..500 {
            let mut mutated = bytes.clone();
            for _ in 0..6 {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                let at = (state % bytes.len() as u64) as usize;
                mutated[at] = [0, 0xff, 0x80, 1, 2, 13, 5][(state >> 40) as usize % 7];
            }
            let examined = EYES.examine(&Name::from("x"), 0, &mut Cursor::new(mutated));
            assert!(
                examined
                    .unread
                    .iter()
                    .all(|unread| unread.reason != UnreadReason::Crashed)
            );
        }
    }
}

fn examine(bytes: &[u8]) -> Examined {
    Eyes::built_in().examine(
        &Name::from("plum.sqlite"),
        bytes.len() as u64,
        &mut Cursor::new(bytes),
    )
}

fn finds(examined: &Examined) -> bool {
    examined.hits.iter().any(|hit| hit.kind == Kind::PasswordNote)
}

/// Makes a database in a folder that is gone afterwards, and returns one of its files.
fn database(statements: &str, ending: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let connection = Connection::open(folder.path().join("plum.sqlite")).expect("a database");
    connection.execute_batch(statements).expect("sound statements");
    fs::read(folder.path().join(format!("plum.sqlite{ending}"))).expect("a file")
}
