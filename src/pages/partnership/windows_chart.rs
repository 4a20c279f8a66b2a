//! The index of a city beside that of other cities, window by window, as a small drawing; the table
//! below it says the same.

use charts::window_drawing::{HEIGHT, Point, WIDTH, WindowDrawing, window_drawing};
use cube::windows::Compared;
use leptos::prelude::*;
use wording::t;

/// Two lines over the windows; nothing where there is no index.
#[component]
pub fn WindowsChart(
    /// The windows, in time order.
    rows: Vec<Compared>,
    /// The name of the city.
    city: String,
    /// What it shows, for those who cannot see it.
    label: String,
) -> impl IntoView {
    window_drawing(&rows).map(|drawing| {
        let body = body(&drawing);
        view! {
            <figure class="windows-chart">
                <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=label>
                    {body}
                </svg>
                <figcaption class="quiet">
                    <span class="key own">{city}</span>
                    <span class="key others">{t!("Other cities together")}</span>
                    " "
                    {t!("Index: the 12 months before the launch are 100. The years of the program are numbered \
                         and shaded; − and + mark years before and after.")}
                </figcaption>
            </figure>
        }
    })
}

fn body(drawing: &WindowDrawing) -> impl IntoView + use<> {
    let levels = drawing.levels.iter().map(|level| {
        let at = level.at;
        view! {
            <line class="rule" x1="64" x2=WIDTH y1=at y2=at />
            <text class="level" x="56" y=at + 5.0>{level.text.clone()}</text>
        }
    });
    let windows = drawing.windows.iter().map(|window| {
        view! { <text class="window" x=window.at y=HEIGHT - 10.0>{window.text.clone()}</text> }
    });
    let (first, last) = drawing.during;
    view! {
        <rect class="during" x=first y="6" width=last - first height=HEIGHT - 40.0 />
        {levels.collect_view()}
        {windows.collect_view()}
        {line(&drawing.others, "others")}
        {line(&drawing.own, "own")}
    }
}

fn line(strokes: &[Vec<Point>], class: &'static str) -> impl IntoView + use<> {
    let strokes = strokes.iter().map(|stroke| {
        let points: Vec<String> = stroke
            .iter()
            .map(|point| format!("{},{}", point.x, point.y))
            .collect();
        let marks = stroke
            .iter()
            .map(|point| view! { <circle class=class cx=point.x cy=point.y r="4.5" /> });
        view! {
            <polyline class=class points=points.join(" ") />
            {marks.collect_view()}
        }
    });
    strokes.collect_view()
}
