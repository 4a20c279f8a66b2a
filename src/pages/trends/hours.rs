//! The hours of a table: the chosen offense and place, in the newest year of the time chosen.

use std::sync::Arc;

use charts::hour_table;
use cube::{Cube, Hours, Period};
use leptos::prelude::*;
use wording::t;

use crate::{
    components::{FigureContent, HourContent, HourFigure},
    data::Release,
    state::{Embed, Resolved, ViewState},
};

/// The figure of hours, with a button for each year that has any.
#[component]
pub fn HoursOfTable(
    release: Arc<Release>,
    cube: Arc<Cube>,
    resolved: Memo<Resolved>,
    /// What the lines of the same table show, for its source and its caveats.
    #[prop(into)]
    content: Signal<FigureContent>,
    file_name: Signal<String>,
    view: Memo<ViewState>,
    apply: Callback<ViewState>,
) -> impl IntoView {
    let found = Memo::new(move |_| Found::of(&cube, &resolved.get()));
    let table = content.with_untracked(|content| {
        let line = content.series.lines.first();
        line.and_then(|line| release.table(&line.table).cloned())
    });
    let whole = table
        .map(|table| release.address(&table.csv))
        .unwrap_or_default();
    let has_hours = Memo::new(move |_| found.with(|found| found.hours.is_some()));
    let embed = Signal::derive(move || Embed::Trends(view.get()));
    let figure = move || {
        has_hours.track();
        let Some(first) = found.with_untracked(|found| found.hours.clone()) else {
            return view! {
                <p class="notice">{t!("Nothing was counted by hour in the time chosen.")}</p>
            }
            .into_any();
        };
        // The figure stays while there are hours; on its way out it shows those that it had.
        let shown = Memo::new(move |before: Option<&HourContent>| {
            let had = || before.map_or(&first, |before| &before.hours).clone();
            let hours = found.with(|found| found.hours.clone()).unwrap_or_else(had);
            content.with(|content| HourContent {
                table: hour_table(&hours, &content.context.borrowed()),
                hours,
                source: charts::source_note(&content.series, &content.context.borrowed()),
                caveats: content.caveats.clone(),
            })
        });
        let (whole, release) = (whole.clone(), Arc::clone(&release));
        view! { <HourFigure content=shown release lines=content file_name whole embed /> }
            .into_any()
    };
    let choose = move |period: Period| {
        apply.run(ViewState {
            first: Some(period.first()),
            last: Some(period.last),
            ..view.get_untracked()
        });
    };
    view! {
        <PeriodButtons found choose=Callback::new(choose) />
        {figure}
    }
}

/// The periods that have hours, and the one that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    periods: Vec<Period>,
    /// Their hours.
    pub hours: Option<Hours>,
}

impl Found {
    /// The newest period with hours within the time chosen.
    pub fn of(cube: &Cube, resolved: &Resolved) -> Self {
        let first = resolved.selections.first();
        let periods = first.map_or_else(Vec::new, |line| {
            Hours::periods(cube, &line.category, &line.geography)
        });
        let is_within =
            |period: &&Period| resolved.first <= period.first() && period.last <= resolved.last;
        let newest = periods.iter().rev().find(is_within);
        let hours = newest
            .zip(first)
            .and_then(|(period, line)| Hours::of(cube, &line.category, &line.geography, *period));
        Self { periods, hours }
    }
}

/// A button for each period that has hours.
#[component]
fn PeriodButtons(found: Memo<Found>, choose: Callback<Period>) -> impl IntoView {
    let button = move |period: Period| {
        let is_shown = move || {
            let shown = found.with(|found| found.hours.as_ref().map(|hours| hours.period));
            (shown == Some(period)).to_string()
        };
        view! {
            <button type="button" class="toggle" aria-pressed=is_shown on:click=move |_| choose.run(period)>
                {charts::format::period(period)}
            </button>
        }
    };
    let buttons = move || {
        let periods = found.with(|found| found.periods.clone());
        periods.into_iter().map(button).collect_view()
    };
    // One time is no choice; the title names it.
    let is_single = move || found.with(|found| found.periods.len() < 2);
    view! {
        <fieldset class="toggles" hidden=is_single>
            <legend>{t!("Times with hours")}</legend>
            {buttons}
        </fieldset>
    }
}
