//! Generates two years of entries, each with the change that created it.

use worklog::domain::accounts::password::PasswordHash;
use worklog::domain::accounts::user::{User, UserId};
use worklog::domain::backup::records::Record;
use worklog::domain::days::change::{Change, ChangeId, ChangeKind};
use worklog::domain::days::day::{Day, Month};
use worklog::domain::days::entry::{Content, Part, Parts};
use worklog::domain::days::month_log::{DayEdit, Edit, MonthLog, Precondition};
use worklog::storage::{self, Access, migrate};

const MONTHS: i32 = 24;
/// The days of each month that are logged: 24 months make 500 entries.
const DAYS: [u32; 2] = [20, 21];

/// Fills a new embedded database file.
pub(crate) fn fill(path: &str, users: usize) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let url = path.parse().expect("an address");
        let store = storage::open(&url, Access::Server).await.expect("opens");
        migrate(&*store, chrono::Utc::now).await.expect("migrates");
        let mut writer = store.begin_restore(false).await.expect("is empty");
        let users: Vec<User> = (0..users).map(user).collect();
        let records = users.iter().cloned().map(|user| Record::User(Box::new(user)));
        writer.add(records.collect()).await.expect("is written");
        for user in &users {
            writer.add(record(user.id)).await.expect("is written");
        }
        writer.finish().await.expect("is written");
    });
}

fn user(number: usize) -> User {
    let hash =
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$".to_owned() + &"h".repeat(43);
    let name = format!("person-{number}").parse().expect("a name");
    User::new(name, None, PasswordHash::from_phc(hash), chrono::Utc::now())
}

/// Returns a user's months and the changes that created them.
fn record(user: UserId) -> Vec<Record> {
    let (mut months, mut changes) = (Vec::new(), Vec::new());
    for number in 0..MONTHS {
        let month = format!("{}-{:02}", 2025 + number / 12, 1 + number % 12);
        let month: Month = month.parse().expect("a month");
        let mut log = MonthLog::empty(user, month);
        let extra = usize::from(number % 6 != 0);
        for day in 1..=DAYS[extra] {
            let day = month.day(day).expect("a day");
            let item = log.edit(&edit(day), chrono::Utc::now()).expect("fits").expect("changes");
            let (id, at) = (ChangeId::new(), chrono::Utc::now());
            let change = Change {
                id,
                user_id: user,
                at,
                actor: user,
                kind: ChangeKind::Save,
                items: vec![item],
            };
            changes.push(Record::Change(Box::new(change)));
        }
        months.push(Record::Month(Box::new(log)));
    }
    months.append(&mut changes);
    months
}

fn edit(day: Day) -> DayEdit {
    let place = day.number().is_multiple_of(3).then(|| "Home".parse().expect("a place"));
    let slug = if place.is_some() { "remote" } else { "office" };
    let parts = Parts::Whole(Part { day_type: slug.parse().expect("a type"), location: place });
    let notes = format!("Planning for {day}, then the review").parse().expect("notes");
    DayEdit {
        day,
        precondition: Precondition::NoEntry,
        edit: Edit::Put(Content { notes, ..parts.into() }),
    }
}
