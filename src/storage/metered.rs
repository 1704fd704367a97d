//! A store of which each operation is counted and timed.

use std::sync::Arc;
use std::time::Instant;

use super::meter::{Meter, Outcome};
use super::{PerThread, Store};

/// A store with a meter. It answers as the store does.
pub(super) struct Metered {
    store: Box<dyn Store>,
    meter: Meter,
}

impl Metered {
    /// Counts what a store does from now on.
    pub(super) fn new(store: impl Store + 'static, meter: Meter) -> Self {
        Self { store: Box::new(store), meter }
    }

    /// The store itself.
    pub(super) fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// Counts an operation once it is done. One that nobody waits for any more is not counted.
    pub(super) async fn time<T, E: Outcome>(
        &self,
        operation: &'static str,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let begun = Instant::now();
        let done = work.await;
        let outcome = done.as_ref().map_or_else(Outcome::word, |_| "ok");
        self.meter.count(operation, outcome, begun.elapsed());
        done
    }
}

impl PerThread for Metered {
    fn of_this_thread(&self) -> Option<Arc<dyn Store>> {
        self.store.of_this_thread()
    }
}

/// Declares a trait of stores, and that a [`Metered`] store fulfils it as the store within does, each
/// operation counted under its name.
macro_rules! metered {
    (
        $(#[$about:meta])*
        pub trait $name:ident {
            $(
                $(#[$note:meta])*
                async fn $operation:ident(&self $(, $argument:ident: $kind:ty)* $(,)?)
                    -> Result<$done:ty, $error:ty>;
            )+
        }
    ) => {
        $(#[$about])*
        pub trait $name {
            $(
                $(#[$note])*
                async fn $operation(&self $(, $argument: $kind)*) -> Result<$done, $error>;
            )+
        }

        #[async_trait]
        impl $name for $crate::storage::metered::Metered {
            $(
                async fn $operation(&self $(, $argument: $kind)*) -> Result<$done, $error> {
                    let work = self.store().$operation($($argument),*);
                    self.time(stringify!($operation), work).await
                }
            )+
        }
    };
}
