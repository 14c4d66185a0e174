//! The settings of a program as `config` checks, shows and explains them.

use clap::Subcommand;
use serde::Serialize;

use super::{
    exit::{Exit, Failure},
    nearest::nearest,
    table::Table,
    terminal::Terminal,
};

/// What to do with the settings; to show them where nothing is said.
#[derive(Subcommand, Clone, PartialEq, Eq, Debug)]
pub enum Verb {
    /// Check the settings without starting anything
    Check,
    /// Show every setting and where it comes from
    Show,
    /// Show one setting, where it comes from and what it is for
    Explain {
        /// The key, as `config show` names it
        key: String,
    },
}

/// One setting, as it is in force. Generic because TOML is the programs' own affair.
#[derive(Serialize, Clone, PartialEq, Debug)]
pub struct Setting<V> {
    schema: &'static str,
    key: &'static str,
    value: V,
    from: String,
    variable: String,
    meaning: &'static str,
}

impl<V> Setting<V> {
    /// Describes a setting: its key, value, source, variable in the environment and meaning.
    pub const fn new(
        key: &'static str,
        value: V,
        from: String,
        variable: String,
        meaning: &'static str,
    ) -> Self {
        Self {
            schema: "mimawari.setting/1",
            key,
            value,
            from,
            variable,
            meaning,
        }
    }
}

/// Does what was asked with settings that were read without a complaint.
///
/// # Errors
/// There is no setting of that name.
pub fn run<V: Serialize + ToString>(
    verb: Option<&Verb>,
    mut settings: Vec<Setting<V>>,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    match verb {
        Some(Verb::Check) => {
            terminal.note(terminal.say("設定に誤りはありません", "the settings are fine"))?;
            return Ok(Exit::Done);
        }
        Some(Verb::Explain { key }) => {
            let known: Vec<_> = settings.iter().map(|setting| setting.key).collect();
            settings.retain(|setting| setting.key == key);
            if settings.is_empty() {
                return Err(unknown(key, &known));
            }
        }
        Some(Verb::Show) | None => {}
    }
    let headings = [
        terminal.say("設定", "key"),
        terminal.say("値", "value"),
        terminal.say("由来", "from"),
        terminal.say("意味", "meaning"),
    ];
    terminal.rows(&settings, |settings| {
        let mut table = Table::new(headings);
        for setting in settings {
            table.row([
                setting.key.to_owned(),
                setting.value.to_string(),
                setting.from.clone(),
                setting.meaning.to_owned(),
            ]);
        }
        table
    })?;
    Ok(Exit::Done)
}

fn unknown(key: &str, known: &[&str]) -> Failure {
    let next = match nearest(key, known.iter().copied()) {
        Some(meant) => format!("did you mean {meant}?"),
        None => "see them all with `config show`".to_owned(),
    };
    Failure::new(Exit::Usage, format!("there is no setting {key}"), next)
}
