//! Puts a city's program together: the facts of its settings, and the values that its sources hold.
//!
//! A year of the span that a measure shows and that its source does not hold is there without a value.

use cube::Month;
use cube::programme::{Measure, MeasurePeriod, MeasureValue, PeriodKind, Programme};

use super::Measured;
use crate::settings::{MeasureColumns, MeasureSettings, PeriodForm, Settings, Shape};

/// The program of a city with the values that `measured` gives of each source; none where its settings
/// tell of none.
#[must_use]
pub fn programme<'m>(
    settings: &Settings,
    measured: impl Fn(&str) -> &'m [Measured],
) -> Option<Programme> {
    let told = settings.programme.as_ref()?;
    let measures = told.measures.iter();
    Some(Programme {
        about: told.about.clone(),
        milestones: told.milestones.clone(),
        focus_areas: told.focus_areas.clone(),
        outcomes: told.outcomes.clone(),
        topics: told.topics.clone(),
        measures: measures
            .map(|one| measure(settings, measured(&one.source), one))
            .collect(),
        sites: settings.programme_sites.clone(),
        gaps: told.gaps.clone(),
    })
}

fn measure(settings: &Settings, measured: &[Measured], told: &MeasureSettings) -> Measure {
    let taken = measured.iter();
    let taken: Vec<&Measured> = taken.filter(|one| one.measure == told.id).collect();
    let mut values: Vec<MeasureValue> = taken
        .iter()
        .filter(|one| !one.is_restated)
        .map(|one| MeasureValue {
            period: one.period,
            value: one.value.map(|value| value.to_string()),
            restated: None,
            note: one.note.clone(),
            cited: one.cited.clone(),
        })
        .collect();
    for period in years(settings, told) {
        if !values.iter().any(|value| value.period == period) {
            values.push(MeasureValue {
                period,
                value: None,
                restated: None,
                note: String::new(),
                cited: String::new(),
            });
        }
    }
    for value in &mut values {
        let mut later = taken.iter();
        let later = later.find(|one| one.is_restated && one.period == value.period);
        let text = later.and_then(|one| one.value).map(|one| one.to_string());
        value.restated = text.filter(|text| Some(text) != value.value.as_ref());
    }
    values.sort_by_key(|value| value.period);
    Measure {
        id: told.id.clone(),
        topic: told.topic.clone(),
        label: told.label.clone(),
        unit: told.unit.clone(),
        counted_by: told.counted_by.clone(),
        decimals: told.decimals,
        source: told.source.clone(),
        counting: told.counting.clone(),
        values,
    }
}

/// The years that a measure shows, as its source names them.
fn years(settings: &Settings, told: &MeasureSettings) -> Vec<MeasurePeriod> {
    let mut sources = settings.sources.iter();
    let form = sources.find_map(|source| match &source.shape {
        Shape::Measures(MeasureColumns { period, .. }) if source.id == told.source => {
            Some(period.form)
        }
        _ => None,
    });
    let (back, month, kind) = match form {
        Some(PeriodForm::FiscalYear) => (1, 7, PeriodKind::FiscalYear),
        _ => (0, 1, PeriodKind::Year),
    };
    let years = (told.first..=told.last).filter_map(|year| Month::new(year - back, month));
    years
        .map(|first| MeasurePeriod {
            first,
            last: first.plus(11),
            kind,
        })
        .collect()
}
