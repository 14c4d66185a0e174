//! Every later change shows, and says where.

use std::{path::Path, sync::Arc};

use mimawari_proto::{finding::Kind, parcel::Digest};
use ring::{
    rand::SystemRandom,
    signature::{Ed25519KeyPair, KeyPair as _},
};
use rusqlite::{Connection, params};

use crate::ledger::{
    FILE, Ledger, LedgerError, export, merkle,
    sample::{BEGIN, Sample},
    sqlite::row,
    verify::{self, Damage, Verified, Witness, Wrong, verify},
};

/// Two machines with four parcels each; a signed root after two of them and after all.
struct Signed {
    hall: Sample,
    witness: Witness,
    key: Arc<Ed25519KeyPair>,
}

impl Signed {
    fn new() -> Self {
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("randomness");
        let key = Ed25519KeyPair::from_pkcs8(document.as_ref()).expect("just made");
        let public: [u8; 32] = key.public_key().as_ref().try_into().expect("32 bytes");
        let signed = Self {
            hall: Sample::new(),
            witness: Witness {
                keys: vec![public],
                root: None,
            },
            key: Arc::new(key),
        };
        let mut pcs = [
            signed.hall.machine("0810", "PC-1"),
            signed.hall.machine("0820", "PC-2"),
        ];
        for at in 0..4 {
            for pc in &mut pcs {
                pc.found(&format!("{at}.txt"), Kind::StrayFile);
                signed.hall.take(pc);
            }
            if at % 2 == 1 {
                signed.sign();
            }
        }
        signed
    }

    fn sign(&self) -> Digest {
        let key = Arc::clone(&self.key);
        let sign = move |bytes: &[u8]| key.sign(bytes).as_ref().to_vec();
        let made = self.hall.ledger.checkpoint_now(BEGIN, self.witness.keys[0], sign);
        made.expect("signed").root
    }

    fn connection(&self) -> Connection {
        let conn = Connection::open(self.hall.dir.path().join(FILE)).expect("opens");
        conn.pragma_update(None, "ignore_check_constraints", true)
            .expect("allowed");
        conn
    }

    fn verified(&self) -> Verified {
        verified(&self.hall.dir.path().join(FILE), &self.witness)
    }

    /// Changes the file behind the ledger's back.
    fn tamper(&self, sql: &str) -> Vec<Damage> {
        self.connection().execute_batch(sql).expect("a tamperer's SQL");
        self.verified().damage
    }
}

fn verified(path: &Path, witness: &Witness) -> Verified {
    verify(path, witness, &mut |_, _| {}).expect("readable")
}

fn kinds(damage: &[Damage]) -> Vec<Wrong> {
    damage.iter().map(|one| one.what).collect()
}

#[test]
fn an_untouched_ledger_is_sound_and_wholly_signed() {
    let verified = Signed::new().verified();
    assert!(verified.is_sound(), "{verified:?}");
    // Made, departments, two enrolments, eight parcels.
    assert_eq!(
        (verified.machines, verified.entries, verified.events),
        (2, 12, 12)
    );
    assert_eq!((verified.checkpoints, verified.signed_entries), (2, 12));
}

#[test]
fn a_change_of_any_column_is_named_with_its_place() {
    for (column, changed) in [
        ("stream", "x'0123456789abcdef0123456789abcdef'"),
        ("n", "n + 100"),
        ("received_at_ms", "received_at_ms + 1"),
        ("epoch", "x'0123456789abcdef0123456789abcdef'"),
        ("seq", "seq + 100"),
        ("previous", "zeroblob(31) || x'01'"),
        ("sealed_at_ms", "sealed_at_ms - 1"),
        ("events", "events + 1"),
        ("digest", "zeroblob(32)"),
        ("chain", "zeroblob(32)"),
        ("body", "CAST(substr(body, 1, length(body) - 1) || x'ff' AS BLOB)"),
    ] {
        let sql = format!(
            "UPDATE entry SET {column} = CAST({changed} AS {}) WHERE place = 7",
            match column {
                "n" | "received_at_ms" | "seq" | "sealed_at_ms" | "events" => "INTEGER",
                _ => "BLOB",
            }
        );
        let damage = Signed::new().tamper(&sql);
        assert_eq!(
            damage.first().and_then(|one| one.place),
            Some(7),
            "{column}: {damage:?}"
        );
    }
}

#[test]
fn a_changed_entry_names_machine_and_numbers() {
    let damage = Signed::new().tamper("UPDATE entry SET received_at_ms = received_at_ms + 1 WHERE place = 7");
    assert_eq!(kinds(&damage), [Wrong::Changed]);
    assert!(damage[0].machine.is_some());
    assert_eq!((damage[0].n, damage[0].seq), (Some(2), Some(2)));
}

#[test]
fn a_removed_entry_is_missed() {
    let damage = Signed::new().tamper("DELETE FROM entry WHERE place = 7");
    assert_eq!((damage[0].what, damage[0].place), (Wrong::Missing, Some(7)));
}

#[test]
fn entries_cut_off_at_the_end_are_missed() {
    let damage = Signed::new().tamper("DELETE FROM entry WHERE place > 9");
    assert!(kinds(&damage).contains(&Wrong::Truncated), "{damage:?}");
    assert!(kinds(&damage).contains(&Wrong::Head), "{damage:?}");
}

