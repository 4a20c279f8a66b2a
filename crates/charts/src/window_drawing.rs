//! The windows around a launch as two rows of marks on one scale: the city, and the others together,
//! each as an index where the last year before the launch is 100.
//!
//! Only places in a box; which element draws them, and in which color, is the page's matter.

use cube::windows::{Compared, Phase};

use crate::{format, programme};

/// The width of the drawing in units of its box.
pub const WIDTH: f64 = 720.0;
/// The height of the drawing.
pub const HEIGHT: f64 = 240.0;

const LEFT: f64 = 64.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 34.0;

/// A point of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// A word on an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Where it stands.
    pub at: f64,
    /// What it says.
    pub text: String,
}

/// The drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowDrawing {
    /// The line of the city, in strokes without gaps.
    pub own: Vec<Vec<Point>>,
    /// The line of the others.
    pub others: Vec<Vec<Point>>,
    /// From where to where the program runs.
    pub during: (f64, f64),
    /// The levels of the index with a rule each.
    pub levels: Vec<Tick>,
    /// The windows.
    pub windows: Vec<Tick>,
}

/// Draws windows; none where there is no index to draw.
#[must_use]
pub fn window_drawing(rows: &[Compared]) -> Option<WindowDrawing> {
    let indices = rows.iter().flat_map(|row| [row.index, row.others_index]);
    let highest = indices.flatten().fold(f64::NEG_INFINITY, f64::max);
    if !highest.is_finite() {
        return None;
    }
    let top = ((highest / 50.0).floor() + 1.0) * 50.0;
    let slot = (WIDTH - LEFT - RIGHT) / rows.len() as f64;
    let x = |at: usize| LEFT + slot * (at as f64 + 0.5);
    let y = |index: f64| TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - index / top);
    let line = |index: &dyn Fn(&Compared) -> Option<f64>| {
        let mut strokes: Vec<Vec<Point>> = Vec::new();
        let mut goes_on = false;
        for (at, row) in rows.iter().enumerate() {
            let point = index(row).map(|index| Point {
                x: x(at),
                y: y(index),
            });
            match (point, goes_on, strokes.last_mut()) {
                (Some(point), true, Some(stroke)) => stroke.push(point),
                (Some(point), _, _) => strokes.push(vec![point]),
                (None, _, _) => {}
            }
            goes_on = point.is_some();
        }
        strokes
    };
    let is_during = |row: &&Compared| row.window.phase == Phase::During;
    let first = rows.iter().position(|row| is_during(&row)).unwrap_or(0);
    let during = rows.iter().filter(is_during).count();
    let levels = (0_u32..).map(|step| f64::from(step) * 50.0);
    let levels = levels.take_while(|level| *level <= top);
    let words = rows.iter().enumerate();
    Some(WindowDrawing {
        own: line(&|row| row.index),
        others: line(&|row| row.others_index),
        during: (
            LEFT + slot * first as f64,
            LEFT + slot * (first + during) as f64,
        ),
        levels: levels
            .map(|level| Tick {
                at: y(level),
                text: format::whole(level),
            })
            .collect(),
        windows: words
            .map(|(at, row)| Tick {
                at: x(at),
                text: programme::phase_short(row.window),
            })
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use cube::windows::{compare, windows};
    use cube::{Cell, Month};

    #[test]
    fn a_window_without_a_number_is_a_gap() {
        let windows = windows(Month::parse("2019-07").unwrap(), 3);
        let cells = [
            None,
            None,
            Some(100),
            Some(150),
            None,
            Some(50),
            None,
            None,
            None,
        ];
        let cells =
            cells.map(|count: Option<u32>| count.map_or(Cell::NotCollected, Cell::Observed));
        let rows = compare(&windows, &cells, None);
        let drawing = window_drawing(&rows).unwrap();
        let lengths: Vec<usize> = drawing.own.iter().map(Vec::len).collect();
        assert_eq!(lengths, [2, 1]);
        assert!(drawing.others.is_empty());
        assert_eq!(drawing.levels.last().unwrap().text, "200");
        assert!(drawing.own[0][0].y > drawing.own[0][1].y);
        assert_eq!(drawing.windows.len(), 9);
    }

    #[test]
    fn nothing_is_drawn_of_nothing() {
        let windows = windows(Month::parse("2019-07").unwrap(), 3);
        assert_eq!(window_drawing(&compare(&windows, &[], None)), None);
    }
}
