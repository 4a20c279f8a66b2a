//! How a figure is cited: three forms, each with a button that copies it.

use std::sync::Arc;

use charts::{Citation, Cited, citation};
use leptos::prelude::*;
use wording::{letters, t};

use super::actions::copy_and_say;
use crate::data::Release;
use crate::platform::address;
use crate::state::of_release;

/// Who is named where a release names no publisher.
const SITE: &str = "Sightline";

/// The citations of a figure; written when they are opened.
#[component]
pub fn Citing(
    /// The release of the figure.
    release: Arc<Release>,
    /// The title of the figure.
    title: Memo<String>,
    /// The address that shows the same view, where it is not this page's own.
    link: Option<String>,
    /// What became of the last action.
    said: RwSignal<&'static str>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let texts = move || {
        open.get().then(|| {
            let address = link
                .as_deref()
                .map_or_else(address::current, address::absolute);
            let Citation {
                short,
                long,
                bibtex,
            } = of(
                &release,
                &title.get(),
                &of_release(&address, Some(&release.manifest.id)),
            );
            let forms = [
                (t!(in "of a citation", "Short"), short),
                (t!(in "of a citation", "Long"), long),
                ("BibTeX", bibtex),
            ];
            forms
                .map(|(name, text)| form(name, text, said))
                .collect_view()
        })
    };
    view! {
        <details class="citing" on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary>{t!("Cite this chart")}</summary>
            {texts}
        </details>
    }
}

fn of(release: &Release, title: &str, address: &str) -> Citation {
    let manifest = &release.manifest;
    let publication = manifest.publication.as_ref();
    let publisher = publication.map(|publication| publication.publisher.name.as_str());
    citation(&Cited {
        title,
        publisher: publisher.filter(|name| !name.is_empty()).unwrap_or(SITE),
        release: &manifest.id,
        sha256: &release.manifest_sha256,
        released: &manifest.released,
        address,
    })
}

fn form(name: &'static str, text: String, said: RwSignal<&'static str>) -> impl IntoView {
    let copied = text.clone();
    let copy = move |_| copy_and_say(copied.clone(), t!("Citation copied."), said);
    let label = t!("Copy the citation, {form}", form = letters::lower(name));
    view! {
        <div class="citation">
            <p class="citation-name">
                {name} " " <button type="button" aria-label=label on:click=copy>{t!("Copy")}</button>
            </p>
            <pre tabindex="0" role="region" aria-label=name><code>{text}</code></pre>
        </div>
    }
}
