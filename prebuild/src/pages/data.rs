//! Every table with its files, every source with the fate of its rows, known faults.

use anyhow::Result;
use charts::format::{count, month};
use cube::release::{Source, Table};
use maud::{Markup, html};
use sightline::ahead::{Release, Route};

use super::{path, title};
use crate::library::Shelf;
use crate::page::Page;

pub fn page(shelf: &Shelf) -> Result<Page> {
    let release = &shelf.release;
    let manifest = &release.manifest;
    let changes = shelf.change_notes()?;
    let description = format!(
        "{} tables about {} as CSV, Parquet and more, with every source, what became of each of its rows, and known faults.",
        manifest.tables.len(),
        manifest.city_label
    );
    let body = html! {
        section.prose {
            p {
                (format!("Release {}, published {}. ", manifest.id, charts::format::date(&manifest.released)))
                a href=(release.address("manifest.json")) { "Manifest with every hash (JSON)" }
            }
            @if let Some(publication) = &manifest.publication {
                p {
                    (format!("The tables are published by {} under ", publication.publisher.name))
                    a href=(publication.license.url) { (publication.license.title) }
                    "; the sources below keep their own terms."
                }
            }
            p.actions {
                @for description in &manifest.descriptions {
                    a href=(release.address(&description.path)) { (description.standard) }
                }
            }
        }
        @if let Some(changes) = &changes {
            section.prose {
                h2 { "What changed since the release of " (charts::format::date(&changes.since)) }
                ul { @for note in &changes.notes { li { (note) } } }
            }
        }
        section.entries { h2 { "Tables" } @for table in &manifest.tables { (entry(release, table)) } }
        section.entries {
            h2 { "Sources, and what became of each row" }
            @for source in &manifest.sources { (source_entry(source)) }
        }
        section.prose {
            h2 { "Known faults" }
            ul { @for caveat in &manifest.caveats { li { (caveat.text) } } }
        }
    };
    Ok(Page {
        path: path(release, Route::Data),
        title: title(release, Some("Data")),
        heading: "Data".to_owned(),
        description,
        body,
        drawn: None,
        table: None,
        embed: None,
        is_listed: release.is_current,
    })
}

fn entry(release: &Release, table: &Table) -> Markup {
    let files = [table.csv.as_str()].into_iter();
    let files = files.chain(table.downloads.paths());
    html! {
        article.entry {
            h3 { (table.title) }
            p { (table.description) }
            p.quiet { (format!("{} to {}, {} rows", month(table.first), month(table.last), count(table.rows))) }
            p.actions {
                @for path in files {
                    a href=(release.address(path)) download { (path.rsplit('/').next().unwrap_or(path)) }
                }
            }
        }
    }
}

fn source_entry(source: &Source) -> Markup {
    let accounting = &source.accounting;
    html! {
        article.entry {
            h3 { (source.title) }
            p { (source.publisher) ". " (source.terms) }
            p.quiet {
                (format!(
                    "{} rows read: {} used, {} set aside, {} outside of what a table covers.",
                    count(accounting.read), count(accounting.used), count(accounting.set_aside), count(accounting.outside_window)
                ))
            }
        }
    }
}
