//! Lays flags over environment over file over built-in, and remembers which one spoke.

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};

use toml::{Table, Value};

use super::{Settings, SettingsError, keys};
use mimawari_proto::show::nearest::nearest;

/// Where a value comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Source {
    /// An option on the command line.
    Flag,
    /// A variable of the environment.
    Variable(&'static str),
    /// The settings file.
    File(PathBuf),
    /// What holds when nobody says otherwise.
    BuiltIn,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag => f.write_str("flag"),
            Self::Variable(name) => write!(f, "${name}"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::BuiltIn => f.write_str("default"),
        }
    }
}

/// Settings in the making: values by key, each with its source.
#[derive(Clone, Debug)]
pub struct Layers {
    values: BTreeMap<String, (Value, Source)>,
}

impl Layers {
    /// Starts with what is built in.
    pub fn built_in() -> Self {
        let table = Table::try_from(Settings::default()).expect("the built-in settings are plain values");
        let mut layers = Self {
            values: BTreeMap::new(),
        };
        for (key, value) in flat(table) {
            layers.values.insert(key, (value, Source::BuiltIn));
        }
        layers
    }

    /// Lays a file over it.
    pub fn with_file(self, path: &Path) -> Result<Self, SettingsError> {
        let text = std::fs::read_to_string(path).map_err(|cause| SettingsError::Unreadable {
            path: path.to_owned(),
            cause,
        })?;
        self.with_text(&text, path)
    }

    /// Lays the text of a file over it.
    pub fn with_text(mut self, text: &str, path: &Path) -> Result<Self, SettingsError> {
        let table: Table = text
            .parse()
            .map_err(|error: toml::de::Error| SettingsError::NotToml {
                path: path.to_owned(),
                why: error.to_string().trim_end().to_owned(),
            })?;
        for (key, value) in flat(table) {
            self.known(&key, &path.display().to_string())?;
            self.values.insert(key, (value, Source::File(path.to_owned())));
        }
        self.tried(&path.display().to_string())
    }

    /// Lays variables over it; `read` returns the value of one.
    pub fn with_variables(mut self, read: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        for key in keys::ALL {
            if let Some(text) = read(key.variable) {
                let value = self.read_as(key.name, &text, key.variable)?;
                self.values
                    .insert(key.name.to_owned(), (value, Source::Variable(key.variable)));
            }
        }
        self.tried("environment")
    }

    /// Lays an option of the command line over it.
    pub fn with_flag(mut self, key: &str, value: Option<impl Into<Value>>) -> Result<Self, SettingsError> {
        if let Some(value) = value {
            self.values.insert(key.to_owned(), (value.into(), Source::Flag));
        }
        self.tried(key)
    }

    /// Returns the settings.
    pub fn settings(&self) -> Result<Settings, SettingsError> {
        self.tabled()
            .try_into::<Settings>()
            .map_err(|error| SettingsError::Value {
                key: "settings".to_owned(),
                why: error.message().to_owned(),
            })?
            .checked()
    }

    /// Returns the value of a key and its source.
    pub fn get(&self, key: &str) -> Option<(&Value, &Source)> {
        self.values.get(key).map(|(value, source)| (value, source))
    }

    /// Returns every key, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    fn known(&self, key: &str, from: &str) -> Result<(), SettingsError> {
        match self.values.contains_key(key) {
            true => Ok(()),
            false => Err(SettingsError::Unknown {
                from: from.to_owned(),
                key: key.to_owned(),
                nearest: nearest(key, keys::ALL.iter().map(|key| key.name)).map(str::to_owned),
            }),
        }
    }

    /// Reads text as the type that the key has by default.
    fn read_as(&self, key: &str, text: &str, variable: &str) -> Result<Value, SettingsError> {
        match self.values.get(key).map(|(value, _)| value) {
            Some(Value::Integer(_)) => {
                text.trim()
                    .parse()
                    .map(Value::Integer)
                    .map_err(|_| SettingsError::Value {
                        key: variable.to_owned(),
                        why: "not a whole number".to_owned(),
                    })
            }
            Some(Value::Boolean(_)) => {
                text.trim()
                    .parse()
                    .map(Value::Boolean)
                    .map_err(|_| SettingsError::Value {
                        key: variable.to_owned(),
                        why: "neither true nor false".to_owned(),
                    })
            }
            Some(Value::Array(_)) => {
                let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
                Ok(Value::Array(items.map(Value::from).collect()))
            }
            _ => Ok(Value::from(text)),
        }
    }

    /// Tries the settings, so that a wrong value is told with the layer that brought it.
    fn tried(self, from: &str) -> Result<Self, SettingsError> {
        match self.settings() {
            Ok(_) => Ok(self),
            Err(SettingsError::Value { key, why }) => Err(SettingsError::Value {
                key: format!("{from}: {key}"),
                why,
            }),
            Err(other) => Err(other),
        }
    }

    fn tabled(&self) -> Table {
        let mut table = Table::new();
        for (key, (value, _)) in &self.values {
            match key.split_once('.') {
                None => drop(table.insert(key.clone(), value.clone())),
                Some((outer, inner)) => {
                    let room = table
                        .entry(outer.to_owned())
                        .or_insert_with(|| Value::Table(Table::new()));
                    if let Value::Table(room) = room {
                        room.insert(inner.to_owned(), value.clone());
                    }
                }
            }
        }
        table
    }
}

/// Joins the keys of tables by dots, one level deep, as deep as the settings go.
fn flat(table: Table) -> Vec<(String, Value)> {
    let mut rows = Vec::new();
    for (key, value) in table {
        match value {
            Value::Table(inner) => rows.extend(inner.into_iter().map(|(k, v)| (format!("{key}.{k}"), v))),
            value => rows.push((key, value)),
        }
    }
    rows
}
