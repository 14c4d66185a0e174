//! Bad input: a clear error with the right exit code, or an `unread` line; nothing lost.

use std::{fs, net::SocketAddr};

use anyhow::{Context as _, Result};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use mimawari_tests::{
    agent::Agent,
    collector::Collector,
    desktop::{Desktop, docx},
    program::{self, Ended},
};

/// Demands an exit code, and that stderr names each of these.
fn told(ended: Ended, code: i32, names: &[&str]) -> Result<()> {
    let ended = ended.expect(code)?;
    for name in names {
        assert!(
            ended.err.contains(name),
            "stderr does not name {name}:\n{}",
            ended.err
        );
    }
    Ok(())
}

#[test]
fn a_damaged_agent_config_is_refused_with_file_and_line() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::empty(folder.path())?;
    let agent = Agent::new(folder.path(), "agent", desktop.path())?;
    fs::write(agent.config(), "[sense]\nusers = \"mine\nroots = 3\n")?;
    told(agent.run(&["round", "--now"])?, 2, &["agent.toml", "2"])
}

#[test]
fn an_unknown_key_of_the_agent_config_is_refused_with_the_one_that_was_meant() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::empty(folder.path())?;
    let agent = Agent::new(folder.path(), "agent", desktop.path())?;
    fs::write(agent.config(), "[sense]\ndesktop = []\n")?;
    told(agent.run(&["round", "--now"])?, 2, &["agent.toml", "desktops"])
}

#[test]
fn an_unknown_key_of_the_collector_config_is_refused_with_the_one_that_was_meant() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let collector = Collector::init(folder.path())?;
    fs::write(collector.settings(), "[intake]\nwindows = 3\n")?;
    told(collector.run(&["serve"])?, 2, &["collector.toml", "window"])
}

#[test]
fn a_second_init_keeps_what_is_there() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let collector = Collector::init(folder.path())?;
    let root = collector.root()?;
    let password = folder.path().join("password");
    let password = password.to_str().context("a plain name")?;
    let again = collector.run(&["init", "--admin", "admin", "--password-file", password])?;
    assert_eq!(again.code, Some(2), "{again:?}");
    assert_eq!(collector.root()?, root);
    Ok(())
}

#[test]
fn a_state_folder_without_rights_is_refused_and_named() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::empty(folder.path())?;
    // Root may write everywhere but below a file.
    let file = folder.path().join("occupied");
    fs::write(&file, "")?;
    let agent = Agent::with_state(folder.path(), "agent", desktop.path(), &file.join("state"))?;
    told(agent.run(&["round", "--now"])?, 2, &["occupied"])
}

#[test]
fn a_data_directory_that_is_not_there_is_named() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let nowhere = folder.path().join("nowhere");
    let ended = program::run(
        program::command("mimawari-collector")?
            .arg("--data")
            .arg(&nowhere)
            .arg("serve"),
    )?;
    told(ended, 2, &["nowhere", "init"])
}

#[test]
fn a_collector_of_another_authority_is_refused_with_4() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    fs::create_dir(&one)?;
    fs::create_dir(&two)?;
    let desktop = Desktop::empty(folder.path())?;
    let real = Collector::init(&one)?;
    let fake = Collector::started(&two)?;
    // The token of the real one, leading to the other one's address.
    let token = readdressed(&real.token("1010")?, fake.intake())?;
    let agent = Agent::new(folder.path(), "agent", desktop.path())?;
    let ended = agent.enroll_with(&token)?;
    assert_eq!(ended.code, Some(4), "{ended:?}");
    Ok(())
}

/// The same token with another address in it.
fn readdressed(token: &str, to: SocketAddr) -> Result<String> {
    let body = token.strip_prefix("mimawari1.").context("a token")?;
    let mut parts: serde_json::Value = serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(body)?)?;
    parts["a"] = to.to_string().into();
    let body = BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(&parts)?);
    Ok(format!("mimawari1.{body}"))
}

#[test]
fn a_token_whose_uses_are_spent_is_refused_with_4() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::empty(folder.path())?;
    let collector = Collector::started(folder.path())?;
    let token = collector.token_with(&["--department", "1010", "--uses", "1", "--expires", "7d"])?;
    let first = Agent::new(folder.path(), "first", desktop.path())?;
    first.enroll_with(&token)?.expect(0)?;
    let second = Agent::new(folder.path(), "second", desktop.path())?;
    let ended = second.enroll_with(&token)?;
    assert_eq!(ended.code, Some(4), "{ended:?}");
    Ok(())
}

#[test]
fn an_expired_token_is_refused_with_4() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::empty(folder.path())?;
    let collector = Collector::started(folder.path())?;
    let token = collector.token("1010")?;
    // Its week passes in the collector's record: what the string says of itself is not believed.
    let ledger = rusqlite::Connection::open(collector.ledger())?;
    let turned = ledger.execute("UPDATE token SET expires_at_ms = issued_at_ms + 1", [])?;
    assert_eq!(turned, 1);
    let agent = Agent::new(folder.path(), "agent", desktop.path())?;
    let ended = agent.enroll_with(&token)?;
    assert_eq!(ended.code, Some(4), "{ended:?}");
    Ok(())
}

