//! Two counts beside each other: how each changed over the same time, and how sure that is.
//!
//! The two are never added, divided or drawn on one scale. `rose` and `fell` are said only where
//! chance, and rounding where a number is rounded, would not bring the change alone. Nothing is
//! said of one moving the other.

use cube::series::{Shown, ShownCount};
use cube::statistics::{self, Change};
use cube::{Cell, Line, Period, Series};
use wording::{Message, message, t};

use crate::rounded::{self, RoundedChange};
use crate::{Context, format, label, words};

/// One line of a series.
pub type LineOf<'a> = (&'a Series, &'a Line);

/// How two lines changed over the same time: a sentence since the earliest time that both can be
/// compared over, one since the year before, each where there is one, and what they do not say.
///
/// The earlier time is always the same part of a year as the newest, so that no season lies in
/// between. None where no period is complete in both.
#[must_use]
pub fn beside(one: LineOf, other: LineOf, context: &Context) -> Option<String> {
    let newest = *shared_periods(one, other).last()?;
    let of_year = |period: &Period| {
        let is_same_season = period.last.number() == newest.last.number();
        is_same_season && period.last <= newest.last.plus(-12) && can_compare(one, other, *period)
    };
    let all = shared_periods(one, other);
    let earliest = all.iter().copied().find(of_year);
    let year_before = Period {
        last: newest.last.plus(-12),
        ..newest
    };
    let year_before = all.contains(&year_before).then_some(year_before);
    let year_before = year_before.filter(of_year);
    let mut sentences = Vec::new();
    if let Some(earliest) = earliest.filter(|period| Some(*period) != year_before) {
        let front = t!(
            "From {earliest} to {newest}",
            earliest = plain(earliest),
            newest = plain(newest),
        );
        sentences.push(changes(&front, one, other, earliest, newest, context));
    }
    if let Some(before) = year_before {
        let front = t!(
            "{when}, compared with {earlier}",
            when = format::capitalized(&format::within(newest)),
            earlier = format::year_before(newest),
        );
        sentences.push(changes(&front, one, other, before, newest, context));
    }
    if sentences.is_empty() {
        return Some(alone(one, other, newest));
    }
    let caution =
        t!("That two numbers move in the same years does not show that one moved the other.");
    sentences.push(caution.to_owned());
    Some(sentences.join(" "))
}

/// A period after `from` or `to`.
fn plain(period: Period) -> String {
    match period.grain {
        cube::Grain::Rolling12 => t!("the {months}", months = format::period(period)),
        _ => format::period(period),
    }
}

/// The two numbers where there is nothing to compare them with.
fn alone(one: LineOf, other: LineOf, newest: Period) -> String {
    let counted = |of: LineOf| {
        let count = shown_in(of, newest).map_or(0, |shown| shown.count);
        words::noun_of(of.1).counted(count)
    };
    t!(
        "{when}: {one} and {other}. There is no earlier time that both can be compared with.",
        when = format::capitalized(&format::within(newest)),
        one = counted(one),
        other = counted(other),
    )
}

fn changes(
    front: &str,
    one: LineOf,
    other: LineOf,
    before: Period,
    now: Period,
    context: &Context,
) -> String {
    let clauses = [one, other].map(|of| clause(of, before, now, context).unwrap_or_default());
    format!("{front}: {}.", clauses.join("; "))
}

/// How one line changed: `arrests of adults fell from 20,100 to 11,300, by more than chance alone
/// usually brings`.
fn clause(of: LineOf, before: Period, now: Period, context: &Context) -> Option<String> {
    let (series, line) = of;
    let (was, is) = (shown_in(of, before)?, shown_in(of, now)?);
    let about = |shown: ShownCount| match shown.is_rounded {
        true => t!("about {count}", count = format::count(shown.count)),
        false => format::count(shown.count),
    };
    let mut noun = words::noun_of(line).plural;
    if line.geography.parent.is_some() {
        let place = label::place(line, context);
        noun = t!("{counted} in {place}", counted = noun, place = place);
    }
    let shown = Shown {
        period: now,
        now: is,
        before: Some(was),
    };
    let change = certain(series, line, shown, context);
    let (before, now) = (about(was), about(is));
    let said = changed(change, shown.is_rounded());
    Some(said.fill(&[("counted", &noun), ("before", &before), ("now", &now)]))
}

