//! The ledger of media in the hands of a clerk: files, counts, loans, corrections.

use axum::http::StatusCode;

use super::hall::{Browser, Hall, stay};
use crate::present::address;

const LAST_YEAR: &str = "管理番号,型番,シリアルNo,所管課,保管者,状態\n公USB-1,,,0810,髙橋,保管中\n公USB-51,ED-SV4,0801AB,保育課,田中,保管中\n";

fn medium() -> String {
    format!("/media/{}", address::encoded("公USB-1"))
}

fn number(page: &str) -> String {
    let field = page.split_once("name=\"number\" value=\"").expect("a form").1;
    field.split('"').next().expect("quoted").to_owned()
}

fn token(browser: &mut Browser) -> String {
    browser.get("/media/files").token()
}

#[test]
fn a_ledger_is_looked_through_before_it_is_taken_and_taken_once() {
    let hall = Hall::new();
    let mut auditor = hall.as_user("auditor");
    let token = token(&mut auditor);
    let (sjis, ..) = encoding_rs::SHIFT_JIS.encode(LAST_YEAR);
    let looked = auditor.upload("/media/files", &token, "look", "R7台帳.csv", &sjis);
    assert!(
        looked.body.contains("新規 1 本") && looked.body.contains("変更 1 本"),
        "{}",
        looked.body
    );
    assert!(looked.body.contains("保管者") && looked.body.contains("R7台帳.csv"));
    assert!(
        !auditor.get("/media").body.contains("公USB-51"),
        "nothing is taken by looking"
    );
    let take = [("deed", "take"), ("number", &*number(&looked.body))];
    let taken = auditor.post("/media/files", &token, &take).body;
    assert!(taken.contains("2 本を登録しました"), "{taken}");
    assert!(auditor.get("/media").body.contains("公USB-51"));
    assert!(auditor.get(&medium()).body.contains("髙橋"));
    let again = auditor.post("/media/files", &token, &take).body;
    assert!(again.contains("もう一度ファイルを選んで"));
}

#[test]
fn every_bad_line_is_named_on_the_page_and_nothing_can_be_taken() {
    let hall = Hall::new();
    let mut auditor = hall.as_user("auditor");
    let token = token(&mut auditor);
    let bad = "管理番号,所管課,容量\n公USB-1,9999,\nx,0810,<b>many</b>\n";
    let looked = auditor
        .upload("/media/files", &token, "look", "<i>.csv", bad.as_bytes())
        .body;
    assert!(looked.contains("2 か所に誤り"), "{looked}");
    assert!(looked.contains(">2</th>") && looked.contains(">3</th>"));
    assert!(looked.contains("この課は登録されていません") && looked.contains("32GB のように"));
    assert!(!looked.contains("name=\"number\"") && !looked.contains("<i>.csv"));
    for (deed, file) in [("look", "PK\u{3}\u{4}junk"), ("look", ""), ("take", "x")] {
        let answer = auditor.upload("/media/files", &token, deed, "a.xlsx", file.as_bytes());
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.body.contains("role=\"alert\""), "{deed} {file}");
    }
    let foreign = auditor.upload("/media/files", "wrong", "look", "a.csv", LAST_YEAR.as_bytes());
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let huge = vec![b','; 5 << 20];
    let refused = auditor.upload("/media/files", &token, "look", "a.csv", &huge);
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[test]
fn a_head_of_department_takes_and_gives_out_own_media_only() {
    let hall = Hall::new();
    let mut head = hall.as_user("hoiku");
    let token = token(&mut head);
    let foreign = "管理番号,所管課\n公USB-52,0810\n公USB-53,0820\n";
    let looked = head
        .upload("/media/files", &token, "look", "a.csv", foreign.as_bytes())
        .body;
    assert!(looked.contains("自課の媒体だけ") && looked.contains(">3</th>") && !looked.contains(">2</th>"));
    let mut other = hall.as_user("zeimu");
    let token = other.get("/media/files").token();
    let given = other.post("/media/files", &token, &[("deed", "csv")]);
    assert!(given.body.starts_with("\u{feff}管理番号,") && !given.body.contains("公USB-1"));
}

