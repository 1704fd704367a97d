//! Looks up passwords in the list of breached ones on a thread of its own, so that a slow disk or a
//! file server that doesn't respond delays neither pages nor logins.

use std::io::{self, ErrorKind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;

use super::breached_list::BreachedList;
use crate::domain::accounts::password::Password;

/// The maximum queue length. With a cold cache on a hard disk, a lookup takes up to 0.4 seconds.
const QUEUE: usize = 16;

/// How long a new password waits for its lookup.
const TIMEOUT: Duration = Duration::from_secs(3);

/// A password to look up, and where to send the result.
struct Lookup {
    password: Password,
    reply: oneshot::Sender<io::Result<bool>>,
}

/// Sends passwords to the thread. Clones share the thread, which ends when the last one is dropped.
#[derive(Clone)]
pub(super) struct BreachChecker {
    queue: SyncSender<Lookup>,
    timeout: Duration,
}

impl BreachChecker {
    /// Starts the thread.
    ///
    /// # Errors
    /// Fails if the system can't create a thread.
    pub(super) fn start(list: BreachedList) -> io::Result<Self> {
        let (queue, lookups) = sync_channel(QUEUE);
        thread::Builder::new().name("breached".into()).spawn(move || run(&list, &lookups))?;
        Ok(Self { queue, timeout: TIMEOUT })
    }

    /// Returns whether the list contains a password. If that can't be found out in time, logs why
    /// and returns `false`: a list that can't be read must not lock everyone out of signing up or
    /// resetting a password, and the other rules still apply.
    pub(super) async fn is_breached(&self, password: &Password) -> bool {
        self.look_up(password.clone()).await.unwrap_or_else(|error| {
            tracing::error!(
                %error,
                "the list of breached passwords can't be read; a new password wasn't checked"
            );
            false
        })
    }

    async fn look_up(&self, password: Password) -> io::Result<bool> {
        let (reply, result) = oneshot::channel();
        let busy = || io::Error::new(ErrorKind::TimedOut, "too slow");
        self.queue.try_send(Lookup { password, reply }).map_err(|_| busy())?;
        let result = timeout(self.timeout, result).await.map_err(|_| busy())?;
        result.map_err(|_| io::Error::other("the thread ended"))?
    }
}

fn run(list: &BreachedList, lookups: &Receiver<Lookup>) {
    for Lookup { password, reply } in lookups {
        // Nobody waits for it any longer after a timeout.
        if !reply.is_closed() {
            drop(reply.send(list.contains(&password)));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::process::Command;

    use futures_util::future::join_all;

    use super::*;

    fn file(text: &str) -> (tempfile::TempDir, BreachedList) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("list.txt");
        fs::write(&path, text).unwrap();
        let list = BreachedList::open(&path).unwrap();
        (directory, list)
    }

    /// `printf password | sha1sum`
    const LIST: &str = "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:10434004\r\n";

    #[tokio::test]
    async fn a_replaced_list_applies_at_once() {
        let (directory, list) = file(LIST);
        let (checker, path) = (BreachChecker::start(list).unwrap(), directory.path());
        let password = Password::from_input("password");
        assert!(checker.is_breached(&password).await);
        fs::write(path.join("new.txt"), LIST.replace('5', "6")).unwrap();
        fs::rename(path.join("new.txt"), path.join("list.txt")).unwrap();
        assert!(!checker.is_breached(&password).await);
        fs::write(path.join("list.txt"), LIST).unwrap();
        assert!(checker.is_breached(&password).await);
        fs::remove_file(path.join("list.txt")).unwrap();
        let error = checker.look_up(password.clone()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
        assert!(!checker.is_breached(&password).await, "an error blocks nobody");
    }

    /// Opening a named pipe without a writer never returns, like a file on a server that doesn't
    /// respond.
    #[tokio::test]
    async fn a_list_that_never_responds_blocks_nobody() {
        let (directory, list) = file(LIST);
        let path = directory.path().join("list.txt");
        fs::remove_file(&path).unwrap();
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        let mut checker = BreachChecker::start(list).unwrap();
        checker.timeout = Duration::from_millis(50);
        let lookups = (0..QUEUE * 2).map(|_| checker.look_up(Password::from_input("password")));
        for result in join_all(lookups).await {
            assert_eq!(result.unwrap_err().kind(), ErrorKind::TimedOut);
        }
        // Lets the thread end.
        drop(fs::OpenOptions::new().write(true).open(&path));
    }
}
