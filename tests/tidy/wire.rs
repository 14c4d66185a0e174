//! Rule 4, second half: wire types are known to `uplink`, `ingest` and `proto` only.

use crate::{
    house::{Breach, breach, every_file, keep, lies_in},
    source::{holds_word, split},
};

/// The bench and the harness of the tests speak to a collector as an agent does.
const BORDERS: &[&str] = &["agent/src/uplink", "collector/src/ingest", "proto", "tests"];

fn check(path: &str, text: &str) -> Vec<Breach> {
    if !path.ends_with(".rs") || lies_in(path, BORDERS) {
        return Vec::new();
    }
    let code = split(text).code;
    let what = "wire types stay at the border: `uplink` and `ingest` turn them into vocabulary";
    let statements = code.match_indices("mimawari_proto::");
    statements
        .filter(|(at, _)| {
            let rest = &code[at + "mimawari_proto::".len()..];
            match rest.starts_with('{') {
                true => holds_word(rest.split(';').next().unwrap_or_default(), "wire"),
                false => rest.starts_with("wire"),
            }
        })
        .map(|(at, _)| breach(path, code[..at].matches('\n').count() + 1, what))
        .collect()
}

#[test]
fn wire_types_stay_at_the_border() {
    keep(&every_file(), check);
}

#[test]
fn a_wire_type_elsewhere_is_seen() {
    for bad in [
        "use mimawari_proto::wire;",
        "fn f(p: mimawari_proto::wire::Parcel) {}",
        "use mimawari_proto::{\n    name::Name,\n    wire,\n};",
    ] {
        assert_eq!(check("agent/src/sweep.rs", bad).len(), 1, "{bad}");
        assert!(check("agent/src/uplink/call.rs", bad).is_empty());
    }
    let good = "use mimawari_proto::{name::Name, time::Timestamp};\nlet wire = 1;";
    assert!(check("agent/src/sweep.rs", good).is_empty());
}
