//! What stands on the pages.

use axum::http::StatusCode;
use mimawari_proto::{
    finding::Kind,
    round::{RootOutcome, RoundOutcome},
};
use proptest::prelude::*;

use super::hall::{Browser, Hall};
use crate::{ledger::sample::Sample, present::address};

const PAGES: [&str; 17] = [
    "/",
    "/departments/0810",
    "/departments/0820",
    "/departments/0810/machines",
    "/findings",
    "/findings?q=%E8%AA%B2%3Ax",
    "/findings/1",
    "/matrix",
    "/matrix/I-3/0810",
    "/matrix/II-3/0810",
    "/media",
    "/media/reconciliation",
    "/media/files",
    "/media/count",
    "/media/loans",
    "/media/%E5%85%ACUSB-1",
    "/help",
];

fn in_english(browser: &mut Browser) {
    let token = browser.get("/help").token();
    browser.post("/language", &token, &[("lang", "en"), ("back", "/")]);
}

#[test]
fn every_page_carries_the_strict_headers_and_no_inline_code() {
    let hall = Hall::new();
    let mut browser = hall.as_user("admin");
    let mut answers = vec![browser.get("/nowhere"), hall.browser().get("/login")];
    for page in PAGES {
        let answer = browser.get(page);
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        answers.push(answer);
    }
    for answer in answers {
        assert_eq!(
            answer.header("content-security-policy"),
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
             form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("strict-transport-security"), "", "loopback");
        for inline in ["<script", "<style", " style=", " onclick=", "javascript:"] {
            assert!(!answer.body.contains(inline), "{inline}");
        }
        assert!(answer.body.len() < 300 << 10);
    }
}

