//! What a release tells of the tables that a chart draws.

use std::sync::Arc;

use charts::TableNote;
use cube::{
    Series,
    release::{Event, Table},
};

use crate::{
    chart::ChartContext,
    data::Release,
    state::{EventMarks, ViewState},
};

/// The default view of a release; every link from a page starts from it.
pub fn view_in(release: &Release) -> ViewState {
    ViewState::of(release.asked.clone())
}

/// The title of a page about a city, as the browser shows it: `Trends – Baltimore – Sightline`.
pub fn page_title(page: Option<&str>, release: &Release) -> String {
    let city = release.manifest.city_label.as_str();
    let parts: Vec<&str> = page.into_iter().chain([city, "Sightline"]).collect();
    parts.join(" – ")
}

/// The title of a page whose city is not known, or not known yet: `Trends – Sightline`.
pub fn site_title(page: &str) -> String {
    format!("{page} – Sightline")
}

/// The context of a chart over some tables of a release.
pub fn chart_context(release: &Release, tables: &[&Table], marks: EventMarks) -> Arc<ChartContext> {
    let events: Vec<Event> = match marks {
        EventMarks::Shown => release.events.events.clone(),
        EventMarks::Hidden => Vec::new(),
    };
    let sources = release.manifest.sources.iter();
    Arc::new(ChartContext {
        city: release.manifest.city_label.clone(),
        events,
        incomplete: tables
            .iter()
            .flat_map(|table| table.incomplete.clone())
            .collect(),
        source_labels: sources
            .map(|source| (source.id.clone(), source.label.clone()))
            .collect(),
        table_notes: tables
            .iter()
            .filter_map(|table| table_note(table))
            .collect(),
    })
}

/// What has to be known of all numbers of a table; none where all are as they were counted.
fn table_note(table: &Table) -> Option<TableNote> {
    let is_protected = table.protection.is_some();
    (is_protected || table.sample).then(|| {
        let protection = table.protection.unwrap_or_default();
        TableNote {
            table: table.id.clone(),
            hidden_below: protection.hidden_below,
            rounded_within: protection.rounded_within,
            is_sample: table.sample,
        }
    })
}

/// A series whose lines know which months the release calls incomplete.
pub fn with_incomplete(release: &Release, mut series: Series) -> Series {
    for line in &mut series.lines {
        let table = release.table(&line.table);
        let incomplete = table.into_iter().flat_map(|table| &table.incomplete);
        line.incomplete = incomplete
            .map(|months| (months.first, months.last))
            .collect();
    }
    series
}

/// The caveats of some tables, each once, in the order of the manifest.
pub fn caveats(release: &Release, tables: &[&Table]) -> Vec<String> {
    let named = |id: &String| tables.iter().any(|table| table.caveats.contains(id));
    let caveats = release
        .manifest
        .caveats
        .iter()
        .filter(|caveat| named(&caveat.id));
    caveats.map(|caveat| caveat.text.clone()).collect()
}
