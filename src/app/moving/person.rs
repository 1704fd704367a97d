//! One person's account and days.

use super::roster::Member;
use super::{MoveError, Moving, News, Target, patiently};
use crate::app::{AppError, admin, days};
use crate::domain::admin::Order;
use crate::domain::audit::Actor;
use crate::domain::change::Act;
use crate::domain::day::{Day, Month, Year};
use crate::domain::import::flask::{FlaskDay, Log, Wishes, YearUnderstood, understand};
use crate::domain::month_log::MonthLog;
use crate::domain::password::PasswordHash;
use crate::domain::plan::{Existing, Plan, Step};
use crate::domain::settings::{Imported, KnownLocation, Settings, SettingsEdit};
use crate::domain::types::{Slug, TypeTerms};
use crate::domain::user::User;
use crate::storage::DayAct;

/// How often a year is tried while others change its days.
const TRIES: usize = 5;

/// How many days are told one by one.
const MOST_TOLD: usize = 12;

/// How many days of a person, or of a year, there were of everything.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    taken: usize,
    before: usize,
}

/// A year that was taken, or would be.
struct YearTaken {
    counts: Counts,
    kept: Vec<Day>,
    removed: Vec<Day>,
    new_types: Vec<(Slug, TypeTerms)>,
    settings: Settings,
}

impl Moving<'_> {
    /// Makes the account where there is none, and takes the days.
    pub(super) async fn take(
        &mut self,
        member: &Member,
        log: Option<Log>,
    ) -> Result<(), MoveError> {
        let log =
            log.unwrap_or_else(|| Log::read(&serde_json::Value::Null, self.options.time_zone));
        let found = match self.target.store() {
            Some(store) => {
                store.user_by_name(&member.username.key()).await.map_err(AppError::from)?
            }
            None => None,
        };
        let (mut user, is_new) = match found {
            None => match self.make(member, &log.wishes).await? {
                Some(user) => (user, true),
                None => return Ok(()),
            },
            Some(user) if user.moved_in_at.is_some() || self.is_named(member) => (user, false),
            Some(_) => return self.leave_alone(member),
        };
        self.tally.accounts += usize::from(is_new);
        self.tally.accounts_before += usize::from(!is_new);
        if !is_new {
            self.compare_settings(&user, &log.wishes)?;
        }
        let name = member.username.clone();
        if member.of_log_alone {
            self.not_taken(format!(
                "{name}: In log alone, not in credentials; taken all the same."
            ))?;
        }
        for remark in &log.remarks {
            self.not_taken(format!("{name}: {remark}"))?;
        }
        let mut counts = Counts::default();
        for (year, days) in log.years() {
            let year = self.take_year(&mut user, year, &days).await?;
            counts.taken += year.taken;
            counts.before += year.before;
        }
        self.tally.days += counts.taken;
        self.tally.days_before += counts.before;
        self.tell(News::Person(sentence(&user, is_new, counts)))?;
        self.link(&user).await
    }

    fn leave_alone(&mut self, member: &Member) -> Result<(), MoveError> {
        let name = &member.username;
        self.not_taken(format!(
            "{name}: Worklog has an account of that name already, which was left alone. If it is the \
             same person's, --into {name} takes the days into it."
        ))
    }

    /// Makes the account with its settings, in one step.
    async fn make(&mut self, member: &Member, wishes: &Wishes) -> Result<Option<User>, MoveError> {
        let now = self.target.now();
        let mut user = User::new(member.username.clone(), None, PasswordHash::none(), now);
        user.moved_in_at = Some(now);
        user.settings.time_zone = self.options.time_zone;
        for edit in wishes.allowance_edits() {
            user.settings.apply(&edit).map_err(AppError::from)?;
        }
        if let Some(slack) = &wishes.slack {
            match self.target.webhooks().check(slack) {
                Ok(webhook) => user.settings.slack_webhook = Some(webhook),
                Err(error) => {
                    self.not_taken(format!("{}: settings, slack: {error}", member.username))?;
                }
            }
        }
        let Target::Into(app) = self.target else { return Ok(Some(user)) };
        let add = async || {
            let order = Order::AddUser(Box::new(user.clone()));
            admin::carry_out(app, Actor::CommandLine, order).await
        };
        match patiently(add).await {
            Ok(_) => Ok(Some(user)),
            Err(AppError::UsernameTaken) => self.leave_alone(member).map(|()| None),
            Err(error) => Err(error.into()),
        }
    }

    /// Settings of an account that is there stay; those that differ are told.
    fn compare_settings(&mut self, user: &User, wishes: &Wishes) -> Result<(), MoveError> {
        for (slug, days) in &wishes.allowances {
            let here = user.settings.allowances.get(slug).and_then(|allowance| allowance.days);
            if here != Some(*days) {
                let here =
                    here.map_or_else(|| "no limit".to_owned(), |days| format!("{days} days"));
                let told = format!("{}: {slug} stays at {here}, not {days}.", user.username);
                self.kept(1, told)?;
            }
        }
        let usable = wishes.slack.as_ref().map(|slack| self.target.webhooks().check(slack).ok());
        if usable.is_some_and(|webhook| webhook.is_some() && webhook != user.settings.slack_webhook)
        {
            self.kept(1, format!("{}: The webhook stays as it is in Worklog.", user.username))?;
        }
        Ok(())
    }

    async fn take_year(
        &mut self,
        user: &mut User,
        year: Year,
        days: &[&FlaskDay],
    ) -> Result<Counts, MoveError> {
        let name = user.username.clone();
        let understood = understand(days, &user.settings, self.options.place.as_ref());
        for remark in &understood.remarks {
            self.not_taken(format!("{name}: {remark}"))?;
        }
        let mut tries = 1;
        let taken = loop {
            match patiently(async || self.try_year(user, year, &understood).await).await {
                Ok(taken) => break taken,
                // A day changed in this very moment.
                Err(AppError::Conflict(_)) if tries < TRIES => tries += 1,
                Err(error @ AppError::Store(_)) => return Err(error.into()),
                Err(error) => {
                    self.not_taken(format!("{name}: {year}: {error}. Nothing of it was taken."))?;
                    return Ok(Counts::default());
                }
            }
        };
        for (days, why) in
            [(&taken.kept, "logged otherwise in Worklog"), (&taken.removed, "removed in Worklog")]
        {
            if !days.is_empty() {
                self.kept(
                    days.len(),
                    format!("{name}: {} {why}: {}.", count(days.len()), list(days)),
                )?;
            }
        }
        for (slug, terms) in &taken.new_types {
            let label = &terms.label;
            self.tell(News::Person(format!(
                "{name}: “{label}” ({slug}) is a type of their own, which counts as work."
            )))?;
        }
        user.settings = taken.settings;
        Ok(taken.counts)
    }

    /// Takes a year in as one act, as an import does.
    async fn try_year(
        &self,
        user: &User,
        year: Year,
        understood: &YearUnderstood,
    ) -> Result<YearTaken, AppError> {
        let months = self.months(user, year).await?;
        let was_removed = |day: Day| {
            let of_day = months.iter().filter(|log| log.month == day.month());
            of_day.into_iter().any(|log| log.removed.contains_key(&day.into()))
        };
        let (removed, wanted): (Vec<_>, Vec<_>) =
            understood.days.iter().partition(|wanted| was_removed(wanted.day));
        let wanted = wanted.into_iter().map(|wanted| (wanted.day, Some(wanted.content.clone())));
        let plan = Plan::new(&months, wanted, Existing::Keep);
        let imported = imported(&plan, understood);
        let new_types = imported.types.clone();
        let edit = SettingsEdit::Import(Box::new(imported));
        let mut settings = user.settings.clone();
        let edit = settings.apply(&edit)?.then_some(edit);
        let kept = plan.days.iter().filter(|day| day.step == Step::Kept).map(|day| day.day);
        let taken = YearTaken {
            counts: Counts { taken: plan.count(Step::Added), before: plan.count(Step::Same) },
            kept: kept.collect(),
            removed: removed.into_iter().map(|wanted| wanted.day).collect(),
            new_types,
            settings,
        };
        let (Target::Into(app), true) = (self.target, taken.counts.taken > 0) else {
            return Ok(taken);
        };
        if plan.is_too_large() {
            return Err(AppError::TooMuchText);
        }
        let act = DayAct::new(user.id, Act::Import, app.clock.now(), plan.edits());
        // Nobody is told of it: what was logged long ago is no news.
        let mut quiet = user.clone();
        quiet.settings.slack_webhook = None;
        days::carry_out(app, &quiet, DayAct { settings: edit, ..act }).await?;
        Ok(taken)
    }

    async fn months(&self, user: &User, year: Year) -> Result<Vec<MonthLog>, AppError> {
        let (Some(store), Some((from, to))) = (self.target.store(), Month::of_year(year.number()))
        else {
            return Ok(Vec::new());
        };
        let mut months = store.months(user.id, from, to).await?;
        for log in &mut months {
            log.follow_merges(&user.settings.types);
        }
        Ok(months)
    }

    /// Whoever was brought here and has no password yet gets a link to choose one.
    async fn link(&mut self, user: &User) -> Result<(), MoveError> {
        let Target::Into(app) = self.target else { return Ok(()) };
        let has_none = user.moved_in_at.is_some() && user.password_hash.is_none();
        if !has_none || user.disabled_at.is_some() {
            return Ok(());
        }
        let lasts = self.options.links_last;
        let expires_at = app.clock.now() + lasts;
        let show = async || admin::show_reset_link(app, Actor::CommandLine, user.id, lasts).await;
        let token = patiently(show).await?;
        self.tell(News::Link { username: user.username.clone(), token, expires_at })
    }
}

