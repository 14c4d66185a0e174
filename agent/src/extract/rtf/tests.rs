//! What RTF says.

use std::io::Cursor;

use super::*;
use crate::extract::shown;

fn says(rtf: &[u8]) -> Vec<String> {
    let (fields, outcome) = ended(rtf);
    assert_eq!(outcome, Ok(()), "{fields:?}");
    fields
}

fn ended(rtf: &[u8]) -> (Vec<String>, Result<(), Stop>) {
    shown::fields(|blocks| read(&mut Cursor::new(rtf), At::Part(Part::Body), blocks))
}

const HEAD: &str = r"{\rtf1\ansi\ansicpg932\deff0{\fonttbl{\f0\fnil\fcharset128 MS Gothic;}{\f1\fswiss\fcharset0 Arial{\*\falt Helvetica};}{\f2\fcharset204 Arial Cyr;}}{\colortbl;\red0;}{\info{\author someone}}";

fn body(text: &str) -> Vec<String> {
    says(format!("{HEAD}{text}}}").as_bytes())
}

#[test]
fn japanese_is_read_however_it_was_escaped() {
    for text in [
        r"\f0\'83p\'83X\'83\'8f\'81[\'83h",
        r"\f0 \'83\'70\'83\'58\'83\'8f\'81\'5b\'83\'68",
        r"\f1\'83p\'83X\'83\'8f\'81\'5b\'83\'68",
        r"\u12497?\u12473?\u12527?\u12540?\u12489?",
        r"\uc2\u12497\'83\'70\u12473\'83\'58\u12527\'83\'8f\u12540\'81\'5b\u12489\'83\'68",
        r"\uc0\u12497\u12473\u12527\u12540\u12489",
    ] {
        assert_eq!(body(text), ["パスワード"], "{text}");
    }
}

#[test]
fn text_that_was_not_escaped_is_read_with_braces_in_its_characters() {
    let mut rtf = HEAD.as_bytes().to_vec();
    rtf.extend(
        encoding_rs::SHIFT_JIS
            .encode("ボタンとマニュアルとソフト表")
            .0
            .iter(),
    );
    rtf.push(b'}');
    assert_eq!(says(&rtf), ["ボタンとマニュアルとソフト表"]);
}

#[test]
fn characters_beyond_the_first_plane_come_out_whole() {
    assert_eq!(body(r"\u-10174?\u-8265?\u-10179?\u-8704?"), ["𠮷😀"]);
    assert_eq!(body(r"\u134071?a"), ["𠮷a"]);
    assert_eq!(body(r"a\u-10174?b"), ["ab"]);
}

#[test]
fn other_scripts_follow_their_fonts() {
    assert_eq!(
        body(r"{\f2\'ef\'e0\'f0\'ee\'eb\'fc}: caf{\f1\'e9 }"),
        ["пароль: café "]
    );
}

#[test]
fn half_width_kana_and_a_character_cut_by_groups_are_read() {
    assert_eq!(
        body(r"\f0\'ca\'df\'bd\'dc\'b0\'c4\'de {\b\'83}{\i\'70}"),
        ["ﾊﾟｽﾜｰﾄﾞ パ"]
    );
}

#[test]
fn a_table_comes_as_cells_with_rows_and_columns() {
    let text = r"before\par
\trowd\cellx1000\cellx2000\pard\intbl ID\cell\pard\intbl PW\cell\row
\trowd\cellx1000\cellx2000\pard\intbl a01\cell\pard\intbl x\par y\cell\row
\pard after\par\trowd\intbl z\cell\row\pard";
    assert_eq!(
        body(text),
        [
            "before",
            "1.1.1|ID",
            "1.1.2|PW",
            "1.2.1|a01",
            "1.2.2|x",
            "1.2.2|y",
            "after",
            "2.1.1|z"
        ]
    );
}

#[test]
fn a_table_in_a_table_has_its_own_cells() {
    let text = r"\trowd\pard\intbl\itap1 outer\cell\pard\intbl\itap2 in1\nestcell{\nonesttables\par}\pard\intbl\itap2 in2\nestcell{\*\nesttableprops\trowd\nestrow}\pard\intbl\itap1 tail\cell\row";
    assert_eq!(
        body(text),
        ["1.1.1|outer", "2.1.1|in1", "2.1.2|in2", "1.1.2|tail"]
    );
}

#[test]
fn headers_notes_comments_and_text_boxes_are_told_apart() {
    let text = r"{\header head\par}{\footerr foot\par}body{\footnote note}{\*\annotation{\*\atnref 1}remark} goes on{\shp{\*\shpinst\shpleft0{\sp{\sn gtextUNICODE}{\sv art}}{\sp{\sn fillColor}{\sv 65535}}{\shptxt boxed\par}}{\shprslt doubled}}\par";
    assert_eq!(
        body(text),
        [
            "header|head",
            "header|foot",
            "note",
            "comment|remark",
            "art",
            "boxed",
            "body goes on"
        ]
    );
}

#[test]
fn hidden_text_and_what_a_link_opens_are_read() {
    assert_eq!(
        body(
            r#"{\v secret}{\field{\*\fldinst{HYPERLINK "ftp://u:p@host/"}}{\fldrslt here}}{\field{\*\fldinst PAGE}{\fldrslt 3}}"#
        ),
        ["ftp://u:p@host/", "secrethere3"]
    );
}

#[test]
fn pictures_styles_and_unknown_starred_groups_are_left_out() {
    let text = r"{\pict\pngblip 89504e47}{\stylesheet{\s0 Normal;}}{\*\unknown gone}{\object{\result shown}}{\pict\bin5 }}}}}kept}x";
    assert_eq!(body(text), ["shownx"]);
}

#[test]
fn objects_in_a_text_inside_another_document_are_told() {
    let (fields, outcome) = ended(br"{\rtf1{\object\objemb{\*\objdata 0105}{\result shown}}}");
    assert_eq!(fields, ["shown"]);
    assert!(matches!(outcome, Err(Stop::Unsupported(_))));
}

#[test]
fn the_html_of_a_mail_is_read_in_place_of_what_was_put_beside_it() {
    let rtf = br"{\rtf1\ansi\ansicpg932\fromhtml1 \deff0{\fonttbl{\f0 Arial;}}
{\*\htmltag19 <html>}{\*\htmltag2 \par }{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0
\'83p\'83X\'81F a{\*\htmltag84 &lt;}\htmlrtf <\htmlrtf0 b{\*\htmltag72 </p>}\htmlrtf\par}\htmlrtf0
{\*\htmltag <table><tr><td>}ID{\*\htmltag </td><td>}u1{\*\htmltag </td></tr></table>}}";
    assert_eq!(says(rtf), ["パス： a<b", "1.1.1|ID", "1.1.2|u1"]);
}

#[test]
fn groups_without_end_stop_and_what_came_before_is_read() {
    let mut deep = format!("{HEAD}seen\\par").into_bytes();
    deep.extend(b"{\\b".repeat(1_000_000));
    let (fields, outcome) = ended(&deep);
    assert_eq!(fields, ["seen"]);
    assert!(matches!(outcome, Err(Stop::Limit(_))));
}

#[test]
fn bytes_that_go_beyond_the_end_are_told() {
    let (fields, outcome) = ended(br"{\rtf1 seen{\pict\bin2147483647 x}}");
    assert_eq!(fields, ["seen"]);
    assert!(matches!(outcome, Err(Stop::Damaged(_))));
    assert!(matches!(ended(br"{\rtf1 cut").1, Err(Stop::Damaged(_))));
}
