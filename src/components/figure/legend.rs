//! The key of a chart, whose entries hide and show their lines.

use std::collections::BTreeSet;

use charts::{LineStyle, tokens::Theme};
use leptos::prelude::*;
use wording::t;

use super::FigureContent;

/// The key of the lines; each is a button that hides and shows its line.
#[component]
pub fn Legend(
    /// The figure.
    content: Signal<FigureContent>,
    /// The positions of the lines that are hidden, read and set here.
    hidden: RwSignal<BTreeSet<usize>>,
) -> impl IntoView {
    let theme = expect_context::<Signal<Theme>>();
    let styles = Memo::new(move |_| {
        let theme = theme.get();
        content.with(|content| charts::line_styles(&content.series, theme))
    });
    let entry = move |(index, label): (usize, String)| {
        let is_shown = move || !hidden.with(|hidden| hidden.contains(&index));
        let stroke =
            move || styles.with(|styles| styles.get(index).map(|style| style.colour.to_string()));
        let dash = move || styles.with(|styles| styles.get(index).map(dash_array));
        let toggle = move |_| {
            hidden.update(|hidden| {
                if !hidden.remove(&index) {
                    hidden.insert(index);
                }
            });
        };
        view! {
            <li>
                <button
                    type="button"
                    class="legend-entry"
                    aria-pressed=move || is_shown().to_string()
                    on:click=toggle
                >
                    <svg class="legend-line" viewBox="0 0 28 8" aria-hidden="true">
                        <line x1="1" x2="27" y1="4" y2="4" stroke=stroke stroke-dasharray=dash />
                    </svg>
                    {label}
                </button>
            </li>
        }
    };
    let labels = Memo::new(move |_| {
        content.with(|content| {
            let lines = content.series.lines.iter();
            let context = content.context.borrowed();
            let label = |line| charts::line_label(&content.series, line, &context);
            lines.map(label).collect::<Vec<_>>()
        })
    });
    // Another choice of lines starts with all of them shown.
    Effect::new(move |_| {
        labels.track();
        hidden.set(BTreeSet::new());
    });
    move || {
        let labels = labels.get();
        (labels.len() > 1).then(|| {
            let entries = labels.into_iter().enumerate().map(entry).collect_view();
            view! { <ul class="legend" aria-label=t!("Lines, press to hide or show")>{entries}</ul> }
        })
    }
}

/// The strokes and gaps of a line, as SVG names them.
pub(crate) fn dash_array(style: &LineStyle) -> String {
    style
        .dash
        .iter()
        .map(u8::to_string)
        .collect::<Vec<_>>()
        .join(" ")
}