#[test]
fn an_entry_put_in_again_shows() {
    let damage = Signed::new().tamper(
        "DROP INDEX entry_once;
         INSERT INTO entry SELECT 13, stream, n, received_at_ms, epoch, seq, previous, sealed_at_ms, events, digest,
             chain, body FROM entry WHERE place = 7",
    );
    assert_eq!((damage[0].what, damage[0].place), (Wrong::OutOfOrder, Some(13)));
}

#[test]
fn two_entries_that_changed_places_show() {
    let damage = Signed::new().tamper(
        "UPDATE entry SET place = 99 WHERE place = 5; UPDATE entry SET place = 5 WHERE place = 7;
         UPDATE entry SET place = 7 WHERE place = 99",
    );
    assert_eq!(damage[0].place, Some(5), "{damage:?}");
}

#[test]
fn a_history_made_anew_with_good_chains_contradicts_the_signed_roots() {
    let signed = Signed::new();
    let conn = signed.connection();
    conn.execute(
        "UPDATE entry SET received_at_ms = received_at_ms + 1 WHERE place = 6",
        [],
    )
    .expect("changed");
    rechain(&conn);
    let damage = signed.verified().damage;
    assert_eq!(kinds(&damage), [Wrong::Rewritten, Wrong::Rewritten]);
    assert_eq!(damage[0].checkpoint, Some(1));
}

/// Makes every chain anew, as somebody would who knows how.
fn rechain(conn: &Connection) {
    let mut heads = std::collections::BTreeMap::new();
    let last: i64 = conn
        .query_row("SELECT max(place) FROM entry", [], |row| row.get(0))
        .expect("entries");
    for place in 1..=last {
        let sql = "SELECT place, stream, n, received_at_ms, epoch, seq, previous, sealed_at_ms, events, digest, chain,
                       body FROM entry WHERE place = ?1";
        let (link, body): (_, Vec<u8>) = conn
            .query_row(sql, [place], |row| Ok((verify::link(row)?, row.get(11)?)))
            .expect("an entry");
        let before = heads.get(&link.stream).copied().unwrap_or(Digest::NONE);
        let chain = link.chain(&body, &before);
        heads.insert(link.stream, chain);
        conn.execute(
            "UPDATE entry SET chain = ?2 WHERE place = ?1",
            params![place, chain.0],
        )
        .expect("changed");
        conn.execute(
            "UPDATE head SET chain = ?2 WHERE stream = ?1",
            params![link.stream, chain.0],
        )
        .expect("changed");
    }
}

#[test]
fn a_signed_root_cannot_be_altered_dropped_or_made_with_another_key() {
    for (sql, what) in [
        (
            "UPDATE checkpoint SET at_ms = at_ms + 1 WHERE n = 2",
            Wrong::BadSignature,
        ),
        (
            "UPDATE checkpoint SET key = zeroblob(32) WHERE n = 2",
            Wrong::UnknownKey,
        ),
        ("DELETE FROM checkpoint WHERE n = 1", Wrong::CheckpointOrder),
    ] {
        let damage = Signed::new().tamper(sql);
        assert!(kinds(&damage).contains(&what), "{sql}: {damage:?}");
    }
}

#[test]
fn a_printed_root_is_found_among_the_signed_ones() {
    let mut signed = Signed::new();
    signed.witness.root = Some(signed.sign());
    assert!(signed.verified().is_sound());
    signed.witness.root = Some(merkle::root([]));
    assert_eq!(kinds(&signed.verified().damage), [Wrong::RootNotFound]);
}

#[test]
fn a_flipped_bit_anywhere_in_the_file_never_changes_the_evidence_unnoticed() {
    let Signed { hall, witness, .. } = Signed::new();
    let away = hall.dir.path().join("away.db");
    export(hall.dir.path(), &away).expect("exported");
    let whole = std::fs::read(&away).expect("read");
    let sound = verified(&away, &witness);
    assert!(sound.is_sound(), "{sound:?}");
    let mut noticed = 0;
    for at in (0..whole.len()).step_by(101) {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x10;
        std::fs::write(&away, &flipped).expect("written");
        match verify(&away, &witness, &mut |_, _| {}) {
            // A byte of free space, of another table or of the schema's comments.
            Ok(found) if found.is_sound() => assert_eq!(found, sound, "byte {at}"),
            Ok(_)
            | Err(
                LedgerError::Damaged { .. }
                | LedgerError::Store(_)
                | LedgerError::Newer { .. }
                | LedgerError::Absent { .. },
            ) => noticed += 1,
            Err(other) => panic!("byte {at}: {other:?}"),
        }
    }
    assert!(noticed > 20, "{noticed} of the flips were noticed");
}

#[test]
fn an_export_carries_no_account_and_no_secret() {
    let signed = Signed::new();
    let away = signed.hall.dir.path().join("away.db");
    export(signed.hall.dir.path(), &away).expect("exported");
    let conn = Connection::open(&away).expect("opens");
    for table in ["user", "session", "token_secret", "contact", "finding"] {
        let rows = conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| row::count(r, 0));
        assert_eq!(rows, Ok(0), "{table}");
    }
    let again = export(signed.hall.dir.path(), &away);
    assert!(matches!(again, Err(LedgerError::Exists { .. })));
}

#[test]
fn verify_works_beside_a_running_collector() {
    let signed = Signed::new();
    let second = Ledger::open(signed.hall.dir.path());
    assert!(matches!(second, Err(LedgerError::Locked { .. })));
    assert!(signed.verified().is_sound());
}
