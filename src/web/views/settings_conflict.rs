//! The conflict that a settings form shows if the settings were changed in another tab.

/// A setting that differs between the saved version and the form.
pub(crate) struct ConflictRow {
    pub(crate) label: String,
    pub(crate) saved: String,
    pub(crate) entered: String,
}

/// The saved version of the settings beside the version in the form.
pub(crate) struct SettingsConflict {
    /// The path of the page that shows the saved version.
    pub(crate) path: String,
    pub(crate) rows: Vec<ConflictRow>,
}

impl SettingsConflict {
    /// Compares labeled values, each as saved and as entered, and keeps those that differ.
    pub(crate) fn new(
        path: impl Into<String>,
        values: impl IntoIterator<Item = (impl Into<String>, String, String)>,
    ) -> Self {
        let differs = values.into_iter().filter(|(_, saved, entered)| saved != entered);
        let rows = differs.map(|(label, saved, entered)| ConflictRow {
            label: label.into(),
            saved,
            entered,
        });
        Self { path: path.into(), rows: rows.collect() }
    }
}
