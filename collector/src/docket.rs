//! Where judgements become changes: load, assess, apply, in one transaction.
//!
//! Each function here only sequences: what is stored (`ledger`), whether it
//! may be (`assess`), the act that says so. The order of arrival decides
//! between two people: the second one sees what the first one did.

pub mod media;

use mimawari_proto::{id::DepartmentId, time::Timestamp};

use crate::{
    assess::judging::{Judging, NotJudged, judging},
    ledger::{Act, By, Decision, Ledger, LedgerError, View, act::Judgement},
};

/// Takes an auditor's judgement of a finding.
///
/// `department` is the one of whoever judges.
pub async fn judge(
    ledger: &Ledger,
    by: By,
    department: Option<DepartmentId>,
    finding: u64,
    judgement: Judgement,
    reason: String,
    at: Timestamp,
) -> Result<Result<(), NotJudged>, LedgerError> {
    let decide = move |view: &View<'_>| {
        let Some(record) = view.finding(finding)?.map(|detail| detail.record) else {
            return Ok(Err(NotJudged::Absent));
        };
        let case = Judging {
            audited: record.department.as_ref(),
            judge: department.as_ref(),
            reason: &reason,
            unchanged: record.judgement == judgement,
        };
        Ok(judging(&case).map(|()| Decision {
            acts: vec![Act::FindingJudged {
                finding,
                machine: record.machine,
                id: record.finding.id,
                kind: record.finding.kind,
                judgement,
                reason,
            }],
            keeps: Vec::new(),
            answer: (),
        }))
    };
    ledger.decide(by, at, decide).await
}

#[cfg(test)]
mod tests {
    use mimawari_proto::finding::Kind;

    use super::*;
    use crate::ledger::{
        record::Changed,
        sample::{BEGIN, Sample, code, wait},
    };

    #[test]
    fn a_judgement_is_taken_once_and_leaves_who_and_why() {
        let hall = Sample::new();
        let mut pc = hall.machine("0810", "PC-1");
        pc.found("memo.txt", Kind::PasswordNote);
        hall.take(&mut pc);
        let judge = |department: Option<&str>| {
            wait(judge(
                &hall.ledger,
                By::Operator("audit".to_owned()),
                department.map(code),
                1,
                Judgement::Rejected,
                "様式のひな形".to_owned(),
                BEGIN,
            ))
            .expect("the ledger answers")
        };
        assert_eq!(judge(Some("0810")), Err(NotJudged::OwnDepartment));
        assert_eq!(judge(Some("0820")), Ok(()));
        assert_eq!(judge(None), Err(NotJudged::Unchanged));
        let detail = hall
            .ledger
            .read_now(|view| view.finding(1))
            .expect("answers")
            .expect("there");
        let judged = Changed::Judged {
            judgement: Judgement::Rejected,
            by: By::Operator("audit".to_owned()),
            reason: "様式のひな形".to_owned(),
        };
        assert_eq!(detail.history.last().map(|change| &change.what), Some(&judged));
        assert_eq!(detail.record.judged_because.as_deref(), Some("様式のひな形"));
    }
}
