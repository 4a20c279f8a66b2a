//! Reads a whole table page by page: takes up what is there, and trusts no page blindly.
//!
//! It does not know how a portal words its questions, and it does not write snapshots.

use std::path::Path;

use super::address::shown;
use super::http::{Client, Fault, Unanswered};
use super::page::{Layer, Page, Portal};
use super::partial::{self, Partial, Question};
use super::{Event, FetchError, Unit};
use crate::settings::RemoteSource;

/// A table that is here in full.
#[derive(Debug)]
pub(super) struct Pages {
    pub(super) partial: Partial,
    /// How many of the pages an earlier run had stored.
    pub(super) taken_up: u64,
}

impl Pages {
    fn describe(&self) -> String {
        format!("{} different rows", self.partial.rows())
    }
}

/// How often a table is read from its beginning in one run, because it changed under our eyes.
const READINGS: u32 = 2;

/// Reads all pages of a table into a folder of its own.
pub(super) fn read(
    source: &RemoteSource,
    portal: &mut dyn Portal,
    client: &Client<'_>,
    folder: &Path,
) -> Result<Pages, FetchError> {
    let mut readings = 0;
    loop {
        readings += 1;
        let before = describe(source, portal, client)?;
        let pages = read_once(source, portal, client, folder, &before);
        let after = describe(source, portal, client);
        let (found, now) = match (pages, after) {
            (Ok(pages), Ok(after)) if after == before && pages.partial.rows() == before.rows => {
                return Ok(pages);
            }
            (Ok(pages), Ok(after)) => (pages.describe(), after.rows),
            // A page can be wrong because the table is another one by now.
            (Err(_), Ok(after)) if after != before => {
                ("a page that does not fit".to_owned(), after.rows)
            }
            (Err(error), _) | (Ok(_), Err(error)) => return Err(error),
        };
        // Offsets shift when rows come or go: a row may have been skipped without a trace.
        partial::discard(folder).map_err(FetchError::at(folder))?;
        let expected = before.rows;
        if readings >= READINGS {
            let (id, url) = (source.id.clone(), shown(source.remote.url()));
            return Err(FetchError::Changed {
                id,
                url,
                expected,
                found,
                now,
            });
        }
        let reason = format!(
            "the table changed while it was read: {expected} rows were announced, {now} are now"
        );
        client.tell(Event::StartedOver { reason: &reason });
    }
}

fn describe(
    source: &RemoteSource,
    portal: &mut dyn Portal,
    client: &Client<'_>,
) -> Result<Layer, FetchError> {
    let layer = portal.describe(client);
    layer.map_err(|unanswered| FetchError::answer(&source.id, None, unanswered))
}

fn read_once(
    source: &RemoteSource,
    portal: &dyn Portal,
    client: &Client<'_>,
    folder: &Path,
    layer: &Layer,
) -> Result<Pages, FetchError> {
    let question = Question {
        asked: format!("{:?}", source.remote),
        rows: layer.rows,
        state: layer.state.clone(),
    };
    let opened = Partial::open(folder, question).map_err(FetchError::at(folder))?;
    let (mut partial, unusable) = opened;
    if let Some(reason) = &unusable {
        client.tell(Event::StartedOver { reason });
    }
    let taken_up = partial.pages();
    client.tell(Event::Started {
        done: partial.rows_received(),
        total: Some(layer.rows),
        unit: Unit::Rows,
    });
    while let Some(offset) = partial.next_offset() {
        let page = next_page(portal, client, &partial, offset, layer)
            .map_err(|unanswered| FetchError::answer(&source.id, Some(offset), unanswered))?;
        let complete = !expects_more(&page, offset, layer);
        partial
            .add(page, complete)
            .map_err(FetchError::at(folder))?;
        client.tell(Event::Advanced {
            done: partial.rows_received(),
        });
    }
    Ok(Pages { partial, taken_up })
}

/// Whether there are rows after a page. A page may be short, and a portal may not say.
fn expects_more(page: &Page, offset: u64, layer: &Layer) -> bool {
    page.more || offset + (page.rows.len() as u64) < layer.rows
}

/// A page that brings something new, or is rightly empty.
fn next_page(
    portal: &dyn Portal,
    client: &Client<'_>,
    partial: &Partial,
    offset: u64,
    layer: &Layer,
) -> Result<Page, Unanswered> {
    portal.page(client, offset, &|page| {
        if page.rows.is_empty() && expects_more(page, offset, layer) {
            let expected = format!("rows from {offset} on, of {}", layer.rows);
            return Err(Fault::passing(expected, "a page without rows"));
        }
        if !page.rows.is_empty() && partial.count_new(page) == 0 {
            // A stale copy between us and the portal; keeping it would lose the rows it stands for.
            let expected = format!("new rows from {offset} on");
            return Err(Fault::passing(expected, "a page that was here before"));
        }
        Ok(())
    })
}
