//! How a line is cut into strokes: solid where complete, dashed where incomplete, nothing over a
//! gap or a break, and lone points.
//!
//! Positions only; colours and ECharts are not known here.

use cube::{Cell, Fixed, Line, Series};

/// The values of one stroke at every position of the series; nothing where it does not run.
pub(crate) type Values = Vec<Option<Fixed>>;

/// Every value of a line.
pub(crate) fn values(line: &Line) -> Values {
    let number = |cell: &Cell| cell.value().map(|value| line.number(value));
    line.cells.iter().map(number).collect()
}

/// A line as it is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Strokes {
    /// Complete parts. More than one only where two parts touch without being joined, at a break.
    pub solid: Vec<Values>,
    /// Incomplete parts, each joined to the complete point before it.
    pub dashed: Vec<Values>,
    /// Points that no stroke reaches, and that would not be seen without a symbol.
    pub lone: Values,
}

impl Strokes {
    /// The strokes of a line.
    pub fn of(series: &Series, line: &Line) -> Self {
        let values = values(line);
        let joints: Vec<Joint> = (1..values.len())
            .map(|position| joint(series, line, position))
            .collect();
        let touches = |position: usize| {
            let before = position
                .checked_sub(1)
                .and_then(|before| joints.get(before));
            [before, joints.get(position)]
                .into_iter()
                .flatten()
                .any(|joint| *joint != Joint::None)
        };
        let lone = values
            .iter()
            .enumerate()
            .map(|(position, value)| value.filter(|_| !touches(position)))
            .collect();
        Self {
            solid: packed(&values, &runs(&joints, Joint::Solid)),
            dashed: packed(&values, &runs(&joints, Joint::Dashed)),
            lone,
        }
    }

    /// Whether one solid stroke shows the whole line, gaps included.
    pub fn is_plain(&self) -> bool {
        self.dashed.is_empty() && self.solid.len() <= 1
    }

    /// Whether any point stands alone.
    pub fn has_lone(&self) -> bool {
        self.lone.iter().any(Option::is_some)
    }
}

/// What joins a position to the one before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    None,
    Solid,
    Dashed,
}

fn joint(series: &Series, line: &Line, position: usize) -> Joint {
    let at = |position: usize| Some((*series.periods.get(position)?, *line.cells.get(position)?));
    let (Some((earlier, before)), Some((later, here))) =
        (position.checked_sub(1).and_then(at), at(position))
    else {
        return Joint::None;
    };
    let is_provisional = |period, cell: Cell| match cell {
        Cell::Provisional(_) => true,
        Cell::Rounded(_) => line.is_incomplete(period),
        _ => false,
    };
    match (before.value(), here.value()) {
        (Some(_), Some(_)) if line.has_break_within(earlier.last, later.last) => Joint::None,
        (Some(_), Some(_)) if is_provisional(earlier, before) || is_provisional(later, here) => {
            Joint::Dashed
        }
        (Some(_), Some(_)) => Joint::Solid,
        _ => Joint::None,
    }
}

/// First and last position of each run of joints of one kind.
fn runs(joints: &[Joint], kind: Joint) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (before, _) in joints
        .iter()
        .enumerate()
        .filter(|(_, joint)| **joint == kind)
    {
        match runs.last_mut() {
            Some((_, last)) if *last == before => *last = before + 1,
            _ => runs.push((before, before + 1)),
        }
    }
    runs
}

/// The runs laid into as few series as keep them apart by at least one empty position.
fn packed(values: &[Option<Fixed>], runs: &[(usize, usize)]) -> Vec<Values> {
    let mut layers: Vec<(usize, Values)> = Vec::new();
    for &(first, last) in runs {
        let free = layers.iter_mut().find(|(end, _)| *end + 1 < first);
        let layer = match free {
            Some(layer) => layer,
            None => {
                layers.push((0, vec![None; values.len()]));
                match layers.last_mut() {
                    Some(layer) => layer,
                    None => continue,
                }
            }
        };
        layer.0 = last;
        for (slot, value) in layer.1.iter_mut().zip(values).take(last + 1).skip(first) {
            *slot = *value;
        }
    }
    layers.into_iter().map(|(_, values)| values).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::sample::{homicide, month, series};
    use cube::{Break, Grain};

    /// Strokes of months from January 2019 on, written as `solid; dashed; lone` with `.` for
    /// nothing.
    #[track_caller]
    fn check(cells: &[Cell], broken_at: Option<&str>, expected: &str) {
        let mut line = homicide(cells.to_vec());
        line.breaks.extend(broken_at.map(|text| Break {
            month: month(text),
            reason: String::new(),
        }));
        let last = month("2018-12").plus(i32::try_from(cells.len()).unwrap());
        let series = series(Grain::Month, "2019-01", &last.to_string(), vec![line]);
        let strokes = Strokes::of(&series, &series.lines[0]);
        let text = |values: &Values| -> String {
            let digit = |value: &Option<Fixed>| value.map_or(".".into(), |value| value.to_string());
            values.iter().map(digit).collect()
        };
        let texts = |all: &[Values]| all.iter().map(text).collect::<Vec<_>>().join(" ");
        let found = [
            texts(&strokes.solid),
            texts(&strokes.dashed),
            text(&strokes.lone),
        ];
        assert_eq!(found.join("; "), expected);
    }

    #[test]
    fn complete_parts_are_solid_and_gaps_stay_empty() {
        use Cell::{NotCollected, Observed};
        check(&[Observed(1), Observed(2), Observed(3)], None, "123; ; ...");
        let gap = [
            Observed(1),
            Observed(2),
            NotCollected,
            Observed(3),
            Observed(4),
        ];
        check(&gap, None, "12.34; ; .....");
    }

    #[test]
    fn incomplete_parts_are_joined_to_the_complete_point_before() {
        use Cell::{NotCollected, Observed, Provisional};
        let end = [Observed(1), Observed(2), Provisional(3), Provisional(4)];
        check(&end, None, "12..; .234; ....");
        let middle = [Observed(1), Provisional(2), Observed(3), Observed(4)];
        check(&middle, None, "..34; 123.; ....");
        let apart = [Observed(1), Observed(2), NotCollected, Provisional(4)];
        check(&apart, None, "12..; ; ...4");
    }

    #[test]
    fn points_without_neighbours_stand_alone() {
        use Cell::{NotCollected, Observed, Suppressed};
        check(&[NotCollected, Observed(2), Suppressed], None, "; ; .2.");
        check(&[Observed(7)], None, "; ; 7");
        check(&[], None, "; ; ");
    }

    #[test]
    fn nothing_is_joined_over_a_break() {
        use Cell::Observed;
        let cells = [Observed(1), Observed(2), Observed(3), Observed(4)];
        check(&cells, Some("2019-03"), "12.. ..34; ; ....");
        check(&cells, Some("2019-04"), "123.; ; ...4");
    }
}