#[test]
fn the_styles_are_found_at_their_digest_and_nowhere_else() {
    let hall = Hall::empty(Sample::new());
    let mut nobody = hall.browser();
    let login = nobody.get("/login").body;
    let href = login
        .split("rel=\"stylesheet\" href=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    let style = nobody.get(href.expect("a stylesheet"));
    assert_eq!(
        (style.status, style.header("content-type")),
        (StatusCode::OK, "text/css; charset=utf-8")
    );
    assert!(style.header("cache-control").contains("immutable"));
    assert_eq!(nobody.get("/assets/console.css").status, StatusCode::NOT_FOUND);
}

#[test]
fn every_page_speaks_one_language_at_a_time() {
    let hall = Hall::new();
    let mut browser = hall.as_user("admin");
    for page in PAGES {
        assert!(browser.get(page).body.contains("<html lang=\"ja\">"), "{page}");
    }
    in_english(&mut browser);
    for page in [
        "/",
        "/departments/0820/machines",
        "/findings",
        "/findings/4",
        "/help",
    ] {
        let body = browser.get(page).body;
        let is_japanese = |c: char| ('\u{3041}'..='\u{30ff}').contains(&c);
        let frame = body.replace("日本語", "").replace("デスクトップ", "");
        let stray: String = frame.chars().filter(|c| is_japanese(*c)).collect();
        assert!(stray.is_empty(), "{page}: {stray}");
    }
}

#[test]
fn an_empty_console_says_what_to_do_first() {
    let dir = tempfile::tempdir().expect("a folder");
    crate::ledger::Ledger::create(dir.path(), super::hall::clock()).expect("a ledger");
    let ledger = crate::ledger::Ledger::open(dir.path()).expect("opens");
    let hall = Hall::empty(Sample { dir, ledger });
    let mut browser = hall.as_user("admin");
    let page = browser.get("/").body;
    assert!(page.contains("まだ課が登録されていません") && page.contains("department import"));
}

#[test]
fn silence_is_shown_as_unverified_and_never_as_proper() {
    let hall = Hall::new();
    let mut browser = hall.as_user("admin");
    let department = browser.get("/departments/0810").body;
    assert!(
        department.contains("証拠がそろっていません（未）") && department.contains("1 台が、この 3 日間に")
    );
    assert!(department.contains("2 個のファイルが読めていません"));
    let empty = browser.get("/departments/0100").body;
    assert!(empty.contains("端末が 1 台も登録されていません"));
    let whole = browser.get("/departments/0820").body;
    assert!(whole.contains("証拠がそろっています"));
    let cell = browser.get("/matrix/I-3/0820").body;
    assert!(cell.contains("未確認（証拠不足）") && cell.contains("人による確認"));
}

/// Numbers of the overview, each with the search behind it.
fn linked_numbers(page: &str) -> Vec<(String, u64)> {
    page.split("<a href=\"/findings?q=")
        .skip(1)
        .filter_map(|rest| {
            let (query, rest) = rest.split_once("\">")?;
            let number = rest
                .split('<')
                .find(|text| !text.is_empty() && !text.contains('>'))?;
            Some((format!("/findings?q={query}"), number.trim().parse().ok()?))
        })
        .collect()
}

#[test]
fn a_number_is_the_length_of_its_list() {
    let hall = Hall::new();
    let mut browser = hall.as_user("admin");
    let page = browser.get("/").body;
    let numbers = linked_numbers(&page);
    assert!(numbers.len() >= 6, "{numbers:?}");
    for (list, number) in numbers {
        let body = browser.get(&list).body;
        let rows = body.matches("class=\"id\" href=\"/findings/").count() as u64;
        assert_eq!(rows, number, "{list}");
        assert!(
            number == 0 || body.contains(&format!("{number} 件中 {number} 件")),
            "{list}"
        );
    }
}

fn elements(page: &str) -> usize {
    page.matches('<').count()
}

#[test]
fn hostile_names_make_no_element_and_no_invisible_character() {
    const NASTY: [&str; 9] = [
        "<script>alert(1)</script>.txt",
        "\" onmouseover=\"alert(1)\" x=\".txt",
        "<svg onload=alert(1)>.txt",
        "名簿\u{202e}xcod.exe",
        "a\u{1b}[2Jb.txt",
        "x\n2026-01-01 INFO ok.txt",
        "pass\u{200b}word.txt",
        "&lt;b&gt;.txt",
        "{{7*7}}${7*7}.txt",
    ];
    let hall = |name: &str| {
        let hall = Hall::empty(Sample::new());
        let mut pc = hall.sample.machine("0810", name);
        pc.found(name, Kind::PasswordNote);
        pc.round_with(RoundOutcome::Complete, RootOutcome::Covered, &[]);
        hall.sample.take(&mut pc);
        hall
    };
    let pages = [
        "/",
        "/departments/0810",
        "/departments/0810/machines",
        "/findings",
        "/findings/1",
        "/matrix",
    ];
    let plain = shown(&hall("plain.txt"), &pages);
    for name in NASTY {
        let nasty = shown(&hall(name), &pages);
        for ((page, plain), nasty) in pages.iter().chain(&["reveal"]).zip(&plain).zip(&nasty) {
            assert_eq!(elements(plain), elements(nasty), "{page} {name:?}");
            let hidden = |c: char| c != '\n' && mimawari_proto::show::visible::is_hostile(c);
            assert!(!nasty.contains(hidden), "{page} {name:?}");
        }
    }
}

fn shown(hall: &Hall, pages: &[&str]) -> Vec<String> {
    let mut browser = hall.as_user("admin");
    let mut bodies = Vec::new();
    for page in pages {
        bodies.push(browser.get(page).body);
    }
    let token = browser.get("/help").token();
    let fields = [("purpose", "ヒアリングの準備")];
    bodies.push(browser.post("/findings/1/reveal", &token, &fields).body);
    bodies
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn any_search_is_answered(text in ".{0,120}") {
        {
            let hall = Hall::empty(Sample::new());
            let mut browser = hall.as_user("admin");
            let answer = browser.get(&address::search(&text));
            assert_eq!(answer.status, StatusCode::OK, "{text:?}");
        }
    }
}
