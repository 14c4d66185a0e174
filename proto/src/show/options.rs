//! Options that every command of both programs takes.

use clap::{ArgAction, Args, ValueEnum};

/// How a result is printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Format {
    /// Aligned columns.
    Table,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// CSV.
    Csv,
}

/// When to colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The language of what a person reads; machine output has none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Lang {
    /// Japanese.
    Ja,
    /// English.
    En,
}

/// Options that every command takes.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Globals {
    /// How to print the result [default: table on a terminal, tab-separated in a pipe]
    #[arg(long, global = true, value_enum, value_name = "FORMAT")]
    pub format: Option<Format>,

    /// The same as --format json
    #[arg(long, global = true, conflicts_with = "format")]
    pub json: bool,

    /// Print nothing on stderr but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,

    /// Tell more on stderr; twice for everything
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,

    /// When to colour
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    pub color: Color,

    /// Language of what is printed for people [default: from the locale]
    #[arg(long, global = true, value_enum, value_name = "LANG", env = "MIMAWARI_LANG")]
    pub lang: Option<Lang>,
}

impl Globals {
    /// Returns the language: the option, else the locale given as `LC_ALL`, `LC_MESSAGES` or `LANG`, else Japanese.
    ///
    /// `C` and `POSIX` say nothing about a person and count as not given.
    pub fn language(&self, locale: impl IntoIterator<Item = String>) -> Lang {
        let spoken = || {
            let named = locale
                .into_iter()
                .find(|l| !matches!(l.split('.').next(), None | Some("" | "C" | "POSIX")))?;
            Some(if named.starts_with("ja") {
                Lang::Ja
            } else {
                Lang::En
            })
        };
        self.lang.or_else(spoken).unwrap_or(Lang::Ja)
    }

    /// Returns the level of the log on stderr, as `tracing` names it.
    pub const fn log_level(&self) -> &'static str {
        match (self.quiet, self.verbose) {
            (true, _) => "error",
            (false, 0) => "warn",
            (false, 1) => "info",
            (false, 2) => "debug",
            (false, _) => "trace",
        }
    }
}
