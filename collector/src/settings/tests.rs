//! Who wins, and what is refused.

use super::*;

fn path() -> &'static Path {
    Path::new("collector.toml")
}

fn read(text: &str) -> Result<Layers, SettingsError> {
    Layers::built_in().with_text(text, path())
}

#[test]
fn the_sample_file_parses_and_says_what_is_built_in() {
    let sample = include_str!("../../../deploy/collector.toml");
    let settings = read(sample).and_then(|layers| layers.settings()).expect("parses");
    assert_eq!(settings, Settings::default());
    for key in keys::ALL {
        let last = key.name.rsplit('.').next().expect("a word");
        assert!(sample.contains(last), "{} is not in the sample", key.name);
    }
}

#[test]
fn every_setting_has_a_row_and_every_row_a_setting() {
    let mut named: Vec<_> = keys::ALL.iter().map(|key| key.name).collect();
    named.sort_unstable();
    let layers = Layers::built_in();
    let built_in: Vec<_> = layers.keys().collect();
    assert_eq!(named, built_in);
}

#[test]
fn a_flag_beats_a_variable_beats_the_file_beats_the_default() {
    let file = "[intake]\nlisten = \"0.0.0.0:1\"\nwindow = 2\n[console]\nlisten = \"0.0.0.0:2\"";
    let layers = read(file)
        .and_then(|l| {
            l.with_variables(|name| match name {
                "MIMAWARI_INTAKE_LISTEN" => Some("127.0.0.1:3".to_owned()),
                "MIMAWARI_INTAKE_HOSTS" => Some("a.example, b.example".to_owned()),
                "MIMAWARI_CONSOLE_LISTEN" => Some("127.0.0.1:4".to_owned()),
                _ => None,
            })
        })
        .and_then(|l| l.with_flag("console.listen", Some("127.0.0.1:5")))
        .expect("fits");
    let settings = layers.settings().expect("fits");
    assert_eq!(settings.intake.listen.port(), 3);
    assert_eq!(settings.intake.window, 2);
    assert_eq!(settings.intake.hosts, ["a.example", "b.example"]);
    assert_eq!(settings.console.listen.port(), 5);
    let source = |key: &str| layers.get(key).expect("known").1.to_string();
    assert_eq!(source("console.listen"), "flag");
    assert_eq!(source("intake.listen"), "$MIMAWARI_INTAKE_LISTEN");
    assert_eq!(source("intake.window"), "collector.toml");
    assert_eq!(source("time_zone"), "default");
}

#[test]
fn an_unknown_key_is_refused_with_the_one_that_was_meant() {
    let error = read("[intake]\nlissen = \"x\"").expect_err("unknown").to_string();
    assert_eq!(
        error,
        "collector.toml: unknown key intake.lissen (did you mean intake.listen?)"
    );
}

#[test]
fn a_wrong_value_names_its_file_and_what_is_wrong() {
    for (text, part) in [
        ("time_zone = \"Asia/Edo\"", "Asia/Edo"),
        ("[intake]\nwindow = 0", "intake.window"),
        ("[intake]\nlisten = 7", "collector.toml"),
        ("[intake]\nhosts = [\"a b\"]", "intake.hosts"),
        ("[intake\n", "collector.toml"),
    ] {
        let error = read(text).expect_err(text).to_string();
        assert!(error.contains(part), "{text:?}: {error}");
    }
}
