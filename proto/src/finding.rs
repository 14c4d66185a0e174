//! What was found, where and how sure it is; never what it says.

use serde::{Deserialize, Serialize};

use crate::{
    id::{FindingId, MediaSessionId},
    name::Name,
    time::Timestamp,
    word::words,
};

words! {
    /// What sort of thing should not be there.
    pub enum Kind {
        /// A place where somebody wrote down a secret that opens something.
        PasswordNote = 1 => "password_note",
        /// Individual numbers (個人番号).
        MyNumber = 2 => "my_number",
        /// Payment-card numbers.
        CardNumber = 3 => "card_number",
        /// Resident record codes (住民票コード).
        ResidentCode = 4 => "resident_code",
        /// A list of persons with private particulars.
        PersonalRoster = 5 => "personal_roster",
        /// A document on a desktop.
        StrayFile = 6 => "stray_file",
    }
}

words! {
    /// How sure the verdict is. Of the high ones at least 98 in 100 are right.
    pub enum Confidence {
        /// Not shown unless asked for.
        Low = 1 => "low",
        /// Worth a look.
        Medium = 2 => "medium",
        /// Almost certainly right.
        High = 3 => "high",
    }
}

words! {
    /// How much harm it can do.
    pub enum Severity {
        /// Untidy.
        Notice = 1 => "notice",
        /// Opens something or tells something.
        Warning = 2 => "warning",
        /// Personal numbers or many secrets, unprotected.
        Serious = 3 => "serious",
    }
}

words! {
    /// How many distinct hits, as a bucket: exact numbers stay on the PC.
    pub enum Count {
        /// Exactly one.
        One = 1 => "1",
        /// Two to nine.
        Under10 = 2 => "2-9",
        /// Ten to 99.
        Under100 = 3 => "10-99",
        /// 100 to 999.
        Under1000 = 4 => "100-999",
        /// 1,000 or more.
        Thousands = 5 => "1000+",
    }
}

impl Count {
    /// Puts an exact number of hits into its bucket; zero counts as one.
    pub const fn of(hits: u64) -> Self {
        match hits {
            0..=1 => Self::One,
            2..=9 => Self::Under10,
            10..=99 => Self::Under100,
            100..=999 => Self::Under1000,
            _ => Self::Thousands,
        }
    }
}

words! {
    /// A place that a round covers.
    pub enum Root {
        /// A user's desktop.
        Desktop = 1 => "desktop",
        /// The desktop that every user sees.
        PublicDesktop = 2 => "public_desktop",
        /// A user's documents.
        Documents = 3 => "documents",
        /// A user's downloads.
        Downloads = 4 => "downloads",
        /// A removable medium.
        Media = 5 => "media",
        /// A share named in the policy.
        Share = 6 => "share",
    }
}

words! {
    /// A part of a document that has no line, cell or page.
    pub enum Part {
        /// The running text.
        Body = 1 => "body",
        /// A header or footer.
        Header = 2 => "header",
        /// A comment.
        Comment = 3 => "comment",
        /// The file's own name.
        Name = 4 => "name",
    }
}

/// Where in a document; every number is one-based.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Place {
    /// A line of plain text.
    Line {
        /// The line.
        line: u32,
    },
    /// A cell of a spreadsheet.
    Cell {
        /// The sheet's name.
        sheet: String,
        /// For example `B4`.
        cell: String,
    },
    /// A page.
    Page {
        /// The page.
        page: u32,
    },
    /// A slide.
    Slide {
        /// The slide.
        slide: u32,
    },
    /// A part without numbers.
    Part {
        /// The part.
        part: Part,
    },
    /// A speaker note or sticky note.
    Note {
        /// The note.
        note: u32,
    },
}

/// At most so many places are named for one finding.
pub const PLACES_LIMIT: usize = 20;

words! {
    /// The length of a value in characters, as a bucket.
    pub enum Length {
        /// One to three.
        Upto3 = 1 => "1-3",
        /// Four to seven.
        Upto7 = 2 => "4-7",
        /// Eight to 11.
        Upto11 = 3 => "8-11",
        /// 12 to 15.
        Upto15 = 4 => "12-15",
        /// 16 to 31.
        Upto31 = 5 => "16-31",
        /// 32 or more.
        Longer = 6 => "32+",
    }
}

impl Length {
    /// Puts a length in characters into its bucket.
    pub const fn of(chars: usize) -> Self {
        match chars {
            0..=3 => Self::Upto3,
            4..=7 => Self::Upto7,
            8..=11 => Self::Upto11,
            12..=15 => Self::Upto15,
            16..=31 => Self::Upto31,
            _ => Self::Longer,
        }
    }
}

