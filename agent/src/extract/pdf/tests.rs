//! What a PDF file says.

use std::fmt::Write as _;

use crate::extract::shown::document;

/// Makes a file of objects; the first is the catalogue. There is no table of objects, so it is rebuilt.
fn file(objects: &[String]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    for (number, object) in (1..).zip(objects) {
        file.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    file.extend(b"trailer\n<</Root 1 0 R>>\n%%EOF");
    file
}

fn stream(entries: &str, text: &str) -> String {
    format!("<<{entries}/Length {}>>\nstream\n{text}\nendstream", text.len())
}

const ROOT: &str = "<</Type/Catalog/Pages 2 0 R/AcroForm 7 0 R/Names<</EmbeddedFiles 8 0 R>>>>";
const PAGES: &str = "<</Type/Pages/Kids[3 0 R]/Count 1>>";

/// A page with one font and what is drawn on it; further objects begin at 6.
fn page(font: &str, content: &str, further: &[&str]) -> Vec<String> {
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Resources<</Font<</F 4 0 R>>/XObject<</X 6 0 R>>>>/Annots[9 0 R 10 0 R 99 0 R]>>";
    let mut objects = vec![
        ROOT.to_owned(),
        PAGES.to_owned(),
        page.to_owned(),
        font.to_owned(),
        stream("", content),
    ];
    objects.extend(further.iter().map(|object| (*object).to_owned()));
    objects
}

fn says(font: &str, content: &str, further: &[&str]) -> Vec<String> {
    document(&file(&page(font, content, further)))
}

const LATIN: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";

/// A font that is not embedded, with a predefined map.
fn japanese(map: &str, collection: &str) -> String {
    format!(
        "<</Type/Font/Subtype/Type0/BaseFont/MS-Gothic/Encoding/{map}/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/MS-Gothic/CIDSystemInfo<</Registry(Adobe)/Ordering({collection})/Supplement 2>>/DW 1000/W[1 632 500]>>]>>"
    )
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::from("<"), |mut hex, byte| {
        _ = write!(hex, "{byte:02x}");
        hex
    }) + ">"
}

#[test]
fn japanese_fonts_that_are_not_embedded_are_read_by_their_maps() {
    let text = "パスワード：Kita#2024";
    let sjis = encoding_rs::SHIFT_JIS.encode(text).0.into_owned();
    let euc = encoding_rs::EUC_JP.encode(text).0.into_owned();
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (map, bytes) in [
        ("90ms-RKSJ-H", &sjis),
        ("90msp-RKSJ-H", &sjis),
        ("EUC-H", &euc),
        ("UniJIS-UCS2-H", &wide),
        ("UniJIS-UTF16-H", &wide),
        ("90ms-RKSJ-V", &sjis),
    ] {
        let content = format!("BT /F 10 Tf 50 700 Td {} Tj ET", hex(bytes));
        assert_eq!(
            says(&japanese(map, "Japan1"), &content, &[]),
            [format!("p1|{text}")],
            "{map}"
        );
    }
}

#[test]
fn a_font_with_numbers_of_the_japanese_collection_needs_no_map_of_its_own() {
    let content = "BT /F 10 Tf 50 700 Td <0376037b> Tj ET";
    let said = says(&japanese("Identity-H", "Japan1"), content, &[]);
    assert!(said.len() == 1 && !said[0].contains('\u{fffd}'), "{said:?}");
}

#[test]
fn text_without_meaning_is_told_and_never_taken_for_clean() {
    let content = "BT /F 10 Tf 50 700 Td <000100020003000400050006000700080009> Tj ET";
    let said = says(&japanese("Identity-H", "Identity"), content, &[]);
    assert_eq!(
        said[1],
        "!unsupported: text not readable: 100 % of the characters"
    );
}

