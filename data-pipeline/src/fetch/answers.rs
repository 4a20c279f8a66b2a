//! Answers of portals that are here already: saved ones can be looked at without a portal.

use super::arcgis::Arcgis;
use super::ckan;
use super::http::{Fault, json};
use super::page::Page;
use super::socrata::Socrata;
use crate::settings::Remote;

/// The rows of one page, or for a catalogue the one address that it leads to.
///
/// `answers` are the bodies in the order in which they are asked for: of an ArcGIS layer its
/// description, the count and a page; of a Socrata table the count and a page; of a CKAN catalogue
/// what it shows. A row has the columns of the settings, in their order.
///
/// # Errors
/// What was expected and what was found, in words.
pub fn read_answers(remote: &Remote, answers: &[&[u8]]) -> Result<Vec<Vec<String>>, String> {
    let mut answers = answers.iter().copied();
    let mut next = || answers.next().unwrap_or_default();
    let page = match remote {
        Remote::Arcgis(layer) => Arcgis::new(layer).read(next(), next(), next()),
        Remote::Socrata(table) => Socrata::new(table).read(next(), next()),
        Remote::Ckan(settings) => address(settings, next()),
        Remote::File(_) => Err(Fault::lasting("a portal", "a file, which has no answers")),
    };
    let page = page.map_err(|fault| fault.words())?;
    Ok(page.rows.into_iter().map(|row| row.cells).collect())
}

fn address(settings: &crate::settings::CkanResource, shown: &[u8]) -> Result<Page, Fault> {
    let url = match settings.package {
        Some(_) => ckan::of_package(settings, json(shown)?)?,
        None => ckan::of_resource(json(shown)?)?,
    };
    let cells = vec![url.clone()];
    let row = super::page::Row { key: url, cells };
    Ok(Page {
        rows: vec![row],
        more: false,
    })
}