#[test]
fn what_is_given_out_is_a_file_that_comes_in_again_and_is_written_down() {
    let hall = Hall::new();
    let mut auditor = hall.as_user("auditor");
    let token = token(&mut auditor);
    for (deed, name, begin) in [
        ("csv", "a.csv", "\u{feff}管".as_bytes()),
        ("xlsx", "a.xlsx", b"PK\x03\x04"),
    ] {
        let given = auditor.post("/media/files", &token, &[("deed", deed)]);
        assert_eq!(given.status, StatusCode::OK);
        assert!(given.bytes.starts_with(begin));
        let disposition = given.header("content-disposition");
        assert!(disposition.starts_with("attachment; filename=\"media-") && disposition.contains(deed));
        let looked = auditor
            .upload("/media/files", &token, "look", name, &given.bytes)
            .body;
        assert!(
            looked.contains("新規 0 本") && looked.contains("変更 0 本"),
            "{looked}"
        );
    }
    let acts = hall
        .sample
        .ledger
        .read_now(|view| view.acts(None, 50))
        .expect("acts");
    let exported = acts
        .rows
        .iter()
        .filter(|done| matches!(done.act, crate::ledger::act::Act::Exported { .. }));
    assert_eq!(exported.count(), 2);
}

#[test]
fn a_wrong_row_is_corrected_on_its_page_and_not_over_somebody_elses_change() {
    let hall = Hall::new();
    let mut head = hall.as_user("hoiku");
    let page = head.get(&medium());
    let token = page.token();
    let seen_at = page
        .body
        .split_once("name=\"seen_at\" value=\"")
        .expect("a form")
        .1;
    let seen_at = seen_at.split('"').next().expect("quoted").to_owned();
    let correct = |head: &mut Browser, keeper: &str, department: &str, reason: &str| {
        let fields = [
            ("deed", "correct"),
            ("seen_at", seen_at.as_str()),
            ("keeper", keeper),
            ("department", department),
            ("reason", reason),
        ];
        head.post(&medium(), &token, &fields)
    };
    assert!(
        correct(&mut head, "髙橋", "0820", "異動")
            .body
            .contains("他課の媒体")
    );
    assert!(
        correct(&mut head, "髙橋", "9999", "異動")
            .body
            .contains("この課は登録されていません")
    );
    assert!(
        correct(&mut head, "髙橋", "0810", " ")
            .body
            .contains("理由を書いて")
    );
    assert_eq!(
        correct(&mut head, "髙橋", "0810", "異動").status,
        StatusCode::SEE_OTHER
    );
    let page = head.get(&medium()).body;
    assert!(page.contains("髙橋") && page.contains("異動") && page.contains("訂正"));
    assert!(
        correct(&mut head, "佐藤", "0810", "異動")
            .body
            .contains("ほかの人が先に変更")
    );
}

#[test]
fn a_permit_is_given_by_another_than_who_asks() {
    let hall = Hall::new();
    let mut head = hall.as_user("hoiku");
    let token = head.get(&medium()).token();
    let permit = |applicant| {
        [
            ("deed", "permit"),
            ("applicant", applicant),
            ("until", "2099-01-01"),
            ("reason", "会場設営"),
        ]
    };
    let own = head.post(&medium(), &token, &permit("hoiku"));
    assert!(own.body.contains("別の人でなければ"));
    let nobody = head.post(&medium(), &token, &permit(" "));
    assert!(nobody.body.contains("名前が足りません"));
    assert_eq!(
        head.post(&medium(), &token, &permit("山田")).status,
        StatusCode::SEE_OTHER
    );
    assert!(head.get(&medium()).body.contains("会場設営"));
}

