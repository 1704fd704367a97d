//! Failures of jobs, batches, and callers.

use futures_util::future::join_all;

use super::*;

fn writer() -> (tempfile::TempDir, Writer) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("db");
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA foreign_keys = ON;
             CREATE TABLE t (
                 n INTEGER PRIMARY KEY,
                 x,
                 parent REFERENCES t DEFERRABLE INITIALLY DEFERRED
             );",
        )
        .unwrap();
    let files = Arc::new(OpenFiles::at(&path).unwrap());
    (home, Writer::start(connection, files, &StoreMetrics::default()).unwrap())
}

fn insert(connection: &Connection, number: i64) -> Result<(), EmbeddedError> {
    connection.execute("INSERT INTO t (n) VALUES (?1)", [number])?;
    Ok(())
}

async fn numbers(writer: &Writer) -> Vec<i64> {
    let all = |connection: &Connection| {
        let mut statement = connection.prepare("SELECT n FROM t ORDER BY n")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    };
    writer.write(all).await.unwrap()
}

/// Keeps the thread busy so that everything written in the meantime becomes one batch.
async fn as_one_batch<T>(writer: &Writer, queued: impl Future<Output = T>) -> T {
    let (release, gate) = std::sync::mpsc::channel();
    let hold = writer.write(move |_| gate.recv().map_err(|_| EmbeddedError::Meta("not released")));
    let queue_then_release = async {
        tokio::pin!(queued);
        assert!(futures_util::poll!(&mut queued).is_pending());
        release.send(()).unwrap();
        queued.await
    };
    futures_util::join!(hold, queue_then_release).1
}

#[tokio::test]
async fn queued_writes_share_a_commit() {
    let (_home, writer) = writer();
    let queued = (0..50).map(|number| writer.write(move |c| insert(c, number)));
    let results = as_one_batch(&writer, join_all(queued)).await;
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(writer.counts(), WriteCounts { jobs: 51, commits: 1 });
}

#[tokio::test]
async fn a_failing_job_rolls_back_only_itself() {
    let (_home, writer) = writer();
    let queued = (0..6).map(|number| {
        writer.write(move |c| {
            insert(c, number)?;
            match number {
                2 => Err(EmbeddedError::Meta("refused")),
                4 => panic!("a job panics (as this test wants)"),
                _ => Ok(()),
            }
        })
    });
    let results = as_one_batch(&writer, join_all(queued)).await;
    let fine: Vec<bool> = results.iter().map(Result::is_ok).collect();
    assert_eq!(fine, [true, true, false, true, false, true]);
    assert!(matches!(results[4], Err(StoreError::Failed(_))));
    assert_eq!(numbers(&writer).await, [0, 1, 3, 5]);
}

#[tokio::test]
async fn a_full_disk_is_a_temporary_failure() {
    let (_home, writer) = writer();
    let limit = |pages: u32| {
        move |c: &Connection| {
            Ok(c.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?)
        }
    };
    let huge = |c: &Connection| {
        c.execute("INSERT INTO t (n, x) VALUES (2, zeroblob(1000000))", [])?;
        Ok(())
    };
    writer.write(limit(10)).await.unwrap();
    let queued = async { futures_util::join!(writer.write(|c| insert(c, 1)), writer.write(huge)) };
    let (small, large) = as_one_batch(&writer, queued).await;
    assert!(matches!(large, Err(StoreError::Full(_))));
    let expected = if small.is_ok() { vec![1] } else { vec![] };
    assert_eq!(numbers(&writer).await, expected);
    writer.write(limit(100_000)).await.unwrap();
    writer.write(huge).await.unwrap();
    writer.write(|c| insert(c, 3)).await.unwrap();
    assert!(numbers(&writer).await.ends_with(&[2, 3]));
}

#[tokio::test]
async fn a_failed_commit_fails_every_job_in_the_batch() {
    let (_home, writer) = writer();
    let orphan = |c: &Connection| {
        c.execute("INSERT INTO t (n, parent) VALUES (1, 99)", [])?;
        Ok(())
    };
    let queued =
        async { futures_util::join!(writer.write(orphan), writer.write(|c| insert(c, 2))) };
    let (orphan, other) = as_one_batch(&writer, queued).await;
    assert!(orphan.is_err() && other.is_err());
    assert_eq!(numbers(&writer).await, [0; 0]);
}

#[tokio::test]
async fn dropping_flushes_the_queue() {
    let (home, writer) = writer();
    {
        let queued = (0..20).map(|number| writer.write(move |c| insert(c, number)));
        let queued = join_all(queued);
        tokio::pin!(queued);
        assert!(futures_util::poll!(&mut queued).is_pending());
    }
    drop(writer);
    let connection = Connection::open(home.path().join("db")).unwrap();
    let count = connection.query_row("SELECT count(*) FROM t", [], |row| row.get(0));
    assert_eq!(count, Ok(20));
}
