//! Workbooks written record by record.

use crate::extract::{Stop, shown, xls};

const SHEET: [u8; 16] = [0, 6, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    let length = body.len() as u16;
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), body].concat()
}

fn read(records: &[Vec<u8>]) -> (Vec<String>, Result<(), Stop>) {
    let bytes = records.concat();
    shown::fields(|blocks| xls::read(bytes.as_slice(), blocks))
}

/// The text of every field, without its place.
fn texts(records: &[Vec<u8>]) -> Vec<String> {
    let last = |field: String| field.rsplit('|').next().unwrap_or_default().to_owned();
    read(records).0.into_iter().map(last).collect()
}

fn shared(strings: &[u8], count: u32) -> Vec<u8> {
    record(
        0xfc,
        &[&count.to_le_bytes()[..], &count.to_le_bytes(), strings].concat(),
    )
}

fn cell(row: u8, string: u8) -> Vec<u8> {
    record(0xfd, &[row, 0, 0, 0, 0, 0, string, 0, 0, 0])
}

#[test]
fn a_shared_string_goes_on_in_the_next_record_in_letters_of_another_width() {
    let strings = shared(&[6, 0, 0, b'P', b'W', b':'], 1);
    let more = record(0x3c, &[1, 0x30, 0x6f, 0x31, 0x6f, 0x32, 0x6f]);
    let found = texts(&[record(0x809, &SHEET), strings, more, cell(0, 0)]);
    assert_eq!(found, ["PW:\u{6f30}\u{6f31}\u{6f32}"]);
}

#[test]
fn formats_and_readings_of_a_string_are_passed_over_even_across_records() {
    // Rich: one format of 4 bytes; readings of 6 bytes, which a record cuts in two.
    let first = [2, 0, 0x0c, 1, 0, 6, 0, 0, 0, b'a', b'b', 9, 9, 9, 9, 7, 7];
    let more = record(0x3c, &[7, 7, 7, 7, 2, 0, 0, b'c', b'd']);
    let found = texts(&[
        record(0x809, &SHEET),
        shared(&first, 2),
        more,
        cell(0, 0),
        cell(1, 1),
    ]);
    assert_eq!(found, ["ab", "cd"]);
}

#[test]
fn a_row_of_packed_numbers_is_written_out() {
    let mut body = vec![0, 0, 2, 0];
    for number in [7u32, 8, 9] {
        body.extend([0, 0]);
        body.extend(((number << 2) | 2).to_le_bytes());
    }
    body.extend([4, 0]);
    let (found, _) = read(&[record(0x809, &SHEET), record(0xbd, &body)]);
    assert_eq!(found.len(), 3);
    assert!(
        found[2].ends_with('9') && found[2].contains(".1.5"),
        "{}",
        found[2]
    );
}

#[test]
fn a_broken_record_costs_that_record_and_is_told() {
    let (found, outcome) = read(&[
        record(0x809, &SHEET),
        shared(&[1, 0, 0, b'x'], 1),
        record(0xfd, &[0, 0]),
        cell(0, 0),
    ]);
    assert_eq!(found.len(), 1);
    assert!(matches!(outcome, Err(Stop::Damaged(_))));
}

#[test]
fn comments_and_boxes_are_told_apart_by_their_object() {
    let object = |sort: u8| record(0x5d, &[0x15, 0, 0x12, 0, sort, 0, 1, 0]);
    let text = |text: &str| {
        let mut head = vec![0; 18];
        head[10] = text.len() as u8;
        let body = [&[0][..], text.as_bytes()].concat();
        [record(0x1b6, &head), record(0x3c, &body), record(0x3c, &[0; 16])].concat()
    };
    let (found, _) = read(&[
        record(0x809, &SHEET),
        object(0x19),
        text("noted"),
        object(6),
        text("boxed"),
    ]);
    assert_eq!(found, ["comment|noted", "boxed"]);
}

#[test]
fn a_password_that_somebody_must_know_ends_the_workbook() {
    let lock = record(0x2f, &[0, 0, 1, 2, 3, 4]);
    let (_, outcome) = read(&[record(0x809, &SHEET), lock, cell(0, 0)]);
    assert!(matches!(outcome, Err(Stop::Encrypted(_))));
}
