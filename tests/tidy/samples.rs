//! Rule 6, second half: every sample configuration in `deploy/` parses.

use mimawari_agent::settings::Settings as AgentSettings;
use mimawari_collector::settings::Settings as CollectorSettings;

use crate::house::{Breach, files, keep};

fn check(path: &str, text: &str) -> Vec<Breach> {
    let parsed = match path.rsplit('/').next() {
        Some("agent.toml") => toml::from_str::<AgentSettings>(text).map(drop),
        Some("collector.toml") => toml::from_str::<CollectorSettings>(text).map(drop),
        Some(name) if name.ends_with(".toml") => {
            return vec![format!(
                "{path}: nobody knows how to read this sample; add it here"
            )];
        }
        _ => return Vec::new(),
    };
    parsed
        .err()
        .map(|fault| format!("{path}: {fault}"))
        .into_iter()
        .collect()
}

#[test]
fn every_sample_configuration_parses() {
    keep(&files("deploy"), check);
}

#[test]
fn a_sample_that_does_not_parse_is_seen() {
    assert_eq!(check("deploy/collector.toml", "[intake]\nlisten = 7443").len(), 1);
    assert_eq!(check("deploy/collector.toml", "no_such_key = 1").len(), 1);
    assert_eq!(check("deploy/agent.toml", "[sense]\nusers = 3").len(), 1);
    assert_eq!(check("deploy/unknown.toml", "").len(), 1);
}
