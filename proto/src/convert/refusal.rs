//! What is wrong with a message, and where.

/// A message that cannot be taken.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{field}: {why}")]
pub struct Refusal {
    /// The path of the field, for example `events[3].found.path.shown`.
    pub field: String,
    /// What is wrong with it, without its value.
    pub why: &'static str,
}

impl Refusal {
    /// Refuses a field; an empty one is named by whoever holds it (see [`Within`]).
    pub(super) fn of(field: &str, why: &'static str) -> Self {
        Self {
            field: field.to_owned(),
            why,
        }
    }

    fn inside(self, outer: &str) -> Self {
        let field = match self.field.as_str() {
            "" => outer.to_owned(),
            inner => format!("{outer}.{inner}"),
        };
        Self { field, ..self }
    }
}

impl From<Refusal> for tonic::Status {
    fn from(refusal: Refusal) -> Self {
        Self::invalid_argument(refusal.to_string())
    }
}

/// Puts the outer field before the path of a refusal.
pub(super) trait Within {
    /// Names the field that holds what was refused.
    fn within(self, field: &str) -> Self;

    /// Names the list and the place in it.
    fn within_item(self, list: &str, index: usize) -> Self;
}

impl<T> Within for Result<T, Refusal> {
    fn within(self, field: &str) -> Self {
        self.map_err(|refusal| refusal.inside(field))
    }

    fn within_item(self, list: &str, index: usize) -> Self {
        self.map_err(|refusal| refusal.inside(&format!("{list}[{index}]")))
    }
}