words! {
    /// A class of characters that a value holds.
    pub enum Class {
        /// a–z.
        Lower = 1 => "lower",
        /// A–Z.
        Upper = 2 => "upper",
        /// 0–9.
        Digit = 3 => "digit",
        /// ASCII punctuation.
        Symbol = 4 => "symbol",
        /// Everything else.
        Beyond = 5 => "other",
    }
}

/// What a value looks like, never what it is.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Shape {
    /// Its length, as a bucket.
    pub length: Length,
    /// Its character classes, each at most once, in the order of [`Class::ALL`].
    pub classes: Vec<Class>,
}

/// Something in one place that should not be there, without what it says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// Given at the first sight, kept while the same secret is in the same place.
    pub id: FindingId,
    /// What sort of thing.
    pub kind: Kind,
    /// The strongest rule, for example `password.label-value`.
    pub rule: String,
    /// How sure.
    pub confidence: Confidence,
    /// How harmful.
    pub severity: Severity,
    /// In which sort of place.
    pub root: Root,
    /// Where on the machine; the profile folder is written `%USER%`, the top of a medium `%MEDIUM%`.
    pub path: Name,
    /// For a file inside files: the chain of member names.
    pub member: Vec<Name>,
    /// How many distinct hits.
    pub count: Count,
    /// Where in the document, at most [`PLACES_LIMIT`].
    pub places: Vec<Place>,
    /// What the values look like; `None` where there is no value (a stray file).
    pub shape: Option<Shape>,
    /// The file is protected.
    pub encrypted: bool,
    /// Size of the file on disk.
    pub size_bytes: u64,
    /// Last change of the file.
    pub modified_at: Timestamp,
    /// The account that owns the file.
    pub owner: Name,
    /// The medium it lies on; `None` for what lies on the PC itself.
    pub medium: Option<FoundOn>,
}

/// The medium that a finding lies on: enough to pick it out of a drawer.
///
/// Such a finding is cleared only when the same medium was looked through again, never by its absence.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FoundOn {
    /// The stay in which it was last seen to stand.
    pub session: MediaSessionId,
    /// USB vendor; 0 where the bus has none.
    pub vendor_id: u16,
    /// USB product; 0 where the bus has none.
    pub product_id: u16,
    /// Vendor as the medium says it.
    pub vendor: Name,
    /// Product as the medium says it.
    pub product: Name,
    /// Serial of the device; empty where it has none.
    pub serial: Name,
    /// Id of the volume; empty where it has none.
    pub volume_id: Name,
    /// What somebody called the volume.
    pub volume_label: Name,
}

words! {
    /// Why a finding no longer stands.
    pub enum ClearedReason {
        /// The file is no longer there.
        Gone = 1 => "gone",
        /// The file is there and the secret is not.
        Emptied = 2 => "emptied",
        /// The file is there and protected now.
        Protected = 3 => "protected",
        /// The medium was unplugged.
        Unplugged = 4 => "unplugged",
        /// The rules changed and no longer call it a finding.
        RulesChanged = 5 => "rules_changed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_hits_falls_into_its_bucket() {
        let buckets = [
            (0, "1"),
            (1, "1"),
            (2, "2-9"),
            (9, "2-9"),
            (10, "10-99"),
            (99, "10-99"),
        ];
        let large = [
            (100, "100-999"),
            (999, "100-999"),
            (1_000, "1000+"),
            (u64::MAX, "1000+"),
        ];
        for (hits, bucket) in buckets.into_iter().chain(large) {
            assert_eq!(Count::of(hits).word(), bucket, "{hits}");
        }
    }

    #[test]
    fn a_length_falls_into_its_bucket() {
        let buckets = [(0, "1-3"), (3, "1-3"), (4, "4-7"), (8, "8-11"), (12, "12-15")];
        let long = [(16, "16-31"), (31, "16-31"), (32, "32+"), (usize::MAX, "32+")];
        for (chars, bucket) in buckets.into_iter().chain(long) {
            assert_eq!(Length::of(chars).word(), bucket, "{chars}");
        }
    }

    #[test]
    fn a_place_reads_in_json_as_a_person_would_say_it() {
        let places = [
            (Place::Line { line: 3 }, r#"{"line":3}"#),
            (
                Place::Cell {
                    sheet: "一覧".to_owned(),
                    cell: "B4".to_owned(),
                },
                r#"{"sheet":"一覧","cell":"B4"}"#,
            ),
            (Place::Part { part: Part::Name }, r#"{"part":"name"}"#),
            (Place::Note { note: 1 }, r#"{"note":1}"#),
        ];
        for (place, json) in places {
            assert_eq!(serde_json::to_string(&place).ok().as_deref(), Some(json));
            assert_eq!(serde_json::from_str::<Place>(json).ok(), Some(place));
        }
    }
}
