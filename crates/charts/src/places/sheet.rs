//! The sheet of a map: title, sentence, legend and a row a place.

use std::sync::Arc;

use cube::area_figures::{
    AreaFigure, AreaFigures, LOCATED_SHARE, Measure, RATE_RESIDENTS, Rate, UNSTABLE_EVENTS, Years,
};
use cube::places::PlaceLayer;
use cube::sorting::sort_by;
use cube::{CellStatus, Grain, Month};
use wording::t;

use super::rows::{AreaRow, RowWords, one_decimal};
use super::{Class, classes, value};
use crate::coverage::{self, share_said};
use crate::{Context, format, label, protection, words};

/// What a map, its list and its legend say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AreaSheet {
    /// What is counted, where, over which years, and for whom.
    pub title: String,
    /// The number of the whole city and how many of the events have a place.
    pub sentence: String,
    /// Why there is no map; none where there may be one.
    pub refusal: Option<String>,
    /// What has to be known of the numbers, a sentence each.
    pub notes: Vec<String>,
    /// The classes and what is hatched, each with its number of areas.
    pub legend: Vec<LegendEntry>,
    /// The headings of the columns, the place first.
    pub columns: Vec<String>,
    /// The places, by their names.
    pub rows: Vec<AreaRow>,
    /// The whole city, in the same columns.
    pub city: AreaRow,
}

/// One line of the legend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegendEntry {
    /// How its areas are filled.
    pub shade: Shade,
    /// Its limits, or why there is no number.
    pub text: String,
    /// How many areas are filled so.
    pub areas: usize,
}

/// How an area is filled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shade {
    /// In the color of a class, from 0, the lowest.
    Class(usize),
    /// Hatched: there is no number.
    #[default]
    Hatched,
}

/// The sheet of figures of a kind of place, by its name for people, for example `Neighborhood`.
#[must_use]
pub fn area_sheet(
    figures: &AreaFigures,
    kind: &str,
    measure: Measure,
    context: &Context,
) -> AreaSheet {
    let base = figures.rate_base();
    let values: Vec<f64> = figures
        .areas
        .iter()
        .filter_map(|area| value(area, measure, base))
        .collect();
    let writer = Writer {
        figures,
        kind: words::lower_first(kind),
        measure,
        base,
        classes: classes(&values),
        words: Arc::new(RowWords {
            measure,
            base,
            counts_events: figures.line.counts_events(),
            noun: words::noun_of(&figures.line),
            hidden: protection::status_words(
                &figures.line,
                Grain::Year,
                CellStatus::Suppressed,
                context,
            ),
        }),
        context,
    };
    let rows: Vec<AreaRow> = figures.areas.iter().map(|area| writer.row(area)).collect();
    AreaSheet {
        title: writer.title(),
        sentence: writer.sentence(),
        refusal: writer.refusal(),
        notes: writer.notes(),
        legend: writer.legend(&rows),
        columns: writer.columns(),
        city: writer.row(&figures.city),
        rows,
    }
}

struct Writer<'a> {
    figures: &'a AreaFigures,
    kind: String,
    measure: Measure,
    base: u32,
    classes: Vec<Class>,
    words: Arc<RowWords>,
    context: &'a Context<'a>,
}

