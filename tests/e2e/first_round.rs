//! One finding walks through the whole house, from a desktop to the department table.

use anyhow::{Context as _, Result, ensure};
use mimawari_tests::{agent::Agent, collector::Collector, desktop::Desktop, program, wait};
use serde_json::Value;

/// Every value that a JSON array of objects has under a key, as text.
fn all<'a>(rows: &'a Value, key: &str) -> Vec<&'a str> {
    let rows = rows.as_array().map_or(&[][..], Vec::as_slice);
    rows.iter().filter_map(|row| row[key].as_str()).collect()
}

/// The row of a JSON array whose key has that value.
fn row<'a>(rows: &'a Value, key: &str, value: &str) -> Result<&'a Value> {
    let found = rows
        .as_array()
        .and_then(|rows| rows.iter().find(|row| row[key] == value));
    found.with_context(|| format!("no row with {key} {value} in {rows:#}"))
}

#[test]
fn a_scan_needs_no_set_up_and_keeps_its_contract() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::usual(folder.path())?;
    let args = [
        "scan".as_ref(),
        desktop.path().as_os_str(),
        "--format".as_ref(),
        "jsonl".as_ref(),
    ];
    let lines = program::run_with("mimawari-agent", args)?
        .expect(1)?
        .json_lines()?;
    let of = |kind: &'static str| lines.iter().filter(move |line| line["type"] == kind);
    let is_found = |kind: &'static str, name: &str| {
        of("finding")
            .any(|line| line["kind"] == kind && line["path"].as_str().is_some_and(|p| p.ends_with(name)))
    };
    assert!(is_found("password_note", "業務システム メモ.txt"), "{lines:#?}");
    assert!(is_found("password_note", "引継ぎ.docx"), "{lines:#?}");
    assert!(is_found("my_number", "名簿.csv"), "{lines:#?}");
    assert!(of("finding").all(|line| line["schema"] == "mimawari.scan/1" && line["count"].is_u64()));
    let unread = of("unread").find(|line| {
        line["path"]
            .as_str()
            .is_some_and(|p| p.ends_with("壊れた書類.zip"))
    });
    assert_eq!(
        unread.context("the truncated archive is told")?["reason"],
        "damaged"
    );
    let last = lines.last().context("a summary")?;
    assert_eq!(last["type"], "summary");
    assert_eq!(last["files"], 5);
    assert_eq!(last["findings"]["password_note"], 2);
    // The archive that was cut; the member that it was cut in has a line, but is no file of its own.
    assert_eq!(
        (&last["read"], &last["unread"]["damaged"]),
        (&4.into(), &1.into())
    );
    Ok(())
}

#[test]
fn a_scan_that_finds_nothing_ends_with_0_and_one_that_missed_something_with_3() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::empty(folder.path())?;
    desktop.put("議事録.txt", "本日の議題は防災訓練の日程について。\n")?;
    let scan = || program::run_with("mimawari-agent", ["scan".as_ref(), desktop.path().as_os_str()]);
    scan()?.expect(0)?;
    desktop.put_bytes("途中.zip", b"PK\x03\x04 and no more")?;
    scan()?.expect(3)?;
    Ok(())
}

#[test]
fn a_finding_walks_from_the_desktop_to_the_department_table() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::usual(folder.path())?;
    let mut collector = Collector::started(folder.path())?;
    let agent = Agent::new(folder.path(), "agent", desktop.path())?;
    agent.enroll(&collector)?;
    agent.round()?.expect(0)?;

    let findings = collector.json(&["finding", "list"])?;
    let kinds = all(&findings, "kind");
    assert_eq!(
        kinds.iter().filter(|kind| **kind == "password_note").count(),
        2,
        "{findings:#}"
    );
    assert!(kinds.contains(&"my_number"), "{findings:#}");
    assert!(all(&findings, "department").iter().all(|code| *code == "1010"));

    let departments = collector.json(&["department", "list"])?;
    let ours = row(&departments, "code", "1010")?;
    assert_eq!(ours["machines"], 1);
    assert_eq!(ours["reporting"], 1);
    assert_eq!(ours["findings"]["password_note"], 2);
    assert_eq!(ours["unread"], 1);
    let other = row(&departments, "code", "1020")?;
    assert_eq!(other["machines"], 0);

    let verified = collector.verified()?;
    assert_eq!(verified["ok"], true);
    assert_eq!(verified["machines"], 1);
    collector.stop()?.context("it ran")?.expect(0)?;
    Ok(())
}

#[test]
fn what_the_agent_says_of_its_pc_is_what_the_collector_shows() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::usual(folder.path())?;
    let collector = Collector::started(folder.path())?;
    let agent = Agent::new(folder.path(), "agent", desktop.path())?;
    agent.enroll(&collector)?;
    agent.round()?.expect(0)?;
    let here = agent.json(&["findings", "list"])?;
    let there = collector.json(&["finding", "list"])?;
    let (mut here, mut there) = (all(&here, "id"), all(&there, "id"));
    here.sort_unstable();
    there.sort_unstable();
    assert!(!here.is_empty());
    assert_eq!(here, there);
    Ok(())
}

#[test]
fn a_note_that_is_taken_away_is_no_longer_open_after_the_next_round() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::usual(folder.path())?;
    let collector = Collector::started(folder.path())?;
    let agent = Agent::new(folder.path(), "agent", desktop.path())?;
    agent.enroll(&collector)?;
    agent.round()?.expect(0)?;
    desktop.remove("業務システム メモ.txt")?;
    agent.round()?.expect(0)?;
    let departments = collector.json(&["department", "list"])?;
    assert_eq!(row(&departments, "code", "1010")?["findings"]["password_note"], 1);
    Ok(())
}

#[test]
fn a_finding_keeps_its_id_from_round_to_round() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::usual(folder.path())?;
    let collector = Collector::started(folder.path())?;
    let agent = Agent::new(folder.path(), "agent", desktop.path())?;
    agent.enroll(&collector)?;
    agent.round()?.expect(0)?;
    let first = collector.json(&["finding", "list"])?;
    agent.round()?.expect(0)?;
    let second = collector.json(&["finding", "list"])?;
    assert_eq!(all(&first, "id"), all(&second, "id"));
    Ok(())
}

#[test]
fn a_running_agent_makes_the_round_it_is_asked_for() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::usual(folder.path())?;
    let collector = Collector::started(folder.path())?;
    let mut agent = Agent::new(folder.path(), "agent", desktop.path())?;
    agent.enroll(&collector)?;
    agent.start_at_work()?;
    desktop.put_note("後から.txt", "Kitsune-3311-ok")?;
    agent.round()?.expect(0)?;
    wait::until("the findings at the collector", || {
        let findings = collector.json(&["finding", "list"]).ok()?;
        (all(&findings, "kind").len() >= 4).then_some(())
    })?;
    let ended = agent.stop()?.context("it ran")?;
    ensure!(matches!(ended.code, Some(0 | 143)), "{ended:?}");
    Ok(())
}
