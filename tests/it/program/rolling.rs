//! Rolling restarts: servers on one database behind a load balancer are replaced one by one, while
//! clients with keep-alive connections send requests continuously.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::{Program, TIMEOUT};
use crate::support::keep_alive::Connection;
use crate::support::mongod::free_port;
use crate::support::server::{Browser, PASSWORD};
use crate::support::store::{Backend, place};

/// The number of servers.
const SERVERS: usize = 2;

/// How often all servers are replaced, and the minimum number of requests sent during that time.
const RESTARTS: usize = 6;
const REQUESTS: usize = 10_000;

const CLIENTS: usize = 8;

/// How long each client pauses between requests: longer than a request takes, so that most stops
/// hit idle connections.
const REST: Duration = Duration::from_millis(10);

/// How often the load balancer probes the servers.
const CHECK_INTERVAL: Duration = Duration::from_millis(500);

/// A server behind the load balancer.
struct Backing {
    port: u16,
    ready: bool,
}

/// Passes each connection to the next server that is ready, like a Kubernetes Service. It doesn't
/// read requests, and never retries.
#[derive(Clone)]
struct Balancer {
    port: u16,
    servers: Arc<Mutex<Vec<Backing>>>,
}

impl Balancer {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let balancer = Self { port, servers: Arc::default() };
        let own = balancer.clone();
        tokio::spawn(async move {
            for turn in 0.. {
                let (mut client, _) = listener.accept().await.unwrap();
                let Some(server) = own.choose(turn) else { continue };
                tokio::spawn(async move {
                    // If this fails, the client sees its connection close.
                    if let Ok(mut server) = TcpStream::connect(("127.0.0.1", server)).await {
                        client.set_nodelay(true).and(server.set_nodelay(true)).unwrap();
                        let _ = copy_bidirectional(&mut client, &mut server).await;
                    }
                });
            }
        });
        tokio::spawn(balancer.clone().check_readiness());
        balancer
    }

    fn choose(&self, turn: usize) -> Option<u16> {
        let servers = self.servers.lock().unwrap();
        let ready: Vec<_> = servers.iter().filter(|server| server.ready).collect();
        ready.get(turn % ready.len().max(1)).map(|server| server.port)
    }

    async fn check_readiness(self) {
        loop {
            let ports: Vec<_> =
                self.servers.lock().unwrap().iter().map(|known| known.port).collect();
            for port in ports {
                let ready = is_ready(port).await;
                let mut servers = self.servers.lock().unwrap();
                servers
                    .iter_mut()
                    .filter(|known| known.port == port)
                    .for_each(|known| known.ready = ready);
            }
            sleep(CHECK_INTERVAL).await;
        }
    }

    async fn sees(&self, port: u16, ready: bool) {
        let give_up = Instant::now() + TIMEOUT;
        let as_told = |known: &Backing| known.port == port && known.ready == ready;
        while !self.servers.lock().unwrap().iter().any(as_told) {
            assert!(Instant::now() < give_up, "the server doesn't become ready: {ready}");
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Starts a server and adds it to the load balancer.
    async fn with_another(&self, database: &str) -> Program {
        let program = Program::start(database, free_port());
        self.servers.lock().unwrap().push(Backing { port: program.port, ready: false });
        self.sees(program.port, true).await;
        program
    }
}

async fn is_ready(port: u16) -> bool {
    let Ok(mut connection) = Connection::open(port).await else { return false };
    connection.get("/readyz", "").await.is_ok_and(|response| response.status == 200)
}

/// The clients' results so far.
#[derive(Default)]
struct Seen {
    enough: AtomicBool,
    answered: AtomicUsize,
    lost: Mutex<Vec<String>>,
}

/// Sends requests over connections that stay open until the server closes them.
async fn send_requests(port: u16, cookie: String, seen: Arc<Seen>) {
    let mut connection = None;
    while !seen.enough.load(Ordering::Relaxed) {
        let response = async {
            if connection.is_none() {
                connection = Some(Connection::open(port).await?);
            }
            connection.as_mut().unwrap().get("/month", &cookie).await
        };
        match response.await {
            Ok(response) if response.status == 200 => {
                seen.answered.fetch_add(1, Ordering::Relaxed);
                if response.closes {
                    connection = None;
                }
            }
            lost => {
                seen.lost.lock().unwrap().push(format!("{lost:?}"));
                connection = None;
            }
        }
        sleep(REST).await;
    }
}

/// Signs up. Returns the `Cookie` header line of the login.
pub(super) async fn sign_up_cookie(url: &str) -> String {
    let form = [("username", "ada"), ("password", PASSWORD), ("password_confirm", PASSWORD)];
    let response = Browser::at(url).post("/signup", &form).await;
    let cookie = response.headers()["set-cookie"].to_str().unwrap();
    format!("Cookie: {}\r\n", cookie.split(';').next().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn rolling_restarts_lose_no_request() {
    let (place, start) = (place(Backend::Mongo).await, Instant::now());
    let balancer = Balancer::start().await;
    let mut servers = Vec::new();
    for _ in 0..SERVERS {
        servers.push(balancer.with_another(&place.url).await);
    }
    let cookie = sign_up_cookie(&servers[0].url).await;
    let seen = Arc::<Seen>::default();
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        clients.spawn(send_requests(balancer.port, cookie.clone(), Arc::clone(&seen)));
    }
    let mut stopping = Vec::new();
    for _ in 0..RESTARTS * SERVERS {
        servers.push(balancer.with_another(&place.url).await);
        let oldest = servers.remove(0);
        oldest.terminate();
        balancer.sees(oldest.port, false).await;
        stopping.push(oldest);
    }
    for program in &mut stopping {
        assert_eq!(program.exit_code(), Some(0));
    }
    let give_up = Instant::now() + TIMEOUT;
    while seen.answered.load(Ordering::Relaxed) < REQUESTS && Instant::now() < give_up {
        sleep(REST).await;
    }
    seen.enough.store(true, Ordering::Relaxed);
    clients.join_all().await;
    let (answered, lost) = (seen.answered.load(Ordering::Relaxed), seen.lost.lock().unwrap());
    println!("{answered} requests answered, {} lost, in {:?}", lost.len(), start.elapsed());
    assert_eq!(*lost, Vec::<String>::new(), "of {answered}");
    assert!(answered >= REQUESTS, "{answered} requests");
}
