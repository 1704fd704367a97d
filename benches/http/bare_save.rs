//! Measures what saving a day costs in the driver alone. Sends the same statements as the server does
//! for a save that shares its transaction with no other, to the database that the server filled.

use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::{App, HttpResponse, HttpServer, web};
use futures_util::TryStreamExt;
use mongodb::bson::{Bson, Document, doc};
use mongodb::options::{Acknowledgment, ClientOptions, ReadConcern, WriteConcern};
use mongodb::{Client, ClientSession, Collection, Database};
use worklog::domain::accounts::session::LoginSession;

use super::ceiling::{login_with_user, port};

/// The number of each user's days that are saved in turn, as in the load on the server.
const DAYS: u64 = 1200;

struct Saves {
    client: Client,
    database: Database,
    sessions: Collection<LoginSession>,
    /// One of each user, who save in turn.
    logins: Vec<LoginSession>,
    /// An entry and the change to it, as the server wrote them.
    entry: Bson,
    change: Document,
    saved: AtomicU64,
}

/// Answers every request by saving a day: reads the login with its user, then runs a transaction
/// that reads a month, writes a day by its path, and adds the change.
pub(crate) fn serve() {
    let url = std::env::var("BENCH_MONGODB_URL").expect("BENCH_MONGODB_URL");
    actix_web::rt::System::new().block_on(async {
        let mut options = ClientOptions::parse(url).await.expect("an address");
        let majority = WriteConcern::builder().w(Acknowledgment::Majority).journal(true).build();
        options.write_concern = Some(majority);
        options.read_concern = Some(ReadConcern::majority());
        let client = Client::with_options(options).expect("a client");
        let saves = web::Data::new(Saves::new(client).await);
        let server = HttpServer::new(move || {
            App::new().app_data(saves.clone()).default_service(web::to(save))
        });
        server.bind(("127.0.0.1", port())).expect("a port").run().await.expect("serves");
    });
}

impl Saves {
    async fn new(client: Client) -> Self {
        let database = client.default_database().expect("in the address");
        let sessions: Collection<LoginSession> = database.collection("sessions");
        let users = std::env::var("BENCH_USERS").expect("BENCH_USERS").parse().expect("a number");
        let found = sessions.find(doc! {}).limit(users).await.expect("reads");
        let logins = found.try_collect().await.expect("logins");
        let saved = doc! { "items.date": { "$gte": "2030-01-01" }, "act": "save" };
        let change = database.collection::<Document>("changes").find_one(saved).await;
        let change = change.expect("reads").expect("a save");
        let items = change.get_array("items").expect("items");
        let after = items[0].as_document().and_then(|item| item.get("after"));
        let entry = after.expect("an entry").clone();
        Self { client, database, sessions, logins, entry, change, saved: AtomicU64::new(0) }
    }

    fn login(&self, saved: u64) -> &LoginSession {
        let number = saved % self.logins.len() as u64;
        &self.logins[usize::try_from(number).expect("less than the number of logins")]
    }

    async fn save(&self, session: &mut ClientSession, saved: u64) -> mongodb::error::Result<()> {
        let day = saved / self.logins.len() as u64 % DAYS;
        // The server's load uses other years.
        let (year, month, day) = (2060 + day / 336, 1 + day / 28 % 12, 1 + day % 28);
        let month = format!("{year:04}-{month:02}");
        let of = doc! { "user_id": self.login(saved).user_id.to_string(), "month": &month };
        session.start_transaction().await?;
        let months = self.database.collection::<Document>("months");
        let mut found = months.find(of.clone()).session(&mut *session).await?;
        while found.next(session).await.transpose()?.is_some() {}
        let set = doc! { "$set": { format!("days.{day:02}"): &self.entry } };
        let updates = [doc! { "q": of, "u": set, "upsert": true }];
        let command = doc! { "update": "months", "updates": updates };
        self.database.run_command(command).session(&mut *session).await?;
        let mut change = self.change.clone();
        change.insert("_id", format!("bench-{saved}-{}", std::process::id()));
        let changes = self.database.collection::<Document>("changes");
        changes.insert_one(change).session(&mut *session).await?;
        session.commit_transaction().await
    }
}

async fn save(saves: web::Data<Saves>) -> HttpResponse {
    let number = saves.saved.fetch_add(1, Ordering::Relaxed);
    let key = doc! { "_id": saves.login(number).key_hash.to_string() };
    login_with_user(&saves.sessions, key).await;
    let mut session = saves.client.start_session().await.expect("a session");
    // The first writes to a month may conflict, as they do in the server.
    while saves.save(&mut session, number).await.is_err() {
        let _ = session.abort_transaction().await;
    }
    HttpResponse::SeeOther().insert_header(("Location", "/month")).finish()
}
