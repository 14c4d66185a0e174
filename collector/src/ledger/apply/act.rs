//! What an act changes.

use rusqlite::{Connection, params};

use super::{delivery, department, finding, machine, media, medium};
use crate::ledger::{
    act::{Act, By, Done},
    chain::Link,
    fault::LedgerError,
};

pub(super) fn apply(conn: &Connection, link: &Link, done: Done) -> Result<(), LedgerError> {
    let at_ms = link.received_at.as_unix_ms();
    match done.act {
        Act::DepartmentsImported { departments, .. } => department::imported(conn, &departments),
        Act::TokenIssued { .. } => token_issued(conn, at_ms, &done.by, &done.act),
        Act::TokenRevoked { token } => {
            conn.prepare_cached(
                "UPDATE token SET revoked_at_ms = coalesce(revoked_at_ms, ?2) WHERE id = ?1",
            )?
            .execute(params![token.as_bytes(), at_ms])?;
            Ok(())
        }
        Act::MachineEnrolled {
            machine,
            token,
            department,
            zone,
            facts,
            certificate,
        } => {
            if let Some(token) = token {
                conn.prepare_cached("UPDATE token SET used = used + 1 WHERE id = ?1")?
                    .execute([token.as_bytes()])?;
            }
            let id = machine.as_bytes();
            machine::enrolled(conn, id, department.as_str(), zone.as_str(), at_ms)?;
            machine::described(conn, id, &facts)?;
            machine::certified(conn, id, &certificate)
        }
        Act::MachineRenewed {
            machine,
            certificate,
            facts,
        } => {
            if let Some(facts) = facts {
                machine::described(conn, machine.as_bytes(), &facts)?;
            }
            machine::certified(conn, machine.as_bytes(), &certificate)
        }
        Act::MachineMoved {
            machine, department, ..
        } => {
            conn.prepare_cached("UPDATE machine SET department = ?2 WHERE id = ?1")?
                .execute(params![machine.as_bytes(), department.as_str()])?;
            Ok(())
        }
        Act::MachineRevoked { machine, .. } => {
            conn.prepare_cached(
                "UPDATE machine SET revoked_at_ms = coalesce(revoked_at_ms, ?2) WHERE id = ?1",
            )?
            .execute(params![machine.as_bytes(), at_ms])?;
            Ok(())
        }
        Act::ConflictSeen { machine, epoch, seq } => {
            let seen = Link {
                stream: *machine.as_bytes(),
                epoch: *epoch.as_bytes(),
                seq,
                ..link.clone()
            };
            delivery::anomaly(conn, &seen, 0, delivery::CONFLICT, 0)
        }
        Act::FindingJudged {
            finding,
            judgement,
            reason,
            ..
        } => finding::judged(conn, link, &done.by, finding, judgement, &reason),
        Act::StayJudged {
            machine,
            session,
            fault,
            judgement,
            reason,
        } => {
            let said = media::Judged {
                fault: &fault,
                judgement,
                reason: &reason,
                by: &done.by,
                at_ms,
            };
            said.write(conn, machine, session)
        }
        act @ (Act::MediaImported { .. }
        | Act::MediumWritten { .. }
        | Act::MediumLent { .. }
        | Act::MediumReturned { .. }
        | Act::MediumPermitted { .. }
        | Act::PermitWithdrawn { .. }
        | Act::MediumLost { .. }
        | Act::MediumFound { .. }
        | Act::MediumDestroyed { .. }
        | Act::StockTakingOpened { .. }
        | Act::StockTakingClosed { .. }) => medium::acted(conn, link, &done.by, act),
        Act::LedgerMade { .. }
        | Act::ParcelRefused { .. }
        | Act::SessionsClashed { .. }
        | Act::UserAdded { .. }
        | Act::UserChanged { .. }
        | Act::PasswordChanged { .. }
        | Act::UserRemoved { .. }
        | Act::LoggedIn { .. }
        | Act::NameRevealed { .. }
        | Act::Exported { .. }
        | Act::Newer => Ok(()),
    }
}

fn token_issued(conn: &Connection, at_ms: i64, by: &By, act: &Act) -> Result<(), LedgerError> {
    let Act::TokenIssued {
        token,
        department,
        zone,
        uses,
        expires_at,
    } = act
    else {
        return Ok(());
    };
    conn.prepare_cached(
        "INSERT OR IGNORE INTO token (id, department, zone, uses, used, issued_at_ms, issued_by, expires_at_ms)
         VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7)",
    )?
    .execute(params![
        token.as_bytes(),
        department.as_str(),
        zone.as_str(),
        uses,
        at_ms,
        super::stored::json(by),
        expires_at.as_unix_ms()
    ])?;
    Ok(())
}
