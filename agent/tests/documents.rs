//! Real office documents, each with its expected outcome beside it.
//!
//! Made by `tests/corpus/make_fixtures.py`; after a change there, run with `MIMAWARI_SHOW=1` to see
//! every outcome, and write the expected ones by hand.
//!
//! Of `book.xls` and `book.xlsx` there are also locked ones, and ones locked with the password that Excel
//! does not ask for (`-open`), one for each way of locking: XOR (95), RC4 (97), RC4 with SHA-1 (2002),
//! AES in single blocks (2007) and in chained blocks (2010). LibreOffice wrote that of 97, msoffcrypto-tool
//! that of 2010; a script after the published format wrote the rest, and msoffcrypto-tool opens all.

use std::{fs, io::Cursor, path::Path};

use mimawari_agent::examine::{Examined, Eyes};
use mimawari_proto::name::Name;
use serde_json::{Value, json};

#[test]
fn every_document_comes_out_as_expected() {
    let eyes = Eyes::built_in();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut seen = 0;
    let mut wrong = Vec::new();
    for entry in fs::read_dir(&folder).expect("the folder of fixtures") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "json") {
            continue;
        }
        let bytes = fs::read(&path).expect("a fixture");
        let file = path.file_name().expect("a name").to_string_lossy().into_owned();
        let outcome = outcome(&eyes.examine(&Name::from("x"), bytes.len() as u64, &mut Cursor::new(bytes)));
        let expected = fs::read(path.with_extension(format!(
            "{}.json",
            path.extension().expect("an extension").display()
        )));
        let expected: Value =
            expected.map_or(Value::Null, |text| serde_json::from_slice(&text).expect("JSON"));
        if std::env::var_os("MIMAWARI_SHOW").is_some() {
            #[expect(
                clippy::disallowed_methods,
                reason = "shown to a person, who moves it into place"
            )]
            fs::write(folder.join(format!("{file}.json.new")), format!("{outcome:#}\n")).expect("writable");
        }
        if outcome != expected {
            wrong.push(format!("{file}: {outcome}\n  expected {expected}"));
        }
        seen += 1;
    }
    assert!(seen > 10, "only {seen} fixtures");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn outcome(examined: &Examined) -> Value {
    let hits: Vec<_> = examined
        .hits
        .iter()
        .map(|hit| {
            let mut places: Vec<_> = hit.places.iter().map(|place| json!(place)).collect();
            places.sort_by_key(Value::to_string);
            let member: Vec<_> = hit.member.iter().map(|name| name.shown.as_str()).collect();
            json!({"kind": hit.kind, "confidence": hit.confidence, "count": hit.count, "member": member, "places": places})
        })
        .collect();
    let unread: Vec<_> = examined
        .unread
        .iter()
        .map(|unread| json!({"reason": unread.reason, "format": unread.format}))
        .collect();
    json!({"format": examined.format, "encrypted": examined.encrypted, "hits": hits, "unread": unread})
}
