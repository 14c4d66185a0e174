//! Right, wrong and missed, and the shares they make.

use serde::{Serialize, Serializer, ser::SerializeStruct as _};

/// What became of the claims about something.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Count {
    /// Claimed, and true.
    pub(crate) right: u32,
    /// Claimed, and not true.
    pub(crate) wrong: u32,
    /// True, and not claimed.
    pub(crate) missed: u32,
}

impl Count {
    /// Counts one case.
    pub(crate) const fn add(&mut self, claimed: bool, holds: bool) {
        match (claimed, holds) {
            (true, true) => self.right += 1,
            (true, false) => self.wrong += 1,
            (false, true) => self.missed += 1,
            (false, false) => {}
        }
    }

    /// Counts what another counted.
    pub(crate) const fn join(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }

    /// How many were to be found.
    pub(crate) const fn positives(self) -> u32 {
        self.right + self.missed
    }

    /// Of the claims, the share that is true; `None` where nothing was claimed.
    pub(crate) fn precision(self) -> Option<f64> {
        share(self.right, self.right + self.wrong)
    }

    /// Of what was to be found, the share that was; `None` where there was nothing.
    pub(crate) fn recall(self) -> Option<f64> {
        share(self.right, self.positives())
    }

    /// The harmonic mean of both.
    pub(crate) fn f1(self) -> Option<f64> {
        share(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }
}

/// With the shares, so that no reader need work them out.
impl Serialize for Count {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Count", 6)?;
        fields.serialize_field("right", &self.right)?;
        fields.serialize_field("wrong", &self.wrong)?;
        fields.serialize_field("missed", &self.missed)?;
        fields.serialize_field("precision", &self.precision())?;
        fields.serialize_field("recall", &self.recall())?;
        fields.serialize_field("f1", &self.f1())?;
        fields.end()
    }
}

/// A part of a whole; `None` of nothing.
pub(crate) fn share(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_those_of_the_books() {
        let count = Count {
            right: 6,
            wrong: 2,
            missed: 4,
        };
        assert_eq!(count.precision(), Some(0.75));
        assert_eq!(count.recall(), Some(0.6));
        assert_eq!(count.f1(), Some(12.0 / 18.0));
    }

    #[test]
    fn nothing_has_no_shares() {
        let none = Count::default();
        assert_eq!((none.precision(), none.recall(), none.f1()), (None, None, None));
    }

    #[test]
    fn silence_about_what_is_not_there_does_not_count() {
        let mut count = Count::default();
        for (claimed, holds) in [(true, true), (true, false), (false, true), (false, false)] {
            count.add(claimed, holds);
        }
        let once = Count {
            right: 1,
            wrong: 1,
            missed: 1,
        };
        assert_eq!(count, once);
    }
}
