//! Questions about what is kept beside the evidence, and about tokens.

use mimawari_proto::id::{TokenId, UserId};
use rusqlite::{Row, params};

use super::row;
use crate::ledger::{
    fault::LedgerError,
    record::{SessionRecord, TokenRecord, UserRecord},
    view::View,
};

const TOKEN: &str = "t.id, t.department, t.zone, t.uses, t.used, t.issued_at_ms, t.issued_by, t.expires_at_ms, t.revoked_at_ms";

fn token(row: &Row<'_>) -> rusqlite::Result<TokenRecord> {
    Ok(TokenRecord {
        id: row::parsed::<Vec<u8>, _, _>(row, 0, TokenId::from_slice)?,
        department: row::parsed::<String, _, _>(row, 1, str::parse)?,
        zone: row::parsed::<String, _, _>(row, 2, str::parse)?,
        uses: row.get(3)?,
        used: row.get(4)?,
        issued_at: row::time(row, 5)?,
        issued_by: row::parsed::<String, _, _>(row, 6, |text| serde_json::from_str(text))?,
        expires_at: row::time(row, 7)?,
        revoked_at: row::time_or_none(row, 8)?,
    })
}

const USER: &str = "u.id, u.name, u.display_name, u.password, u.role, u.department, u.made_at_ms, u.closed";

fn user(row: &Row<'_>, c: usize) -> rusqlite::Result<UserRecord> {
    Ok(UserRecord {
        id: row::parsed::<Vec<u8>, _, _>(row, c, UserId::from_slice)?,
        name: row.get(c + 1)?,
        display_name: row.get(c + 2)?,
        password: row.get(c + 3)?,
        role: row.get(c + 4)?,
        department: row::parsed_or_none::<String, _, _>(row, c + 5, str::parse)?,
        made_at: row::time(row, c + 6)?,
        closed: row.get(c + 7)?,
    })
}

impl View<'_> {
    /// Returns every enrolment token, newest first.
    pub fn tokens(&self) -> Result<Vec<TokenRecord>, LedgerError> {
        let sql = format!("SELECT {TOKEN} FROM token t ORDER BY t.issued_at_ms DESC, t.id DESC");
        self.all(&sql, [], token)
    }

    /// Returns one token.
    pub fn token(&self, id: TokenId) -> Result<Option<TokenRecord>, LedgerError> {
        let sql = format!("SELECT {TOKEN} FROM token t WHERE t.id = ?1");
        self.one(&sql, [id.as_bytes()], token)
    }

    /// Returns every token with the hash of its secret: for the intake, which keeps them in memory.
    pub fn token_secrets(&self) -> Result<Vec<(TokenRecord, [u8; 32])>, LedgerError> {
        let sql = format!(
            "SELECT {TOKEN}, s.digest FROM token t JOIN token_secret s ON s.token = t.id ORDER BY t.id"
        );
        self.all(&sql, [], |row| Ok((token(row)?, row.get(9)?)))
    }

    /// Returns every account, by name.
    pub fn users(&self) -> Result<Vec<UserRecord>, LedgerError> {
        let sql = format!("SELECT {USER} FROM user u ORDER BY u.name");
        self.all(&sql, [], |row| user(row, 0))
    }

    /// Returns one account.
    pub fn user(&self, id: UserId) -> Result<Option<UserRecord>, LedgerError> {
        let sql = format!("SELECT {USER} FROM user u WHERE u.id = ?1");
        self.one(&sql, [id.as_bytes()], |row| user(row, 0))
    }

    /// Returns the account with this login name.
    pub fn user_named(&self, name: &str) -> Result<Option<UserRecord>, LedgerError> {
        let sql = format!("SELECT {USER} FROM user u WHERE u.name = ?1");
        self.one(&sql, [name], |row| user(row, 0))
    }

    /// Returns a login and its account.
    pub fn session(&self, digest: &[u8; 32]) -> Result<Option<(SessionRecord, UserRecord)>, LedgerError> {
        let sql = format!(
            "SELECT s.digest, s.user, s.made_at_ms, s.used_at_ms, s.until_ms, {USER}
             FROM session s JOIN user u ON u.id = s.user WHERE s.digest = ?1"
        );
        self.one(&sql, params![digest], |row| {
            let session = SessionRecord {
                digest: row.get(0)?,
                user: row::parsed::<Vec<u8>, _, _>(row, 1, UserId::from_slice)?,
                made_at: row::time(row, 2)?,
                used_at: row::time(row, 3)?,
                until: row::time(row, 4)?,
            };
            Ok((session, user(row, 5)?))
        })
    }
}
