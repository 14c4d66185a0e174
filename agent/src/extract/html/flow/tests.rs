//! What the HTML of a mail says.

use mimawari_proto::finding::Part;

use super::*;
use crate::extract::shown;

fn says(html: &str) -> Vec<String> {
    let whole = pieces(html, html.len());
    assert_eq!(whole, pieces(html, 1), "pieces make no difference");
    whole
}

fn pieces(html: &str, size: usize) -> Vec<String> {
    let (fields, outcome) = shown::fields(|blocks| {
        let mut flow = Flow::new(At::Part(Part::Body));
        let mut rest = html;
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(rest.ceil_char_boundary(size));
            flow.feed(piece, blocks)?;
            rest = after;
        }
        flow.end(blocks)
    });
    assert_eq!(outcome, Ok(()));
    fields
}

#[test]
fn lines_are_what_a_person_sees_as_lines() {
    assert_eq!(
        says(
            "<html><style>p{color:red}</style><body>お世話に\n なります<br>ID&#xff1a;<b>a&amp;b</b>&nbsp;c<p>次<pre>一\n二</pre>"
        ),
        ["お世話に なります", "ID：a&b c", "次", "一\n", "二"].map(str::trim_end)
    );
}

#[test]
fn tables_come_as_cells() {
    assert_eq!(
        says(
            "<table><tr><th colspan=\"2\">名<th>PW<tr><td>a<br>b<td><table><tr><td>x</table><td>c</table>後"
        ),
        [
            "1.1.1|名",
            "1.1.3|PW",
            "1.2.1|a",
            "1.2.1|b",
            "2.1.1|x",
            "1.2.3|c",
            "後"
        ]
    );
}

#[test]
fn comments_and_scripts_are_silent_and_end_where_they_end() {
    assert_eq!(
        says("a<!--[if mso]><p>gone --- <b>--><script>if(a<b){x='<p>'}</script>b<STYLE>x</STYLE >c"),
        ["abc"]
    );
}

#[test]
fn what_only_looks_like_a_tag_is_text() {
    assert_eq!(says("5 < 6 と <3 と 7<8"), ["5 < 6 と <3 と 7<8"]);
    assert_eq!(says("終わらない <b class="), ["終わらない <b class="]);
}

#[test]
fn tables_without_end_stop() {
    let html = "<table>".repeat(100_000);
    let (_, outcome) = shown::fields(|blocks| Flow::new(At::Part(Part::Body)).feed(&html, blocks));
    assert!(matches!(outcome, Err(Stop::Limit(_))));
}
