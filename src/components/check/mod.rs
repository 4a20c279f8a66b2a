//! The check of a certificate in the visitor's browser: fetch, hand to a worker, show what it says.
//!
//! What is checked is not known here; see `disclosure` and `checker`.

mod answer;
mod number_picker;
mod result;

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use wording::t;

use self::{
    answer::{Answer, Findings, InWorlds},
    number_picker::NumberPicker,
    result::CheckResult,
};
use super::Late;
use crate::{
    data::Release,
    platform::worker::{Stopped, Worker},
};

/// The program of the worker, below the site's base; trunk names it after the binary.
const WORKER: &str = "checker_loader.js";

/// How far a check has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has asked.
    Idle,
    /// Its files are on their way.
    Fetching,
    /// The worker has them.
    Running {
        /// Steps taken.
        done: u32,
        /// Steps in all.
        total: u32,
    },
    /// It has found something.
    Finished(Arc<Findings>),
    /// It could not be done, for this reason.
    Failed(String),
}

/// A number that was asked for in two worlds: its position, and what was answered.
type Worlds = (usize, Option<Vec<InWorlds>>);

/// One check, its worker, and what they say.
#[derive(Clone, Copy)]
pub struct Check {
    /// How far it has come.
    pub state: RwSignal<State>,
    worlds: RwSignal<Option<Worlds>>,
    worker: StoredValue<Option<Worker>, LocalStorage>,
    /// Counts the checks, so that what an ended one still says is not heard.
    round: StoredValue<u32>,
}

impl Check {
    /// A check that nobody has asked for.
    pub fn new() -> Self {
        Self {
            state: RwSignal::new(State::Idle),
            worlds: RwSignal::new(None),
            worker: StoredValue::new_local(None),
            round: StoredValue::new(0),
        }
    }

    /// Ends the worker; what it still says is not heard.
    pub fn stop(self) {
        self.round.update_value(|round| *round += 1);
        self.worker.set_value(None);
        self.worlds.set(None);
        self.state.set(State::Idle);
    }

    /// Checks files that are here, in the order in which `Release::proof` gives them.
    pub fn start_with(self, files: Vec<Vec<u8>>) {
        self.stop();
        self.state.set(State::Fetching);
        self.begin(self.round.get_value(), files);
    }

    fn start(self, release: Arc<Release>) {
        self.stop();
        self.state.set(State::Fetching);
        let round = self.round.get_value();
        spawn_local(async move {
            let files = release.proof().await;
            if self.round.try_get_value() != Some(round) {
                return;
            }
            match files {
                Ok(Some(files)) => self.begin(round, files),
                Ok(None) => self.fail(t!("the release has no certificate")),
                Err(error) => self.fail(&format!("{} {error}", error.summary())),
            }
        });
    }

    /// Starts the worker, which asks for the files when it can take them.
    fn begin(self, round: u32, files: Vec<Vec<u8>>) {
        let files = Arc::new(files);
        let is_wanted = move || self.round.try_get_value() == Some(round);
        spawn_local(async move {
            let hear = move |said| {
                if is_wanted() {
                    self.hear(said, &files);
                }
            };
            let started = Worker::start(WORKER, hear).await;
            match started {
                // One that nobody waits for any more ends here.
                _ if !is_wanted() => {}
                Ok(worker) => drop(self.worker.try_set_value(Some(worker))),
                Err(Stopped) => self.end(),
            }
        });
    }

    fn hear(self, said: Result<String, Stopped>, files: &[Vec<u8>]) {
        let answer = said.map(|text| serde_json::from_str::<Answer>(&text));
        match answer {
            Ok(Ok(Answer::Ready)) => {
                self.worker.try_with_value(|worker| {
                    worker.as_ref().map(|worker| worker.send_files(files))
                });
            }
            Ok(Ok(Answer::Progress { done, total })) => {
                self.state.try_set(State::Running { done, total });
            }
            Ok(Ok(Answer::Finished(findings))) => {
                self.state.try_set(State::Finished(Arc::new(findings)));
            }
            Ok(Ok(Answer::Worlds { picked, numbers })) => {
                self.worlds.try_set(Some((picked, numbers)));
            }
            Ok(Ok(Answer::Failed(reason))) => self.fail(&reason),
            // A worker of another build speaks otherwise.
            Ok(Err(_)) | Err(Stopped) => self.end(),
        }
    }

    /// The worker did not begin, or has ended before its answer.
    fn end(self) {
        self.fail(t!(
            "Its program did not arrive as it was published, or has stopped. Check your connection \
             and try again."
        ));
    }

    fn fail(self, reason: &str) {
        self.state.try_set(State::Failed(reason.to_owned()));
    }

    fn ask(self, question: &str) {
        self.worlds.set(None);
        self.worker
            .try_with_value(|worker| worker.as_ref().map(|worker| worker.send_text(question)));
    }
}

/// A button that checks the certificate of a release, and what the check found.
#[component]
pub fn CertificateCheck(
    /// The release.
    release: Arc<Release>,
) -> impl IntoView {
    let check = Check::new();
    let state = check.state;
    let starting = Arc::clone(&release);
    let start = move |_| check.start(Arc::clone(&starting));
    let is_busy = move || matches!(state.get(), State::Fetching | State::Running { .. });
    let button = move || match state.get() {
        State::Idle => t!(in "a button", "Check it yourself"),
        _ => t!("Check again"),
    };
    let stop = move || {
        is_busy().then(|| {
            view! { <button type="button" on:click=move |_| check.stop()>{t!("Stop")}</button> }
        })
    };
    let progress = move || match state.get() {
        State::Fetching => Some((t!("Fetching the published files"), None)),
        State::Running { done, total } => Some((t!("Checking"), Some((done, total)))),
        _ => None,
    };
    let progress = move || {
        progress().map(|(label, part)| {
            let (done, total) = part.map_or((None, 1), |(done, total)| (Some(done), total));
            let late = done.is_none().then(|| view! { <Late /> });
            view! {
                <label class="progress">{label} <progress max=total value=done></progress></label>
                {late}
            }
        })
    };
    let findings = Memo::new(move |_| match state.get() {
        State::Finished(findings) => Some(findings),
        _ => None,
    });
    let failure = move || match state.get() {
        State::Failed(reason) => Some(view! {
            <div class="failure" role="alert">
                <p>{t!("The check could not be done.")}</p>
                <p class="quiet">{reason}</p>
            </div>
        }),
        _ => None,
    };
    let shown = move || {
        let release = Arc::clone(&release);
        findings.get().map(|findings| {
            let tables = findings.tables.clone();
            let ask = Callback::new(move |question: String| check.ask(&question));
            let worlds = check.worlds;
            view! {
                <CheckResult findings />
                <NumberPicker release tables worlds ask />
            }
        })
    };
    view! {
        <div class="check-actions">
            <button type="button" id="check" prop:disabled=is_busy on:click=start>{button}</button>
            {stop}
        </div>
        <div role="status" class="check-status">{progress}</div>
        {failure}
        {shown}
    }
}
