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

#[cfg(test)]
mod tests {
    use super::*;

    fn language(lang: Option<Lang>, locale: &[&str]) -> Lang {
        let globals = Globals {
            lang,
            ..Globals::default()
        };
        globals.language(locale.iter().map(|&name| name.to_owned()))
    }

    #[test]
    fn people_are_spoken_to_in_japanese_unless_their_locale_says_otherwise() {
        assert_eq!(language(None, &[]), Lang::Ja);
        assert_eq!(language(None, &["C.UTF-8", "POSIX", ""]), Lang::Ja);
        assert_eq!(language(None, &["C", "ja_JP.UTF-8", "en_US.UTF-8"]), Lang::Ja);
        assert_eq!(language(None, &["en_US.UTF-8"]), Lang::En);
        assert_eq!(language(None, &["de_DE.UTF-8"]), Lang::En);
    }

    #[test]
    fn an_option_outweighs_the_locale() {
        assert_eq!(language(Some(Lang::En), &["ja_JP.UTF-8"]), Lang::En);
        assert_eq!(language(Some(Lang::Ja), &["en_US.UTF-8"]), Lang::Ja);
    }

    #[test]
    fn quiet_and_verbose_set_the_level_of_the_log() {
        let level = |quiet, verbose| {
            Globals {
                quiet,
                verbose,
                ..Globals::default()
            }
            .log_level()
        };
        let levels = [
            level(true, 0),
            level(false, 0),
            level(false, 1),
            level(false, 2),
            level(false, 9),
        ];
        assert_eq!(levels, ["error", "warn", "info", "debug", "trace"]);
    }
}
