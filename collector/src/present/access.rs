//! Who may see what. Pages ask for a right; queries ask for a sight and can return nothing beyond it.

use mimawari_proto::id::{DepartmentId, UserId};

use crate::ledger::record::UserRecord;

/// What a person is here for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// Runs the audit and the accounts.
    Administrator,
    /// Looks at all departments and judges.
    Auditor,
    /// Head of a department (課長): sees their own.
    DepartmentHead,
    /// Keeps the machines running; sees no finding.
    Operator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [
        Self::Administrator,
        Self::Auditor,
        Self::DepartmentHead,
        Self::Operator,
    ];

    /// Returns the word kept with an account.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
            Self::DepartmentHead => "department_head",
            Self::Operator => "operator",
        }
    }

    /// Returns the role with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// What a page is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Right {
    /// Needs no login: the login itself, assets.
    Anyone,
    /// Everybody who is logged in: help, language, logout.
    Member,
    /// How departments and their machines are doing, without a finding.
    Machines,
    /// Findings and marks.
    Findings,
}

/// How far somebody sees. Every query takes one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Sight {
    /// Every department.
    Everything,
    /// One department.
    Department(DepartmentId),
    /// None.
    Nothing,
}

impl Sight {
    /// Tells whether something of this department is in sight; what belongs to none only for those who see all.
    pub fn covers(&self, department: Option<&DepartmentId>) -> bool {
        match self {
            Self::Everything => true,
            Self::Department(own) => department == Some(own),
            Self::Nothing => false,
        }
    }
}

/// Somebody who is logged in.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// The account.
    pub user: UserId,
    /// What is shown of them.
    pub name: String,
    /// `None` for a word of a newer release, which grants nothing.
    pub role: Option<Role>,
    /// The department they may see.
    pub department: Option<DepartmentId>,
}

impl Viewer {
    /// Takes an account; a closed one is nobody.
    pub fn of(account: &UserRecord) -> Option<Self> {
        let name = match account.display_name.is_empty() {
            true => account.name.clone(),
            false => account.display_name.clone(),
        };
        (!account.closed).then(|| Self {
            user: account.id,
            name,
            role: Role::from_word(&account.role),
            department: account.department.clone(),
        })
    }

    /// Tells whether they may open a page.
    pub fn may(&self, right: Right) -> bool {
        match (right, self.role) {
            (Right::Anyone | Right::Member, _) => true,
            (_, None) => false,
            (Right::Machines, Some(_)) => true,
            (Right::Findings, Some(role)) => role != Role::Operator,
        }
    }

    /// Returns how far they see on a page that needs this right.
    ///
    /// An account that is tied to a department never sees another, whatever its role.
    pub fn sight(&self, right: Right) -> Sight {
        match (self.may(right), &self.department, self.role) {
            (false, ..) | (_, None, Some(Role::DepartmentHead) | None) => Sight::Nothing,
            (true, Some(own), _) => Sight::Department(own.clone()),
            (true, None, _) => Sight::Everything,
        }
    }
}

#[cfg(test)]
mod tests {
    use mimawari_proto::time::Timestamp;

    use super::*;

    fn viewer(role: &str, department: Option<&str>) -> Viewer {
        Viewer {
            user: UserId::new(Timestamp::default(), [0; 10]),
            name: "x".to_owned(),
            role: Role::from_word(role),
            department: department.map(|code| code.parse().expect("a code")),
        }
    }

    #[test]
    fn each_role_sees_what_it_is_here_for() {
        let own = || Sight::Department("0810".parse().expect("a code"));
        let check = |role, department, right, expected| {
            assert_eq!(
                viewer(role, department).sight(right),
                expected,
                "{role} {right:?}"
            );
        };
        check("administrator", None, Right::Findings, Sight::Everything);
        check("auditor", None, Right::Findings, Sight::Everything);
        check("auditor", Some("0810"), Right::Findings, own());
        check("department_head", Some("0810"), Right::Findings, own());
        check("department_head", Some("0810"), Right::Machines, own());
        check("department_head", None, Right::Findings, Sight::Nothing);
        check("operator", None, Right::Findings, Sight::Nothing);
        check("operator", None, Right::Machines, Sight::Everything);
        check("of tomorrow", None, Right::Machines, Sight::Nothing);
    }

    #[test]
    fn a_machine_without_department_is_seen_only_by_those_who_see_all() {
        assert!(Sight::Everything.covers(None));
        assert!(!Sight::Department("0810".parse().expect("a code")).covers(None));
    }
}
