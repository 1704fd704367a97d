//! Runs the same operation many times concurrently.

use std::sync::Arc;

use tokio::sync::Barrier;

/// Starts tasks 0 to `count - 1` and releases them at the same time. Returns their results in that
/// order.
pub(crate) async fn race<F>(count: usize, task: impl Fn(usize) -> F) -> Vec<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    let start = Arc::new(Barrier::new(count));
    let racers: Vec<_> = (0..count)
        .map(|number| {
            let (start, task) = (Arc::clone(&start), task(number));
            tokio::spawn(async move {
                start.wait().await;
                task.await
            })
        })
        .collect();
    let mut results = Vec::with_capacity(count);
    for racer in racers {
        results.push(racer.await.expect("a racer panicked"));
    }
    results
}
