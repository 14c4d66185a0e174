//! Who may see what: every route, every role, every department.

use axum::http::StatusCode;

use super::{
    super::routes,
    hall::{Hall, stay},
};
use crate::present::{access::Right, address};

/// Department and finding that a concrete path is about.
struct Concrete {
    path: String,
    department: Option<&'static str>,
}

fn concrete(path: &str) -> Vec<Concrete> {
    let fill = |from: &str, to: &str, department| Concrete {
        path: path
            .replace("{code}", department_or(department, to))
            .replace(from, to)
            .replace("{item}", "I-3"),
        department,
    };
    if path.contains("{no}") {
        return vec![
            fill("{no}", &address::encoded("公USB-1"), Some("0810")),
            fill("{no}", "nothing", Some("none")),
        ];
    }
    if path.contains("{session}") {
        return vec![
            fill("{session}", &stay(0).to_string(), Some("0810")),
            fill("{session}", &stay(9).to_string(), Some("none")),
        ];
    }
    if path.contains("{number}") {
        return vec![
            fill("{number}", "1", Some("0810")),
            fill("{number}", "4", Some("0820")),
            fill("{number}", "999", Some("none")),
        ];
    }
    if path.contains("{code}") {
        return vec![
            fill("{code}", "0810", Some("0810")),
            fill("{code}", "0820", Some("0820")),
            fill("{code}", "9999", Some("none")),
        ];
    }
    vec![Concrete {
        path: path.to_owned(),
        department: None,
    }]
}

fn department_or<'a>(department: Option<&'a str>, otherwise: &'a str) -> &'a str {
    department.filter(|code| *code != "none").unwrap_or(otherwise)
}

fn expected(name: &str, right: Right, department: Option<&str>) -> StatusCode {
    let own = match name {
        "hoiku" => Some("0810"),
        "zeimu" => Some("0820"),
        _ => None,
    };
    let may = !(name == "ops" && right == Right::Findings);
    let in_sight = department.is_none_or(|code| code != "none" && own.is_none_or(|own| own == code));
    if may && in_sight {
        StatusCode::OK
    } else {
        StatusCode::NOT_FOUND
    }
}

#[test]
fn everybody_sees_exactly_what_is_theirs() {
    let hall = Hall::new();
    for name in ["admin", "auditor", "hoiku", "zeimu", "ops"] {
        let mut browser = hall.as_user(name);
        let token = browser.get("/").token();
        for route in routes() {
            if matches!(route.right, Right::Anyone) || route.path == "/logout" {
                continue;
            }
            for one in concrete(route.path) {
                let answer = match route.path.ends_with("/reveal") {
                    true => browser.post(&one.path, &token, &[("purpose", "ヒアリングの準備")]),
                    false => browser.get(&one.path),
                };
                let expected = expected(name, route.right, one.department);
                assert_eq!(answer.status, expected, "{name} {}", one.path);
            }
        }
    }
}

#[test]
fn a_visitor_without_login_is_sent_to_it_and_learns_nothing() {
    let hall = Hall::new();
    let mut nobody = hall.browser();
    for route in routes().into_iter().filter(|route| route.right != Right::Anyone) {
        for one in concrete(route.path) {
            let answer = nobody.get(&one.path);
            let away = (answer.status == StatusCode::SEE_OTHER && answer.header("location") == "/login")
                || answer.status == StatusCode::METHOD_NOT_ALLOWED;
            assert!(away && answer.body.is_empty(), "{} {}", one.path, answer.status);
        }
    }
    assert_eq!(nobody.get("/nowhere").header("location"), "/login");
}

#[test]
fn a_head_finds_nothing_of_others_by_searching() {
    let hall = Hall::new();
    let mut head = hall.as_user("zeimu");
    for search in [
        "",
        "課:0810",
        "課:保育",
        "端末:PC-0810",
        "PC-0810-01",
        "状態:未対応",
    ] {
        let page = head.get(&crate::present::address::search(search)).body;
        assert!(
            !page.contains("PC-0810") || search.contains("PC-0810"),
            "{search}"
        );
        assert!(!page.contains("href=\"/findings/1\""), "{search}");
    }
    let overview = head.get("/").body;
    assert!(overview.contains("税務課") && !overview.contains("保育課"));
    let matrix = head.get("/matrix").body;
    assert!(matrix.contains("税務課") && !matrix.contains("保育課"));
}

