//! Which account each user of the earlier service gets.

use std::collections::BTreeSet;

use crate::domain::user::{User, UserId, Username};
use crate::storage::{Cause, FlaskDatabase, Store};

/// A user of the earlier service.
pub(super) struct Account {
    /// Their name there.
    pub(super) name: String,
    /// The `_id` of their log.
    pub(super) log: String,
    /// Made of that.
    pub(super) id: UserId,
    /// Their name here.
    pub(super) username: Username,
    /// Their account, where an earlier run created it.
    pub(super) user: Option<User>,
}

/// Finds the account of each user, or says why there is none.
///
/// # Errors
/// Every problem with the renames.
pub(super) async fn resolve(
    source: &FlaskDatabase,
    renames: &[(String, String)],
    store: Option<&dyn Store>,
) -> Result<(Vec<Account>, Vec<String>), Cause> {
    let (mut accounts, mut skipped) = (Vec::new(), source.unmatched.clone());
    let (mut problems, mut seen) = (Vec::new(), BTreeSet::new());
    for (old, new) in renames {
        if !source.users.iter().any(|(name, _)| name == old) {
            problems.push(format!("--rename '{old}={new}': no user of the source has this name"));
        } else if !seen.insert(old) {
            problems.push(format!("--rename '{old}={new}': {old} is renamed twice"));
        }
    }
    let new_name = |name: &str| renames.iter().find(|(old, _)| old == name).map(|(_, new)| new);
    let mut users = source.users.clone();
    // New names are checked against all others.
    users.sort_by_key(|(name, _)| new_name(name).is_some());
    for (name, log) in users {
        let Some(id) = UserId::imported(&log) else { continue };
        let new = new_name(&name);
        match account_of(&accounts, id, new.unwrap_or(&name), store).await? {
            Ok((username, user)) => accounts.push(Account { name, log, id, username, user }),
            Err(why) => match new {
                Some(new) => problems.push(format!("--rename '{name}={new}': {why}")),
                None => skipped.push(format!("{name}: {why} Add --rename '{name}=NEW'.")),
            },
        }
    }
    if problems.is_empty() {
        Ok((accounts, skipped))
    } else {
        Err(format!("Nothing was imported:\n{}", problems.join("\n")).into())
    }
}

async fn account_of(
    accounts: &[Account],
    id: UserId,
    name: &str,
    store: Option<&dyn Store>,
) -> Result<Result<(Username, Option<User>), String>, Cause> {
    if let Some(user) = if let Some(store) = store { store.user(id).await? } else { None } {
        return Ok(Ok((user.username.clone(), Some(user))));
    }
    let username: Username = match name.parse() {
        Ok(username) => username,
        Err(error) => return Ok(Err(format!("{error}"))),
    };
    let key = username.key();
    if let Some(other) = accounts.iter().find(|account| account.username.key() == key) {
        return Ok(Err(format!("{} already gets the username {}.", other.name, other.username)));
    }
    let taken = if let Some(store) = store { store.user_by_name(&key).await? } else { None };
    let taken = taken.map(|user| format!("Worklog already has another account {}.", user.username));
    Ok(taken.map_or(Ok((username, None)), Err))
}
