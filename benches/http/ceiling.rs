//! Measures upper bounds for comparison: the HTTP stack alone, and the driver alone.

use actix_web::cookie::Key;
use actix_web::{App, HttpResponse, HttpServer, web};
use clap::Parser;
use futures_util::TryStreamExt;
use mongodb::bson::{Document, deserialize_from_slice, doc};
use mongodb::{Client, Collection, Database};
use tracing_actix_web::TracingLogger;
use worklog::config::ConfigArgs;
use worklog::domain::accounts::session::LoginSession;
use worklog::domain::accounts::user::User;
use worklog::domain::days::month_log::MonthLog;
use worklog::storage::Access;
use worklog::telemetry;
use worklog::web::RequestSpans;
use worklog::web::{ApiRateLimiter, Shared};
use worklog::web::{BodyMemory, Readiness};
use worklog::{startup, web as pages};

const BODY: &str = "0123456789abcde\n";

fn body() -> HttpResponse {
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(BODY.repeat(12 * 1024 / 16))
}

/// Returns the port that a role serves on.
pub(crate) fn port() -> u16 {
    std::env::var("BENCH_PORT").ok().and_then(|port| port.parse().ok()).expect("BENCH_PORT")
}

/// Answers every request with the same 12 KiB.
pub(crate) fn constant_body() {
    let server = HttpServer::new(|| App::new().default_service(web::to(async || body())));
    let server = server.bind(("127.0.0.1", port())).expect("a port").run();
    actix_web::rt::System::new().block_on(server).expect("serves");
}

#[derive(Parser)]
struct CommandLine {
    #[command(flatten)]
    settings: ConfigArgs,
}

/// Runs the real server with an additional route that responds with the same 12 KiB. Includes the
/// log, the workers, and the other routes, but not the cost of a Worklog page.
pub(crate) fn same_server() {
    actix_web::rt::System::new().block_on(async {
        let config = CommandLine::parse_from(["worklog"]).settings.check().expect("settings");
        telemetry::start(&config);
        let app = startup::open_app(&config, Access::Server).await.expect("opens");
        let (site, limiter) = (config.site.clone(), ApiRateLimiter::new(config.limits));
        let shared = Shared {
            app,
            site,
            key: Key::generate(),
            limiter,
            bodies: BodyMemory::default(),
            readiness: Readiness::default(),
        };
        let server = HttpServer::new(move || {
            App::new()
                .wrap(TracingLogger::<RequestSpans>::new())
                .route("/constant", web::get().to(async || body()))
                .configure(|routes| pages::configure(routes, &shared))
        });
        server.bind(("127.0.0.1", port())).expect("a port").run().await.expect("serves");
    });
}

/// The queries that the bare driver sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Calls {
    /// The month page's queries: the login with its user, and the month.
    OfThePage,
    /// The login with its user, and 31 days, one document each.
    OneDocumentADay,
    /// Only the login, and the month.
    WithoutUser,
    /// Only the login, and 31 days.
    OneDocumentADayWithoutUser,
}

/// The state that the bare driver's handler reads from.
#[derive(Clone)]
struct Reads {
    sessions: Collection<LoginSession>,
    months: Collection<MonthLog>,
    days: Collection<Document>,
    session: LoginSession,
    calls: Calls,
}

/// Reads a login and a month that the server saved, and responds with 12 KiB.
pub(crate) fn bare_driver(calls: Calls) {
    let url = std::env::var("BENCH_MONGODB_URL").expect("BENCH_MONGODB_URL");
    actix_web::rt::System::new().block_on(async {
        let client = Client::with_uri_str(url).await.expect("a client");
        let database = client.default_database().expect("in the address");
        let sessions: Collection<LoginSession> = database.collection("sessions");
        let session = sessions.find_one(doc! {}).await.expect("reads").expect("a login");
        let days = one_document_a_day(&database, &session.user_id.to_string()).await;
        let reads = Reads { sessions, months: database.collection("months"), days, session, calls };
        let server = HttpServer::new(move || {
            App::new().app_data(web::Data::new(reads.clone())).default_service(web::to(read))
        });
        server.bind(("127.0.0.1", port())).expect("a port").run().await.expect("serves");
    });
}

async fn read(reads: web::Data<Reads>) -> HttpResponse {
    let key = doc! { "_id": reads.session.key_hash.to_string() };
    let session = match reads.calls {
        Calls::OfThePage | Calls::OneDocumentADay => login_with_user(&reads.sessions, key).await,
        Calls::WithoutUser | Calls::OneDocumentADayWithoutUser => {
            reads.sessions.find_one(key).await.expect("reads").expect("a login")
        }
    };
    let user_id = session.user_id.to_string();
    if matches!(reads.calls, Calls::OneDocumentADay | Calls::OneDocumentADayWithoutUser) {
        let range = doc! { "$gte": "2026-10-01", "$lte": "2026-10-31" };
        let found = reads.days.find(doc! { "user_id": user_id, "date": range }).await;
        let found: Vec<Document> = found.expect("reads").try_collect().await.expect("reads");
        assert_eq!(found.len(), 31);
    } else {
        let month = doc! { "user_id": user_id, "month": "2026-11" };
        let month = reads.months.find_one(month).await.expect("reads");
        assert!(month.is_some_and(|month| month.iter().count() == 23));
    }
    body()
}

/// Reads a login and its user, as the server does for each request.
pub(crate) async fn login_with_user(
    sessions: &Collection<LoginSession>,
    key: Document,
) -> LoginSession {
    let lookup = doc! {
        "from": "users", "localField": "user_id", "foreignField": "_id", "as": "user",
    };
    let pipeline =
        [doc! { "$match": key }, doc! { "$lookup": lookup }, doc! { "$unwind": "$user" }];
    let mut found = sessions.aggregate(pipeline).await.expect("reads");
    assert!(found.advance().await.expect("reads"), "a login");
    let raw = found.current();
    let user = raw.get_document("user").expect("a user").as_bytes();
    let _: User = deserialize_from_slice(user).expect("a user");
    deserialize_from_slice(raw.as_bytes()).expect("a login")
}

/// Creates a document for each of 31 days, all with the same entry, and an index for the query.
async fn one_document_a_day(database: &Database, user_id: &str) -> Collection<Document> {
    let days = database.collection::<Document>("bench_days");
    days.drop().await.expect("drops");
    let index = doc! { "key": { "user_id": 1, "date": 1 }, "name": "day" };
    let command = doc! { "createIndexes": "bench_days", "indexes": [index] };
    database.run_command(command).await.expect("an index");
    let month = database.collection::<Document>("months");
    let month =
        month.find_one(doc! { "month": "2026-11" }).await.expect("reads").expect("is there");
    let entry = month.get_document("days").and_then(|days| days.get_document("03"));
    let entry = entry.expect("an entry");
    let of_day =
        |day| doc! { "user_id": user_id, "date": format!("2026-10-{day:02}"), "entry": entry };
    days.insert_many((1..=31).map(of_day)).await.expect("inserts");
    days
}
