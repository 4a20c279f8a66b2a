//! Hours of the week as a picture.

use std::fmt::Write as _;

use charts::{HourTable, Size};

use crate::colors::Colors;

/// The shades of the hours, a column a day, as SVG.
#[must_use]
pub fn picture(table: &HourTable, colors: &Colors, size: Size) -> String {
    let Size {
        width_px: width,
        height_px: height,
    } = size;
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let (left, top) = (56.0, 20.0);
    // Sums over all days have no shade.
    let has_shade = |at: &usize| {
        let mut rows = table.rows.iter();
        rows.any(|row| row.cells.get(*at).is_some_and(|cell| cell.class.is_some()))
    };
    let shaded: Vec<usize> = (0..table.columns.len()).filter(has_shade).collect();
    let step_x = (width - left) / number(shaded.len().max(1));
    let step_y = (height - top) / number(table.rows.len().max(1));
    let (ink, quiet) = (colors.of("ink"), colors.of("quiet"));
    let most = number(table.classes.len().saturating_sub(1)).max(1.0);
    let accent = colors.of("accent");
    let mut svg = String::from("<g>");
    let columns = shaded.iter().filter_map(|at| table.columns.get(*at));
    for (at, column) in columns.enumerate() {
        let x = left + (number(at) + 0.5) * step_x;
        let name: String = column.chars().take(3).collect();
        let _ = write!(
            svg,
            "<text x=\"{x}\" y=\"13\" font-size=\"12\" text-anchor=\"middle\" fill=\"{quiet}\">{name}</text>"
        );
    }
    for (at, row) in table.rows.iter().enumerate() {
        let y = top + number(at) * step_y;
        if at % 3 == 0 {
            let baseline = y + step_y * 0.8;
            let _ = write!(
                svg,
                "<text x=\"{x}\" y=\"{baseline}\" font-size=\"11\" text-anchor=\"end\" fill=\"{ink}\">{text}</text>",
                x = left - 6.0,
                text = row.heading
            );
        }
        let cells = shaded.iter().filter_map(|at| row.cells.get(*at));
        for (day, cell) in cells.enumerate() {
            let Some(class) = cell.class else { continue };
            let x = left + number(day) * step_x;
            let opacity = 0.08 + 0.72 * number(class) / most;
            let _ = write!(
                svg,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" fill=\"{accent}\" fill-opacity=\"{opacity:.2}\"/>",
                w = step_x - 1.0,
                h = step_y - 1.0,
            );
        }
    }
    svg + "</g>"
}
