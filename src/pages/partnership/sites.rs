//! What is known, at a date, of the places where a violence intervention service works.

use cube::programme::SiteNote;
use leptos::prelude::*;
use wording::t;

/// The places by name, each with what its sources say; nothing where none is known.
#[component]
pub fn Sites(
    /// What is known, in the order of the sources.
    sites: Vec<SiteNote>,
) -> impl IntoView {
    let is_empty = sites.is_empty();
    let sites = by_name(sites).into_iter().map(|(site, notes)| {
        let notes = notes.into_iter().map(|note| view! { <Note note /> });
        view! {
            <div class="site">
                <h3>{site}</h3>
                <ul>{notes.collect_view()}</ul>
            </div>
        }
    });
    let sites = sites.collect_view();
    let none = is_empty.then(|| view! { <p>{t!("No such place is collected here.")}</p> });
    view! {
        <section aria-labelledby="sites">
            <h2 id="sites" tabindex="-1">{t!("Where Safe Streets works")}</h2>
            <p class="prose">
                {t!("Found in newspapers and notices, so the list has gaps: a site can have been open long \
                     before the first date that a source names. The lines of the areas that sites serve are \
                     not published.")}
            </p>
            <div class="sites">{sites}</div>
            {none}
        </section>
    }
}

#[component]
fn Note(note: SiteNote) -> impl IntoView {
    let remark = (!note.note.is_empty()).then(|| format!(": {}", note.note));
    view! {
        <li>
            <strong>{charts::format::date(&note.date)}</strong>
            " "
            {note.event}
            {remark}
            ". "
            <span class="quiet">{t!("Source: {source}", source = note.source)}</span>
        </li>
    }
}

/// The notes of each place, in the order in which the places first occur.
fn by_name(sites: Vec<SiteNote>) -> Vec<(String, Vec<SiteNote>)> {
    let mut found: Vec<(String, Vec<SiteNote>)> = Vec::new();
    for note in sites {
        match found.iter_mut().find(|(site, _)| *site == note.site) {
            Some((_, notes)) => notes.push(note),
            None => found.push((note.site.clone(), vec![note])),
        }
    }
    found
}
