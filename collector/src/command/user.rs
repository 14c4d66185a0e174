//! `mimawari-collector user`: accounts of the console.

use clap::Subcommand;
use mimawari_proto::{
    id::{DepartmentId, UserId},
    show::{
        exit::{Exit, Failure},
        table::Table,
    },
    time::Timestamp,
};
use serde::Serialize;

use super::{
    Here,
    here::{now, operator, random},
    secret::{self, Password},
};
use crate::{
    ledger::{Act, By, Decision, Keep, Ledger, record::UserRecord},
    present::access::Role,
};

/// Longest login name, in characters.
const NAME_LIMIT_CHARS: usize = 64;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-collector user
  mimawari-collector user add yamada --role auditor
  mimawari-collector user reset admin")]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// List the accounts
    List,
    /// Make an account
    Add {
        /// Login name
        name: String,
        /// administrator, auditor, department_head or operator
        #[arg(long, value_name = "ROLE", value_parser = role)]
        role: Role,
        /// Code of the only department it may see
        #[arg(long, value_name = "CODE")]
        department: Option<DepartmentId>,
        /// Name shown in the console
        #[arg(long, value_name = "NAME", default_value = "")]
        display_name: String,
        #[command(flatten)]
        password: secret::From,
    },
    /// Give an account a new password and end its logins
    Reset {
        /// Login name
        name: String,
        #[command(flatten)]
        password: secret::From,
    },
    /// Give an account another role or department
    Change {
        /// Login name
        name: String,
        /// administrator, auditor, department_head or operator
        #[arg(long, value_name = "ROLE", value_parser = role)]
        role: Role,
        /// Code of the only department it may see; all when left out
        #[arg(long, value_name = "CODE")]
        department: Option<DepartmentId>,
    },
    /// Close an account: it can no longer log in
    Remove {
        /// Login name
        name: String,
        /// Do it
        #[arg(long)]
        yes: bool,
    },
}

/// What an account is made with.
pub(super) struct Account {
    pub(super) name: String,
    pub(super) display_name: String,
    pub(super) role: Role,
    pub(super) department: Option<DepartmentId>,
}

#[derive(Serialize)]
struct Row {
    schema: &'static str,
    id: String,
    name: String,
    display_name: String,
    role: String,
    department: Option<DepartmentId>,
    made: String,
    closed: bool,
}

fn role(word: &str) -> Result<Role, String> {
    Role::from_word(word).ok_or_else(|| {
        let known: Vec<_> = Role::ALL.iter().map(|role| role.word()).collect();
        format!("one of: {}", known.join(", "))
    })
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    match &args.verb {
        None | Some(Verb::List) => list(here),
        Some(Verb::Add {
            name,
            role,
            department,
            display_name,
            password,
        }) => {
            let account = Account {
                name: name.clone(),
                display_name: display_name.clone(),
                role: *role,
                department: department.clone(),
            };
            let password = password.read()?;
            add(&here.ledger()?, account, &password, operator(), now())?;
            tell(&password, here)
        }
        Some(Verb::Reset { name, password }) => {
            let password = password.read()?;
            let hash = password.hash()?;
            change(here, name, move |user| Decision {
                acts: vec![Act::PasswordChanged { user: user.id }],
                keeps: vec![
                    Keep::SessionsGone(user.id),
                    Keep::User(UserRecord {
                        password: hash,
                        ..user
                    }),
                ],
                answer: (),
            })?;
            tell(&password, here)
        }
        Some(Verb::Change {
            name,
            role,
            department,
        }) => {
            let (role, department) = (role.word().to_owned(), department.clone());
            change(here, name, move |user| Decision {
                acts: vec![Act::UserChanged {
                    user: user.id,
                    role: role.clone(),
                    department: department.clone(),
                }],
                keeps: vec![
                    Keep::SessionsGone(user.id),
                    Keep::User(UserRecord {
                        role,
                        department,
                        ..user
                    }),
                ],
                answer: (),
            })?;
            Ok(Exit::Done)
        }
        Some(Verb::Remove { name, yes }) => {
            here.confirmed(*yes, name)?;
            change(here, name, |user| Decision {
                acts: vec![Act::UserRemoved { user: user.id }],
                keeps: vec![
                    Keep::SessionsGone(user.id),
                    Keep::User(UserRecord { closed: true, ..user }),
                ],
                answer: (),
            })?;
            Ok(Exit::Done)
        }
    }
}