#[test]
fn a_count_begins_ends_and_says_what_is_missing() {
    let hall = Hall::new();
    let mut head = hall.as_user("hoiku");
    let token = head.get("/media/count").token();
    let begin = [("deed", "begin"), ("machine", "no such machine")];
    assert!(
        head.post("/media/count", &token, &begin)
            .body
            .contains("登録されていないか")
    );
    let begin = [("deed", "begin"), ("department", "0820")];
    assert_eq!(
        head.post("/media/count", &token, &begin).status,
        StatusCode::SEE_OTHER
    );
    assert!(
        head.post("/media/count", &token, &begin)
            .body
            .contains("先に終えて")
    );
    let page = head.get("/media/count").body;
    assert!(
        page.contains("公USB-1") && page.contains("まだ") && page.contains("0810"),
        "own, whatever was asked"
    );
    let mut other = hall.as_user("zeimu");
    let foreign = other.get("/media/count");
    assert!(!foreign.body.contains("公USB-1") && !foreign.body.contains("value=\"end\""));
    let foreign = other.post("/media/count", &foreign.token(), &[("deed", "end")]);
    assert!(foreign.body.contains("終えられる棚卸がありません"));
    assert_eq!(
        head.post("/media/count", &token, &[("deed", "end")]).status,
        StatusCode::SEE_OTHER
    );
    let counts = hall
        .sample
        .ledger
        .read_now(|view| view.stock_takings())
        .expect("counts");
    assert_eq!(
        counts[0]
            .missing
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        ["公USB-1"]
    );
}

#[test]
fn who_has_what_until_when_stands_on_one_page() {
    let hall = Hall::new();
    let mut head = hall.as_user("hoiku");
    let token = head.get(&medium()).token();
    assert!(head.get("/media/loans").body.contains("貸出中の媒体はありません"));
    let lend = [
        ("deed", "lend"),
        ("borrower", "山田"),
        ("reason", "研修"),
        ("on", "2026-04-01"),
        ("due", "2026-04-02"),
    ];
    assert_eq!(head.post(&medium(), &token, &lend).status, StatusCode::SEE_OTHER);
    let page = head.get("/media/loans").body;
    for said in ["山田", "研修", "2026/04/02", "公USB-1", "貸出中 1 本"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!hall.as_user("zeimu").get("/media/loans").body.contains("山田"));
}

#[test]
fn a_fault_of_a_medium_is_judged_with_a_reason_by_somebody_of_another_department() {
    let hall = Hall::new();
    let stranger = format!("/media/seen/{}", stay(1));
    let judge = |browser: &mut Browser, judgement: &str, reason: &str| {
        let token = browser.get(&stranger).token();
        let fields = [
            ("deed", "judge"),
            ("fault", ""),
            ("judgement", judgement),
            ("reason", reason),
        ];
        browser.post(&stranger, &token, &fields)
    };
    let mut head = hall.as_user("hoiku");
    assert!(!head.get(&stranger).body.contains("判定する"));
    assert!(
        judge(&mut head, "reject", "誤り")
            .body
            .contains("自分の課の指摘は判定できません")
    );
    let mut other = hall.as_user("zeimu");
    assert_eq!(other.get(&stranger).status, StatusCode::NOT_FOUND);
    let mut auditor = hall.as_user("auditor");
    assert!(auditor.get("/media").body.contains(&stranger));
    assert!(judge(&mut auditor, "reject", " ").body.contains("理由を書いて"));
    assert_eq!(
        judge(&mut auditor, "reject", "保守業者の立会い作業").status,
        StatusCode::SEE_OTHER
    );
    let page = auditor.get(&stranger).body;
    assert!(page.contains("却下") && page.contains("保守業者の立会い作業") && page.contains("auditor"));
    assert!(
        !auditor.get("/media").body.contains(&stranger),
        "it speaks against nobody"
    );
    assert!(
        judge(&mut auditor, "reject", "再度")
            .body
            .contains("すでにそのように判定")
    );
    assert_eq!(
        judge(&mut auditor, "reopen", "再確認").status,
        StatusCode::SEE_OTHER
    );
    assert!(auditor.get("/media").body.contains(&stranger));
    assert_eq!(
        judge(&mut auditor, "confirm", "現物を確認").status,
        StatusCode::SEE_OTHER
    );
    assert!(auditor.get(&stranger).body.contains("確認済"));
    assert!(auditor.get("/media").body.contains(&stranger));
}
