//! Reading a chart without looking at it, or without a mouse: position by position with a slider, which
//! keys move, and as tones that follow the numbers.

use std::collections::BTreeSet;

use charts::{Aloud, Form, aloud, pitches_hz};
use leptos::{ev::KeyboardEvent, prelude::*};
use wording::{Message, message, t};

use super::FigureContent;
use crate::{chart::ChartPicture, platform::sound::Melody};

/// How long a line is heard, in seconds, within the bounds of a tone's length.
const LINE_S: f64 = 8.0;
const SHORTEST_TONE_S: f64 = 0.04;
const LONGEST_TONE_S: f64 = 0.3;

/// How a chart is read, said to whoever is about to.
const KEYS: Message = message!(
    "The arrow keys go from point to point, Home and End to the first and the last, Escape stops."
);

/// The slider and the tones of a chart.
#[component]
pub fn Reader(
    /// The figure.
    content: Signal<FigureContent>,
    /// Its form.
    form: Signal<Form>,
    /// The picture, which tells where the positions are.
    picture: ChartPicture,
    /// The lines that are not shown, and so not heard.
    hidden: RwSignal<BTreeSet<usize>>,
    /// The position that is read, set here.
    read_at: RwSignal<Option<usize>>,
) -> impl IntoView {
    let reading = Chart {
        content,
        form,
        hidden,
        read_at,
        readings: RwSignal::new(Vec::new()),
        melody: StoredValue::new_local(None),
        heard: RwSignal::new(None),
        said: RwSignal::new(String::new()),
    };
    Effect::new(move |before: Option<()>| {
        content.track();
        form.track();
        hidden.track();
        if before.is_some() {
            reading.forget();
        }
    });
    let last = move || match reading.readings.with(Vec::len) {
        0 => content.with(|content| content.series.periods.len()),
        count => count,
    };
    let last = Memo::new(move |_| last().saturating_sub(1));
    let at = move || read_at.get().unwrap_or_else(|| last.get()).to_string();
    let slide = move |to: String| reading.read(to.parse().unwrap_or_default());
    let pressed = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            reading.forget();
        }
    };
    let is_heard = move || reading.heard.get().is_some();
    let listen = move |_| match is_heard() {
        true => reading.forget(),
        false => reading.listen(0),
    };
    let left = move || Some(format!("{:.0}px", picture.edges_px()?.0));
    let right = move || Some(format!("{:.0}px", picture.edges_px()?.1));
    view! {
        <div class="chart-reader" style:--left=left style:--right=right on:keydown=pressed>
            <button type="button" class="listen" aria-pressed=move || is_heard().to_string() on:click=listen>
                <span class="visually-hidden">{t!("Listen to this chart")}</span>
                <svg viewBox="0 0 16 16" aria-hidden="true">
                    <path class="play" d="M4 2.5v11l9-5.5z" />
                    <path class="stop" d="M3.5 3.5h9v9h-9z" />
                </svg>
            </button>
            <input
                type="range"
                min="0"
                max=move || last.get().to_string()
                prop:value=at
                aria-label=t!("Read this chart point by point")
                aria-description=KEYS.text()
                aria-valuetext=move || reading.heading()
                on:focus=move |_| reading.prepare()
                on:input:target=move |event| slide(event.target().value())
            />
            <p class="chart-aloud" aria-hidden="true">{move || reading.text()}</p>
            <p class="chart-keys" aria-hidden="true">{KEYS.text()}</p>
            <span class="visually-hidden" role="status">{reading.said}</span>
        </div>
    }
}

/// A chart that is read.
#[derive(Clone, Copy)]
struct Chart {
    content: Signal<FigureContent>,
    form: Signal<Form>,
    hidden: RwSignal<BTreeSet<usize>>,
    read_at: RwSignal<Option<usize>>,
    /// What is read, once somebody does.
    readings: RwSignal<Vec<Aloud>>,
    melody: StoredValue<Option<Melody>, LocalStorage>,
    /// The line that is heard.
    heard: RwSignal<Option<usize>>,
    /// What those hear who do not see.
    said: RwSignal<String>,
}

impl Chart {
    fn prepare(self) {
        if self.readings.with_untracked(Vec::is_empty) {
            let form = self.form.get_untracked();
            let table = self.content.with_untracked(|content| {
                (form.table)(&content.series, &content.context.borrowed())
            });
            self.readings.set(aloud(&table, form.is_over_periods));
        }
    }

    /// Reads a position, aloud where somebody listens to the page.
    fn read(self, position: usize) {
        self.silence();
        self.prepare();
        self.read_at.set(Some(position));
        self.said.set(self.text());
    }

    fn forget(self) {
        self.silence();
        self.readings.set(Vec::new());
        self.read_at.set(None);
        self.said.set(String::new());
    }

    fn silence(self) {
        self.melody.set_value(None);
        self.heard.set(None);
    }

    fn heading(self) -> Option<String> {
        let at = self.read_at.get()?;
        self.readings
            .with(|readings| Some(readings.get(at)?.heading.clone()))
    }

    fn text(self) -> String {
        let Some(at) = self.read_at.get() else {
            return String::new();
        };
        let read = |readings: &Vec<Aloud>| {
            let Aloud { heading, text, .. } = readings.get(at)?;
            Some(t!(
                "{position}. {numbers}",
                position = heading,
                numbers = text
            ))
        };
        self.readings.with(read).unwrap_or_default()
    }

    /// The names of the lines, as the legend and the table have them.
    fn lines(self) -> Vec<String> {
        self.content.with_untracked(|content| {
            let context = content.context.borrowed();
            let label = |line| charts::line_label(&content.series, line, &context);
            content.series.lines.iter().map(label).collect()
        })
    }

    /// Plays a line, or the next one that is shown, and then the others.
    fn listen(self, from: usize) {
        self.prepare();
        let lines = self.lines();
        let is_shown = |line: &usize| self.hidden.with_untracked(|hidden| !hidden.contains(line));
        let Some(line) = (from..lines.len()).find(is_shown) else {
            return self.forget();
        };
        self.heard.set(Some(line));
        let name = lines.get(line).cloned().unwrap_or_default();
        self.said.set(t!(
            "Line {number} of {count}: {name}",
            number = line + 1,
            count = lines.len(),
            name = name
        ));
        let pitches = self
            .readings
            .with_untracked(|readings| pitches_hz(readings, lines.len(), line));
        let count = u32::try_from(pitches.len()).unwrap_or(u32::MAX);
        let step_s = (LINE_S / f64::from(count.max(1))).clamp(SHORTEST_TONE_S, LONGEST_TONE_S);
        let melody = Melody::play(&pitches, step_s, move |at| match at {
            Some(at) => drop(self.read_at.try_set(Some(at))),
            // Not from within the melody that is over.
            None => set_timeout(move || self.go_on(line), std::time::Duration::ZERO),
        });
        match melody {
            Some(melody) => self.melody.set_value(Some(melody)),
            None => {
                self.silence();
                self.said
                    .set(t!("Your browser plays no sounds.").to_owned());
            }
        }
    }

    /// The line after one that is over, if it was not stopped meanwhile.
    fn go_on(self, line: usize) {
        if self.heard.try_get_untracked().flatten() == Some(line) {
            self.listen(line + 1);
        }
    }
}
