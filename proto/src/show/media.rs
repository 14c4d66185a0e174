//! The ledger's own CSV form of media: what the agent prints, the collector takes in and gives out.
//!
//! One row is one medium. The columns of [`COLUMNS`] come in this order, the
//! heading line holds their keys; whoever reads takes a column by its key, its
//! Japanese or its English name, in any order, and passes over those it does
//! not know. A cell that is empty says "not known" or "none".
//!
//! * `LEDGER` columns are what a ledger row is made of. The agent fills those
//!   that the medium tells by itself and leaves the others to a person.
//! * `SEEN` columns tell one stay or record on one PC. Taking in a ledger
//!   passes over them, so that a row of `media list` can be made a ledger row.
//!
//! USB ids are four hexadecimal digits, sizes bytes, times RFC 3339, facts
//! `yes` or `no`, everything else a word of [`crate::reading`] or as the medium says it.

use jiff::tz::TimeZone;

use crate::{
    name::Name,
    reading::{Encryption, MediaSeen, MediaUnknown},
    time::Timestamp,
};

/// One column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Column {
    /// As in the heading line; never changes.
    pub key: &'static str,
    /// What it is called in Japanese.
    pub ja: &'static str,
    /// What it is called in English.
    pub en: &'static str,
    /// Part of a ledger row.
    pub is_ledger: bool,
}

macro_rules! columns {
    ($($is_ledger:literal $key:literal, $ja:literal, $en:literal;)+) => {
        /// Every column, in the order of the form.
        pub const COLUMNS: &[Column] = &[$(Column { key: $key, ja: $ja, en: $en, is_ledger: $is_ledger }),+];
    };
}

columns! {
    true "number", "管理番号", "management number";
    true "class", "種類", "class";
    true "vendor_id", "ベンダーID", "vendor id";
    true "product_id", "プロダクトID", "product id";
    true "vendor", "メーカー", "vendor";
    true "product", "製品名", "product";
    true "serial", "シリアル番号", "serial";
    true "grade", "識別等級", "grade";
    true "size_bytes", "容量", "size";
    true "volume_id", "ボリュームID", "volume id";
    true "disk_signature", "ディスク署名", "disk signature";
    true "encryption", "暗号化", "encryption";
    true "department", "所管課", "department";
    true "keeper", "保管者", "keeper";
    true "place", "保管場所", "place";
    true "state", "状態", "state";
    true "note", "備考", "note";
    false "past", "過去の記録", "past";
    false "source", "情報源", "source";
    false "source_confidence", "情報源の確度", "confidence of the source";
    false "machine", "端末", "machine";
    false "user", "利用者", "user";
    false "first_arrived_at", "初回接続", "first arrival";
    false "arrived_at", "接続", "arrival";
    false "left_at", "取り外し", "removal";
    false "noted_at", "記録時刻", "noted";
    false "bus", "接続方式", "bus";
    false "serial_state", "シリアルの性質", "state of the serial";
    false "file_system", "ファイルシステム", "file system";
    false "volume_label", "ボリューム名", "volume label";
    false "free_bytes", "空き容量", "free";
    false "write_protected", "書込禁止", "write protected";
    false "empty", "空", "empty";
    false "files", "ファイル数", "files";
    false "newest_modified_at", "最新の更新", "newest change";
    false "oldest_modified_at", "最古の更新", "oldest change";
    false "encryption_source", "暗号化の判定根拠", "how the encryption was told";
    false "marker_number", "マーカーの管理番号", "number in the marker";
    false "marker_verified", "マーカーの署名", "marker verified";
    false "unknown", "不明な項目と理由", "not known, and why";
}

/// Returns the column that a heading names, by its key or either of its names.
pub fn column(heading: &str) -> Option<&'static Column> {
    let heading = heading.trim().trim_start_matches('\u{feff}');
    COLUMNS
        .iter()
        .find(|column| column.key == heading || column.ja == heading || column.en == heading)
}

/// Writes the cells of one medium, in the order of [`COLUMNS`].
///
/// `left_at` is the removal of a present medium that has left since.
pub fn cells(seen: &MediaSeen, left_at: Option<Timestamp>, machine: &Name, zone: &TimeZone) -> Vec<String> {
    let cell = |column: &Column| cell(column.key, seen, left_at, machine, zone);
    COLUMNS.iter().map(cell).collect()
}

