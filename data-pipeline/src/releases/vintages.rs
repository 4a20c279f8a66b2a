//! Earlier counts of what a table shows, from the sources that its city declares for them.

use cube::Month;

use super::numbers::{self, CellKey};
use crate::aggregate::{self, AggregateError, PublishedTotal, Staging};
use crate::settings::{
    GeographySettings, Numbers, Settings, StretchSettings, TableSettings, VintageGrain,
    VintageSettings,
};

/// A value that a number once had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seed {
    /// What is counted.
    pub key: CellKey,
    /// The id of the vintage.
    pub vintage: String,
    /// When it was published, as exact as is known.
    pub published_on: String,
    /// How many.
    pub value: u32,
}

/// Every value that the vintages of a city give, in the order of the settings.
///
/// # Errors
/// Where a vintage cannot be counted like its table.
pub fn seeds(settings: &Settings, staging: &Staging) -> Result<Vec<Seed>, AggregateError> {
    let mut seeds = Vec::new();
    for vintage in &settings.vintages {
        let mut tables = settings.tables.iter();
        let Some(table) = tables.find(|table| table.id == vintage.table) else {
            continue;
        };
        let totals = staging.dataset(&vintage.source);
        match totals.map(|staged| staged.totals.as_slice()) {
            None | Some([]) => seeds.extend(of_recount(settings, table, vintage, staging)?),
            Some(totals) => seeds.extend(of_totals(settings, table, vintage, totals)),
        }
    }
    Ok(seeds)
}

/// Totals as they were published, of the areas and categories that the table shows.
fn of_totals<'a>(
    settings: &'a Settings,
    table: &'a TableSettings,
    vintage: &'a VintageSettings,
    totals: &'a [PublishedTotal],
) -> impl Iterator<Item = Seed> + 'a {
    let place = table.geography.place.as_deref();
    let place = place.and_then(|place| settings.place(place));
    totals.iter().filter_map(move |total| {
        let (area, _) = place?.1.members.get(total.agency)?;
        let only = &table.geography.only;
        let code = &settings.list(&table.list).codes.get(total.code)?.code;
        let is_shown = (only.is_empty() || only.contains(area)) && table.categories.contains(code);
        let is_within = table.first <= total.first && total.last <= table.last;
        (is_shown && is_within).then(|| Seed {
            key: CellKey {
                table: table.id.clone(),
                geography: area.clone(),
                category: code.clone(),
                first: total.first,
                last: total.last,
            },
            vintage: vintage.id.clone(),
            published_on: total.published_on.to_string(),
            value: total.value,
        })
    })
}

/// The table counted once more, from another source.
fn of_recount(
    settings: &Settings,
    table: &TableSettings,
    vintage: &VintageSettings,
    staging: &Staging,
) -> Result<Vec<Seed>, AggregateError> {
    let (Some(first), Some(last)) = (vintage.first, vintage.last) else {
        return Ok(Vec::new());
    };
    let recounted = recounted(table, &vintage.source, first, last);
    let cube = aggregate::build_cube(settings, &recounted, staging)?;
    let mut seeds = Vec::new();
    for line in numbers::lines(&cube) {
        for (first, last) in periods(&vintage.grains, first, last) {
            if let Some(value) = line.sum(first, last).value() {
                seeds.push(Seed {
                    key: CellKey {
                        table: table.id.clone(),
                        geography: line.geography.clone(),
                        category: line.category.clone(),
                        first,
                        last,
                    },
                    vintage: vintage.id.clone(),
                    published_on: vintage.published_on.clone().unwrap_or_default(),
                    value,
                });
            }
        }
    }
    Ok(seeds)
}

/// A table as it would be if one source stood for these months alone.
fn recounted(table: &TableSettings, source: &str, first: Month, last: Month) -> TableSettings {
    TableSettings {
        first,
        last,
        stretches: vec![StretchSettings {
            source: source.to_owned(),
            first,
            last,
            take: Numbers::Given,
        }],
        incomplete: Vec::new(),
        breaks: Vec::new(),
        // Of tables about persons only the whole city is kept.
        geography: match table.is_about_persons() {
            true => GeographySettings {
                city: true,
                ..GeographySettings::default()
            },
            false => table.geography.clone(),
        },
        ..table.clone()
    }
}

/// The months and whole calendar years of a stretch, as far as they are wanted.
fn periods(grains: &[VintageGrain], first: Month, last: Month) -> Vec<(Month, Month)> {
    let mut periods = Vec::new();
    if grains.contains(&VintageGrain::Month) || grains.is_empty() {
        periods.extend(first.through(last).map(|month| (month, month)));
    }
    if grains.contains(&VintageGrain::Year) {
        let years = (first.year()..=last.year())
            .filter_map(|year| Month::new(year, 1).zip(Month::new(year, 12)));
        periods.extend(years.filter(|(january, december)| first <= *january && *december <= last));
    }
    periods
}
