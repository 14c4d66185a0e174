//! The table of scenarios: what the ledger says, what an agent says, what comes of it.

use mimawari_proto::{
    medium::Column as C,
    name::Name,
    reading::{Encryption, Grade, MediaClass, MediaContent, MediaMarker, MediaSeen, SerialState},
    time::Timestamp,
};

use super::scene::Where;

pub(super) struct Scenario {
    /// Where it comes from, and what it is about.
    pub(super) name: &'static str,
    /// Its rows in the ledger; each a list of what differs from the usual.
    pub(super) rows: &'static [&'static [(C, &'static str)]],
    /// Where it is plugged in.
    pub(super) at: Where,
    /// How it differs from a medium with which all is well.
    pub(super) seen: fn(&mut MediaSeen, Timestamp),
    /// Faults and doubts; `None`: it is not of this term.
    pub(super) verdict: Option<(&'static [&'static str], &'static [&'static str])>,
}

/// On loan since five days ago.
pub(super) const LENT: &[(C, &str)] = &[
    (C::Borrower, "山田"),
    (C::LentBy, "田中"),
    (C::Out, "{-5}"),
    (C::Due, "{5}"),
];

macro_rules! lent {
    ($($column:ident: $text:literal),*) => {
        &[(C::Borrower, "山田"), (C::LentBy, "田中"), (C::Out, "{-5}"), (C::Due, "{5}"), $((C::$column, $text)),*]
    };
}

macro_rules! permitted {
    ($($column:ident: $text:literal),*) => {
        lent!(PermitApplicant: "山田", PermitBy: "田中", PermitFrom: "{-30}", PermitUntil: "{30}" $(, $column: $text)*)
    };
}

const fn all_well(_: &mut MediaSeen, _: Timestamp) {}

fn no_serial(seen: &mut MediaSeen) {
    seen.serial = Name::default();
    seen.serial_state = Some(SerialState::Missing);
    seen.grade = Grade::C;
}

fn days_before(at: Timestamp, days: u64) -> Timestamp {
    at.minus(std::time::Duration::from_secs(days * 86_400))
}

type Verdict = Option<(&'static [&'static str], &'static [&'static str])>;

