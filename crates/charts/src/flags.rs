//! Where flags stand above the plot: in two rows, on either side of their rules, never across
//! each other's text.
//!
//! Geometry only, on a plot of nominal width; what the flags say is decided in [`crate::marks`].

use cube::sorting::sort_by_key;

use crate::plan::Width;
use crate::text::{SMALL_TEXT, text_width};

/// Something to be named above the plot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Flag {
    /// The smaller, the sooner it gets its room.
    pub rank: u8,
    /// The position of its period in the series.
    pub position: usize,
    /// What it says.
    pub label: String,
    /// Whether it marks a change in the data; its rule is drawn even where its text has no room.
    pub is_dotted: bool,
}

/// A flag with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Placed {
    /// What is placed.
    pub flag: Flag,
    /// The row of its text, none where only the rule is drawn.
    pub row: Option<u32>,
    /// Whether its text stands on the left of its rule.
    pub is_left: bool,
    /// Where its text lies, in nominal pixels from the left of the plot.
    from: i64,
    to: i64,
    rule: i64,
}

/// How many flags, rows of them, and pixels of plot there are.
pub(crate) struct Room {
    flags: usize,
    rows: u32,
    plot: i64,
    right: i64,
}

impl Room {
    /// The room of a chart with `right_margin` pixels beside the plot.
    pub fn of(width: Width, right_margin: u32) -> Self {
        let (flags, rows, whole) = match width {
            Width::Wide => (4, 2, 760),
            Width::Narrow => (2, 2, 350),
        };
        let right = i64::from(right_margin);
        Self {
            flags,
            rows,
            plot: whole - 44 - right,
            right,
        }
    }

    /// Where a position lies, in nominal pixels from the left of the plot.
    pub fn at(&self, position: usize, last: usize) -> i64 {
        let number = |value: usize| i64::try_from(value).unwrap_or(i64::MAX);
        self.plot.saturating_mul(number(position)) / number(last).max(1)
    }

    /// Whether a flag's text stays on the chart.
    fn holds(&self, placed: &Placed) -> bool {
        placed.from >= -20 && placed.to <= self.plot + self.right
    }
}

/// Gives each flag the first row in which nothing is in its way.
pub(crate) fn placed(flags: Vec<Flag>, last: usize, room: &Room) -> Vec<Placed> {
    let mut placed: Vec<Placed> = Vec::new();
    for flag in flags {
        let labelled = placed.iter().filter(|other| other.row.is_some()).count();
        let sides = [false, true].into_iter();
        let mut candidates = sides
            .flat_map(|is_left| (0..room.rows).map(move |row| (row, is_left)))
            .map(|(row, is_left)| candidate(&flag, row, is_left, last, room))
            .filter(|new| room.holds(new));
        let free = candidates.find(|new| placed.iter().all(|old| !collide(new, old)));
        match free.filter(|_| labelled < room.flags) {
            Some(free) => placed.push(free),
            None if flag.is_dotted => placed.push(Placed {
                row: None,
                ..candidate(&flag, 0, false, last, room)
            }),
            None => {}
        }
    }
    sort_by_key(&mut placed, |placed| placed.flag.position);
    placed
}

fn candidate(flag: &Flag, row: u32, is_left: bool, last: usize, room: &Room) -> Placed {
    let rule = room.at(flag.position, last);
    let text = i64::from(text_width(&flag.label, SMALL_TEXT)) + 12;
    Placed {
        flag: flag.clone(),
        row: Some(row),
        is_left,
        from: if is_left { rule - text } else { rule },
        to: if is_left { rule } else { rule + text },
        rule,
    }
}

/// Whether two flags overlap, or the rule of the higher one would run through the lower one's text.
fn collide(new: &Placed, old: &Placed) -> bool {
    let (Some(new_row), Some(old_row)) = (new.row, old.row) else {
        return false;
    };
    let crosses = |rule: i64, text: &Placed| text.from <= rule && rule <= text.to;
    match new_row.cmp(&old_row) {
        std::cmp::Ordering::Equal => new.from <= old.to && old.from <= new.to,
        std::cmp::Ordering::Less => crosses(new.rule, old),
        std::cmp::Ordering::Greater => crosses(old.rule, new),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn flag(position: usize, label: &str, is_dotted: bool) -> Flag {
        Flag {
            rank: 1,
            position,
            label: label.to_owned(),
            is_dotted,
        }
    }

    #[test]
    fn near_flags_take_another_row_or_the_other_side() {
        let room = Room::of(Width::Wide, 60);
        let flags = ["first", "second", "third"].map(|label| flag(50, label, false));
        let near = flags
            .into_iter()
            .zip([50, 54, 58])
            .map(|(flag, position)| Flag { position, ..flag });
        let found: Vec<(Option<u32>, bool)> = placed(near.collect(), 100, &room)
            .iter()
            .map(|placed| (placed.row, placed.is_left))
            .collect();
        assert_eq!(found, [(Some(0), false), (Some(1), false)]);
    }

    #[test]
    fn a_flag_at_the_right_edge_turns_left() {
        let room = Room::of(Width::Narrow, 10);
        let found = placed(vec![flag(100, "Partnership", false)], 100, &room);
        assert!(found[0].is_left);
    }

    proptest! {
        #[test]
        fn no_text_is_crossed_or_covered(
            drawn in prop::collection::vec((0_usize..100, "[a-z]{1,20}", any::<bool>()), 0..12),
            narrow: bool,
        ) {
            let width = if narrow { Width::Narrow } else { Width::Wide };
            let room = Room::of(width, 40);
            let flags = drawn.iter().map(|(at, label, dotted)| flag(*at, label, *dotted));
            let found = placed(flags.collect(), 99, &room);
            for (position, one) in found.iter().enumerate() {
                prop_assert!(!found[position + 1..].iter().any(|other| collide(one, other)));
            }
            let labelled = found.iter().filter(|placed| placed.row.is_some()).count();
            let most = if narrow { 2 } else { 4 };
            prop_assert!(labelled <= most);
            let rules = found.iter().filter(|placed| placed.flag.is_dotted).count();
            prop_assert_eq!(rules, drawn.iter().filter(|(_, _, dotted)| *dotted).count());
        }
    }
}