#[test]
fn gaps_become_spaces_and_columns() {
    let content = "BT /F 10 Tf 50 700 Td [(Pass)-20(word)-300(is)] TJ ET
        BT /F 10 Tf 50 650 Td (ID) Tj 100 0 Td (Secret) Tj 0 -14 Td (abc#1) Tj -100 0 Td (user01) Tj 100 -14 Td (def#2) Tj -100 0 Td (user02) Tj ET
        BT /F 10 Tf 50 500 Td (after) Tj ET";
    assert_eq!(
        says(LATIN, content, &[]),
        [
            "p1|Password is",
            "p1|1.1.1|ID",
            "p1|1.1.2|Secret",
            "p1|1.2.1|user01",
            "p1|1.2.2|abc#1",
            "p1|1.3.1|user02",
            "p1|1.3.2|def#2",
            "p1|after"
        ]
    );
}

#[test]
fn a_rule_between_two_texts_parts_them() {
    let content = "BT /F 10 Tf 50 700 Td (12) Tj 14 0 Td (34) Tj ET BT /F 10 Tf 50 686 Td (56) Tj 14 0 Td (78) Tj ET 62.5 680 m 62.5 712 l S";
    assert_eq!(
        says(LATIN, content, &[]),
        ["p1|1.1.1|12", "p1|1.1.2|34", "p1|1.2.1|56", "p1|1.2.2|78"]
    );
}

#[test]
fn text_that_is_turned_or_drawn_out_of_order_comes_as_lines() {
    let content = "BT /F 10 Tf 1 0 0 1 63 700 Tm (second) Tj 1 0 0 1 40 700 Tm (first) Tj ET BT 0 1 -1 0 300 100 Tm (upwards) Tj ET BT -1 0 0 -1 200 50 Tm (over) Tj ET";
    assert_eq!(
        says(LATIN, content, &[]),
        ["p1|first second", "p1|over", "p1|upwards"]
    );
}

#[test]
fn drawings_inside_are_followed_and_those_without_end_are_stopped() {
    let text = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 9 9]",
        "BT /F 10 Tf 50 700 Td (inside) Tj ET",
    );
    assert_eq!(says(LATIN, "/X Do", &[&text]), ["p1|inside"]);
    let looped = stream(
        "/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>",
        &"/X Do ".repeat(10),
    );
    assert_eq!(
        says(LATIN, "BT /F 10 Tf 50 700 Td (before) Tj ET /X Do", &[&looped]),
        ["p1|before"]
    );
    let chain = nested(30, "/X Do");
    assert_eq!(
        document(&chain),
        ["!stopped: more than 24 drawings inside each other"]
    );
}

/// Makes a page of drawings in drawings.
fn nested(depth: usize, content: &str) -> Vec<u8> {
    let mut objects = page(LATIN, "/X Do", &[]);
    for next in 7..6 + depth {
        objects.push(stream(
            &format!("/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {next} 0 R>>>>"),
            content,
        ));
    }
    objects.push(stream("/Subtype/Form/BBox[0 0 9 9]", ""));
    file(&objects)
}

#[test]
fn drawings_that_multiply_stop_at_what_they_cost() {
    let many = nested(14, &"/X Do ".repeat(10));
    assert_eq!(document(&many), ["!stopped: unpacks to more than 512 MiB"]);
}

#[test]
fn scanned_pages_are_counted() {
    let picture = stream(
        "/Type/XObject/Subtype/Image/Width 9/Height 9/Filter/DCTDecode",
        "x",
    );
    assert_eq!(
        says(LATIN, "600 0 0 800 0 0 cm /X Do", &[&picture]),
        ["!unsupported: scanned pages: 1 of 1"]
    );
    let stamped = "BT /F 10 Tf 5 5 Td (FAX 1/1) Tj ET 600 0 0 800 0 0 cm /X Do";
    assert_eq!(
        says(LATIN, stamped, &[&picture]),
        ["p1|FAX 1/1", "!unsupported: scanned pages: 1 of 1"]
    );
}

#[test]
fn notes_form_fields_links_and_attachments_are_read() {
    let attached = stream("/Type/EmbeddedFile", "PW: Mado#1357");
    let said = says(
        LATIN,
        "",
        &[
            "null",
            "<</Fields[<</T(pw)/V(Form#11)>><</T(group)/Kids[<</V<feff30d1>>>]>>]>>",
            "<</Names[(a)<</F(a.txt)/EF<</F 11 0 R>>>>]>>",
            "<</Subtype/Text/Contents(sticky)>>",
            "<</Subtype/Link/A<</S/URI/URI(ftp://u:p@h/)>>>>",
            &attached,
        ],
    );
    assert_eq!(
        said,
        [
            "comment|sticky",
            "comment|ftp://u:p@h/",
            "1.1.1|pw",
            "1.1.2|Form#11",
            "1.2.1|group",
            "1.2.2|パ",
            "<a.txt>",
            "1|PW: Mado#1357"
        ]
    );
}

