//! What is kept in this browser for use without a network, and the visitor's choice of it.

use leptos::{prelude::*, task::spawn_local};
use wording::{Message, message, t};

use crate::platform::offline::{self, Fault, Keeping, Kept, KeptWatch};

/// What a browser fetches to keep the pages and numbers of two cities, as a host compresses it; a
/// browser test holds it.
const FETCHED_FOR_NUMBERS: Message = message!("about 3 MB");

/// Says how much is kept and what works with it, and lets the visitor keep more, or nothing.
#[component]
pub fn KeptFiles() -> impl IntoView {
    let keeping = RwSignal::new(None::<Keeping>);
    let is_refused = RwSignal::new(false);
    let watch = StoredValue::new_local(None::<KeptWatch>);
    spawn_local(async move {
        let started = KeptWatch::start(move |now| {
            keeping.try_set(Some(now));
        });
        // A page that was left meanwhile drops it again.
        watch.try_set_value(started.await);
    });
    // The live region says that files are fetched, once: a count in it would be read out without end.
    let said = Memo::new(move |_| keeping.get().map(|keeping| said(&keeping)));
    let progress = move || {
        let (done, total) = keeping.get()?.fetched?;
        let text = t!("{done} of {total} files", done = done, total = total);
        Some(view! { <p>{text}</p> })
    };
    let fault = move || {
        let fault = keeping.get().and_then(|keeping| keeping.fault);
        let refused = is_refused
            .get()
            .then(|| t!("This browser refused to keep it."));
        let text = refused.or_else(|| fault.map(why))?;
        Some(view! { <p role="alert">{text}</p> })
    };
    let ask = move |downloads: bool| {
        is_refused.set(false);
        spawn_local(async move {
            let has_begun = offline::keep(downloads).await;
            // A worker that stopped on its way has told why.
            let is_told = keeping
                .get_untracked()
                .is_some_and(|keeping| keeping.fault.is_some());
            is_refused.try_set(!has_begun && !is_told);
        });
    };
    let remove = move |_| {
        spawn_local(async {
            // What cannot be removed is still told as kept.
            offline::remove().await;
        });
    };
    let offers = move || {
        let keeping = keeping.get().filter(|keeping| keeping.fetched.is_none())?;
        let numbers = (keeping.kept == Kept::Nothing).then(|| {
            let text = t!(
                "Keep pages and numbers ({size} to fetch)",
                size = FETCHED_FOR_NUMBERS.text()
            );
            view! { <button type="button" on:click=move |_| ask(false)>{text}</button> }
        });
        let downloads = (keeping.kept == Kept::Numbers).then(|| {
            let size = charts::format::size(keeping.more);
            let text = t!("Keep the downloads, too ({size} at most)", size = size);
            view! { <button type="button" on:click=move |_| ask(true)>{text}</button> }
        });
        let removal = matches!(keeping.kept, Kept::Numbers | Kept::All).then(|| {
            view! { <button type="button" on:click=remove>{t!("Remove from this browser")}</button> }
        });
        Some(view! { <p class="actions">{numbers} {downloads} {removal}</p> })
    };
    view! {
        <section class="prose" aria-labelledby="kept">
            <h2 id="kept" tabindex="-1">{t!("Without a network")}</h2>
            <p role="status">{said}</p>
            {progress}
            {fault}
            {offers}
        </section>
    }
}

fn said(keeping: &Keeping) -> String {
    if keeping.fetched.is_some() {
        return t!("Files are being fetched for use without a network.").to_owned();
    }
    let size = charts::format::size(keeping.bytes);
    match keeping.kept {
        Kept::Impossible => t!("This browser keeps nothing of this site.").to_owned(),
        Kept::Nothing => t!("Nothing is kept in this browser.").to_owned(),
        Kept::Numbers => t!(
            "The pages and numbers of the newest release are kept in this browser ({size}) and open without a \
             network. Downloads need one.",
            size = size
        ),
        Kept::All => t!(
            "The newest release is kept in this browser, with its downloads ({size}). All of it opens without \
             a network.",
            size = size
        ),
    }
}

fn why(fault: Fault) -> &'static str {
    match fault {
        Fault::Altered => {
            t!(
                "A file was not the one that was published, so it was not kept. Try again; if it stays, tell the \
                people who run this site."
            )
        }
        Fault::Unreachable => {
            t!(
                "The connection ended before everything was here. What has come is not fetched again."
            )
        }
        Fault::Room => t!("This browser has too little room for it."),
    }
}
