//! What stands in place of the page that was written ahead of time once its numbers are there.

use std::sync::Arc;

use charts::tokens::Theme;
use charts::{HourTable, LINES, format};
use cube::{Cube, codec};
use four_charts::{Choice, FILES, HEADING, Numbers, SPAN};
use futures_util::try_join;
use leptos::{
    ev::{Event, Targeted},
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::HtmlSelectElement,
};
use sightline::parts::{
    AreaMap, Chart, DataError, Drawing, DrawingKind, FigureContent, HourGrid, InTurn, Legend,
    color_scheme, fetch, prebuilt,
};

/// Fetches the numbers and shows the page.
pub fn open() {
    console_error_panic_hook::set_once();
    sightline::start();
    wasm_bindgen_futures::spawn_local(async {
        match numbers().await {
            Ok(numbers) => {
                prebuilt::leave();
                let numbers = Arc::new(numbers);
                mount_to_body(move || view! { <Page numbers /> });
            }
            Err(error) => leptos::logging::error!("{error}"),
        }
    });
}

/// The numbers, each file decoded when it is there.
async fn numbers() -> Result<Numbers, DataError> {
    let layer = async {
        let bytes = fetch(FILES.layer).await?;
        serde_json::from_slice(&bytes).map_err(|error| unreadable(FILES.layer, &error))
    };
    let (crime, hours, places, layer) = try_join!(
        table(FILES.crime),
        table(FILES.hours),
        table(FILES.places),
        layer
    )?;
    Ok(Numbers {
        crime,
        hours,
        places,
        layer: Arc::new(layer),
    })
}

async fn table(path: &str) -> Result<Cube, DataError> {
    let bytes = fetch(path).await?;
    codec::decode(&bytes).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &str, reason: &dyn std::fmt::Display) -> DataError {
    DataError::Unreadable {
        path: path.to_owned(),
        reason: reason.to_string(),
    }
}

#[component]
fn Page(numbers: Arc<Numbers>) -> impl IntoView {
    provide_theme();
    let (offense, district) = (chosen_before("f-offence"), chosen_before("f-district"));
    let choice = RwSignal::new(Choice { offense, district });
    let choose_offense = move |offense| choice.update(|choice| choice.offense = offense);
    let choose_district = move |district| choice.update(|choice| choice.district = district);
    let labels = |members: &[cube::Member]| {
        let labels = members.iter().map(|member| member.label.clone());
        labels.collect::<Vec<_>>()
    };
    let offenses = labels(numbers.offenses());
    let districts = labels(numbers.districts());
    let shared = || Arc::clone(&numbers);
    let (of_lines, of_bars, of_hours, of_map) = (shared(), shared(), shared(), shared());
    view! {
        <header class="site-header">
            <p class="site-name">
                <a href="./">"Sightline"</a>
            </p>
        </header>
        <main>
            <section class="lede">
                <h1>{HEADING}</h1>
                <p>{SPAN}</p>
            </section>
            <div class="controls">
                <Choices id="f-offence" label="Offense" labels=offenses chosen=offense on_choose=choose_offense />
                <Choices id="f-district" label="District" labels=districts chosen=district on_choose=choose_district />
            </div>
            <div class="four-charts">
                <InTurn view=move || view! { <Lines numbers=Arc::clone(&of_lines) choice /> } />
                <InTurn view=move || view! { <Bars numbers=Arc::clone(&of_bars) choice /> } />
                <InTurn view=move || view! { <WeekHours numbers=Arc::clone(&of_hours) choice /> } />
                <InTurn view=move || view! { <Map numbers=Arc::clone(&of_map) choice /> } />
            </div>
        </main>
    }
}

/// A list out of which one entry is chosen; nobody but the visitor chooses another one.
#[component]
fn Choices(
    id: &'static str,
    label: &'static str,
    labels: Vec<String>,
    chosen: usize,
    #[prop(into)] on_choose: Callback<usize>,
) -> impl IntoView {
    let option = |(at, label): (usize, String)| {
        view! { <option selected=at == chosen>{label}</option> }
    };
    let options = labels.into_iter().enumerate().map(option).collect_view();
    let choose = move |event: Targeted<Event, HtmlSelectElement>| {
        on_choose.run(usize::try_from(event.target().selected_index()).unwrap_or(0));
    };
    view! {
        <label class="field">
            <span>{label}</span>
            <select id=id on:input:target=choose>
                {options}
            </select>
        </label>
    }
}

