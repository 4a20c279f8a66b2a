//! The numbers at the position that a reader points at, in a box beside the rule that ECharts draws there.
//!
//! Only where and how it stands; what it says is [`charts::readings`].

use charts::{Reading, ReadingRow, Size};
use leptos::prelude::*;

use super::live::Live;

/// The room between the rule or the pointer and the box, in CSS pixels.
const GAP_PX: f64 = 14.0;

/// The box, while something is pointed at. Whoever does not point reads the same in the table.
#[component]
pub(super) fn ReadingBox(
    /// What knows what is pointed at.
    live: Live,
) -> impl IntoView {
    move || {
        let Reading { heading, rows } = live.reading()?;
        let rule = live.rule_px().map(|(x, top, bottom)| {
            let (left, top, height) = (px(x), px(top), px(bottom - top));
            view! { <div class="chart-rule" style:left=left style:top=top style:height=height></div> }
        });
        let rows = rows.into_iter().map(row).collect_view();
        Some(view! {
            {rule}
            <div class="chart-reading" aria-hidden="true" style:translate=move || live.translation()>
                <p>{heading}</p>
                <ul>{rows}</ul>
            </div>
        })
    }
}

fn px(length: f64) -> String {
    format!("{length:.0}px")
}

fn row(row: ReadingRow) -> impl IntoView {
    let ReadingRow {
        name,
        text,
        is_number,
        colour,
        dashes,
    } = row;
    view! {
        <li>
            <svg class="legend-line" viewBox="0 0 28 8">
                <line x1="1" x2="27" y1="4" y2="4" stroke=colour stroke-dasharray=dashes />
            </svg>
            <span>{name}</span>
            <strong class:quiet=!is_number>{text}</strong>
        </li>
    }
}

/// Where the box stands, as CSS takes it: beside the rule, on the side with more room, and below the
/// pointer; never beyond the edges of the picture, as far as it fits into them.
pub(super) fn translation(size: Size, (x_px, y_px): (f64, f64)) -> String {
    // A screen has far fewer pixels than fit.
    #[allow(clippy::cast_possible_truncation)]
    let pixels = |length: f64| length.round() as i32;
    let (width, height) = (pixels(size.width_px), pixels(size.height_px));
    let beside = match x_px > size.width_px / 2.0 {
        true => format!("{}px - 100%", pixels(x_px - GAP_PX)),
        false => format!("{}px", pixels(x_px + GAP_PX)),
    };
    let below = pixels(y_px + GAP_PX);
    format!("clamp(0px, {beside}, {width}px - 100%) clamp(0px, {below}px, {height}px - 100%)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_box_stands_on_the_side_with_more_room() {
        let size = Size {
            width_px: 700.0,
            height_px: 420.0,
        };
        assert_eq!(
            translation(size, (100.0, 50.0)),
            "clamp(0px, 114px, 700px - 100%) clamp(0px, 64px, 420px - 100%)"
        );
        assert_eq!(
            translation(size, (600.0, 50.0)),
            "clamp(0px, 586px - 100%, 700px - 100%) clamp(0px, 64px, 420px - 100%)"
        );
    }
}