/// Makes an account and returns it; refuses a login name that is taken.
pub(super) fn add(
    ledger: &Ledger,
    account: Account,
    password: &Password,
    by: By,
    at: Timestamp,
) -> Result<UserId, Failure> {
    let name = account.name;
    if name.is_empty()
        || name.chars().count() > NAME_LIMIT_CHARS
        || name.chars().any(|c| c.is_whitespace() || c.is_control())
    {
        return Err(Failure::new(
            Exit::Usage,
            format!("not a login name: {name}"),
            "use 1 to 64 characters without spaces",
        ));
    }
    let user = UserRecord {
        id: UserId::new(at, random()?),
        name: name.clone(),
        display_name: account.display_name,
        password: password.hash()?,
        role: account.role.word().to_owned(),
        department: account.department,
        made_at: at,
        closed: false,
    };
    let id = user.id;
    let added = ledger.decide_now(by, at, move |view| {
        if view.user_named(&user.name)?.is_some() {
            return Ok(Err(()));
        }
        Ok(Ok(Decision {
            acts: vec![Act::UserAdded {
                user: user.id,
                name: user.name.clone(),
                role: user.role.clone(),
                department: user.department.clone(),
            }],
            keeps: vec![Keep::User(user)],
            answer: (),
        }))
    })?;
    added.map(|()| id).map_err(|()| {
        Failure::new(
            Exit::Usage,
            format!("there is an account {name} already"),
            "see `mimawari-collector user list`, or choose another name",
        )
    })
}

/// Changes the account with a login name.
fn change(
    here: &Here<'_>,
    name: &str,
    decide: impl FnOnce(UserRecord) -> Decision<()> + Send + 'static,
) -> Result<(), Failure> {
    let named = name.to_owned();
    let changed = here.ledger()?.decide_now(operator(), now(), move |view| {
        Ok(match view.user_named(&named)? {
            Some(user) => Ok(decide(user)),
            None => Err(()),
        })
    })?;
    changed.map_err(|()| {
        Failure::new(
            Exit::Usage,
            format!("there is no account {name}"),
            "see `mimawari-collector user list`",
        )
    })
}

/// Prints a password that was made here, and nothing of one that was given.
fn tell(password: &Password, here: &mut Here<'_>) -> Result<Exit, Failure> {
    if password.made {
        let note = here
            .terminal
            .say(
                "新しいパスワード(この一度だけ表示):",
                "new password (shown only now):",
            )
            .to_owned();
        here.terminal.note(&note)?;
        here.terminal.result(&format!("{}\n", *password.text))?;
    }
    Ok(Exit::Done)
}

fn list(here: &mut Here<'_>) -> Result<Exit, Failure> {
    let zone = here.settings()?.time_zone.zone();
    let users = here.reader()?.ask(|view| view.users())?;
    let rows: Vec<Row> = users
        .into_iter()
        .map(|user| Row {
            schema: "mimawari.user/1",
            id: user.id.to_string(),
            name: user.name,
            display_name: user.display_name,
            role: user.role,
            department: user.department,
            made: user.made_at.rfc3339(&zone),
            closed: user.closed,
        })
        .collect();
    let headings = [
        here.terminal.say("名前", "name"),
        here.terminal.say("表示名", "display name"),
        here.terminal.say("役割", "role"),
        here.terminal.say("課", "department"),
        here.terminal.say("作成", "made"),
        here.terminal.say("状態", "state"),
    ];
    let (open, closed) = (
        here.terminal.say("有効", "open"),
        here.terminal.say("停止", "closed"),
    );
    here.terminal.rows(&rows, |rows| {
        let mut table = Table::new(headings);
        for row in rows {
            let department = row.department.as_ref().map_or("", |code| code.as_str());
            let state = if row.closed { closed } else { open };
            table.row([
                &row.name,
                &row.display_name,
                &row.role,
                department,
                &row.made,
                state,
            ]);
        }
        table
    })?;
    Ok(Exit::Done)
}
