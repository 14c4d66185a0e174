//! Sources, slips of the keyboard, and the sample in `deploy/`.

use super::*;

fn read(text: &str) -> Result<Layers, SettingsError> {
    Layers::of("agent.toml", text, |_| None)
}

fn complaint(text: &str) -> String {
    read(text).expect_err(text).to_string()
}

#[test]
fn without_a_file_the_built_in_settings_hold() {
    let layers = read("").expect("built-in");
    assert_eq!(layers.settings, Settings::default());
    assert_eq!(layers.settings.outbox_limit_bytes(), outbox::LIMIT_BYTES);
}

#[test]
fn a_slip_of_the_keyboard_is_named_with_its_line_and_the_nearest_key() {
    assert_eq!(
        complaint("[round]\ndays = [\"mon\"]\nzne = \"Asia/Tokyo\"\n"),
        "agent.toml, line 3: unknown key \"round.zne\"; did you mean \"round.zone\"?"
    );
    assert!(complaint("[rond]\nzone = 1\n").starts_with("agent.toml, line 2: unknown key \"rond.zone\""));
}

#[test]
fn a_wrong_value_is_named_with_its_key_and_place() {
    for (text, start) in [
        (
            "[round]\nzone = \"Tokyo\"",
            "agent.toml, line 2: round.zone: unknown time zone",
        ),
        (
            "[round]\nwindow_end = \"25:00\"",
            "agent.toml, line 2: round.window_end: not a time of day",
        ),
        (
            "[round]\ndays = []",
            "agent.toml, line 2: round.days: no business day",
        ),
        (
            "[budget]\nfiles = \"many\"",
            "agent.toml, line 2: budget.files: invalid type",
        ),
        (
            "[budget]\nshare_percent = 0",
            "agent.toml, line 2: budget.share_percent: not between",
        ),
        (
            "[sense]\nusers = \"all\"",
            "agent.toml, line 2: sense.users: unknown variant",
        ),
        (
            "[sense]\ndesktops = [\"here\"]",
            "agent.toml, line 2: sense.desktops: here is not",
        ),
        ("[round\nzone", "agent.toml, line 1: "),
    ] {
        let told = complaint(text);
        assert!(told.starts_with(start), "{told}");
    }
}

#[test]
fn the_environment_wins_over_the_file() {
    let variable = |name: &str| (name == "MIMAWARI_ROUND_DAYS").then(|| "sat, sun".to_owned());
    let layers = Layers::of(
        "agent.toml",
        "[round]\ndays = [\"mon\"]\ncatch_up = false",
        variable,
    )
    .expect("fine");
    assert_eq!(layers.settings.round.days, ["sat", "sun"]);
    let (_, source) = layers.explain("round.days").expect("a key");
    assert_eq!(source.to_string(), "MIMAWARI_ROUND_DAYS");
    let (_, source) = layers.explain("round.catch_up").expect("a key");
    assert_eq!(source.to_string(), "agent.toml, line 3");
    let (_, source) = layers.explain("round.zone").expect("a key");
    assert_eq!(source, &Source::BuiltIn);
}

#[test]
fn every_field_is_a_key_and_every_key_a_field() {
    let layers = read("").expect("built-in");
    for key in keys::ALL {
        assert!(layers.explain(key.name).is_some(), "{}", key.name);
    }
    let text = toml::to_string(&Settings::default()).expect("TOML");
    read(&text).expect("what is written can be read");
}

#[test]
fn the_sample_in_deploy_parses_and_says_what_is_built_in() {
    let layers = read(include_str!("../../../deploy/agent.toml")).expect("the sample");
    assert_eq!(layers.settings, Settings::default());
    for key in keys::ALL {
        let (_, source) = layers.explain(key.name).expect("a key");
        assert_ne!(source, &Source::BuiltIn, "{} is not in the sample", key.name);
    }
}