/// What is said of a change, with the places `counted`, `before` and `now`.
fn changed(change: Option<Change>, is_rounded: bool) -> Message {
    match (is_rounded, change) {
        (_, None) => {
            message!("{counted} went from {before} to {now}; how exact that is cannot be said")
        }
        (false, Some(Change::Rose)) => message!(
            "{counted} rose from {before} to {now}, by more than chance alone usually brings"
        ),
        (false, Some(Change::Fell)) => message!(
            "{counted} fell from {before} to {now}, by more than chance alone usually brings"
        ),
        (true, Some(Change::Rose)) => message!(
            "{counted} rose from {before} to {now}, by more than rounding and chance usually bring"
        ),
        (true, Some(Change::Fell)) => message!(
            "{counted} fell from {before} to {now}, by more than rounding and chance usually bring"
        ),
        (false, Some(Change::WithinChance)) => {
            message!("{counted} went from {before} to {now}, which chance alone can bring")
        }
        (true, Some(Change::WithinChance)) => {
            message!("{counted} went from {before} to {now}, which rounding and chance can bring")
        }
        (_, Some(Change::AboutTheSame)) => {
            message!("{counted} stayed about the same, from {before} to {now}")
        }
    }
}

/// What may be said of a change; none where it is not known how far a rounded number can be off.
fn certain(series: &Series, line: &Line, shown: Shown, context: &Context) -> Option<Change> {
    let before = shown.before?;
    if !shown.is_rounded() {
        return Some(statistics::change(shown.now.count, before.count));
    }
    match rounded::change(series, line, shown, context) {
        RoundedChange::Rose => Some(Change::Rose),
        RoundedChange::Fell => Some(Change::Fell),
        RoundedChange::WithinChance | RoundedChange::WithinRounding => Some(Change::WithinChance),
        RoundedChange::Unknown => None,
    }
}

/// The periods that are complete and shown in both lines, in time order.
fn shared_periods(one: LineOf, other: LineOf) -> Vec<Period> {
    let periods = one.0.periods.iter().copied();
    let both =
        |period: &Period| shown_in(one, *period).is_some() && shown_in(other, *period).is_some();
    periods.filter(both).collect()
}

/// Whether neither line is counted in another way since a period.
fn can_compare(one: LineOf, other: LineOf, since: Period) -> bool {
    let newest = |of: LineOf| of.0.periods.last().map_or(since.last, |last| last.last);
    [one, other].iter().all(|of| {
        let last = newest(*of);
        !of.1.has_break_within(since.first(), last)
    })
}