#[component]
fn Lines(numbers: Arc<Numbers>, choice: RwSignal<Choice>) -> impl IntoView {
    let content = Memo::new(move |_| numbers.figure(choice.get()));
    let said = move |of: fn(&FigureContent) -> String| Memo::new(move |_| content.with(of));
    let title = said(|content| charts::title(&content.series, &content.context.borrowed()));
    let finding = said(|content| charts::sentence(&content.series, &content.context.borrowed()));
    let source = said(|content| charts::source_note(&content.series, &content.context.borrowed()));
    let hidden = RwSignal::default();
    let drawing = Memo::new(move |_| {
        let FigureContent {
            series, context, ..
        } = content.get();
        Drawing {
            series,
            context,
            kind: DrawingKind::Form(LINES),
        }
    });
    let label = Signal::derive(move || format!("Line chart. {}. {}", title.get(), finding.get()));
    view! {
        <figure class="figure" id="c-line">
            <figcaption>
                <h2>{title}</h2>
                <p class="finding">{finding}</p>
            </figcaption>
            <Chart drawing label class="chart" />
            <Legend content=content.into() hidden />
            <p class="source">{source}</p>
        </figure>
    }
}

#[component]
fn Bars(numbers: Arc<Numbers>, choice: RwSignal<Choice>) -> impl IntoView {
    let of_title = Arc::clone(&numbers);
    let title = Memo::new(move |_| of_title.bars_title(choice.get()));
    let bars = Memo::new(move |_| numbers.bars(choice.get()));
    let row = move |at: usize| {
        let bar = Memo::new(move |_| bars.with(|bars| bars.get(at).cloned()));
        let label = move || bar.get().map(|bar| bar.label);
        let width = move || bar.get().map_or(0, |bar| bar.length);
        let count = move || bar.get().map(|bar| format::count(bar.count));
        view! {
            <tr>
                <th scope="row">{label}</th>
                <td class="bar">
                    <svg viewBox="0 0 1000 1" preserveAspectRatio="none" aria-hidden="true">
                        <rect width=width height="1" />
                    </svg>
                </td>
                <td>{count}</td>
            </tr>
        }
    };
    let rows = bars.with_untracked(Vec::len);
    let rows = (0..rows).map(row).collect_view();
    view! {
        <figure class="figure" id="c-bar">
            <figcaption>
                <h2>{title}</h2>
            </figcaption>
            <table class="bars">
                <tbody>{rows}</tbody>
            </table>
        </figure>
    }
}

#[component]
fn WeekHours(numbers: Arc<Numbers>, choice: RwSignal<Choice>) -> impl IntoView {
    let table = Memo::new(move |_| numbers.hour_table(choice.get()));
    let said = move |of: fn(&HourTable) -> &str| {
        Memo::new(move |_| table.with(|table| of(table).to_owned()))
    };
    view! {
        <figure class="figure" id="c-heat">
            <figcaption>
                <h2>{said(|table| &table.title)}</h2>
                <p class="finding">{said(|table| &table.sentence)}</p>
                <p class="coverage">{said(|table| &table.note)}</p>
            </figcaption>
            <HourGrid hours=table.into() />
        </figure>
    }
}

#[component]
fn Map(numbers: Arc<Numbers>, choice: RwSignal<Choice>) -> impl IntoView {
    let layer = Arc::clone(&numbers.layer);
    let sheet = Memo::new(move |_| Arc::new(numbers.sheet(choice.get())));
    let title = Memo::new(move |_| sheet.with(|sheet| sheet.title.clone()));
    let sentence = Memo::new(move |_| sheet.with(|sheet| sheet.sentence.clone()));
    let chosen = RwSignal::new(None::<String>);
    let said = move || {
        let code = chosen.get()?;
        sheet.with(|sheet| {
            let row = sheet.rows.iter().find(|row| row.code == code)?;
            Some(row.name())
        })
    };
    let link = Callback::new(|code: String| format!("#{code}"));
    let choose = move |code: String| chosen.set(Some(code));
    view! {
        <figure class="figure" id="c-map">
            <figcaption>
                <h2>{title}</h2>
                <p class="finding">{sentence}</p>
            </figcaption>
            <AreaMap layer overlay=None sheet chosen link on_choose=choose />
            <p class="map-said" role="status">
                {said}
            </p>
        </figure>
    }
}

/// Light or dark, as the system is.
fn provide_theme() {
    let is_dark = RwSignal::new(false);
    color_scheme::watch_system(move |dark| is_dark.set(dark));
    let theme = Signal::derive(move || match is_dark.get() {
        true => Theme::Dark,
        false => Theme::Light,
    });
    provide_context(theme);
}

/// What was chosen on the page that was written ahead of time.
fn chosen_before(id: &str) -> usize {
    let list = document().get_element_by_id(id);
    let list = list.and_then(|list| list.dyn_into::<HtmlSelectElement>().ok());
    let chosen = list.map(|list| list.selected_index());
    chosen.and_then(|at| usize::try_from(at).ok()).unwrap_or(0)
}
