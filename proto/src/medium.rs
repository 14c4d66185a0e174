//! The ledger of official media (公務用USBメモリ台帳) as a file: its columns, the same at the PC and at the collector.
//!
//! `media list --csv` of the agent prints them with what it observed, the rest
//! blank; the collector reads and writes them. Headings are Japanese; the
//! English names are read too. Columns are only added, at the end.

use crate::{
    reading::{Encryption, MediaSeen},
    word::words,
};

words! {
    /// What a medium of the ledger is doing, as people have written it down.
    pub enum MediumState {
        /// Locked away.
        InBox = 1 => "in_box",
        /// Somebody has it.
        Lent = 2 => "lent",
        /// Nobody knows where it is.
        Lost = 3 => "lost",
        /// It is no more.
        Destroyed = 4 => "destroyed",
    }
}

/// Returns the Japanese word for a state.
pub const fn state_ja(state: MediumState) -> &'static str {
    match state {
        MediumState::InBox => "保管中",
        MediumState::Lent => "貸出中",
        MediumState::Lost => "紛失",
        MediumState::Destroyed => "廃棄",
        MediumState::Other(_) => "不明",
    }
}

/// Returns the Japanese word for a protection.
pub const fn encryption_ja(encryption: Encryption) -> &'static str {
    match encryption {
        Encryption::None => "なし",
        Encryption::Bitlocker => "BitLocker",
        Encryption::Luks => "LUKS",
        Encryption::Hardware => "ハードウェア",
        Encryption::Another | Encryption::Other(_) => "その他",
    }
}

macro_rules! columns {
    ($($name:ident: $ja:literal, $en:literal;)+) => {
        /// A column of the ledger.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub enum Column { $(#[doc = $ja] $name,)+ }

        impl Column {
            /// Every column, in the order in which they are written.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Returns its heading.
            pub const fn ja(self) -> &'static str {
                match self { $(Self::$name => $ja,)+ }
            }

            /// Returns its English name.
            pub const fn en(self) -> &'static str {
                match self { $(Self::$name => $en,)+ }
            }
        }
    };
}

columns! {
    No: "管理番号", "no";
    VendorId: "ベンダーID", "vendor_id";
    ProductId: "製品ID", "product_id";
    Vendor: "メーカー", "vendor";
    Product: "製品名", "product";
    Serial: "シリアル番号", "serial";
    VolumeId: "ボリュームID", "volume_id";
    Grade: "識別", "grade";
    Size: "容量", "size_bytes";
    Encryption: "暗号化", "encryption";
    Department: "所管課コード", "department";
    Keeper: "保管者", "keeper";
    Place: "保管場所", "place";
    State: "状態", "state";
    Registered: "登録日", "registered";
    PermitDepartments: "許可課", "permit_departments";
    PermitUsers: "許可利用者", "permit_users";
    PermitMachines: "許可端末", "permit_machines";
    PermitZones: "許可区域", "permit_zones";
    PermitFrom: "許可開始日", "permit_from";
    PermitUntil: "許可終了日", "permit_until";
    PermitApplicant: "許可申請者", "permit_applicant";
    PermitBy: "許可者", "permit_by";
    Borrower: "貸出先", "borrower";
    Purpose: "用途", "purpose";
    Data: "格納データ", "data";
    LentBy: "貸出許可者", "lent_by";
    Out: "貸出日", "out";
    Due: "返却予定日", "due";
    Back: "返却日", "back";
    Emptied: "消去確認", "emptied";
    DestroyedOn: "廃棄日", "destroyed_on";
    DestroyedBy: "廃棄実施者", "destroyed_by";
    DestroyedHow: "廃棄方法", "destroyed_how";
    Note: "備考", "note";
}

/// Returns the heading line.
pub fn headings() -> Vec<&'static str> {
    Column::ALL.iter().map(|column| column.ja()).collect()
}

/// Returns a line of the ledger for an observed medium: what was observed, the rest blank.
pub fn line(seen: &MediaSeen) -> Vec<String> {
    let cell = |column: &Column| match column {
        Column::VendorId => usb_id(seen.vendor_id),
        Column::ProductId => usb_id(seen.product_id),
        Column::Vendor => seen.vendor.shown.clone(),
        Column::Product => seen.product.shown.clone(),
        Column::Serial => seen.serial.shown.clone(),
        Column::VolumeId => seen.volume_id.shown.clone(),
        Column::Grade => seen.grade.word().to_owned(),
        Column::Size if seen.size_bytes > 0 => seen.size_bytes.to_string(),
        Column::Encryption => seen.encryption.map_or("", encryption_ja).to_owned(),
        _ => String::new(),
    };
    Column::ALL.iter().map(cell).collect()
}

/// Writes a USB id as people know it, `0411`; nothing for 0, which stands for none.
pub fn usb_id(id: u16) -> String {
    match id {
        0 => String::new(),
        id => format!("{id:04x}"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{
        id::MediaSessionId,
        name::Name,
        reading::{Grade, MediaClass},
        time::Timestamp,
    };

    #[test]
    fn every_heading_and_name_stands_once() {
        let names: BTreeSet<_> = Column::ALL.iter().flat_map(|c| [c.ja(), c.en()]).collect();
        assert_eq!(names.len(), Column::ALL.len() * 2);
    }

    #[test]
    fn a_line_holds_what_was_observed_under_its_heading_and_nothing_else() {
        let session = MediaSessionId::new(Timestamp::default(), [1; 10]);
        let seen = MediaSeen {
            grade: Grade::A,
            vendor_id: 0x0411,
            vendor: Name::from("BUFFALO"),
            product: Name::from("RUF3"),
            serial: Name::from("0801AB"),
            encryption: Some(Encryption::None),
            ..MediaSeen::new(session, MediaClass::Storage, "sysfs")
        };
        let line = line(&seen);
        let filled: Vec<_> = headings()
            .into_iter()
            .zip(&line)
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(heading, cell)| format!("{heading}={cell}"))
            .collect();
        assert_eq!(
            filled,
            [
                "ベンダーID=0411",
                "メーカー=BUFFALO",
                "製品名=RUF3",
                "シリアル番号=0801AB",
                "識別=A",
                "暗号化=なし"
            ]
        );
    }
}
