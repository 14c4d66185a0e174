//! Lays the sources over each other and remembers which one said what.

use std::{collections::BTreeMap, fmt, path::Path};

use toml::{Table, Value};

use super::{Settings, SettingsError, keys};
use mimawari_proto::show::nearest::nearest;

/// Where a value comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Source {
    /// Nobody said otherwise.
    BuiltIn,
    /// The settings file.
    File(String),
    /// A variable of the environment.
    Variable(String),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn => f.write_str("built-in"),
            Self::File(file) => f.write_str(file),
            Self::Variable(name) => f.write_str(name),
        }
    }
}

/// The settings, and where each value comes from.
#[derive(Clone, Debug)]
pub struct Layers {
    /// What holds.
    pub settings: Settings,
    values: BTreeMap<&'static str, (Value, Source)>,
}

impl Layers {
    /// Reads the file where there is one, and the variables.
    pub fn read(
        file: &Path,
        must_exist: bool,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, SettingsError> {
        let shown = file.display().to_string();
        match std::fs::read_to_string(file) {
            Ok(text) => Self::of(&shown, &text, variable),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !must_exist => {
                Self::of(&shown, "", variable)
            }
            Err(error) => Err(SettingsError::Unreadable {
                file: shown,
                why: error.to_string(),
            }),
        }
    }

    /// Takes the text of a file and the variables.
    pub fn of(
        file: &str,
        text: &str,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, SettingsError> {
        let written = parse(file, text)?;
        let mut values = built_in();
        for (key, value) in flat(&written) {
            let place = || format!("{file}, line {}", line_of(text, &key));
            let Some(known) = keys::find(&key) else {
                return Err(SettingsError::UnknownKey {
                    place: place(),
                    nearest: nearest(&key, keys::ALL.iter().map(|key| key.name)),
                    key,
                });
            };
            values.insert(known.name, (value, Source::File(place())));
        }
        for key in keys::ALL {
            if let Some(said) = variable(&key.variable()) {
                let value = of_text(&values[key.name].0, &said).map_err(|why| SettingsError::Value {
                    place: key.variable(),
                    key: key.name.to_owned(),
                    why,
                })?;
                values.insert(key.name, (value, Source::Variable(key.variable())));
            }
        }
        Self::checked(values)
    }

    /// Returns the value of a key and where it comes from.
    pub fn explain(&self, key: &str) -> Option<(&Value, &Source)> {
        self.values.get(key).map(|(value, source)| (value, source))
    }

    fn checked(values: BTreeMap<&'static str, (Value, Source)>) -> Result<Self, SettingsError> {
        let value_error = |key: &str, why: String| SettingsError::Value {
            place: values
                .get(key)
                .map_or_else(String::new, |(_, source)| source.to_string()),
            key: key.to_owned(),
            why,
        };
        // One key at a time first, so that a wrong type is told with its key and place.
        for (key, (value, _)) in &values {
            let alone = nested([(*key, value)]);
            if let Err(error) = alone.try_into::<Settings>() {
                return Err(value_error(key, error.message().to_owned()));
            }
        }
        let whole = nested(values.iter().map(|(key, (value, _))| (*key, value)));
        let settings: Settings = whole
            .try_into()
            .map_err(|error: toml::de::Error| value_error("", error.message().to_owned()))?;
        match settings.wrong() {
            Some((key, why)) => Err(value_error(key, why)),
            None => Ok(Self { settings, values }),
        }
    }
}

fn parse(file: &str, text: &str) -> Result<Table, SettingsError> {
    text.parse()
        .map_err(|error: toml::de::Error| SettingsError::Syntax {
            file: file.to_owned(),
            line: error.span().map_or(1, |span| line_at(text, span.start)),
            why: error.message().to_owned(),
        })
}

fn built_in() -> BTreeMap<&'static str, (Value, Source)> {
    let table = Table::try_from(Settings::default()).expect("plain values have a TOML form");
    flat(&table)
        .into_iter()
        .filter_map(|(name, value)| Some((keys::find(&name)?.name, (value, Source::BuiltIn))))
        .collect()
}

/// Joins tables and keys by dots.
fn flat(table: &Table) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for (name, value) in table {
        match value {
            Value::Table(inner) if !inner.is_empty() => {
                all.extend(
                    flat(inner)
                        .into_iter()
                        .map(|(key, value)| (format!("{name}.{key}"), value)),
                );
            }
            // An empty table of a known name says nothing.
            Value::Table(_)
                if keys::ALL
                    .iter()
                    .any(|key| key.name.starts_with(&format!("{name}."))) => {}
            other => all.push((name.clone(), other.clone())),
        }
    }
    all
}

fn nested<V: std::borrow::Borrow<Value>>(values: impl IntoIterator<Item = (&'static str, V)>) -> Table {
    let mut all = Table::new();
    for (key, value) in values {
        let (table, name) = key.split_once('.').expect("every key lies in a table");
        let inner = all
            .entry(table)
            .or_insert_with(|| Value::Table(Table::new()))
            .as_table_mut()
            .expect("made as a table");
        inner.insert(name.to_owned(), value.borrow().clone());
    }
    all
}

/// Reads a variable as the kind of value that the key has.
fn of_text(like: &Value, text: &str) -> Result<Value, String> {
    Ok(match like {
        Value::Integer(_) => Value::Integer(text.parse().map_err(|_| "not a whole number".to_owned())?),
        Value::Boolean(_) => Value::Boolean(text.parse().map_err(|_| "not true or false".to_owned())?),
        Value::Array(_) => Value::Array(
            text.split(',')
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .map(|part| Value::String(part.to_owned()))
                .collect(),
        ),
        _ => Value::String(text.to_owned()),
    })
}

/// Finds the line of a key: in its table, the one that begins with its name.
fn line_of(text: &str, key: &str) -> usize {
    let (table, name) = key.rsplit_once('.').unwrap_or(("", key));
    let mut inside = table.is_empty();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim_start();
        if let Some(heading) = line.strip_prefix('[') {
            let heading = heading.split(']').next().unwrap_or_default().trim();
            inside = heading == table;
            if heading == key {
                return number + 1;
            }
        } else if inside
            && line
                .strip_prefix(name)
                .is_some_and(|rest| rest.trim_start().starts_with('='))
        {
            return number + 1;
        }
    }
    1
}

fn line_at(text: &str, offset: usize) -> usize {
    text.as_bytes()
        .iter()
        .take(offset)
        .filter(|byte| **byte == b'\n')
        .count()
        + 1
}
