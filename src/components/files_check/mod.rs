//! The check of every file of a release in the visitor's browser: a button, how far it has come, and
//! what it found, file by file.
//!
//! What counts as a fault is not decided here; see `verification`.

mod files;
mod report;
mod run;

use std::sync::Arc;

use charts::format::{count, size};
use cube::release::{Asked, Manifest};
use leptos::prelude::*;
use verification::copies_of;
use wording::t;

use self::{
    files::{FaultList, FileGroups},
    report::{CertificateFinding, HashedBy, Report},
    run::{Copies, Phase, Run},
};
use crate::data::Release;

/// A button that checks every file of a release, and what the check found.
#[component]
pub fn FilesCheck(
    /// What the address asks for.
    #[prop(into)]
    asked: Signal<Asked>,
    /// The release that this is, for how much there is to fetch; none as long as its list is not here.
    #[prop(into)]
    release: Signal<Option<Arc<Release>>>,
) -> impl IntoView {
    let run = Run::new();
    let has_copies = RwSignal::new(false);
    // Another release is another check.
    Effect::new(move |before: Option<Asked>| {
        let now = asked.get();
        if before.is_some_and(|before| before != now) {
            run.stop();
        }
        now
    });
    on_cleanup(move || run.stop());
    let copies = move || match has_copies.get() {
        true => Copies::Included,
        false => Copies::LeftOut,
    };
    let start = move |_| run.start(asked.get(), copies());
    let certificate = Memo::new(move |_| run.certificate());
    let is_busy = Memo::new(move |_| match run.phase.get() {
        Phase::Idle => false,
        Phase::Fetching => true,
        Phase::Fetched => certificate_is_awaited(&run.report.read(), &certificate.read()),
    });
    let button = move || match run.phase.get() {
        Phase::Idle => t!("Check every file"),
        Phase::Fetching | Phase::Fetched => t!("Check again"),
    };
    let to_fetch = move || match release.get() {
        Some(release) => fetched_words(&release.manifest),
        None => {
            t!("How much that is stands in the list of files, which is not here yet").to_owned()
        }
    };
    let stop = move || {
        let stop = move |_| run.stop();
        is_busy
            .get()
            .then(|| view! { <button type="button" on:click=stop>{t!("Stop")}</button> })
    };
    let choice = move || {
        let release = release.get().filter(|release| release.is_current);
        release.map(|release| {
            let bytes = copies_of(&release.manifest).map(|(_, file)| file.bytes).sum();
            let label = t!("Also the copies of the newest downloads, {size} more", size = size(bytes));
            let choose = move |event| has_copies.set(event_target_checked(&event));
            view! {
                <label class="check-choice">
                    <input type="checkbox" prop:checked=has_copies prop:disabled=is_busy on:change=choose />
                    {label}
                </label>
            }
        })
    };
    let findings = move || {
        let is_done = run.phase.get() == Phase::Fetched && !is_busy.get();
        is_done.then(|| {
            let (report, certificate) = (run.report.get(), certificate.get());
            view! { <Findings report certificate /> }
        })
    };
    view! {
        {choice}
        <div class="check-actions">
            <button type="button" id="check-files" prop:disabled=is_busy on:click=start>{button}</button>
            {stop}
            <span class="quiet">{to_fetch}</span>
        </div>
        <CheckProgress run is_busy=is_busy.into() />
        {findings}
    }
}

/// How much a check fetches, in words.
fn fetched_words(manifest: &Manifest) -> String {
    let bytes = manifest.files.iter().map(|file| file.bytes).sum();
    let files = count(manifest.files.len() as u64);
    t!(
        "Fetches {count} files, {size} in all",
        count = files,
        size = size(bytes),
    )
}

/// Whether the worker of the certificate has been asked and has not answered.
fn certificate_is_awaited(report: &Report, certificate: &CertificateFinding) -> bool {
    report.expected.is_some() && *certificate == CertificateFinding::Waiting
}

/// How far a check has come, and the faults that it has found on its way.
#[component]
fn CheckProgress(run: Run, is_busy: Signal<bool>) -> impl IntoView {
    let progress = move || {
        is_busy.get().then(|| {
            let done = move || run.report.read().bytes();
            let total = move || run.report.read().expected.map_or(1, |(_, bytes)| bytes);
            let words = move || match run.phase.get() {
                Phase::Fetched => t!("Checking the proof that people are protected").to_owned(),
                _ => run.report.read().progress(),
            };
            view! { <label class="progress">{words} <progress max=total value=done></progress></label> }
        })
    };
    // Told once: a screen reader would otherwise read every number of the progress.
    let told = move || is_busy.get().then_some(t!("Checking files"));
    let faults = Memo::new(move |_| run.report.read().faults.clone());
    let early = move || {
        let faults = faults.get();
        (is_busy.get() && !faults.is_empty()).then(|| view! { <FaultList faults /> })
    };
    view! {
        <p class="visually-hidden" role="status">{told}</p>
        <div class="check-status">{progress}</div>
        {early}
    }
}

/// The verdict, the signature, the certificate, and every file.
#[component]
fn Findings(report: Report, certificate: CertificateFinding) -> impl IntoView {
    let verdict = report.verdict(&certificate);
    let hashed_by = match report.hashed_by {
        HashedBy::Browser => {
            t!("Your browser's own cryptography computed the hash of every file.")
        }
        HashedBy::Program => t!(
            "This page is not served securely, so your browser offers no cryptography, and this site's \
             own program computed the hashes."
        ),
    };
    let proof = certificate.sentence();
    let about = (!report.release.is_empty()).then(|| {
        t!(
            "{city}, release {release}",
            city = report.city,
            release = report.release,
        )
    });
    let signature = report.signature_sentence();
    let faults = (!report.faults.is_empty()).then(|| {
        let faults = report.faults.clone();
        view! { <h3>{t!("Not as published")}</h3> <FaultList faults /> }
    });
    view! {
        <section class="files-found" aria-labelledby="found">
            <h2 id="found">{t!("What was found")}</h2>
            <p class="verdict" class:failed=verdict.is_failed role="status">{verdict.sentence}</p>
            <p class="quiet">{about}</p>
            {faults}
            <ul>
                <li>{signature}</li>
                <li>{proof}</li>
                <li>{hashed_by}</li>
            </ul>
            <h3>{t!("Every file")}</h3>
            <FileGroups files=report.files />
        </section>
    }
}
