//! Every table with its files, every source with the fate of its rows, known faults.

use anyhow::Result;
use charts::format::{count, date, month};
use cube::release::{Source, Table};
use maud::{Markup, html};
use sightline::ahead::{Release, Route};
use wording::t;

use super::{path, title};
use crate::library::Shelf;
use crate::page::Page;

pub fn page(shelf: &Shelf) -> Result<Page> {
    let release = &shelf.release;
    let manifest = &release.manifest;
    let changes = shelf.change_notes()?;
    let description = t!(
        "{count} tables about {city} as CSV, Parquet and more, with every source, what became of each of its rows, and known faults.",
        count = manifest.tables.len(),
        city = manifest.city_label
    );
    let body = html! {
        section.prose {
            p {
                (t!("Release {id}, published {date}.", id = manifest.id, date = date(&manifest.released))) " "
                a href=(release.address("manifest.json")) { (t!("Manifest with every hash (JSON)")) }
            }
            @if let Some(publication) = &manifest.publication {
                p {
                    (t!("The tables are published by {publisher} under these terms:", publisher = publication.publisher.name)) " "
                    a href=(publication.license.url) { (publication.license.title) } ". "
                    (t!("The sources below keep their own terms."))
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
                h2 { (t!("What changed since the release of {date}", date = date(&changes.since))) }
                ul { @for note in &changes.notes { li { (note) } } }
            }
        }
        section.entries { h2 { (t!("Tables")) } @for table in &manifest.tables { (entry(release, table)) } }
        section.entries {
            h2 { (t!("Sources, and what became of each row")) }
            @for source in &manifest.sources { (source_entry(source)) }
        }
        section.prose {
            h2 { (t!("Known faults")) }
            ul { @for caveat in &manifest.caveats { li { (caveat.text) } } }
        }
    };
    Ok(Page {
        path: path(release, Route::Data),
        title: title(release, Some(Route::Data.label())),
        heading: Route::Data.label().to_owned(),
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
            p.quiet { (t!("{first} to {last}, {rows} rows", first = month(table.first), last = month(table.last), rows = count(table.rows))) }
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
                (t!(
                    "{read} rows read: {used} used, {aside} set aside, {outside} outside of what a table covers.",
                    read = count(accounting.read),
                    used = count(accounting.used),
                    aside = count(accounting.set_aside),
                    outside = count(accounting.outside_window)
                ))
            }
        }
    }
}
