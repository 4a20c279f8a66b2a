//! Choosing a period by dragging across a chart.

use cube::{Grain, Month, Period};
use leptos::prelude::*;

use super::FigureContent;
use crate::state::ViewState;

/// A page provides this where a period can be chosen; every chart over time on it then takes a drag.
#[derive(Clone, Copy)]
pub struct PeriodBrush(
    /// Takes the first and the last month.
    pub Callback<(Month, Month)>,
);

impl PeriodBrush {
    /// Chooses the period of a view.
    #[must_use]
    pub fn of_view(view: Memo<ViewState>, apply: Callback<ViewState>) -> Self {
        Self(Callback::new(move |(first, last)| {
            apply.run(ViewState {
                first: Some(first),
                last: Some(last),
                ..view.get_untracked()
            });
        }))
    }
}

/// What a chart of some content does with the positions that were dragged across: none where the page
/// has no period to choose.
pub(super) fn on_brush(
    content: Signal<FigureContent>,
    is_over_periods: Signal<bool>,
) -> Signal<Option<Callback<(usize, usize)>>> {
    let brush = use_context::<PeriodBrush>();
    let choose = brush.map(|PeriodBrush(choose)| {
        Callback::new(move |(first, last): (usize, usize)| {
            let months = content.with_untracked(|c| months(&c.series.periods, first, last));
            if let Some(months) = months {
                choose.run(months);
            }
        })
    });
    Signal::derive(move || choose.filter(|_| is_over_periods.get()))
}

/// The months that lead to the periods at two positions; none where they are the same, which is no
/// stretch.
fn months(periods: &[Period], first: usize, last: usize) -> Option<(Month, Month)> {
    let last = last.min(periods.len().checked_sub(1)?);
    let (first, last) = (periods.get(first)?, periods.get(last)?);
    let begins = match first.grain {
        // Twelve months to a month stand at that month.
        Grain::Rolling12 => first.last,
        Grain::Month | Grain::Quarter | Grain::Year => first.first(),
    };
    (first.last < last.last).then_some((begins, last.last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drag_chooses_the_periods_under_it() {
        let month = |text: &str| Month::parse(text).unwrap();
        let of = |grain: Grain| grain.periods(month("2015-01"), month("2018-12"));
        let found = |grain, first, last| months(&of(grain), first, last);
        assert_eq!(
            found(Grain::Year, 1, 2),
            Some((month("2016-01"), month("2017-12")))
        );
        assert_eq!(
            found(Grain::Month, 0, 900),
            Some((month("2015-01"), month("2018-12")))
        );
        assert_eq!(
            found(Grain::Rolling12, 2, 5),
            Some((month("2015-03"), month("2015-06")))
        );
        assert_eq!(found(Grain::Year, 2, 2), None);
        assert_eq!(found(Grain::Year, 9, 12), None);
        assert_eq!(months(&[], 0, 0), None);
    }
}