const fn scenario(
    name: &'static str,
    rows: &'static [&'static [(C, &'static str)]],
    at: Where,
    seen: fn(&mut MediaSeen, Timestamp),
    verdict: Verdict,
) -> Scenario {
    Scenario {
        name,
        rows,
        at,
        seen,
        verdict,
    }
}

use Where::{MyNumber, Other, Own, OwnToo};

const WELL: Verdict = Some((&[], &[]));

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario(
        "§8 a lent stick in its own department",
        &[LENT],
        Own,
        all_well,
        WELL,
    ),
    scenario(
        "§8 a lent stick carries data",
        &[LENT],
        Own,
        |seen, _| seen.empty = Some(false),
        WELL,
    ),
    scenario(
        "§4.4⑦ USB.UNREG a stick that is not in the ledger",
        &[],
        Own,
        all_well,
        Some((&["unregistered"], &[])),
    ),
    scenario(
        "§6.4(2)④ a stranger in the my-number zone",
        &[],
        MyNumber,
        all_well,
        Some((&["unregistered", "closed_zone"], &[])),
    ),
    scenario(
        "zone rules: an official stick in the my-number zone",
        &[LENT],
        MyNumber,
        all_well,
        Some((&["closed_zone"], &[])),
    ),
    scenario(
        "zone rules: with a permit that names the zone",
        &[permitted!(PermitZones: "mynumber")],
        MyNumber,
        all_well,
        WELL,
    ),
    scenario(
        "I-5(2) at another department's machine",
        &[LENT],
        Other,
        all_well,
        Some((&["other_department"], &[])),
    ),
    scenario(
        "I-5(2) another department, permitted",
        &[permitted!(PermitDepartments: "3020")],
        Other,
        all_well,
        WELL,
    ),
    scenario(
        "I-5(2) another department, the permit has ended",
        &[permitted!(PermitDepartments: "3020", PermitUntil: "{-2}")],
        Other,
        all_well,
        Some((&["outside_permit"], &[])),
    ),
    scenario(
        "I-5(2) another department, the permit has not begun",
        &[permitted!(PermitDepartments: "3020", PermitFrom: "{0}")],
        Other,
        all_well,
        Some((&["outside_permit"], &[])),
    ),
    scenario(
        "permit: on its last day",
        &[permitted!(PermitDepartments: "3020", PermitUntil: "{-1}")],
        Other,
        all_well,
        WELL,
    ),
    scenario(
        "permit: at the machine it names",
        &[permitted!(PermitMachines: "{own}")],
        Own,
        all_well,
        WELL,
    ),
    scenario(
        "permit: at a machine it does not name",
        &[permitted!(PermitMachines: "{own too}")],
        Own,
        all_well,
        Some((&["other_machine"], &[])),
    ),
    scenario(
        "permit: in a zone it does not name",
        &[permitted!(PermitZones: "internet")],
        Own,
        all_well,
        Some((&["other_zone"], &[])),
    ),
    scenario(
        "permit: by somebody it does not name",
        &[permitted!(PermitUsers: "tanaka")],
        Own,
        |seen, _| seen.user = Name::from("suzuki"),
        Some((&["other_user"], &[])),
    ),
    scenario(
        "permit: nobody saw who plugged it in",
        &[permitted!(PermitUsers: "tanaka")],
        Own,
        all_well,
        WELL,
    ),
    scenario(
        "I-5(2) used while in its box",
        &[&[(C::State, "保管中")]],
        Own,
        all_well,
        Some((&["used_in_box"], &[])),
    ),
    scenario(
        "I-5(2) used after it came back",
        &[lent!(Back: "{-3}", Emptied: "○")],
        Own,
        all_well,
        Some((&["used_in_box"], &[])),
    ),
    scenario(
        "I-5(2) used after it was due",
        &[lent!(Due: "{-2}")],
        Own,
        all_well,
        Some((&["overdue"], &[])),
    ),
    scenario(
        "a lost stick shows up",
        &[&[(C::State, "紛失")]],
        Own,
        all_well,
        Some((&["used_lost"], &[])),
    ),
    scenario(
        "a destroyed stick shows up",
        &[&[
            (C::State, "廃棄"),
            (C::DestroyedOn, "{-9}"),
            (C::DestroyedBy, "佐藤"),
            (C::DestroyedHow, "破砕"),
        ]],
        Own,
        all_well,
        Some((&["used_destroyed"], &[])),
    ),
    scenario(
        "lent, and nobody wrote down to whom",
        &[&[(C::State, "貸出中")]],
        Own,
        all_well,
        Some((&[], &["loan_unknown"])),
    ),
    scenario(
        "I-5(1) USB.LEFTOVER data after it came back",
        &[lent!(Back: "{-3}", Emptied: "○")],
        Own,
        |seen, _| seen.empty = Some(false),
        Some((&["used_in_box", "residue"], &[])),
    ),
    scenario(
        "I-5(1) a sweep counts what lies there",
        &[lent!(Back: "{-3}", Emptied: "○")],
        Own,
        |seen, at| {
            seen.empty = None;
            seen.content = Some(MediaContent {
                files: 3,
                bytes: 30,
                swept_at: at,
                complete: true,
                ..MediaContent::default()
            });
        },
        Some((&["used_in_box", "residue"], &[])),
    ),
    scenario(
        "I-5(1) nobody could look",
        &[lent!(Back: "{-3}", Emptied: "○")],
        Own,
        |seen, _| seen.empty = None,
        Some((&["used_in_box"], &["content_unknown"])),
    ),
    scenario(
        "§4.4⑤ ENC.MEDIA not encrypted, and it should be",
        &[lent!(Encryption: "BitLocker")],
        Own,
        all_well,
        Some((&["unencrypted"], &[])),
    ),
    scenario(
        "§4.4⑤ encrypted as it should be",
        &[lent!(Encryption: "BitLocker")],
        Own,
        |seen, _| seen.encryption = Some(Encryption::Bitlocker),
        WELL,
    ),
    scenario(
        "§4.4⑤ nobody knows",
        &[lent!(Encryption: "LUKS")],
        Own,
        |seen, _| seen.encryption = None,
        Some((&[], &["encryption_unknown"])),
    ),
    scenario(
        "§4.4⑤ what encrypts by itself looks plain once it is open",
        &[lent!(Encryption: "ハードウェア")],
        Own,
        all_well,
        Some((&[], &["encryption_unknown"])),
    ),
    scenario(
        "F-46 two hundred sticks share one serial",
        &[lent!(Grade: "B"), lent!(Grade: "B")],
        Own,
        |seen, _| {
            seen.grade = Grade::B;
            seen.serial_state = Some(SerialState::Shared);
        },
        Some((&[], &["indistinguishable"])),
    ),
    scenario(
        "F-46 a shared serial, told by the volume",
        &[
            lent!(Grade: "B", VolumeId: "1A2B-3C4D"),
            lent!(Grade: "B", VolumeId: "5E6F-7A8B"),
        ],
        Own,
        |seen, _| {
            seen.grade = Grade::B;
            seen.serial_state = Some(SerialState::Shared);
            seen.volume_id = Name::from("5E6F-7A8B");
        },
        Some((&[], &["weak_identity"])),
    ),
    scenario(
        "F-47 grade C, of a registered model",
        &[lent!(Serial: "", Grade: "識別不可")],
        Own,
        |seen, _| no_serial(seen),
        Some((&[], &["indistinguishable"])),
    ),
    scenario(
        "F-49 a phone",
        &[],
        Own,
        |seen, _| seen.class = MediaClass::Portable,
        Some((&["unregistered"], &[])),
    ),
    scenario(
        "5.1(1)④ a tethering adapter",
        &[],
        Own,
        |seen, _| seen.class = MediaClass::Network,
        Some((&["unregistered"], &[])),
    ),
    scenario(
        "a disc: nothing that a ledger could hold",
        &[],
        Own,
        |seen, _| {
            no_serial(seen);
            seen.class = MediaClass::Optical;
        },
        Some((&[], &["indistinguishable"])),
    ),
    scenario(
        "F-51 a serial that Windows made up",
        &[lent!(Serial: "", Grade: "C")],
        Own,
        |seen, _| {
            seen.serial = Name::from("7&2a3b4c5d&0");
            seen.serial_state = Some(SerialState::ByWindows);
            seen.grade = Grade::B;
            seen.source = "usbstor".to_owned();
        },
        Some((&[], &["indistinguishable"])),
    ),
    scenario(
        "F-51 a serial as USBSTOR writes it",
        &[LENT],
        Own,
        |seen, _| {
            seen.serial = Name::from(format!("{}&0", seen.serial.shown.to_lowercase()).as_str());
            seen.source = "usbstor".to_owned();
        },
        WELL,
    ),
    scenario(
        "F-51 a serial of zeros",
        &[lent!(Serial: "00000000", Grade: "C")],
        Own,
        |seen, _| {
            seen.serial = Name::from("00000000");
            seen.serial_state = Some(SerialState::Placeholder);
            seen.grade = Grade::C;
        },
        Some((&[], &["indistinguishable"])),
    ),
    scenario(
        "F-53 no serial, but the marker of the ICT section",
        &[lent!(Serial: "", Grade: "C", No: "公USB-標")],
        Own,
        |seen, _| {
            no_serial(seen);
            seen.grade = Grade::A;
            seen.marker = Some(MediaMarker {
                number: Name::from("公USB-標"),
                verified: Some(true),
            });
        },
        WELL,
    ),
    scenario(
        "F-53 a marker that anybody could write",
        &[lent!(Serial: "", Grade: "C", No: "公USB-偽")],
        Own,
        |seen, _| {
            no_serial(seen);
            seen.marker = Some(MediaMarker {
                number: Name::from("公USB-偽"),
                verified: None,
            });
        },
        Some((&[], &["indistinguishable"])),
    ),
    scenario(
        "F-53 a verified marker with a number that the ledger lacks",
        &[LENT],
        Own,
        |seen, _| {
            seen.marker = Some(MediaMarker {
                number: Name::from("公USB-999"),
                verified: Some(true),
            });
        },
        Some((&["unregistered"], &[])),
    ),
    scenario(
        "F-54 another stick of a registered model",
        &[LENT],
        Own,
        |seen, _| seen.serial = Name::from("ANOTHER-1"),
        Some((&["unregistered"], &[])),
    ),
    scenario(
        "F-47 another size than the ledger says",
        &[LENT],
        Own,
        |seen, _| seen.size_bytes *= 2,
        Some((&[], &["size_differs"])),
    ),
    scenario(
        "F-50 from the history of the PC, within the term",
        &[],
        Own,
        |seen, at| {
            seen.past = true;
            seen.source = "setupapi".to_owned();
            seen.left_at = Some(at.plus(std::time::Duration::from_secs(60)));
        },
        Some((&["unregistered"], &[])),
    ),
    scenario(
        "F-25 history from before the term accuses nobody",
        &[],
        Own,
        |seen, at| {
            seen.past = true;
            seen.source = "usbstor".to_owned();
            seen.arrived_at = Some(days_before(at, 700));
        },
        None,
    ),
    scenario(
        "one step: what came before the ledger was put right by it",
        &[lent!(Registered: "{0}", Out: "{0}")],
        Own,
        all_well,
        WELL,
    ),
    scenario(
        "a disk over UASP",
        &[LENT],
        OwnToo,
        |seen, _| seen.bus = "uas".to_owned(),
        WELL,
    ),
    scenario(
        "a memory card",
        &[LENT],
        OwnToo,
        |seen, _| {
            seen.class = MediaClass::Card;
            seen.bus = "mmc".to_owned();
        },
        WELL,
    ),
    scenario(
        "hostile names in every field",
        &[],
        OwnToo,
        |seen, _| {
            let name = Name::from("\u{1b}[2J<script>\u{202e}=cmd|' /C calc'!A0\n");
            (seen.vendor, seen.product, seen.serial, seen.volume_label) =
                (name.clone(), name.clone(), name.clone(), name);
        },
        Some((&["unregistered"], &[])),
    ),
];
