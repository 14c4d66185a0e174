//! Rows of the ledger of official media (公務用USBメモリ台帳): what people wrote down.
//!
//! Days are days of the city; they come with the act, so that the tables can
//! be made again without asking what zone was set. Observations are elsewhere
//! (`MediaSeen`), and so are verdicts (`assess`).

use jiff::civil::Date;
use mimawari_proto::{
    id::{DepartmentId, MachineId},
    machine::Zone,
    medium::{MediumState, usb_id},
    reading::{Encryption, Grade},
    show::visible,
};
use serde::{Deserialize, Serialize};

/// Longest management number, in characters: it must fit a label on a stick.
const NO_CHARS: usize = 40;

/// The management number (管理番号) on the label of a medium.
///
/// Printable and without blanks at its ends; two that differ in case differ.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MediumNo(String);

/// Text that cannot be a management number.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a management number (1 to 40 printable characters)")]
pub struct NotAMediumNo;

impl MediumNo {
    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for MediumNo {
    type Err = NotAMediumNo;

    fn from_str(text: &str) -> Result<Self, NotAMediumNo> {
        let text = text.trim();
        let hostile = text.chars().any(visible::is_hostile);
        match hostile || text.is_empty() || text.chars().count() > NO_CHARS {
            true => Err(NotAMediumNo),
            false => Ok(Self(text.to_owned())),
        }
    }
}

impl TryFrom<String> for MediumNo {
    type Error = NotAMediumNo;

    fn try_from(text: String) -> Result<Self, NotAMediumNo> {
        text.parse()
    }
}

impl From<MediumNo> for String {
    fn from(no: MediumNo) -> Self {
        no.0
    }
}

impl std::fmt::Display for MediumNo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

/// One medium that the city owns.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Medium {
    /// Its label.
    pub no: MediumNo,
    /// USB vendor; 0 where nobody wrote it down.
    #[serde(default)]
    pub vendor_id: u16,
    /// USB product; 0 where nobody wrote it down.
    #[serde(default)]
    pub product_id: u16,
    /// Maker.
    #[serde(default)]
    pub vendor: String,
    /// Model.
    #[serde(default)]
    pub product: String,
    /// Serial as the bus tells it; empty where there is none.
    #[serde(default)]
    pub serial: String,
    /// Id of its volume; empty where nobody wrote it down.
    #[serde(default)]
    pub volume_id: String,
    /// How well it can be told from others; `None` where it was never looked at.
    #[serde(default)]
    pub grade: Option<Grade>,
    /// Its capacity; 0 where nobody wrote it down.
    #[serde(default)]
    pub size_bytes: u64,
    /// How it is to be protected; `None` where nobody wrote it down.
    #[serde(default)]
    pub encryption: Option<Encryption>,
    /// The department that owns it.
    #[serde(default)]
    pub department: Option<DepartmentId>,
    /// Who keeps it.
    #[serde(default)]
    pub keeper: String,
    /// Where it is locked away.
    #[serde(default)]
    pub place: String,
    /// What it is doing.
    pub state: MediumState,
    /// Since which day.
    #[serde(default)]
    pub state_since: Option<Date>,
    /// Since when it is in the ledger.
    pub registered: Date,
    /// Anything else.
    #[serde(default)]
    pub note: String,
}

impl Medium {
    /// Returns every particular with its word, for the history of changes.
    pub(super) fn particulars(&self) -> Vec<(&'static str, String)> {
        let word = |word: Option<&'static str>| word.unwrap_or_default().to_owned();
        vec![
            ("vendor_id", usb_id(self.vendor_id)),
            ("product_id", usb_id(self.product_id)),
            ("vendor", self.vendor.clone()),
            ("product", self.product.clone()),
            ("serial", self.serial.clone()),
            ("volume_id", self.volume_id.clone()),
            ("grade", word(self.grade.map(Grade::word))),
            ("size_bytes", self.size_bytes.to_string()),
            ("encryption", word(self.encryption.map(Encryption::word))),
            (
                "department",
                self.department
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            ),
            ("keeper", self.keeper.clone()),
            ("place", self.place.clone()),
            ("state", self.state.word().to_owned()),
            ("registered", self.registered.to_string()),
            ("note", self.note.clone()),
        ]
    }
}

/// Where and by whom a medium may be used, from a day until a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Permit {
    /// Departments besides its own.
    #[serde(default)]
    pub departments: Vec<DepartmentId>,
    /// People; agents do not see who plugs in.
    #[serde(default)]
    pub users: Vec<String>,
    /// Only these machines; empty for all.
    #[serde(default)]
    pub machines: Vec<MachineId>,
    /// Only machines of these zones; empty for all but those closed to media.
    #[serde(default)]
    pub zones: Vec<Zone>,
    /// The first day.
    pub from: Date,
    /// The last day: a permit without end is none.
    pub until: Date,
    /// Who asked for it.
    pub applicant: String,
    /// Who permitted it: somebody else.
    pub by: String,
}

/// A medium handed to somebody.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Loan {
    /// Who has it.
    pub borrower: String,
    /// What for.
    #[serde(default)]
    pub purpose: String,
    /// What data it is to carry.
    #[serde(default)]
    pub data: String,
    /// Who permitted it: somebody else.
    pub by: String,
    /// The day it went out.
    pub out: Date,
    /// The day it is due.
    pub due: Option<Date>,
    /// The day it came back.
    pub back: Option<Date>,
    /// Somebody looked whether it is empty; `None` while nobody has.
    pub emptied: Option<bool>,
}

/// How a medium ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Destruction {
    /// The day.
    pub on: Date,
    /// Who did it.
    pub by: String,
    /// In what way.
    pub how: String,
}

/// One row of an imported file: what is `None` stays as it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MediumRow {
    /// The medium.
    pub medium: Medium,
    /// Its permit; takes the place of those that stand.
    #[serde(default)]
    pub permit: Option<Permit>,
    /// Its latest loan; the same borrower and day mean the same loan.
    #[serde(default)]
    pub loan: Option<Loan>,
    /// How it ended.
    #[serde(default)]
    pub destroyed: Option<Destruction>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_management_number_is_printable_and_short() {
        for good in ["公USB-07", "a", " 7 "] {
            assert!(good.parse::<MediumNo>().is_ok(), "{good}");
        }
        for bad in ["", "\u{3000}", "a\nb", "x\u{202e}y", &"x".repeat(41)] {
            assert_eq!(bad.parse::<MediumNo>(), Err(NotAMediumNo), "{bad:?}");
        }
    }
}