#[test]
fn the_operator_sees_machines_and_no_finding() {
    let hall = Hall::new();
    let mut operator = hall.as_user("ops");
    for path in ["/", "/departments/0810", "/departments/0810/machines"] {
        let page = operator.get(path).body;
        assert!(!page.contains("/findings"), "{path}");
        assert!(!page.contains("パスワードの書き置き"), "{path}");
    }
}

#[test]
fn revealing_a_name_is_written_down_before_it_is_shown() {
    let hall = Hall::new();
    let mut auditor = hall.as_user("auditor");
    let page = auditor.get("/findings/2");
    assert!(!page.body.contains("山田太郎"), "masked by default");
    let token = page.token();
    let without = auditor.post("/findings/2/reveal", &token, &[("purpose", " ")]);
    assert!(!without.body.contains("山田太郎"), "no purpose, no name");
    let with = auditor.post("/findings/2/reveal", &token, &[("purpose", "ヒアリングの準備")]);
    assert!(with.body.contains("山田太郎"));
    let acts = hall
        .sample
        .ledger
        .read_now(|view| view.acts(None, 50))
        .expect("acts");
    let revealed = acts.rows.iter().filter(|done| {
        matches!(&done.act, crate::ledger::act::Act::NameRevealed { finding: 2, reason } if reason == "ヒアリングの準備")
    });
    assert_eq!(revealed.count(), 1);
}

#[test]
fn what_happens_to_a_medium_is_written_by_those_whose_it_is_and_permitted_by_another() {
    let hall = Hall::new();
    let medium = format!("/media/{}", address::encoded("公USB-1"));
    let lend = [
        ("deed", "lend"),
        ("borrower", "山田"),
        ("reason", "研修"),
        ("due", "2026-04-20"),
    ];
    let mut other = hall.as_user("zeimu");
    let token = other.get("/").token();
    assert_eq!(other.post(&medium, &token, &lend).status, StatusCode::NOT_FOUND);
    let mut head = hall.as_user("hoiku");
    let token = head.get(&medium).token();
    let own = [("deed", "lend"), ("borrower", "hoiku"), ("reason", "研修")];
    assert!(head.post(&medium, &token, &own).body.contains("別の人でなければ"));
    assert!(
        head.post(&medium, &token, &[("deed", "permit"), ("until", "x")])
            .body
            .contains("読み取れません")
    );
    assert_eq!(head.post(&medium, "wrong", &lend).status, StatusCode::FORBIDDEN);
    assert_eq!(head.post(&medium, &token, &lend).status, StatusCode::SEE_OTHER);
    assert!(
        head.post(&medium, &token, &lend)
            .body
            .contains("すでに貸出中です")
    );
    let back = [("deed", "return"), ("emptied", "yes"), ("reason", "返却")];
    assert_eq!(head.post(&medium, &token, &back).status, StatusCode::SEE_OTHER);
    let page = head.get(&medium).body;
    assert!(
        page.contains("研修") && page.contains("hoiku"),
        "history names who and why"
    );
}

#[test]
fn a_stranger_is_taken_into_the_ledger_in_one_step() {
    let hall = Hall::new();
    let mut head = hall.as_user("hoiku");
    let stranger = format!("/media/seen/{}", stay(1));
    let page = head.get(&stranger);
    assert!(page.body.contains("台帳に登録する"));
    let token = page.token();
    let fields = [("no", "公USB-2"), ("reason", "購入分")];
    let taken = head.post(&stranger, &token, &fields);
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    assert!(head.get(taken.header("location")).body.contains("公USB-2"));
    assert!(
        head.post(&stranger, &token, &fields)
            .body
            .contains("すでに台帳にあります")
    );
}