#[test]
fn a_token_that_is_no_token_is_refused_with_2_and_not_repeated() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::empty(folder.path())?;
    let agent = Agent::new(folder.path(), "agent", desktop.path())?;
    let ended = agent.enroll_with("mimawari1.c2VjcmV0LXRoaW5n")?.expect(2)?;
    assert!(!ended.err.contains("c2VjcmV0LXRoaW5n"), "{}", ended.err);
    Ok(())
}

#[test]
fn a_collector_that_is_not_there_is_5_and_the_token_stays_good() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::empty(folder.path())?;
    let mut collector = Collector::init(folder.path())?;
    let token = collector.token_with(&["--department", "1010", "--uses", "1", "--expires", "7d"])?;
    let agent = Agent::new(folder.path(), "agent", desktop.path())?;
    let ended = agent.enroll_with(&token)?;
    assert_eq!(ended.code, Some(5), "{ended:?}");
    collector.start()?;
    agent.enroll_with(&token)?.expect(0)?;
    Ok(())
}

#[test]
fn a_department_list_with_an_unknown_parent_is_refused_with_its_line() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let collector = Collector::init(folder.path())?;
    let before = collector.json(&["department", "list"])?;
    let list = folder.path().join("wrong.csv");
    fs::write(
        &list,
        "code,name,short_name,parent,valid_from,valid_until\n\
         2010,税務課,税務,,2020-04-01,\n\
         2020,収納係,収納,9999,2020-04-01,\n",
    )?;
    let list = list.to_str().context("a plain name")?;
    told(
        collector.run(&["department", "import", list])?,
        2,
        &["wrong.csv", "3", "9999"],
    )?;
    assert_eq!(
        collector.json(&["department", "list"])?,
        before,
        "nothing of it was taken"
    );
    Ok(())
}

#[test]
fn a_token_for_an_unknown_department_is_refused_and_the_code_named() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let collector = Collector::init(folder.path())?;
    let args = [
        "token",
        "new",
        "--zone",
        "lgwan",
        "--department",
        "9999",
        "--uses",
        "1",
        "--expires",
        "7d",
    ];
    told(collector.run(&args)?, 2, &["9999"])
}

#[test]
fn a_folder_where_a_file_is_expected_is_named() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let collector = Collector::init(folder.path())?;
    let place = folder.path().join("list.csv");
    fs::create_dir(&place)?;
    let place = place.to_str().context("a plain name")?;
    told(collector.run(&["department", "import", place])?, 2, &["list.csv"])?;
    let desktop = Desktop::empty(folder.path())?;
    let agent = Agent::new(folder.path(), "agent", desktop.path())?;
    told(agent.run(&["enroll", "--token-file", place])?, 2, &["list.csv"])
}

#[test]
fn a_truncated_document_is_unread_and_the_rest_is_read() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::empty(folder.path())?;
    let whole = docx("パスワード: kigi-Tanuki-2048")?;
    for length in [0, 10, whole.len() / 3, whole.len() / 2, whole.len() - 1] {
        desktop.put_bytes(&format!("{length}.docx"), &whole[..length])?;
    }
    desktop.put_note("メモ.txt", "Sakura+7701")?;
    let args = [
        "scan".as_ref(),
        desktop.path().as_os_str(),
        "--format".as_ref(),
        "jsonl".as_ref(),
    ];
    let lines = program::run_with("mimawari-agent", args)?
        .expect(1)?
        .json_lines()?;
    let summary = lines.last().context("a summary")?;
    assert_eq!(summary["files"], 6);
    assert!(
        summary["findings"]["password_note"].as_u64() >= Some(1),
        "{summary}"
    );
    assert!(summary["unread"]["damaged"].as_u64() >= Some(3), "{summary}");
    Ok(())
}

#[test]
fn a_path_that_is_not_there_is_named_and_the_others_are_scanned() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::usual(folder.path())?;
    let missing = folder.path().join("無い");
    let args = ["scan".as_ref(), missing.as_os_str(), desktop.path().as_os_str()];
    let ended = program::run_with("mimawari-agent", args)?;
    assert!(ended.out.contains("名簿.csv"), "{}", ended.out);
    told(ended, 1, &["無い"])
}

#[test]
fn hostile_names_are_shown_as_visible_escapes_everywhere() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::empty(folder.path())?;
    desktop.put_note("evil\u{1b}[2J\u{202e}fdp.txt", "kigi-Tanuki-2048")?;
    desktop.put_note("two\nlines.txt", "Sakura+7701")?;
    let collector = Collector::started(folder.path())?;
    let agent = Agent::new(folder.path(), "agent", desktop.path())?;
    agent.enroll(&collector)?;
    let mut shown = agent.round()?.expect(0)?;
    for ended in [
        program::run_with("mimawari-agent", ["scan".as_ref(), desktop.path().as_os_str()])?,
        agent.run(&["findings", "list"])?,
        collector.run(&["finding", "list"])?,
    ] {
        shown.out.push_str(&ended.out);
        shown.err.push_str(&ended.err);
    }
    for text in [&shown.out, &shown.err] {
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
        assert!(
            !text.lines().any(|line| line.starts_with("lines.txt")),
            "{text:?}"
        );
    }
    Ok(())
}
