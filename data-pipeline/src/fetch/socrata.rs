//! Tables of a Socrata portal: rows as JSON objects, read in pages by the portal's row id.
//!
//! An object leaves out what is empty, so a page alone cannot show that a column went away; the
//! portal refuses a query for a column that it does not have.

use serde_json::value::RawValue;

use super::http::{Client, Fault, Unanswered, json};
use super::page::{Accept, Layer, Page, Portal, Row, Values, key, text, with_query};
use crate::settings::SocrataTable;

/// The column of the portal's own row ids.
const ROW_ID: &str = ":id";

/// A table.
pub(super) struct Socrata<'a> {
    settings: &'a SocrataTable,
}

impl<'a> Socrata<'a> {
    pub(super) fn new(settings: &'a SocrataTable) -> Self {
        Self { settings }
    }

    fn url(&self, query: &[(&str, &str)]) -> String {
        let condition = self.settings.condition.as_deref();
        let condition = condition.map(|condition| ("$where", condition));
        let query: Vec<_> = query.iter().copied().chain(condition).collect();
        with_query(&self.settings.url, &query)
    }

    fn page_url(&self, offset: u64) -> String {
        let columns = self.settings.columns.join(",");
        self.url(&[
            ("$select", &format!("{ROW_ID},{columns}")),
            ("$order", ROW_ID),
            ("$limit", &self.settings.page_rows.to_string()),
            ("$offset", &offset.to_string()),
        ])
    }

    /// A page of a table out of two answers that are here already.
    pub(super) fn read(&self, count: &[u8], page: &[u8]) -> Result<Page, Fault> {
        let count: Vec<Values> = json(count)?;
        described(&count)?;
        let page: Vec<Values> = json(page)?;
        self.rows(&page)
    }

    fn rows(&self, answer: &[Values]) -> Result<Page, Fault> {
        let rows = answer.iter().map(|values| self.row(values));
        Ok(Page {
            // The portal does not say whether there is more; its count does.
            more: false,
            rows: rows.collect::<Result<_, _>>()?,
        })
    }

    fn row(&self, values: &Values) -> Result<Row, Fault> {
        let known = |name: &String| name == ROW_ID || self.settings.columns.contains(name);
        if let Some(name) = values.keys().find(|name| !known(name)) {
            let expected = format!("the columns {}", self.settings.columns.join(", "));
            return Err(Fault::lasting(expected, format!("a row with {name:?}")));
        }
        let cell = |column: &str| {
            let value = values.get(column).map(AsRef::as_ref);
            value.map_or_else(|| Ok(String::new()), text)
        };
        let id = values.get(ROW_ID).map(AsRef::as_ref);
        let id: &RawValue = id.ok_or_else(|| Fault::lasting("a row id", "a row without it"))?;
        let cells = self.settings.columns.iter().map(|column| cell(column));
        Ok(Row {
            key: key(text(id)?)?,
            cells: cells.collect::<Result<_, _>>()?,
        })
    }
}

impl Portal for Socrata<'_> {
    fn describe(&mut self, client: &Client<'_>) -> Result<Layer, Unanswered> {
        let url = self.url(&[("$select", "count(*) as rows,max(:updated_at) as updated")]);
        client.get_json(&url, |answer: Vec<Values>| described(&answer))
    }

    fn page(
        &self,
        client: &Client<'_>,
        offset: u64,
        accept: Accept<'_>,
    ) -> Result<Page, Unanswered> {
        client.get_json(&self.page_url(offset), |answer: Vec<Values>| {
            let page = self.rows(&answer)?;
            accept(&page)?;
            Ok(page)
        })
    }
}

fn described(answer: &[Values]) -> Result<Layer, Fault> {
    let found = |name: &str| answer.first().and_then(|row| row.get(name));
    let rows = found("rows").map(|rows| text(rows)).transpose()?;
    let rows = rows.and_then(|rows| rows.parse().ok());
    let updated = found("updated").map(|updated| text(updated)).transpose()?;
    Ok(Layer {
        rows: rows.ok_or_else(|| Fault::passing("a count of rows", "JSON without it"))?,
        state: format!("last updated {}", updated.unwrap_or_default()),
    })
}
