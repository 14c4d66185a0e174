//! Rule 5: every rule and every control carries examples both ways.
//!
//! That they hold is asked of the code that judges by them: the eyes for rules
//! here, `assess/control/tests.rs` for controls.

use mimawari_agent::examine::{Eyes, Tried};
use toml::{Table, Value};

use crate::house::{Breach, files, keep, none};

/// A rule needs something that it must find, and something alike that it must not.
fn check_rule(path: &str, text: &str) -> Vec<Breach> {
    let rule: Table = match toml::from_str(text) {
        Ok(rule) => rule,
        Err(fault) => return vec![format!("{path}: {fault}")],
    };
    let carries = |list: &str| {
        rule.get(list)
            .and_then(Value::as_array)
            .is_some_and(|examples| !examples.is_empty())
    };
    let ways = ["must_find", "must_not_find"];
    let missing = ways.into_iter().filter(|way| !carries(way));
    missing.map(|way| format!("{path}: carries no {way}")).collect()
}

/// Tries what rules say of themselves.
fn tried(files: &[(&str, &str)]) -> Vec<Breach> {
    let tried = Eyes::from_rules(files).and_then(|eyes| eyes.try_examples());
    match tried {
        Err(fault) => vec![fault.to_string()],
        Ok(tried) => {
            let broken = tried.iter().filter(|example| !example.holds());
            broken
                .map(
                    |Tried {
                         file,
                         why,
                         wanted,
                         found,
                         ..
                     }| { format!("{file}: {why}: wanted {wanted:?}, found {found:?}") },
                )
                .collect()
        }
    }
}

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
fn every_rule_carries_examples_both_ways_and_they_hold() {
    let rules = files("agent/rules");
    assert!(!rules.is_empty(), "the rules are not where they should be");
    keep(&rules, check_rule);
    let texts: Vec<_> = rules
        .iter()
        .map(|rule| (rule.path.as_str(), rule.text.as_str()))
        .collect();
    none(tried(&texts));
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

#[test]
fn a_rule_whose_examples_are_missing_or_do_not_hold_is_seen() {
    let one_way = "[[must_find]]\nwhy = \"x\"\ntext = \"y\"\n";
    assert_eq!(check_rule("r.toml", one_way).len(), 1);
    assert_eq!(check_rule("r.toml", "").len(), 2);
    let rules = files("agent/rules");
    let numbers = rules.iter().find(|rule| rule.path.ends_with("my_number.toml"));
    let numbers = &numbers.expect("among the rules").text;
    let wrong = format!("{numbers}\n[[must_find]]\nwhy = \"wrong\"\ntext = \"nothing here\"\n");
    assert_eq!(tried(&[("my_number.toml", &wrong)]).len(), 1);
}
