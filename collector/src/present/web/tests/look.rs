//! Every page of a full city, by its links; `MIMAWARI_PAGES=DIR` writes them down for people who want to look.

use std::{collections::BTreeSet, path::PathBuf};

use axum::http::StatusCode;

use mimawari_proto::{
    finding::Kind,
    round::{RootOutcome, RoundOutcome, UnreadReason},
};

use super::hall::{Browser, Hall, clock};
use crate::ledger::{
    Ledger,
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
            if (nth, machine) == (6, 0) {
                for n in 0..4 {
                    pc.say(mimawari_proto::round::Said::MediaSeen(super::hall::seen(n)));
                }
            }
            hall.sample.take(&mut pc);
        }
    }
    for (nth, department) in ["0810", "0810", "0210"].into_iter().enumerate() {
        let medium = crate::ledger::medium::Medium {
            no: format!("公USB-{}", nth + 1).parse().expect("a number"),
            serial: format!("SER-{}X", nth * 7),
            department: Some(sample::code(department)),
            ..super::hall::medium()
        };
        hall.sample.act(Act::MediumWritten {
            medium: Box::new(medium),
            reason: "購入".to_owned(),
        });
    }
    hall
}

#[test]
fn no_link_in_a_full_city_leads_nowhere_in_either_language() {
    let hall = city();
    for lang in ["ja", "en"] {
        let mut admin = hall.as_user("admin");
        let token = admin.get("/help").token();
        admin.post("/language", &token, &[("lang", lang), ("back", "/")]);
        let seen = walked(&mut admin, lang);
        assert!(seen.len() > 30, "only {seen:?}");
    }
}

#[test]
fn a_ledger_without_a_single_machine_has_no_wrong_link_either() {
    let dir = tempfile::tempdir().expect("a folder");
    Ledger::create(dir.path(), clock()).expect("a ledger");
    let ledger = Ledger::open(dir.path()).expect("opens");
    let hall = Hall::empty(Sample { dir, ledger });
    walked(&mut hall.as_user("admin"), "empty");
}

/// Follows every link from the first page on; returns the addresses.
fn walked(browser: &mut Browser, name: &str) -> BTreeSet<String> {
    let mut seen = BTreeSet::from(["/".to_owned()]);
    let mut open = vec!["/".to_owned()];
    while let Some(path) = open.pop() {
        let answer = browser.get(&path);
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        if path.starts_with("/assets/") {
            continue;
        }
        for link in links(&answer.body) {
            if seen.insert(link.clone()) {
                open.push(link);
            }
        }
        write(&format!("{name}{path}"), browser, &answer.body);
        assert!(seen.len() < 2_000, "pages without end");
    }
    seen
}

/// Returns where a page leads inside the console.
fn links(page: &str) -> Vec<String> {
    let parts = page.split("href=\"").skip(1);
    let links = parts.filter_map(|part| part.split(['"', '#']).next());
    let inside = links.filter(|link| link.starts_with('/'));
    inside.map(|link| link.replace("&amp;", "&")).collect()
}

/// Writes a page, with its style beside it, into the folder that `MIMAWARI_PAGES` names.
fn write(name: &str, browser: &mut Browser, body: &str) {
    let Some(folder) = std::env::var_os("MIMAWARI_PAGES").map(PathBuf::from) else {
        return;
    };
    std::fs::create_dir_all(&folder).expect("writable");
    let mut page = body.to_owned();
    for ending in ["css", "svg"] {
        let address = body
            .split('"')
            .find(|text| text.starts_with("/assets/") && text.ends_with(ending));
        if let Some(address) = address {
            let file = format!("asset.{ending}");
            std::fs::write(folder.join(&file), browser.get(address).body).expect("writable");
            page = page.replace(address, &file);
        }
    }
    let name = name.replace(|c: char| !c.is_alphanumeric(), "-");
    std::fs::write(folder.join(format!("{name}.html")), page).expect("writable");
}