impl Writer<'_> {
    fn title(&self) -> String {
        let measured = words::measure(&self.figures.line);
        let (city, years) = (self.context.city, years(self.figures.years));
        match self.measure {
            Measure::Count => t!(
                "{measure} by {kind}, {city}, {years}",
                measure = measured,
                kind = self.kind,
                city = city,
                years = years,
            ),
            Measure::Rate => t!(
                "{measure} per {base} residents a year by {kind}, {city}, {years}",
                measure = measured,
                base = format::count(self.base),
                kind = self.kind,
                city = city,
                years = years,
            ),
        }
    }

    fn sentence(&self) -> String {
        let figures = self.figures;
        let when = format::capitalized(&within(figures.years));
        let place = label::place(&figures.line, self.context);
        let Some(count) = figures.city.count.value() else {
            return t!(
                "{when}, the number for all of {place} is {why}.",
                when = when,
                place = place,
                why = self.words.status(figures.city.count),
            );
        };
        let clause = words::clause(&figures.line, count, &place);
        let counted = t!("{when}, {clause}.", when = when, clause = clause);
        let said = [Some(counted), self.city_rate(), self.located()];
        said.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// The rate of the whole city.
    fn city_rate(&self) -> Option<String> {
        match self.figures.city.rate {
            Rate::Known { per_resident, .. } => Some(t!(
                "That is {rate} a year for each {base} residents.",
                rate = one_decimal(per_resident * f64::from(self.base)),
                base = format::count(self.base),
            )),
            _ => None,
        }
    }

    /// How many of what is counted have a place.
    fn located(&self) -> Option<String> {
        let share = self.figures.located_share()?;
        Some(match share < 1.0 {
            true => t!(
                "A {kind} is recorded for {share} of them; the rest are in no area.",
                kind = self.kind,
                share = share_said(share),
            ),
            false => t!("A {kind} is recorded for all of them.", kind = self.kind),
        })
    }

    fn refusal(&self) -> Option<String> {
        let share = self
            .figures
            .located_share()
            .filter(|_| !self.figures.may_be_mapped())?;
        Some(t!(
            "There is no map of these numbers: a {kind} is recorded for {share} of them, and below \
             {least} a map would show where places are written down more than where something \
             happened.",
            kind = self.kind,
            share = share_said(share),
            least = coverage::share(LOCATED_SHARE),
        ))
    }

    fn notes(&self) -> Vec<String> {
        let mut areas = self.figures.areas.iter();
        if areas.all(|area| area.residents.is_none()) {
            return vec![
                t!("How many people live in these areas is not in this release.").to_owned(),
            ];
        }
        vec![
            t!(
                "A rate is of the residents of the census nearest to these years. There is no rate \
                 where fewer than {residents} people live, and one of {events} events or fewer is \
                 marked unstable: chance alone moves it a lot.",
                residents = RATE_RESIDENTS,
                events = UNSTABLE_EVENTS,
            ),
            t!(
                "Residents are not all who are there: downtown, many who are counted live \
                 elsewhere."
            )
            .to_owned(),
        ]
    }

    fn columns(&self) -> Vec<String> {
        vec![
            format::capitalized(&self.kind),
            words::measure(&self.figures.line),
            t!("Range of chance").to_owned(),
            t!("Residents").to_owned(),
            t!(
                "Per {base} residents a year",
                base = format::count(self.base)
            ),
        ]
    }

    fn row(&self, area: &AreaFigure) -> AreaRow {
        let shade = value(area, self.measure, self.base).and_then(|value| {
            let class = self.classes.iter().position(|class| class.holds(value))?;
            Some(Shade::Class(class))
        });
        AreaRow::counted(area, shade.unwrap_or(Shade::Hatched), &self.words)
    }

    fn legend(&self, rows: &[AreaRow]) -> Vec<LegendEntry> {
        let classes = self
            .classes
            .iter()
            .enumerate()
            .map(|(at, class)| LegendEntry {
                shade: Shade::Class(at),
                text: self.limits(class),
                areas: class.areas,
            });
        let hatched = rows
            .iter()
            .filter(|row| row.shade == Shade::Hatched)
            .count();
        let reason = match self.measure {
            Measure::Count => t!("no number"),
            Measure::Rate => t!("no rate: too few residents, or no number"),
        };
        let hatched = (hatched > 0).then(|| LegendEntry {
            shade: Shade::Hatched,
            text: reason.to_owned(),
            areas: hatched,
        });
        classes.chain(hatched).collect()
    }

    fn limits(&self, class: &Class) -> String {
        let written = |value: f64| match self.measure {
            Measure::Count => format::whole(value),
            Measure::Rate => one_decimal(value),
        };
        let (low, high) = (written(class.low), written(class.high));
        match low == high {
            true => low,
            false => format::from_to(&low, &high),
        }
    }
}

/// Years as a title names them: `2019`, `2017 to 2021`.
fn years(years: Years) -> String {
    let months = (Month::new(years.first, 1), Month::new(years.last, 12));
    match months {
        (Some(first), Some(last)) => format::span(first, last),
        _ => String::new(),
    }
}

/// Years within a sentence: `in 2019`, `from 2017 to 2021`.
fn within(span: Years) -> String {
    match span.count() {
        1 => t!("in {years}", years = years(span)),
        _ => t!("from {years}", years = years(span)),
    }
}

/// The sheet of places that no table counts by: their names, and that there is no number.
#[must_use]
pub fn uncounted_sheet(layer: &PlaceLayer, kind: &str, city: &str) -> AreaSheet {
    let mut rows: Vec<AreaRow> = layer
        .areas
        .iter()
        .map(|area| AreaRow::uncounted(&area.code, &area.label, &area.residents))
        .collect();
    sort_by(&mut rows, |one, other| one.label.cmp(&other.label));
    AreaSheet {
        title: format!("{kind}, {city}"),
        sentence: t!("The list tells how many people live in each place.").to_owned(),
        refusal: None,
        notes: Vec::new(),
        legend: vec![LegendEntry {
            shade: Shade::Hatched,
            text: t!("not collected").to_owned(),
            areas: rows.len(),
        }],
        columns: vec![kind.to_owned(), t!("Residents").to_owned()],
        city: AreaRow::uncounted("", city, &layer.city),
        rows,
    }
}
