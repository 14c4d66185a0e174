//! Lists of pieces and of rows as they stand in documents.

use super::{header::Header, pieces};

fn header(old: bool, japanese: bool) -> Header {
    let mut bytes = vec![0; 1024];
    bytes[..2].copy_from_slice(&if old { 0xa5dc_u16 } else { 0xa5ec }.to_le_bytes());
    bytes[2] = if old { 0x68 } else { 0xc1 };
    bytes[6..8].copy_from_slice(&if japanese { 0x0411_u16 } else { 0x0409 }.to_le_bytes());
    bytes[0x18] = 2;
    bytes[0x1c] = 8;
    Header::read(&bytes).expect("a header")
}

fn list(pieces: &[(u32, u32)], end: u32) -> Vec<u8> {
    let firsts = pieces.iter().map(|(first, _)| *first).chain([end]);
    let mut body: Vec<u8> = firsts.flat_map(u32::to_le_bytes).collect();
    for (_, place) in pieces {
        body.extend([0, 0]);
        body.extend(place.to_le_bytes());
        body.extend([0, 0]);
    }
    let formats = [1, 3, 0, 9, 9, 9];
    [&formats[..], &[2], &(body.len() as u32).to_le_bytes(), &body].concat()
}

/// Shows a piece of a main stream as text.
fn shown(piece: &pieces::Piece, main: &[u8]) -> String {
    let begins = piece.place as usize;
    let bytes = &main[begins..begins + (piece.length * piece.unit()) as usize];
    let mut units = Vec::new();
    let all: Result<(), ()> = piece.show(bytes, |unit, _| {
        units.push(unit);
        Ok(())
    });
    all.expect("nothing fails");
    String::from_utf16_lossy(&units)
}

#[test]
fn a_text_saved_fast_is_put_together_from_its_pieces() {
    // A piece of one byte a character, whose place is doubled, and one of two bytes that lies before it.
    let mut main: Vec<u8> = "暗証".encode_utf16().flat_map(u16::to_le_bytes).collect();
    main.extend(b"PIN\x85");
    let list = list(&[(0, 8 | 1 << 30), (4, 0)], 6);
    let pieces = pieces::read(&list, &header(false, true)).expect("a list");
    let text: String = pieces.iter().map(|piece| shown(piece, &main)).collect();
    assert_eq!(text, "PIN…暗証");
}

#[test]
fn text_of_word_95_is_in_the_code_page_of_its_language() {
    let bytes = encoding_rs::SHIFT_JIS.encode("暗証①").0;
    let main = [&[0, 0][..], &bytes].concat();
    let pieces = pieces::read(&[], &header(true, true)).expect("one piece");
    assert_eq!(shown(&pieces[0], &main), "暗証①");
}

#[test]
fn a_list_that_is_cut_off_is_told() {
    let whole = list(&[(0, 0), (4, 8)], 8);
    for cut in 1..whole.len() {
        assert!(
            pieces::read(&whole[..cut], &header(false, false)).is_err(),
            "{cut}"
        );
    }
}

#[test]
fn pieces_that_overlap_or_run_back_are_left_out() {
    let list = list(&[(4, 0), (0, 0), (6, 0)], 8);
    let pieces = pieces::read(&list, &header(false, false)).expect("a list");
    assert_eq!(
        pieces.iter().map(|piece| piece.length).collect::<Vec<_>>(),
        [6, 2]
    );
}
