//! Who may judge a finding, and how: two pairs of eyes, and never one's own department.

use mimawari_proto::id::DepartmentId;

/// What is known before somebody judges.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judging<'a> {
    /// The department that the finding belongs to.
    pub audited: Option<&'a DepartmentId>,
    /// The department of whoever judges; `None` for somebody who belongs to none.
    pub judge: Option<&'a DepartmentId>,
    /// Why.
    pub reason: &'a str,
    /// The judgement is the one that stands already.
    pub unchanged: bool,
}

/// Why a judgement is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotJudged {
    /// Nobody judges what their own department did.
    #[error("nobody judges their own department")]
    OwnDepartment,
    /// A judgement without a reason helps nobody a year later.
    #[error("a reason is needed")]
    NoReason,
    /// It is judged so already.
    #[error("it is judged so already")]
    Unchanged,
    /// There is no such finding.
    #[error("there is no such finding")]
    Absent,
}

/// Tells whether a judgement may be taken.
pub fn judging(case: &Judging<'_>) -> Result<(), NotJudged> {
    match case {
        Judging { reason, .. } if reason.trim().is_empty() => Err(NotJudged::NoReason),
        Judging { unchanged: true, .. } => Err(NotJudged::Unchanged),
        Judging {
            audited: Some(audited),
            judge: Some(judge),
            ..
        } if audited == judge => Err(NotJudged::OwnDepartment),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(audited: &str, judge: &str, reason: &str, unchanged: bool, expected: Result<(), NotJudged>) {
        let [audited, judge] = [audited, judge].map(|code| code.parse::<DepartmentId>().ok());
        let case = Judging {
            audited: audited.as_ref(),
            judge: judge.as_ref(),
            reason,
            unchanged,
        };
        assert_eq!(judging(&case), expected, "{case:?}");
    }

    #[test]
    fn nobody_judges_their_own_department_or_without_a_reason() {
        check("0810", "", "誤検知", false, Ok(()));
        check("0810", "0200", "誤検知", false, Ok(()));
        check("", "0200", "誤検知", false, Ok(()));
        check("0810", "0810", "誤検知", false, Err(NotJudged::OwnDepartment));
        check("0810", "", " \u{3000}", false, Err(NotJudged::NoReason));
        check("0810", "", "誤検知", true, Err(NotJudged::Unchanged));
    }
}
