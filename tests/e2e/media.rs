//! Media, from what agents say over the wire to ledger, verdict and result table.
//!
//! The names of the scenarios say where they come from: `§` a paragraph of the
//! audit's rules, `F-` a complaint of users of other systems.

mod clerk;
mod scenarios;
mod scene;

use std::{collections::BTreeMap, fs};

use anyhow::{Context as _, Result, ensure};
use mimawari_proto::{
    medium::{Column, headings},
    round::MediaWatch,
    show::table::{Format, Table},
};

use self::{
    scenarios::{SCENARIOS, Scenario},
    scene::{Scene, Where, serial},
};

/// Makes the ledger of the city: one row for every scenario that has one.
fn ledger_of(scene: &Scene) -> String {
    let mut table = Table::new(headings());
    for (nth, scenario) in SCENARIOS.iter().enumerate() {
        for (twin, changes) in scenario.rows.iter().enumerate() {
            table.row(scene.row(nth, twin, changes));
        }
    }
    table.render(Format::Csv)
}

fn words(value: &serde_json::Value) -> Vec<String> {
    let list = value.as_array().into_iter().flatten();
    list.filter_map(|word| word.as_str().map(str::to_owned)).collect()
}

#[test]
fn every_scenario_goes_from_the_wire_to_its_verdict() -> Result<()> {
    assert!(SCENARIOS.len() >= 30);
    let mut scene = Scene::new(21)?;
    scene.import(&ledger_of(&scene))?;
    for (nth, Scenario { at, seen, .. }) in SCENARIOS.iter().enumerate() {
        let mut medium = scene.medium(nth);
        seen(&mut medium, scene.base);
        scene.plug(*at, medium)?;
    }
    scene.deliver()?;
    let told = scene.collector.json(&["media", "seen"])?;
    let told: BTreeMap<String, &serde_json::Value> = told
        .as_array()
        .context("a list")?
        .iter()
        .filter_map(|stay| Some((stay["session"].as_str()?.to_owned(), stay)))
        .collect();
    let mut wrong = Vec::new();
    for (nth, scenario) in SCENARIOS.iter().enumerate() {
        let session = scene.session(nth).to_string();
        let verdict = told
            .get(&session)
            .map(|stay| (words(&stay["faults"]), words(&stay["doubts"])));
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let expected = scenario
            .verdict
            .map(|(faults, doubts)| (owned(faults), owned(doubts)));
        if verdict != expected {
            wrong.push(format!("{}: {verdict:?} instead of {expected:?}", scenario.name));
        }
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    scene.collector.verified()?;
    // What hostile media say of themselves is made visible on its way out.
    let shown = scene
        .collector
        .run(&["media", "seen", "--format", "table"])?
        .expect(0)?;
    ensure!(!shown.out.contains(['\u{1b}', '\u{202e}']), "{}", shown.out);
    // The tables of the ledger can be made again from what was said and done.
    scene.collector.stop()?;
    scene.collector.run(&["ledger", "rebuild"])?.expect(0)?;
    let again = scene.collector.json(&["media", "seen"])?;
    assert_eq!(again.as_array().map(Vec::len), Some(told.len()));
    Ok(())
}

/// Marks of the items that media prove, for one department.
fn proposals(scene: &Scene, department: &str) -> Result<BTreeMap<String, (String, String)>> {
    let matrix = scene.collector.json(&["matrix", "show"])?;
    let mut marks = BTreeMap::new();
    for item in matrix["items"].as_array().context("items")? {
        let no = item["no"].as_str().context("a number")?;
        if ["I-5(1)", "I-5(2)", "II-3"].contains(&no) {
            let cell = &item["cells"][department];
            let word = |key: &str| cell[key].as_str().unwrap_or("").to_owned();
            marks.insert(no.to_owned(), (word("mark"), word("proposed")));
        }
    }
    Ok(marks)
}

#[test]
fn verdicts_reach_the_items_of_the_result_table_and_unknown_is_never_proper() -> Result<()> {
    let mut scene = Scene::new(22)?;
    let row = |scene: &Scene, nth: usize, department: &str, changes: &[(Column, &str)]| {
        let own = [(Column::Department, department)];
        scene.row(nth, 0, &[own.as_slice(), changes].concat())
    };
    const LENT: &[(Column, &str)] = scenarios::LENT;
    let mut table = Table::new(headings());
    table.row(row(&scene, 0, "4010", LENT));
    table.row(row(&scene, 1, "4020", &[]));
    table.row(row(&scene, 2, "4030", LENT));
    table.row(row(&scene, 3, "4040", LENT));
    scene.import(&table.render(Format::Csv))?;
    let clean = |scene: &Scene, nth: usize| scene.medium(nth);
    for (at, nth) in [(Where::Clean, 0), (Where::Residue, 1)] {
        let mut medium = clean(&scene, nth);
        medium.empty = Some(nth == 0);
        scene.plug(at, medium)?;
    }
    let mut stranger = scene.medium(7);
    stranger.serial = mimawari_proto::name::Name::from("STRANGER-0001");
    scene.plug(Where::Stranger, stranger)?;
    for at in [Where::Clean, Where::Residue, Where::Stranger, Where::Unseen] {
        scene.round(at);
    }
    // Its agent was told not to watch media; that one's agent is too old to say.
    for (at, said) in [(Where::Unwatched, Some(MediaWatch::Off)), (Where::Unsaid, None)] {
        scene.media_watch = said;
        scene.round(at);
    }
    scene.deliver()?;
    let expect = |department: &str, expected: [(&str, &str); 3]| -> Result<()> {
        let marks = proposals(&scene, department)?;
        let marks: Vec<_> = marks
            .values()
            .map(|(mark, proposed)| (mark.as_str(), proposed.as_str()))
            .collect();
        ensure!(
            marks == expected,
            "{department}: {marks:?} instead of {expected:?}"
        );
        Ok(())
    };
    // Everything was looked at and is in order: the part of a person stays open all the same.
    expect("4010", [("未", "○"), ("未", "○"), ("未", "○")])?;
    // Data on a stick that nobody had on loan.
    expect("4020", [("未", "×"), ("未", "×"), ("未", "○")])?;
    // A stranger; and the department's own stick was never plugged in.
    expect("4030", [("未", ""), ("未", ""), ("未", "×")])?;
    // Nothing was plugged in at all: silence proves nothing of what it owns.
    expect("4040", [("未", ""), ("未", ""), ("未", "○")])?;
    // Every machine reports, and nobody watches media there.
    expect("4050", [("未", ""), ("未", ""), ("未", "")])?;
    expect("4060", [("未", ""), ("未", ""), ("未", "")])?;
    Ok(())
}

#[test]
fn a_bad_line_is_named_and_nothing_is_imported_by_halves() -> Result<()> {
    let scene = Scene::new(23)?;
    let path = scene.folder.path().join("bad.csv");
    fs::write(
        &path,
        "管理番号,所管課,貸出先,貸出許可者,貸出日\n公USB-1,3010,,,\n公USB-2,9999,,,\n公USB-3,3010,山田,山田,2026/4/1\n",
    )?;
    for dry_run in [true, false] {
        let mut args = vec!["media", "import", path.to_str().context("a plain name")?];
        args.extend(dry_run.then_some("--dry-run"));
        let ended = scene.collector.run(&args)?.expect(2)?;
        ensure!(
            ended.err.contains("bad.csv:3") && ended.err.contains("bad.csv:4"),
            "{}",
            ended.err
        );
        ensure!(!ended.err.contains("bad.csv:2 "), "{}", ended.err);
    }
    let media = scene.collector.json(&["media", "list"])?;
    assert_eq!(media.as_array().map(Vec::len), Some(0));
    Ok(())
}

#[test]
fn last_years_ledger_in_shift_jis_comes_in_and_what_goes_out_comes_in_again() -> Result<()> {
    let scene = Scene::new(24)?;
    let path = scene.folder.path().join("台帳.csv");
    let text = "管理番号,メーカー,型番,シリアルNo,容量,暗号化,所管課,保管者,状態\r\n公USB-１,ＩＯ,ED-SV4,0801AB89F2,３２ＧＢ,ハードウェア,保育課,髙橋,保管中\r\n";
    let (sjis, _, lossy) = encoding_rs::SHIFT_JIS.encode(text);
    ensure!(!lossy);
    fs::write(&path, sjis)?;
    let named = path.to_str().context("a plain name")?;
    let planned = scene.collector.json(&["media", "import", named, "--dry-run"])?;
    assert_eq!(planned[0]["change"], "new");
    assert_eq!(scene.collector.json(&["media", "list"])?, serde_json::json!([]));
    scene.collector.run(&["media", "import", named])?.expect(0)?;
    let out = scene.collector.run(&["media", "export"])?.expect(0)?.out;
    ensure!(
        out.starts_with("\u{feff}管理番号,") && out.contains("髙橋"),
        "{out}"
    );
    fs::write(&path, &out)?;
    let again = scene.collector.json(&["media", "import", named])?;
    assert_eq!(again[0]["change"], "same", "{out}");
    Ok(())
}

#[test]
fn a_stranger_becomes_a_row_in_one_step_and_lives_its_life_with_two_pairs_of_eyes() -> Result<()> {
    let mut scene = Scene::new(25)?;
    let stranger = scene.medium(0);
    scene.plug(Where::Own, stranger)?;
    scene.deliver()?;
    let run = |args: &[&str], code| scene.collector.run(&[&["media"], args].concat())?.expect(code);
    let reconciled = scene.collector.json(&["media", "reconcile"])?;
    assert_eq!(reconciled["seen_not_owned"].as_array().map(Vec::len), Some(1));
    let session = scene.session(0).to_string();
    run(&["adopt", &session, "--no", "公USB-9", "--reason", "購入分"], 0)?;
    run(&["adopt", &session, "--no", "公USB-10", "--reason", "二重"], 2)?;
    let medium = scene.collector.json(&["media", "show", "公USB-9"])?;
    assert_eq!(medium["serial"], serial(0));
    assert_eq!(medium["department"], "3010");
    let lend = |by| {
        run(
            &[
                "lend",
                "公USB-9",
                "--to",
                "山田",
                "--by",
                by,
                "--purpose",
                "研修",
                "--due",
                "2099-01-01",
            ],
            if by == "山田" { 2 } else { 0 },
        )
    };
    ensure!(lend("山田")?.err.contains("two persons"));
    lend("田中")?;
    run(
        &[
            "lend",
            "公USB-9",
            "--to",
            "鈴木",
            "--by",
            "田中",
            "--purpose",
            "会議",
        ],
        2,
    )?;
    run(&["return", "公USB-9", "--emptied", "yes"], 0)?;
    run(
        &[
            "permit",
            "公USB-9",
            "--applicant",
            "山田",
            "--by",
            "山 田",
            "--until",
            "2099-01-01",
            "--reason",
            "申告",
        ],
        2,
    )?;
    run(
        &[
            "permit",
            "公USB-9",
            "--applicant",
            "山田",
            "--by",
            "田中",
            "--until",
            "2099-01-01",
            "--reason",
            "申告",
        ],
        0,
    )?;
    run(&["lost", "公USB-9", "--reason", "見当たらない"], 0)?;
    run(&["found", "公USB-9", "--reason", "引出し"], 0)?;
    run(
        &[
            "destroy", "公USB-9", "--by", "佐藤", "--how", "破砕", "--reason", "老朽",
        ],
        2,
    )?;
    run(
        &[
            "destroy", "公USB-9", "--by", "佐藤", "--how", "破砕", "--reason", "老朽", "--yes",
        ],
        0,
    )?;
    run(
        &[
            "lend",
            "公USB-9",
            "--to",
            "山田",
            "--by",
            "田中",
            "--purpose",
            "x",
        ],
        2,
    )?;
    let medium = scene.collector.json(&["media", "show", "公USB-9"])?;
    let history = medium["history"].as_array().context("a history")?;
    let what: Vec<_> = history
        .iter()
        .filter_map(|change| change["what"].as_str())
        .collect();
    assert_eq!(
        what,
        [
            "registered",
            "lent",
            "returned",
            "permitted",
            "lost",
            "found",
            "destroyed"
        ]
    );
    let has_reason =
        |change: &serde_json::Value| change["reason"].as_str().is_some_and(|reason| !reason.is_empty());
    ensure!(history.iter().all(has_reason), "{medium:#}");
    scene.collector.verified()?;
    Ok(())
}

#[test]
fn a_count_ticks_off_what_is_plugged_in_and_names_what_is_missing() -> Result<()> {
    let mut scene = Scene::new(26)?;
    let mut table = Table::new(headings());
    table.row(scene.row(0, 0, &[]));
    table.row(scene.row(1, 0, &[]));
    scene.import(&table.render(Format::Csv))?;
    let run = |scene: &Scene, args: &[&str], code| {
        scene
            .collector
            .run(&[&["media", "count"], args].concat())?
            .expect(code)
    };
    let machine = scene.machine(Where::Own)?;
    run(
        &scene,
        &["begin", "--department", "3010", "--machine", &machine],
        0,
    )?;
    run(&scene, &["begin"], 2)?;
    let mut medium = scene.medium(0);
    medium.arrived_at = Some(std::time::SystemTime::now().into());
    scene.plug(Where::Own, medium)?;
    scene.deliver()?;
    let rows = scene.collector.json(&["media", "count"])?;
    let counted: Vec<_> = rows
        .as_array()
        .context("rows")?
        .iter()
        .map(|row| row["counted"] == true)
        .collect();
    assert_eq!(counted, [true, false]);
    let seen = scene.collector.json(&["media", "seen"])?;
    assert_eq!(
        words(&seen[0]["faults"]),
        Vec::<String>::new(),
        "counting is no use"
    );
    ensure!(run(&scene, &["end"], 1)?.err.contains('1'));
    run(&scene, &[], 2)?;
    Ok(())
}

#[test]
fn what_the_city_demands_of_media_is_a_setting_that_reaches_the_verdict() -> Result<()> {
    let mut scene = Scene::new(27)?;
    let permitted: &[(Column, &str)] = &[
        (Column::PermitZones, "mynumber"),
        (Column::PermitFrom, "{-100}"),
        (Column::PermitUntil, "{100}"),
        (Column::PermitApplicant, "山田"),
        (Column::PermitBy, "田中"),
    ];
    let mut table = Table::new(headings());
    table.row(scene.row(0, 0, &[scenarios::LENT, permitted].concat()));
    table.row(scene.row(1, 0, scenarios::LENT));
    scene.import(&table.render(Format::Csv))?;
    let [inside, plain] = [scene.medium(0), scene.medium(1)];
    scene.plug(Where::MyNumber, inside)?;
    scene.plug(Where::Own, plain)?;
    scene.deliver()?;
    let faults = |scene: &Scene| -> Result<BTreeMap<String, Vec<String>>> {
        let seen = scene.collector.json(&["media", "seen"])?;
        let stays = seen.as_array().context("a list")?.iter();
        Ok(stays
            .map(|stay| {
                (
                    stay["serial"].as_str().unwrap_or("").to_owned(),
                    words(&stay["faults"]),
                )
            })
            .collect())
    };
    let expected = |first: &[&str], second: &[&str]| {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        BTreeMap::from([(serial(0), owned(first)), (serial(1), owned(second))])
    };
    assert_eq!(faults(&scene)?, expected(&[], &[]));
    let settings = scene.collector.settings();
    let usual = fs::read_to_string(&settings)?;
    fs::write(
        &settings,
        format!("{usual}\n[media]\nbarred_zones = [\"mynumber\"]\nall_encrypted = true\n"),
    )?;
    assert_eq!(
        faults(&scene)?,
        expected(&["closed_zone", "unencrypted"], &["unencrypted"])
    );
    fs::write(&settings, format!("{usual}\n[media]\nclosed_zones = []\n"))?;
    assert_eq!(faults(&scene)?, expected(&[], &[]));
    fs::write(&settings, format!("{usual}\n[media]\nclosed_zone = []\n"))?;
    let refused = scene.collector.run(&["media", "seen"])?.expect(2)?;
    ensure!(refused.err.contains("media.closed_zones"), "{}", refused.err);
    Ok(())
}

#[test]
fn what_looks_like_a_formula_is_none_in_either_file_and_comes_back_as_it_was() -> Result<()> {
    let scene = Scene::new(28)?;
    let mut table = Table::new(headings());
    for (nth, text) in ["=cmd|' /C calc'!A0", "+81", "-1", "@SUM(A1)", "'=1", "＝1"]
        .iter()
        .enumerate()
    {
        table.row(scene.row(
            nth,
            0,
            &[
                (Column::Note, text),
                (Column::Keeper, text),
                (Column::Place, "'x"),
            ],
        ));
    }
    scene.import(&table.render(Format::Csv))?;
    let listed = scene.collector.json(&["media", "show", "公USB-0-0"])?;
    ensure!(listed.to_string().contains("公USB-0-0"));
    for name in ["台帳.csv", "台帳.xlsx"] {
        let path = scene.folder.path().join(name);
        let path = path.to_str().context("a plain name")?;
        scene
            .collector
            .run(&["media", "export", "--output", path])?
            .expect(0)?;
        let again = scene.collector.json(&["media", "import", path])?;
        let changes = again.as_array().context("rows")?.iter();
        ensure!(changes.clone().count() == 6);
        for row in changes {
            ensure!(row["change"] == "same", "{name}: {again:#}");
        }
    }
    let text = fs::read_to_string(scene.folder.path().join("台帳.csv"))?;
    for line in text.trim_start_matches('\u{feff}').lines() {
        for cell in line.split(',') {
            ensure!(
                !cell
                    .trim_start_matches('"')
                    .starts_with(['=', '+', '-', '@', '＝']),
                "{line}"
            );
        }
    }
    Ok(())
}

#[test]
fn a_wrong_row_is_corrected_with_a_reason_and_keeps_what_it_was() -> Result<()> {
    let scene = Scene::new(29)?;
    let mut table = Table::new(headings());
    table.row(scene.row(0, 0, &[(Column::Keeper, "田中")]));
    table.row(scene.row(1, 0, &[]));
    scene.import(&table.render(Format::Csv))?;
    let correct = |args: &[&str], code| {
        let all = [
            &["media", "correct", "公USB-0-0"],
            args,
            &["--reason", "転記誤り"],
        ]
        .concat();
        scene.collector.run(&all)?.expect(code)
    };
    correct(
        &["--set", "保管者=髙橋", "--set", "capacity=64GB", "--dry-run"],
        0,
    )?;
    correct(&["--set", "保管者=田中"], 2)?;
    ensure!(correct(&["--set", "状態=廃棄"], 2)?.err.contains("状態"));
    correct(&["--set", "所管課=9999"], 2)?;
    let twin = format!("シリアル番号={}", serial(1));
    correct(&["--set", &twin, "--set", "製品ID=0002"], 2)?;
    correct(&["--set", "保管者=髙橋", "--set", "備考=ラベル貼替"], 0)?;
    let medium = scene.collector.json(&["media", "show", "公USB-0-0"])?;
    let last = medium["history"]
        .as_array()
        .context("a history")?
        .last()
        .context("a change")?;
    assert_eq!(last["what"], "written");
    assert_eq!(last["reason"], "転記誤り");
    let detail = last["detail"].to_string();
    ensure!(detail.contains("田中") && detail.contains("髙橋"), "{detail}");
    scene.collector.verified()?;
    Ok(())
}

#[test]
fn a_rejected_fault_of_a_medium_speaks_against_nobody_and_a_confirmed_one_does() -> Result<()> {
    let mut scene = Scene::new(30)?;
    let stranger = scene.medium(0);
    scene.plug(Where::Stranger, stranger)?;
    scene.round(Where::Stranger);
    scene.deliver()?;
    let session = scene.session(0).to_string();
    let mark = |scene: &Scene| -> Result<String> {
        let marks = proposals(scene, "4030")?;
        Ok(marks.get("II-3").context("the item")?.1.clone())
    };
    assert_eq!(mark(&scene)?, "×");
    let judge = |verb: &str, more: &[&str], code| {
        let args = [&["media", verb, &session, "--reason", "立会い作業"], more].concat();
        scene.collector.run(&args)?.expect(code)
    };
    judge("reject", &["--fault", "residue"], 2)?;
    judge("reject", &["--dry-run"], 0)?;
    assert_eq!(mark(&scene)?, "×");
    judge("reject", &["--fault", "unregistered"], 0)?;
    judge("reject", &[], 2)?;
    let seen = scene.collector.json(&["media", "seen"])?;
    assert_eq!(words(&seen[0]["faults"]), Vec::<String>::new());
    assert_eq!(words(&seen[0]["rejected"]), ["unregistered"]);
    assert_eq!(mark(&scene)?, "○");
    judge("reopen", &[], 0)?;
    judge("confirm", &[], 0)?;
    assert_eq!(mark(&scene)?, "×");
    scene.collector.verified()?;
    scene.collector.stop()?;
    scene.collector.run(&["ledger", "rebuild"])?.expect(0)?;
    let seen = scene.collector.json(&["media", "seen"])?;
    assert_eq!(words(&seen[0]["confirmed"]), ["unregistered"]);
    Ok(())
}
