//! From when until when, and how much time a point covers, for every figure of the page.

use cube::{Grain, Month};
use leptos::prelude::*;
use wording::t;

use super::Page;
use crate::{
    components::{Edge, GrainChoice, MonthSelect},
    state::{EventMarks, ViewState},
};

/// The choices that hold for the whole page.
#[component]
pub(super) fn PagePeriod(
    /// The page.
    page: Page,
) -> impl IntoView {
    let Some((earliest, latest)) = span(&page) else {
        return ().into_any();
    };
    let Page { view, apply, .. } = page;
    let first = Memo::new(move |_| view.with(|view| view.first).unwrap_or(earliest));
    let last = Memo::new(move |_| view.with(|view| view.last).unwrap_or(latest));
    let choose_first = move |month| {
        let first = Some(month).filter(|month| *month != earliest);
        apply.run(ViewState {
            first,
            ..view.get_untracked()
        });
    };
    let choose_last = move |month| {
        let last = Some(month).filter(|month| *month != latest);
        apply.run(ViewState {
            last,
            ..view.get_untracked()
        });
    };
    let grain = Memo::new(move |_| view.with(|view| view.grain));
    let grains = Signal::stored(&Grain::ALL[..]);
    let choose_grain = move |grain| {
        apply.run(ViewState {
            grain,
            ..view.get_untracked()
        });
    };
    let marks = move || view.with(|view| view.marks) == EventMarks::Shown;
    let toggle_marks = move |_| {
        let marks = match view.with_untracked(|view| view.marks) {
            EventMarks::Shown => EventMarks::Hidden,
            EventMarks::Hidden => EventMarks::Shown,
        };
        apply.run(ViewState {
            marks,
            ..view.get_untracked()
        });
    };
    view! {
        <div class="controls" role="group" aria-label=t!("What every chart of the page shows")>
            <fieldset class="period">
                <legend>{t!("When, for every chart")}</legend>
                <MonthSelect
                    label=t!("From")
                    edge=Edge::Month
                    first=Signal::stored(earliest)
                    last=latest
                    month=first
                    on_choose=choose_first
                />
                <MonthSelect
                    label=t!("To")
                    edge=Edge::Month
                    first=Signal::stored(earliest)
                    last=latest
                    month=last
                    on_choose=choose_last
                />
            </fieldset>
            <GrainChoice grain grains on_choose=choose_grain />
            <label class="check">
                <input type="checkbox" prop:checked=marks on:change=toggle_marks />
                {t!("Mark events")}
            </label>
        </div>
    }
    .into_any()
}

/// The first and the last month that a table of the page has.
fn span(page: &Page) -> Option<(Month, Month)> {
    let ids = page.enforcement.tables();
    let tables = || ids.iter().filter_map(|id| page.release.table(id));
    let first = tables().map(|table| table.first).min()?;
    let last = tables().map(|table| table.last).max()?;
    Some((first, last))
}
