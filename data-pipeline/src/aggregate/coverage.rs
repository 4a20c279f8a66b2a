//! Which months and categories of a source some table counts.

use std::collections::BTreeSet;

use cube::Month;

use crate::settings::{CodeList, ListName, Settings};

/// What the tables take from one source.
#[derive(Debug)]
pub struct Coverage {
    windows: Vec<Window>,
    places: BTreeSet<String>,
}

#[derive(Debug)]
struct Window {
    list: ListName,
    first: Month,
    last: Month,
    codes: BTreeSet<usize>,
}

impl Coverage {
    /// What the tables of a city take from a source.
    #[must_use]
    pub fn of(settings: &Settings, source: &str) -> Self {
        let mut windows = Vec::new();
        let mut places = BTreeSet::new();
        for table in &settings.tables {
            let positions = roll_up(settings.list(&table.list), &table.categories);
            let codes = (0..).zip(&positions).filter(|(_, to)| to.is_some());
            let codes: BTreeSet<usize> = codes.map(|(code, _)| code).collect();
            let stretches = table.stretches.iter().filter(|s| s.source == source);
            if stretches.clone().next().is_some() {
                places.extend(table.geography.place.clone());
            }
            windows.extend(stretches.map(|stretch| Window {
                list: table.list.clone(),
                first: stretch.first,
                last: stretch.last,
                codes: codes.clone(),
            }));
        }
        // A vintage counts the same months once more, from another source.
        for vintage in settings.vintages.iter().filter(|one| one.source == source) {
            let mut tables = settings.tables.iter();
            let table = tables.find(|table| table.id == vintage.table);
            let months = vintage.first.zip(vintage.last);
            if let (Some(table), Some((first, last))) = (table, months) {
                let positions = roll_up(settings.list(&table.list), &table.categories);
                let codes = (0..).zip(&positions).filter(|(_, to)| to.is_some());
                windows.push(Window {
                    list: table.list.clone(),
                    first,
                    last,
                    codes: codes.map(|(code, _)| code).collect(),
                });
            }
        }
        Self { windows, places }
    }

    /// Whether some table counts the rows by a kind of place.
    #[must_use]
    pub fn counts_by(&self, place: &str) -> bool {
        self.places.contains(place)
    }

    /// Whether some table counts a code in a month.
    #[must_use]
    pub fn counts(&self, month: Month, code: usize) -> bool {
        self.windows.iter().any(|window| {
            (window.first..=window.last).contains(&month) && window.codes.contains(&code)
        })
    }

    /// Whether some table that counts by a list counts a code of it in a month.
    #[must_use]
    pub fn counts_in(&self, list: &ListName, month: Month, code: usize) -> bool {
        self.windows.iter().any(|window| {
            let is_within = (window.first..=window.last).contains(&month);
            is_within && window.list == *list && window.codes.contains(&code)
        })
    }
}

/// For each code of a list, the position of the category under which a table counts it.
///
/// That is the nearest of the code and everything it is a part of that the table shows; `None`
/// where the table shows none of them.
#[must_use]
pub fn roll_up(list: &CodeList, categories: &[String]) -> Vec<Option<usize>> {
    let shown = |at: usize| {
        let code = list.codes.get(at)?;
        categories.iter().position(|other| *other == code.code)
    };
    (0..list.codes.len())
        .map(|code| list.lineage(code).find_map(shown))
        .collect()
}
