//! The hours of the week as a shaded table: title, finding, classes and the numbers themselves.
//!
//! The picture is the table: a cell shows its count and a shade for its class, so that nothing is
//! said by color alone. What this is not: a claim about causes, or a ranking of places.

use cube::sorting::sort;
use cube::{Cell, Hours, Member, hours::NOT_RECORDED};
use wording::t;

use crate::{Context, format, protection, words};

/// How many classes a table of hours has at most.
const CLASSES: usize = 5;
/// How many hours a stretch of the finding has.
const STRETCH: usize = 6;

/// A table of hours as a reader meets it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HourTable {
    /// What is counted, where and when.
    pub title: String,
    /// The finding.
    pub sentence: String,
    /// What has to be known of events without an hour, and of incomplete years.
    pub note: String,
    /// The headings of the columns: days, or every day alone.
    pub columns: Vec<String>,
    /// A row an hour.
    pub rows: Vec<HourRow>,
    /// The classes of single hours, lowest first.
    pub classes: Vec<HourClass>,
}

/// One hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HourRow {
    /// The hour: `11 p.m.`
    pub heading: String,
    /// A cell for each column.
    pub cells: Vec<HourCell>,
}

/// One number of an hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HourCell {
    /// The number, or why there is none.
    pub text: String,
    /// The position of its class; none for sums of days and for what has no number.
    pub class: Option<usize>,
}

/// A class of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourClass {
    /// The lowest number in it.
    pub from: u32,
    /// The highest number in it.
    pub to: u32,
    /// How many cells of the table are in it.
    pub cells: usize,
}

impl HourClass {
    /// Its name in the legend: `4 to 7`, or `0`.
    #[must_use]
    pub fn label(&self) -> String {
        match self.from == self.to {
            true => format::count(self.from),
            false => format::from_to(&format::count(self.from), &format::count(self.to)),
        }
    }

    /// How many cells have it: `36 cells`.
    #[must_use]
    pub fn size(&self) -> String {
        let many = format::count(u64::try_from(self.cells).unwrap_or(u64::MAX));
        match self.cells {
            1 => t!("1 cell").to_owned(),
            _ => t!("{count} cells", count = many),
        }
    }
}

/// The table of hours.
#[must_use]
pub fn hour_table(hours: &Hours, context: &Context) -> HourTable {
    let classes = classes(hours);
    // Sums of days stand in the first column and have no shade beside single days.
    let has_days = !hours.weekdays().is_empty();
    let rows = hours.hours.iter().enumerate().map(|(at, hour)| HourRow {
        heading: hour.label.clone(),
        cells: hours
            .days
            .iter()
            .enumerate()
            .map(|(day, row)| {
                let cell = row.cells.get(at).copied().unwrap_or(Cell::NotCollected);
                let is_shaded = day > 0 || !has_days;
                HourCell {
                    text: text(cell),
                    class: is_shaded.then(|| class_of(&classes, cell)).flatten(),
                }
            })
            .collect(),
    });
    HourTable {
        title: title(hours, context),
        sentence: sentence(hours, context),
        note: note(hours),
        columns: hours
            .days
            .iter()
            .map(|day| day.member.label.clone())
            .collect(),
        rows: rows.collect(),
        classes,
    }
}

fn text(cell: Cell) -> String {
    match cell.value() {
        Some(count) => format::count(count),
        None => protection::short_words(cell.status()).to_owned(),
    }
}

fn noun(hours: &Hours) -> words::Noun {
    words::noun(hours.unit, &hours.category.code, &hours.category.label)
}

fn place(hours: &Hours, context: &Context) -> String {
    match hours.geography.parent {
        None => context.city.to_owned(),
        Some(_) => format!("{}, {}", hours.geography.label, context.city),
    }
}

fn title(hours: &Hours, context: &Context) -> String {
    let by = match hours.weekdays().is_empty() {
        true => t!("by hour of the day"),
        false => t!("by hour of the day and day of the week"),
    };
    let subject = t!(
        "{what} in {place}",
        what = format::capitalized(&noun(hours).plural),
        place = place(hours, context)
    );
    format!("{subject}, {by}, {}", format::period(hours.period))
}

