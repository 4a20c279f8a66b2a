//! One page of rows, as every kind of portal that pages gives it.
//!
//! A value keeps the digits that the portal sent. Nothing is cleaned here: a snapshot holds what
//! was published.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::http::{Client, Fault, Unanswered};

/// A row as the portal sends it: values by the names of their columns.
pub(super) type Values = BTreeMap<String, Box<RawValue>>;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The portal's own id of the row, by which a row that comes twice is known.
    pub(super) key: String,
    /// The values, in the order of the columns.
    pub(super) cells: Vec<String>,
}

/// Some rows, one after the other.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) rows: Vec<Row>,
    /// Whether the portal has rows after these.
    pub(super) more: bool,
}

/// What a portal says of a table before its rows are asked for.
///
/// Pages belong together only where this stays the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layer {
    /// How many rows there are.
    pub(super) rows: u64,
    /// The columns, their types, and when the table was last changed, as far as the portal says.
    pub(super) state: String,
}

/// Whether a page may be kept.
pub(super) type Accept<'a> = &'a dyn Fn(&Page) -> Result<(), Fault>;

/// A portal that gives a table in pages.
pub(super) trait Portal {
    /// What the table is now.
    fn describe(&mut self, client: &Client<'_>) -> Result<Layer, Unanswered>;

    /// The rows from `offset` on; a page that `accept` does not take is a fault of the portal.
    fn page(
        &self,
        client: &Client<'_>,
        offset: u64,
        accept: Accept<'_>,
    ) -> Result<Page, Unanswered>;
}

/// The text of a value in a CSV: nothing for `null`, the content of a string, else what was sent.
pub(super) fn text(value: &RawValue) -> Result<String, Fault> {
    let sent = value.get();
    match sent.as_bytes().first() {
        Some(b'n') => Ok(String::new()),
        Some(b'"') => serde_json::from_str(sent)
            .map_err(|error| Fault::passing("text in JSON", format!("{sent} ({error})"))),
        _ => Ok(sent.to_owned()),
    }
}

/// The id of a row. Rows without one would all be taken for the same row, and lost but for one.
pub(super) fn key(id: String) -> Result<String, Fault> {
    if id.is_empty() {
        return Err(Fault::lasting(
            "an id in each row",
            "a row whose id is empty",
        ));
    }
    Ok(id)
}

/// The address with a query, encoded.
pub(super) fn with_query(url: &str, query: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(query)
        .finish();
    format!("{url}?{query}")
}
