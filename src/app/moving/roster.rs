//! Who had an account with the earlier service.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::user::Username;

/// Somebody who had an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    /// Their name.
    pub(super) username: Username,
    /// Whether there was no account, only a log.
    pub(super) of_log_alone: bool,
    /// The name that their log was under, as written: one under another may be somebody else's.
    log: Option<String>,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Roster {
    /// By their names without regard to case.
    members: BTreeMap<String, Member>,
    /// Names that were refused, as written: their logs are nobody else's.
    refused: BTreeSet<String>,
    /// The names by the `_id` of the documents that had them.
    names: BTreeMap<String, String>,
}

impl Roster {
    /// Adds who a document of `credentials` is about; says why not.
    pub(super) fn add(&mut self, name: Option<&str>, id: String) -> Result<(), String> {
        let name = name.ok_or_else(|| format!("credentials, {id}: It has no username."))?;
        self.names.insert(id, name.to_owned());
        self.add_named(name, false).map(drop)
    }

    fn add_named(&mut self, name: &str, of_log_alone: bool) -> Result<Member, String> {
        let refuse = |this: &mut Self, why: String| {
            this.refused.insert(name.to_owned());
            Err(why)
        };
        let username: Username = match name.parse() {
            Ok(username) => username,
            Err(error) => {
                return refuse(self, format!("{name}: {error} Nothing of theirs was taken."));
            }
        };
        let key = username.key().as_str().to_owned();
        if let Some(member) = self.members.get(&key) {
            let first = &member.username;
            let why = alike(name, first.as_str());
            return if first.as_str() == name { Ok(member.clone()) } else { refuse(self, why) };
        }
        let member = Member { username, of_log_alone, log: None };
        self.members.insert(key, member.clone());
        Ok(member)
    }

    /// Whose log a document is; says why it is nobody's. One without a name is told by its `_id`.
    pub(super) fn of_log(&mut self, name: Option<&str>, id: &str) -> Result<Member, String> {
        let name = name.map(str::to_owned).or_else(|| self.names.get(id).cloned());
        let name = name.ok_or_else(|| format!("log, {id}: It has no username."))?;
        if self.refused.contains(&name) {
            return Err(format!("{name}: Their log was not taken either."));
        }
        let key = name.to_ascii_lowercase();
        if !self.members.contains_key(&key) {
            self.add_named(&name, true)?;
        }
        let member = self.members.get_mut(&key).ok_or("There is no such user.")?;
        if let Some(first) = member.log.as_ref().filter(|first| **first != name) {
            return Err(alike(&name, first));
        }
        let before = member.clone();
        member.log = Some(name);
        Ok(before)
    }

    /// Those who had an account and no log.
    pub(super) fn without_log(self) -> impl Iterator<Item = Member> {
        self.members.into_values().filter(|member| member.log.is_none())
    }
}

fn alike(name: &str, first: &str) -> String {
    format!(
        "{name}: The name differs from {first} in nothing but case, and in Worklog the two are the same. \
         Nothing of {name} was taken."
    )
}
