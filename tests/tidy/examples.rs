//! Rule 5: every rule and every control carries examples both ways.
//!
//! That they hold is asked of the code that judges by them: the eyes for rules
//! here, `assess/control/tests.rs` for controls.

use toml::{Table, Value};

use crate::house::{Breach, files, keep};

/// A control needs two situations; if agents can prove something, they must not all end in the same mark and proposal.
fn check_control(path: &str, text: &str) -> Vec<Breach> {
    let control: Table = match toml::from_str(text) {
        Ok(control) => control,
        Err(fault) => return vec![format!("{path}: {fault}")],
    };
    let examples = control.get("example").and_then(Value::as_array);
    let outcome = |example: &Value| Some((example.get("mark")?.clone(), example.get("proposed").cloned()));
    let outcomes: Vec<_> = examples.into_iter().flatten().filter_map(outcome).collect();
    let differ = outcomes.iter().any(|other| *other != outcomes[0]);
    let provable = control.contains_key("proof");
    match outcomes.len() {
        0 | 1 => vec![format!("{path}: needs at least two examples")],
        _ if provable && !differ => vec![format!("{path}: every example ends the same")],
        _ => Vec::new(),
    }
}

#[test]
fn every_control_carries_examples_both_ways() {
    keep(&files("collector/controls"), check_control);
}

#[test]
fn a_control_without_examples_both_ways_is_seen() {
    let one = "[[example]]\nmark = \"○\"\n";
    let other = "[[example]]\nmark = \"×\"\n";
    assert_eq!(check_control("c.toml", one).len(), 1);
    assert_eq!(check_control("c.toml", &format!("[proof]\n{one}{one}")).len(), 1);
    assert!(check_control("c.toml", &format!("[proof]\n{one}{other}")).is_empty());
    assert_eq!(check_control("c.toml", "not toml").len(), 1);
}