/// What a year brings for the settings: the types that its days need, and where they were spent.
fn imported(plan: &Plan, understood: &YearUnderstood) -> Imported {
    let added = plan.days.iter().rev().filter(|day| day.step == Step::Added);
    let parts: Vec<_> = added.filter_map(|day| Some(&day.wanted.as_ref()?.parts)).collect();
    let is_used = |slug: &Slug| {
        parts.iter().any(|parts| parts.iter().any(|(part, _)| part.day_type == *slug))
    };
    let types = understood.new_types.iter().filter(|(slug, _)| is_used(slug)).cloned().collect();
    Imported { types, locations: KnownLocation::of(parts), settings: None }
}

fn sentence(user: &User, is_new: bool, counts: Counts) -> String {
    let account = if is_new { "a new account" } else { "the account was there" };
    let before = match counts.before {
        0 => String::new(),
        before => format!(", {} there already", count(before)),
    };
    format!("{}: {account}, {} taken{before}.", user.username, count(counts.taken))
}

fn count(days: usize) -> String {
    format!("{days} {}", if days == 1 { "day" } else { "days" })
}

fn list(days: &[Day]) -> String {
    let told: Vec<String> = days.iter().take(MOST_TOLD).map(ToString::to_string).collect();
    let more = days.len().saturating_sub(MOST_TOLD);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", told.join(", "))
}
