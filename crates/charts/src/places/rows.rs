//! A row of a sheet: a place with its number, which is worded when somebody asks for the words.
//!
//! A map needs the shade of each of hundreds of places before it can be painted, and their words only
//! after that; the range of chance of a count takes longer than everything else that is said of it.

use std::sync::Arc;

use cube::area_figures::{AreaFigure, Measure, RATE_RESIDENTS, Rate};
use cube::places::Residents;
use cube::statistics::poisson_interval;
use cube::{Cell, CellStatus};
use wording::t;

use super::Shade;
use crate::{format, protection, words};

/// One place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AreaRow {
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: String,
    /// How it is filled.
    pub shade: Shade,
    number: Number,
}

/// What is known of a place.
#[derive(Clone, Debug, PartialEq)]
enum Number {
    Counted {
        count: Cell,
        residents: Option<Residents>,
        rate: Rate,
        words: Arc<RowWords>,
    },
    /// No table counts by such places.
    Uncounted(Option<Residents>),
}

/// What the words of all rows of a sheet have in common.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RowWords {
    pub measure: Measure,
    /// How many residents a rate is for.
    pub base: u32,
    /// Whether events are counted, whose counts have a range of chance.
    pub counts_events: bool,
    /// What is counted.
    pub noun: words::Noun,
    /// What is said of a count that is hidden.
    pub hidden: String,
}

impl Default for Number {
    fn default() -> Self {
        Self::Uncounted(None)
    }
}

impl AreaRow {
    pub(super) fn counted(area: &AreaFigure, shade: Shade, words: &Arc<RowWords>) -> Self {
        Self {
            code: area.code.clone(),
            label: area.label.clone(),
            shade,
            number: Number::Counted {
                count: area.count,
                residents: area.residents,
                rate: area.rate,
                words: Arc::clone(words),
            },
        }
    }

    pub(super) fn uncounted(code: &str, label: &str, residents: &[Residents]) -> Self {
        Self {
            code: code.to_owned(),
            label: label.to_owned(),
            shade: Shade::Hatched,
            number: Number::Uncounted(residents.last().copied()),
        }
    }

    /// Its name with its number, for a link without a text.
    #[must_use]
    pub fn name(&self) -> String {
        let number = match &self.number {
            Number::Counted {
                count, rate, words, ..
            } => words.spoken(*count, *rate),
            Number::Uncounted(_) => t!("not collected").to_owned(),
        };
        format!("{}: {number}", self.label)
    }

    /// The cells behind its name: count, range of chance, residents, rate; where nothing is counted the
    /// residents alone.
    #[must_use]
    pub fn cells(&self) -> Vec<String> {
        match &self.number {
            Number::Counted {
                count,
                residents,
                rate,
                words,
            } => vec![
                words.count(*count),
                words.range(*count),
                people(*residents),
                words.rate(*rate, *count),
            ],
            Number::Uncounted(residents) => vec![people(*residents)],
        }
    }
}

impl RowWords {
    /// The number that the map shows, as it is read aloud.
    fn spoken(&self, count: Cell, rate: Rate) -> String {
        match (self.measure, rate, count) {
            (
                Measure::Rate,
                Rate::Known {
                    per_resident,
                    is_unstable,
                },
                _,
            ) => {
                let rate = one_decimal(per_resident * f64::from(self.base));
                let (counted, base) = (&self.noun.plural, format::count(self.base));
                match is_unstable {
                    true => t!(
                        "{rate} {counted} per {base} residents a year, unstable",
                        rate = rate,
                        counted = counted,
                        base = base,
                    ),
                    false => t!(
                        "{rate} {counted} per {base} residents a year",
                        rate = rate,
                        counted = counted,
                        base = base,
                    ),
                }
            }
            (Measure::Rate, ..) => self.rate(rate, count),
            (_, _, Cell::Observed(count)) => self.noun.counted(count),
            (_, _, cell) => match cell.value() {
                Some(_) => t!(
                    in "a count with a remark",
                    "{count} {counted}",
                    count = self.count(cell),
                    counted = self.noun.plural,
                ),
                None => self.status(cell),
            },
        }
    }

    fn count(&self, count: Cell) -> String {
        match count {
            Cell::Observed(count) => format::count(count),
            Cell::Rounded(count) => t!("{count} (rounded)", count = format::count(count)),
            Cell::Provisional(count) => t!("{count} (incomplete)", count = format::count(count)),
            cell => self.status(cell),
        }
    }

    fn range(&self, count: Cell) -> String {
        match count {
            Cell::Observed(count) if self.counts_events => {
                let range = poisson_interval(count);
                format::from_to(&format::whole(range.lower), &format::whole(range.upper))
            }
            _ => "–".to_owned(),
        }
    }

    fn rate(&self, rate: Rate, count: Cell) -> String {
        match rate {
            Rate::Known {
                per_resident,
                is_unstable,
            } => {
                let rate = one_decimal(per_resident * f64::from(self.base));
                match is_unstable {
                    true => t!("{rate} (unstable)", rate = rate),
                    false => rate,
                }
            }
            Rate::FewResidents => t!(
                "no rate: fewer than {residents} residents",
                residents = RATE_RESIDENTS,
            ),
            Rate::FewLocated => t!("no rate: too few have a recorded place").to_owned(),
            Rate::NoCensus => t!("no rate: residents not known").to_owned(),
            Rate::NoCount => self.status(count),
        }
    }

    /// Why a count is not shown.
    pub fn status(&self, count: Cell) -> String {
        match count.status() {
            CellStatus::Suppressed => self.hidden.clone(),
            other => protection::short_words(other).to_owned(),
        }
    }
}

/// How many people live somewhere, with the year of the census.
fn people(residents: Option<Residents>) -> String {
    residents.map_or_else(
        || t!("not known").to_owned(),
        |residents| format!("{} ({})", format::count(residents.people), residents.year),
    )
}

pub(super) fn one_decimal(value: f64) -> String {
    let text = format!("{value:.1}");
    match text.split_once('.') {
        Some((whole, tenth)) => match whole.parse::<u64>() {
            Ok(whole) => format!("{}.{tenth}", format::count(whole)),
            Err(_) => text,
        },
        None => text,
    }
}