/// The six hours in a row with the most events, as a count of all with a known hour.
fn sentence(hours: &Hours, context: &Context) -> String {
    let noun = noun(hours);
    let when = match hours.total {
        Cell::Provisional(_) => {
            t!(
                "in the part of {period} on record",
                period = format::period(hours.period)
            )
        }
        _ => format::within(hours.period),
    };
    let place = place(hours, context);
    let (Some(known), Some((first, most))) = (hours.known(), busiest(hours)) else {
        return t!(
            "Hours of {what} in {place} were not collected {when}.",
            what = noun.plural,
            place = place,
            when = when
        );
    };
    if known == 0 {
        return t!(
            "No {what} with a recorded hour were counted in {place} {when}.",
            what = noun.plural,
            place = place,
            when = when
        );
    }
    let hour = |at: usize| hours.hours.get(at).map(hour_of_day).unwrap_or_default();
    let share = match known >= cube::statistics::PERCENT_BASE {
        true => format!(
            " ({})",
            format::percent(f64::from(most) / f64::from(known) * 100.0)
        ),
        false => String::new(),
    };
    t!(
        "The hour is known for {counted} in {place} {when}. For {most} of them{share}, it is between \
         {from} and {until}: six hours, a quarter of the day.",
        counted = noun.counted(known),
        place = place,
        when = when,
        most = format::count(most),
        share = share,
        from = hour(first),
        until = hour((first + STRETCH) % hours.hours.len().max(1))
    )
}

/// An hour within a sentence: Spanish says an article with it, another one with the hour of one.
fn hour_of_day(hour: &Member) -> String {
    let digits = hour.label.split(|c: char| !c.is_ascii_digit()).next();
    match digits {
        Some("1" | "01") => t!(in "one o'clock", "{hour}", hour = hour.label),
        _ => t!(in "hour of the day", "{hour}", hour = hour.label),
    }
}

/// The first of the six hours in a row, over midnight too, that hold the most events, and how many
/// they hold; the earliest where several do. None where an hour has no number.
fn busiest(hours: &Hours) -> Option<(usize, u32)> {
    let all = hours.days.first()?;
    let counts: Vec<u32> = all
        .cells
        .iter()
        .map(|cell| cell.value())
        .collect::<Option<_>>()?;
    if counts.len() <= STRETCH {
        return None;
    }
    let sum = |first: usize| {
        let stretch = counts.iter().cycle().skip(first).take(STRETCH);
        stretch.fold(0_u32, |sum, count| sum.saturating_add(*count))
    };
    let sums = (0..counts.len()).map(|first| (first, sum(first)));
    sums.fold(
        None,
        |best: Option<(usize, u32)>, (first, sum)| match best {
            Some((_, most)) if most >= sum => best,
            _ => Some((first, sum)),
        },
    )
}

/// How many events have no hour, and whether the year is incomplete.
fn note(hours: &Hours) -> String {
    let unknown = match (hours.unknown.value(), hours.total.value()) {
        (Some(0), _) => t!("Every record has an hour.").to_owned(),
        (Some(unknown), Some(total)) => t!(
            "{unknown} of {total} have no hour on record and are left out of the table.",
            unknown = format::count(unknown),
            total = format::count(total)
        ),
        _ => String::new(),
    };
    let incomplete = match hours.total {
        Cell::Provisional(_) => t!("The year is incomplete."),
        _ => "",
    };
    format!("{unknown} {incomplete}").trim().to_owned()
}

/// The numbers that are shaded: of single days where there are any.
fn shaded(hours: &Hours) -> Vec<u32> {
    let rows = match hours.weekdays() {
        [] => hours.days.as_slice(),
        days => days,
    };
    let days = rows.iter().filter(|day| day.member.code != NOT_RECORDED);
    let cells = days.flat_map(|day| &day.cells);
    let mut counts: Vec<u32> = cells.filter_map(|cell| cell.value()).collect();
    sort(&mut counts);
    counts
}

/// At most five classes with about as many cells in each; equal numbers are never parted.
fn classes(hours: &Hours) -> Vec<HourClass> {
    let counts = shaded(hours);
    let mut classes: Vec<HourClass> = Vec::new();
    let mut filled = 0;
    for same in counts.chunk_by(|one, other| one == other) {
        let Some(count) = same.first() else { continue };
        // A class is closed once all up to it hold their part of the cells.
        let is_open = filled * CLASSES < classes.len() * counts.len();
        match classes.last_mut() {
            Some(last) if is_open => {
                last.to = *count;
                last.cells += same.len();
            }
            _ => classes.push(HourClass {
                from: *count,
                to: *count,
                cells: same.len(),
            }),
        }
        filled += same.len();
    }
    classes
}

fn class_of(classes: &[HourClass], cell: Cell) -> Option<usize> {
    let count = cell.value()?;
    let holds = |class: &HourClass| class.from <= count && count <= class.to;
    classes.iter().position(holds)
}

#[cfg(test)]
mod tests;
