//! Maps each user of the earlier Flask service to an account.

use std::collections::BTreeSet;

use crate::domain::accounts::user::{NewUsername, User, UserId, Username, UsernameError};
use crate::domain::values::problem::Problem;
use crate::storage::{Cause, FlaskDatabase, Store};

/// A user of the earlier Flask service.
pub(super) struct Account {
    /// The username in the earlier service.
    pub(super) name: String,
    /// The `_id` of the user's log.
    pub(super) log: String,
    /// The ID of the account, derived from `log`.
    pub(super) id: UserId,
    /// The username in Worklog.
    pub(super) username: Username,
    /// The account, if an earlier run created it.
    pub(super) user: Option<User>,
}

/// Returns the account for each user who can be imported, and the reason for each user who can't.
///
/// # Errors
/// Returns an error that lists every problem with the renames.
pub(super) async fn resolve(
    source: &FlaskDatabase,
    renames: &[(String, String)],
    store: Option<&dyn Store>,
    message_for: fn(Problem) -> String,
) -> Result<(Vec<Account>, Vec<String>), Cause> {
    let (mut accounts, mut skipped) = (Vec::new(), source.unmatched.clone());
    let (mut problems, mut seen) = (Vec::new(), BTreeSet::new());
    for (old, new) in renames {
        if !source.users.iter().any(|(name, log)| name == old || log == old) {
            problems.push(format!("--rename '{old}={new}': no user with a log has this name"));
        } else if !seen.insert(old) {
            problems.push(format!("--rename '{old}={new}': {old} is renamed twice"));
        }
    }
    let new_name = |name: &str, log: &str| {
        let rename = renames.iter().find(|(old, _)| old == name || old == log);
        rename.map(|(_, new)| new)
    };
    let mut users = source.users.clone();
    // Renamed users come last, so that new names are checked against all others.
    users.sort_by_key(|(name, log)| new_name(name, log).is_some());
    for (name, log) in users {
        let Some(id) = UserId::imported(&log) else { continue };
        let new = new_name(&name, &log);
        match resolve_account(&accounts, id, new.unwrap_or(&name), store).await? {
            Ok((username, user)) => accounts.push(Account { name, log, id, username, user }),
            Err(reason) => {
                let reason = message_for(reason);
                if let Some(new) = new {
                    problems.push(format!("--rename '{name}={new}': {reason}"));
                    continue;
                }
                let old = if is_unambiguous(&name, source) { &name } else { &log };
                skipped.push(format!("{name}: {reason} Add --rename '{old}=NEW'."));
            }
        }
    }
    if problems.is_empty() {
        Ok((accounts, skipped))
    } else {
        Err(format!("Nothing was imported:\n{}", problems.join("\n")).into())
    }
}

/// Returns whether `--rename` can identify a user by their username. If it can't, the `_id` of the
/// user's log must be used instead.
fn is_unambiguous(name: &str, source: &FlaskDatabase) -> bool {
    let is_unique = source.users.iter().filter(|(other, _)| other == name).count() == 1;
    is_unique && !name.contains(|c: char| c == '\'' || c.is_control())
}

async fn resolve_account(
    accounts: &[Account],
    id: UserId,
    name: &str,
    store: Option<&dyn Store>,
) -> Result<Result<(Username, Option<User>), Problem>, Cause> {
    if let Some(user) = if let Some(store) = store { store.user(id).await? } else { None } {
        return Ok(Ok((user.username.clone(), Some(user))));
    }
    let username: NewUsername = match name.parse() {
        Ok(username) => username,
        Err(error) => return Ok(Err(UsernameError::into(error))),
    };
    let key = username.key();
    if let Some(other) = accounts.iter().find(|account| account.username.key() == key) {
        let same = Problem::new("flask.same_name").with("name", &other.name);
        return Ok(Err(same.with("username", &other.username)));
    }
    let taken = if let Some(store) = store { store.user_by_name(&key).await? } else { None };
    let taken = taken.map(|user| Problem::new("flask.taken").with("username", user.username));
    Ok(taken.map_or_else(|| Ok((username.into(), None)), Err))
}