/// The complete number of a line in a period, exact or rounded.
fn shown_in((series, line): LineOf, period: Period) -> Option<ShownCount> {
    let at = series.periods.iter().position(|one| *one == period)?;
    let shown = |count, is_rounded| Some(ShownCount { count, is_rounded });
    match *line.cells.get(at).filter(|_| line.counts_events())? {
        Cell::Observed(count) => shown(count, false),
        Cell::Rounded(count) if !line.is_incomplete(period) => shown(count, true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::bilingual::in_spanish;
    use crate::tests::sample::{homicide, line, observed, series};
    use cube::{Break, Grain, Month, Unit};
    use proptest::prelude::*;
    use wording::{Language, language};

    const CONTEXT: Context<'static> = Context {
        city: "Baltimore",
        events: &[],
        source_labels: &[],
        table_notes: &[],
    };

    fn arrests(cells: Vec<Cell>) -> Line {
        let mut line = line(Unit::Arrests, "all", "All arrests of adults", cells);
        line.table = "arrests-city".into();
        line
    }

    /// The same from a release whose labels are in Spanish.
    fn arrests_in_spanish(cells: Vec<Cell>) -> Line {
        let mut line = arrests(cells);
        line.category.label = match language() {
            Language::English => "All arrests of adults".into(),
            Language::Spanish => "Todos los arrestos de adultos".into(),
        };
        line
    }

    fn years(last: &str, line: Line) -> Series {
        series(Grain::Year, "2015-01", last, vec![line])
    }

    #[track_caller]
    fn check(arrested: &[Cell], killed: &[Cell], expected: &str) {
        let last = format!("{}-12", 2014 + arrested.len());
        let one = years(&last, arrests(arrested.to_vec()));
        let other = years(&last, homicide(killed.to_vec()));
        let found = beside((&one, &one.lines[0]), (&other, &other.lines[0]), &CONTEXT);
        assert_eq!(found.unwrap_or_default(), expected);
    }

    #[test]
    fn each_change_is_said_with_its_certainty() {
        check(
            &observed(&[26_000, 20_000, 14_000]),
            &observed(&[211, 348, 335]),
            "From 2015 to 2017: arrests of adults fell from 26,000 to 14,000, by more than chance \
             alone usually brings; people killed rose from 211 to 335, by more than chance alone \
             usually brings. In 2017, compared with 2016: arrests of adults fell from 20,000 to \
             14,000, by more than chance alone usually brings; people killed stayed about the \
             same, from 348 to 335. That two numbers move in the same years does not show that \
             one moved the other.",
        );
    }

    #[test]
    fn only_time_that_is_complete_in_both_is_compared() {
        check(
            &[observed(&[100, 100]), vec![Cell::Provisional(10)]].concat(),
            &observed(&[100, 115, 300]),
            "In 2016, compared with 2015: arrests of adults stayed about the same, from 100 to \
             100; people killed went from 100 to 115, which chance alone can bring. That two \
             numbers move in the same years does not show that one moved the other.",
        );
        check(
            &[Cell::NotCollected, Cell::Observed(5)],
            &observed(&[1, 2]),
            "In 2016: 5 arrests of adults and 2 people killed. There is no earlier time that both \
             can be compared with.",
        );
        check(&[Cell::NotCollected], &observed(&[1]), "");
    }

    #[test]
    fn nothing_is_compared_over_a_break() {
        let mut line = arrests(observed(&[100, 900, 910]));
        line.breaks.push(Break {
            month: Month::parse("2016-01").unwrap(),
            reason: "Another count.".into(),
        });
        let one = years("2017-12", line);
        let other = years("2017-12", homicide(observed(&[1, 2, 3])));
        let text = beside((&one, &one.lines[0]), (&other, &other.lines[0]), &CONTEXT);
        let text = text.unwrap();
        assert!(text.starts_with("In 2017, compared with 2016"), "{text}");
        assert!(!text.contains("100"), "{text}");
    }

    #[test]
    fn a_rounded_number_of_unknown_margin_is_neither_a_rise_nor_a_fall() {
        let one = years(
            "2016-12",
            arrests(vec![Cell::Rounded(900), Cell::Rounded(10)]),
        );
        let other = years("2016-12", homicide(observed(&[1, 2])));
        let text = beside((&one, &one.lines[0]), (&other, &other.lines[0]), &CONTEXT);
        assert!(text.unwrap().contains("how exact that is cannot be said"));
    }

    proptest! {
        #[test]
        fn rose_and_fell_are_those_of_the_statistics(
            was in 0_u32..5000, is in 0_u32..5000, then in 0_u32..900, now in 0_u32..900,
        ) {
            let one = years("2016-12", arrests(observed(&[was, is])));
            let other = years("2016-12", homicide(observed(&[then, now])));
            let text = beside((&one, &one.lines[0]), (&other, &other.lines[0]), &CONTEXT);
            let text = text.unwrap();
            let clauses = text.split_once(": ").unwrap().1.split_once("; ").unwrap();
            for (clause, change) in [
                (clauses.0, statistics::change(is, was)),
                (clauses.1, statistics::change(now, then)),
            ] {
                prop_assert_eq!(clause.contains(" rose "), change == Change::Rose, "{}", clause);
                prop_assert_eq!(clause.contains(" fell "), change == Change::Fell, "{}", clause);
            }
            prop_assert!(!text.contains("because"));
        }
    }

    #[track_caller]
    fn check_spanish(arrested: &[Cell], killed: &[Cell], expected: &str) {
        let last = format!("{}-12", 2014 + arrested.len());
        let one = || years(&last, arrests_in_spanish(arrested.to_vec()));
        let other = years(&last, homicide(killed.to_vec()));
        let found = in_spanish(|| {
            let one = one();
            beside((&one, &one.lines[0]), (&other, &other.lines[0]), &CONTEXT).unwrap()
        });
        assert_eq!(found, expected);
    }

    #[test]
    fn the_same_is_said_in_spanish() {
        check_spanish(
            &observed(&[26_000, 20_000, 14_000]),
            &observed(&[211, 348, 335]),
            "De 2015 a 2017: el número de arrestos de adultos bajó de 26,000 a 14,000, más de lo \
             que suele explicar el azar por sí solo; el número de personas asesinadas subió de 211 \
             a 335, más de lo que suele explicar el azar por sí solo. En 2017, en comparación con \
             2016: el número de arrestos de adultos bajó de 20,000 a 14,000, más de lo que suele \
             explicar el azar por sí solo; el número de personas asesinadas casi no cambió, de 348 \
             a 335. Que dos números cambien en los mismos años no demuestra que uno haya hecho \
             cambiar al otro.",
        );
        check_spanish(
            &[observed(&[100, 100]), vec![Cell::Provisional(10)]].concat(),
            &observed(&[100, 115, 300]),
            "En 2016, en comparación con 2015: el número de arrestos de adultos casi no cambió, de \
             100 a 100; el número de personas asesinadas pasó de 100 a 115, algo que puede \
             explicar el azar por sí solo. Que dos números cambien en los mismos años no demuestra \
             que uno haya hecho cambiar al otro.",
        );
        check_spanish(
            &[Cell::NotCollected, Cell::Observed(5)],
            &observed(&[1, 2]),
            "En 2016: 5 arrestos de adultos y 2 personas asesinadas. No hay un período anterior con \
             el que se puedan comparar los dos números.",
        );
        check_spanish(
            &[Cell::Rounded(900), Cell::Rounded(10)],
            &observed(&[1, 2]),
            "En 2016, en comparación con 2015: el número de arrestos de adultos pasó de cerca de \
             900 a cerca de 10; no se puede decir con qué exactitud; el número de personas \
             asesinadas casi no cambió, de 1 a 2. Que dos números cambien en los mismos años no \
             demuestra que uno haya hecho cambiar al otro.",
        );
    }
}
