//! Serials of every sort, and what must hold of every grade.

use proptest::prelude::*;

use super::*;

fn stick(serial: &str) -> Marks<'_> {
    Marks {
        vendor_id: 0x0781,
        product_id: 0x5581,
        serial,
        size_bytes: 32_000_000_000,
        ..Marks::default()
    }
}

const fn other(marks: Marks<'_>, is_beside: bool) -> Other<'_> {
    Other { marks, is_beside }
}

#[test]
fn a_serial_is_judged_by_its_look() {
    let rows = [
        ("4C530001230512116341", SerialState::Own),
        ("0F1E2D3C4B5A6978", SerialState::Own),
        ("AA00000000000489", SerialState::Own),
        ("", SerialState::Missing),
        (" \0 ", SerialState::Missing),
        ("000000000000", SerialState::Placeholder),
        ("0000000000000001", SerialState::Placeholder),
        ("FFFFFFFFFFFF", SerialState::Placeholder),
        ("0123456789ABCDEF", SerialState::Placeholder),
        ("123456789012", SerialState::Placeholder),
        ("9876543210", SerialState::Placeholder),
        ("none", SerialState::Placeholder),
        ("Default string", SerialState::Placeholder),
        ("1", SerialState::Placeholder),
        ("\u{1b}[2J", SerialState::Placeholder),
        ("7&1c2d3e4f&0", SerialState::ByWindows),
        ("6&abcdef&0&_", SerialState::ByWindows),
    ];
    for (serial, wanted) in rows {
        assert_eq!(serial_state(&stick(serial), &[]), wanted, "{serial:?}");
    }
}

#[test]
fn the_instance_id_of_windows_holds_the_serial_before_its_last_number() {
    for (id, serial) in [
        ("4C530001&0", "4C530001"),
        ("4C530001", "4C530001"),
        ("7&1c2d3e4f&0", "7&1c2d3e4f&0"),
        ("AA&BB&1", "AA&BB"),
        ("AA&", "AA&"),
    ] {
        assert_eq!(without_instance(id), serial);
    }
}

#[test]
fn a_serial_that_another_stick_has_too_is_shared() {
    let one = stick("4C530001230512116341");
    let same_later = other(one, false);
    assert_eq!(
        grade(&one, &[same_later]),
        (Grade::A, SerialState::Own),
        "the same stick, met again"
    );
    let beside = other(one, true);
    assert_eq!(grade(&one, &[beside]), (Grade::C, SerialState::Shared));
    let larger = Marks {
        size_bytes: 64_000_000_000,
        ..one
    };
    assert_eq!(
        grade(&one, &[other(larger, false)]),
        (Grade::B, SerialState::Shared),
        "its size tells it"
    );
    let formatted = Marks {
        volume_id: "1234-ABCD",
        ..one
    };
    assert_eq!(
        grade(&one, &[other(formatted, false)]),
        (Grade::A, SerialState::Own),
        "formatting makes no second stick"
    );
}

#[test]
fn without_a_serial_a_volume_tells_and_a_marker_lifts() {
    let bare = stick("0000000000");
    assert_eq!(grade(&bare, &[]).0, Grade::C);
    assert_eq!(
        grade(
            &Marks {
                volume_id: "1234-ABCD",
                ..bare
            },
            &[]
        )
        .0,
        Grade::B
    );
    assert_eq!(
        grade(
            &Marks {
                disk_signature: "mbr:0a1b2c3d",
                ..bare
            },
            &[]
        )
        .0,
        Grade::B
    );
    assert_eq!(
        grade(
            &Marks {
                has_marker: true,
                ..bare
            },
            &[]
        )
        .0,
        Grade::A
    );
}

fn any_marks() -> impl Strategy<Value = (u16, u16, String, u64, String, String, bool)> {
    let serial = prop_oneof![".{0,20}", "[0-9A-F]{0,20}", "[5-9]&[0-9a-f]{1,8}&0", "0{0,20}"];
    let word = || prop_oneof![Just(String::new()), "[0-9A-F]{4}-[0-9A-F]{4}".boxed()];
    (
        0..4_u16,
        0..4_u16,
        serial,
        0..3_u64,
        word(),
        word(),
        any::<bool>(),
    )
}

fn marks(of: &(u16, u16, String, u64, String, String, bool)) -> Marks<'_> {
    Marks {
        vendor_id: of.0,
        product_id: of.1,
        serial: &of.2,
        size_bytes: of.3,
        volume_id: &of.4,
        disk_signature: &of.5,
        has_marker: of.6,
    }
}

proptest! {
    #[test]
    fn the_model_alone_never_tells_a_medium(vendor_id: u16, product_id: u16, size_bytes: u64) {
        let one = Marks { vendor_id, product_id, size_bytes, ..Marks::default() };
        prop_assert_eq!(grade(&one, &[]), (Grade::C, SerialState::Missing));
    }

    #[test]
    fn grade_a_stands_on_an_own_serial_or_a_marker(one in any_marks(), other in any_marks(), is_beside: bool) {
        let one = marks(&one);
        let (grade, state) = grade(&one, &[Other { marks: marks(&other), is_beside }]);
        prop_assert_eq!(grade == Grade::A, one.has_marker || state == SerialState::Own);
    }

    #[test]
    fn what_windows_made_up_is_never_an_own_serial(serial in "[0-9A-Za-z]&.{0,20}") {
        prop_assert_eq!(serial_state(&stick(&serial), &[]), SerialState::ByWindows);
    }

    #[test]
    fn meeting_more_media_never_makes_a_serial_surer(one in any_marks(), others in proptest::collection::vec((any_marks(), any::<bool>()), 0..4)) {
        let one = marks(&one);
        let others: Vec<_> = others.iter().map(|(other, is_beside)| Other { marks: marks(other), is_beside: *is_beside }).collect();
        let alone = serial_state(&one, &[]);
        let among = serial_state(&one, &others);
        prop_assert!(among == alone || among == SerialState::Shared);
    }
}