fn cell(key: &str, seen: &MediaSeen, left_at: Option<Timestamp>, machine: &Name, zone: &TimeZone) -> String {
    let time = |at: Option<Timestamp>| at.map_or_else(String::new, |at| at.rfc3339(zone));
    let content = seen.content.as_ref();
    match key {
        "number" => verified_number(seen),
        "class" => seen.class.word().to_owned(),
        "vendor_id" => usb_id(seen.vendor_id),
        "product_id" => usb_id(seen.product_id),
        "vendor" => seen.vendor.shown.clone(),
        "product" => seen.product.shown.clone(),
        "serial" => seen.serial.shown.clone(),
        "grade" => seen.grade.word().to_owned(),
        "size_bytes" => number((seen.size_bytes > 0).then_some(seen.size_bytes)),
        "volume_id" => seen.volume_id.shown.clone(),
        "disk_signature" => seen.disk_signature.shown.clone(),
        "encryption" => seen.encryption.map_or("", Encryption::word).to_owned(),
        "past" => fact(Some(seen.past)),
        "source" => seen.source.clone(),
        "source_confidence" => seen.source_confidence.map_or("", |sure| sure.word()).to_owned(),
        "machine" => machine.shown.clone(),
        "user" => seen.user.shown.clone(),
        "first_arrived_at" => time(seen.first_arrived_at),
        "arrived_at" => time(seen.arrived_at),
        "left_at" => time(left_at.or(seen.left_at)),
        "noted_at" => time(seen.noted_at),
        "bus" => seen.bus.clone(),
        "serial_state" => seen.serial_state.map_or("", |state| state.word()).to_owned(),
        "file_system" => seen.file_system.clone(),
        "volume_label" => seen.volume_label.shown.clone(),
        "free_bytes" => number(seen.free_bytes),
        "write_protected" => fact(seen.write_protected),
        "empty" => fact(seen.empty),
        "files" => number(content.map(|content| content.files)),
        "newest_modified_at" => time(content.and_then(|content| content.newest_modified_at)),
        "oldest_modified_at" => time(content.and_then(|content| content.oldest_modified_at)),
        "encryption_source" => seen.encryption_source.clone(),
        "marker_number" => marker(seen, |marker| marker.number.shown.clone()),
        "marker_verified" => marker(seen, |marker| fact(marker.verified)),
        "unknown" => unknown(&seen.unknown),
        // What only a person knows.
        _ => String::new(),
    }
}

/// Writes a USB id as four hexadecimal digits; nothing where the bus has none.
pub fn usb_id(id: u16) -> String {
    match id {
        0 => String::new(),
        id => format!("{id:04x}"),
    }
}

fn verified_number(seen: &MediaSeen) -> String {
    let verified = seen
        .marker
        .as_ref()
        .filter(|marker| marker.verified == Some(true));
    verified.map_or_else(String::new, |marker| marker.number.shown.clone())
}

fn marker(seen: &MediaSeen, tell: impl Fn(&crate::reading::MediaMarker) -> String) -> String {
    seen.marker.as_ref().map_or_else(String::new, tell)
}

fn number(number: Option<u64>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

fn fact(fact: Option<bool>) -> String {
    let word = match fact {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    };
    word.to_owned()
}

fn unknown(unknown: &[MediaUnknown]) -> String {
    let each: Vec<_> = unknown
        .iter()
        .map(|one| format!("{}: {}", one.what, one.why))
        .collect();
    each.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::MediaSessionId,
        reading::{MediaClass, MediaMarker},
    };

    fn stick() -> MediaSeen {
        let session = MediaSessionId::new(Timestamp::from_unix_ms(1), [0; 10]);
        let mut stick = MediaSeen::new(session, MediaClass::Storage, "sysfs");
        (stick.vendor_id, stick.product_id) = (0x0781, 0x5581);
        stick.arrived_at = Some(Timestamp::from_unix_ms(1_756_773_660_000));
        stick.marker = Some(MediaMarker {
            number: Name::from("情-012"),
            verified: None,
        });
        stick
    }

    fn told(seen: &MediaSeen, key: &str) -> String {
        let cells = cells(seen, None, &Name::from("PC-1"), &TimeZone::UTC);
        let at = COLUMNS.iter().position(|column| column.key == key);
        cells[at.expect("a column")].clone()
    }

    #[test]
    fn every_heading_names_one_column() {
        for (at, one) in COLUMNS.iter().enumerate() {
            for heading in [one.key, one.ja, one.en] {
                assert_eq!(column(heading), Some(one));
            }
            for other in &COLUMNS[at + 1..] {
                assert!(
                    one.ja != other.ja && one.en != other.en && one.key != other.key,
                    "{}",
                    one.key
                );
            }
        }
        assert_eq!(
            column("\u{feff}管理番号").map(|column| column.key),
            Some("number")
        );
        assert_eq!(column("趣味"), None);
    }

    #[test]
    fn a_number_that_nobody_verified_is_no_management_number() {
        let mut stick = stick();
        assert_eq!(told(&stick, "number"), "");
        assert_eq!(told(&stick, "marker_number"), "情-012");
        stick.marker = stick.marker.map(|marker| MediaMarker {
            verified: Some(true),
            ..marker
        });
        assert_eq!(told(&stick, "number"), "情-012");
    }

    #[test]
    fn what_is_not_known_is_an_empty_cell() {
        let stick = stick();
        for key in [
            "size_bytes",
            "free_bytes",
            "encryption",
            "empty",
            "left_at",
            "department",
        ] {
            assert_eq!(told(&stick, key), "", "{key}");
        }
        assert_eq!(told(&stick, "vendor_id"), "0781");
        assert_eq!(told(&stick, "arrived_at"), "2025-09-02T00:41:00+00:00");
    }
}
