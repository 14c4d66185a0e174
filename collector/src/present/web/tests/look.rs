//! Writes every page as a file, for people who want to look: `cargo test look -- --ignored`.

use std::path::PathBuf;

use mimawari_proto::{
    finding::Kind,
    round::{RootOutcome, RoundOutcome, UnreadReason},
};

use super::hall::{Browser, Hall};
use crate::ledger::{
    act::Act,
    sample::{self, Sample},
};

/// Seven departments, 14 machines, some findings: as full as a small city.
fn city() -> Hall {
    let hall = Hall::empty(Sample::new());
    let departments = [
        ("0110", "まちの魅力創造課", "まち"),
        ("0210", "税務課", "税務"),
        ("0220", "納税課", "納税"),
        ("0310", "こども家庭センター", "こども"),
        ("0410", "スポーツ推進課", "スポーツ"),
        ("0510", "商工観光課", "商工"),
        ("0810", "保育課", "保育"),
    ];
    hall.sample.act(Act::DepartmentsImported {
        file: "departments.csv".to_owned(),
        departments: departments
            .iter()
            .map(|(code, name, short)| crate::ledger::act::DepartmentLabel {
                short_name: (*short).to_owned(),
                ..sample::label(code, name, None)
            })
            .collect(),
    });
    for (nth, (code, ..)) in departments.iter().enumerate() {
        for machine in 0..2 {
            let mut pc = hall
                .sample
                .machine(code, &format!("PC-{code}-{:02}", machine + 1));
            for n in 0..(nth * 2 * (1 - machine)) {
                let (name, kind) = [
                    ("会議資料(最終).docx", Kind::StrayFile),
                    ("ID・パスワード一覧.xlsx", Kind::PasswordNote),
                    ("児童手当_対象者.xlsx", Kind::MyNumber),
                    ("写真 2026\\秋まつり.jpg", Kind::StrayFile),
                ][n % 4];
                pc.found(&format!("{n}{name}"), kind);
            }
            match (nth, machine) {
                (3, 1) | (6, 1) => continue,
                (6, 0) => pc.round_with(
                    RoundOutcome::Complete,
                    RootOutcome::Covered,
                    &[(UnreadReason::Encrypted, 3), (UnreadReason::Locked, 1)],
                ),
                _ => pc.round(),
            };
            hall.sample.take(&mut pc);
        }
    }
    hall
}

fn write(folder: &std::path::Path, name: &str, browser: &mut Browser, body: &str) {
    let href = |ending: &str| {
        body.split('"')
            .find(|text| text.starts_with("/assets/") && text.ends_with(ending))
    };
    let mut page = body.to_owned();
    for ending in ["css", "svg"] {
        if let Some(address) = href(ending) {
            let file = format!("asset.{ending}");
            std::fs::write(folder.join(&file), browser.get(address).body).expect("writable");
            page = page.replace(address, &file);
        }
    }
    std::fs::write(folder.join(format!("{name}.html")), page).expect("writable");
}

#[test]
#[ignore = "writes files for people to look at"]
fn look() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/pages");
    std::fs::create_dir_all(&folder).expect("writable");
    let hall = city();
    let mut nobody = hall.browser();
    let login = nobody.get("/login").body;
    write(&folder, "login", &mut nobody, &login);
    let token = nobody.get("/login").token();
    let wrong = nobody
        .post("/login", &token, &[("name", "sato"), ("password", "x")])
        .body;
    write(&folder, "login-wrong", &mut nobody, &wrong);
    let mut admin = hall.as_user("admin");
    for (name, path) in [
        ("overview", "/"),
        ("department", "/departments/0810"),
        ("department-whole", "/departments/0210"),
        ("machines", "/departments/0810/machines"),
        ("findings", "/findings"),
        (
            "findings-none",
            "/findings?q=%E7%8A%B6%E6%85%8B%3A%E5%8D%B4%E4%B8%8B",
        ),
        (
            "findings-unclear",
            "/findings?q=%E7%A8%AE%E5%88%A5%3A%E3%83%8D%E3%82%B3",
        ),
        ("finding", "/findings/7"),
        ("matrix", "/matrix"),
        ("cell", "/matrix/I-2(2)/0810"),
        ("help", "/help"),
        ("missing", "/nowhere"),
    ] {
        let body = admin.get(path).body;
        write(&folder, name, &mut admin, &body);
    }
    let token = admin.get("/help").token();
    let revealed = admin
        .post(
            "/findings/7/reveal",
            &token,
            &[("purpose", "9月2日のヒアリングの準備")],
        )
        .body;
    write(&folder, "revealed", &mut admin, &revealed);
    admin.post("/language", &token, &[("lang", "en"), ("back", "/")]);
    for (name, path) in [
        ("en-overview", "/"),
        ("en-matrix", "/matrix"),
        ("en-finding", "/findings/7"),
    ] {
        let body = admin.get(path).body;
        write(&folder, name, &mut admin, &body);
    }
    let dir = tempfile::tempdir().expect("a folder");
    crate::ledger::Ledger::create(dir.path(), super::hall::clock()).expect("a ledger");
    let ledger = crate::ledger::Ledger::open(dir.path()).expect("opens");
    let hall = Hall::empty(Sample { dir, ledger });
    let mut first = hall.as_user("admin");
    let body = first.get("/").body;
    write(&folder, "empty", &mut first, &body);
}