#[test]
fn what_a_marked_piece_says_itself_goes_before_its_glyphs() {
    let content = "BT /F 10 Tf 50 700 Td (a) Tj /Span<</ActualText<feff9ad8>>> BDC (xy) Tj EMC (b) Tj ET";
    assert_eq!(says(LATIN, content, &[]), ["p1|a高b"]);
}

#[test]
fn bold_letters_that_are_drawn_twice_are_read_once() {
    let content = "BT /F 10 Tf 50 700 Td (PW: abc) Tj 0.3 0 Td (PW: abc) Tj ET";
    assert_eq!(says(LATIN, content, &[]), ["p1|PW: abc"]);
}

#[test]
fn widths_for_billions_of_characters_cost_nothing() {
    let font = japanese("Identity-H", "Japan1").replace("[1 632 500]", "[0 4294967295 500]");
    assert_eq!(says(&font, "BT /F 10 Tf 9 9 Td <0022> Tj ET", &[]).len(), 1);
}

#[test]
fn references_in_circles_and_lies_about_lengths_end() {
    for objects in [
        vec![
            "<</Pages 2 0 R>>",
            "<</Type/Pages/Kids[2 0 R 1 0 R]/Parent 2 0 R>>",
        ],
        vec![
            "<</Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]>>",
            "<</Type/Page/Contents 3 0 R/Annots 3 0 R>>",
        ],
        vec![
            "<</Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]>>",
            "<</Type/Page/Contents 4 0 R>>",
            "4 0 R",
        ],
        vec![
            "<</Pages 2 0 R/AcroForm<</Fields[3 0 R]>>/Names<</EmbeddedFiles 4 0 R>>>>",
            "<</Type/Pages/Kids[]>>",
            "<</T(a)/Kids[3 0 R 3 0 R]>>",
            "<</Kids[4 0 R 4 0 R]>>",
        ],
        vec![
            "<</Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]>>",
            "<</Contents 4 0 R>>",
            "<</Length 4 0 R>>\nstream\nBT",
        ],
        vec![
            "<</Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]>>",
            "<</Contents 4 0 R>>",
            "<</Length 999999999999>>\nstream\nBT",
        ],
    ] {
        let objects: Vec<String> = objects.into_iter().map(str::to_owned).collect();
        _ = document(&file(&objects));
    }
}

#[test]
fn lines_between_two_rules_are_one_row_and_wrapped_texts_are_whole() {
    let mut content = String::from("BT /F 10 Tf 52 700 Td (System) Tj 60 0 Td (Secret) Tj ET ");
    // The second row has a text that goes on in a second line, and a name in the middle of both.
    content +=
        "BT 1 0 0 1 112 680 Tm (Abcdef#1) Tj 1 0 0 1 52 674 Tm (Payroll) Tj 1 0 0 1 112 668 Tm (23) Tj ET ";
    for x in [50, 110, 155] {
        _ = write!(content, "{x} 660 m {x} 715 l S ");
    }
    for y in [660, 692, 715] {
        _ = write!(content, "50 {y} m 155 {y} l S ");
    }
    content += "BT 1 0 0 1 52 645 Tm (outside) Tj ET";
    assert_eq!(
        says(LATIN, &content, &[]),
        [
            "p1|1.1.1|System",
            "p1|1.1.2|Secret",
            "p1|1.2.1|Payroll",
            "p1|1.2.2|Abcdef#123",
            "p1|outside"
        ]
    );
}

#[test]
fn a_full_cell_is_parted_from_the_next_where_other_lines_begin_a_column() {
    let row = |y: u32, first: &str| {
        format!("BT /F 10 Tf 50 {y} Td ({first}) Tj ET BT /F 10 Tf 100 {y} Td (1234) Tj ET ")
    };
    let content = row(700, "a") + &row(686, "b") + &row(672, "AAAAAAI");
    assert_eq!(
        says(LATIN, &content, &[])[4..],
        ["p1|1.3.1|AAAAAAI", "p1|1.3.2|1234"]
    );
    let prose = "BT /F 10 Tf 50 700 Td (AAAAAAA) Tj ET BT /F 10 Tf 103 700 Td (goes on) Tj ET";
    assert_eq!(says(LATIN, prose, &[]), ["p1|AAAAAAA goes on"]);
}
