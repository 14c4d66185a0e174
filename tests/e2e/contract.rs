//! What scripts of others rely on in both programs: help, versions, codes, silence.

use anyhow::Result;
use mimawari_tests::program::{self, run_with};

const PROGRAMS: [&str; 2] = ["mimawari-agent", "mimawari-collector"];

#[test]
fn the_exit_codes_are_the_same_in_both_programs_and_can_be_asked_for() -> Result<()> {
    let table = |program| Ok::<_, anyhow::Error>(run_with(program, ["help", "exit-codes"])?.expect(0)?.out);
    let codes = table(PROGRAMS[0])?;
    assert_eq!(codes, table(PROGRAMS[1])?);
    for code in ["0", "1", "2", "3", "4", "5", "6", "7", "70", "130", "143"] {
        let begins = format!("{code}\t");
        assert!(
            codes.lines().any(|line| line.starts_with(&begins)),
            "{code} is missing in\n{codes}"
        );
    }
    Ok(())
}

#[test]
fn the_version_can_be_read_by_programs() -> Result<()> {
    for program in PROGRAMS {
        let version = run_with(program, ["--version", "--json"])?.expect(0)?.json()?;
        assert_eq!(version["schema"], "mimawari.version/1");
        assert_eq!(version["program"], program);
    }
    Ok(())
}

#[test]
fn a_wrong_command_is_2_and_suggests_the_right_one() -> Result<()> {
    for (program, typed, meant) in [
        (PROGRAMS[0], "scann", "scan"),
        (PROGRAMS[1], "departmnt", "department"),
    ] {
        let ended = run_with(program, [typed])?.expect(2)?;
        assert_eq!(ended.out, "");
        assert!(ended.err.contains(meant), "{}", ended.err);
    }
    Ok(())
}

#[test]
fn quiet_is_quiet_and_the_result_is_the_same() -> Result<()> {
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("memo.txt"), "パスワード: kigi-Tanuki-2048\n")?;
    let scan = |more: &[&str]| {
        let mut command = program::command("mimawari-agent")?;
        program::run(command.arg("scan").arg(folder.path()).args(more))
    };
    let (loud, quiet) = (scan(&["-v"])?.expect(1)?, scan(&["-q"])?.expect(1)?);
    assert_eq!(quiet.err, "");
    assert_eq!(loud.out, quiet.out);
    Ok(())
}
