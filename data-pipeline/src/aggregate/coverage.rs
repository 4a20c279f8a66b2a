//! Which months and categories of a source some table counts.

use std::collections::BTreeSet;

use cube::Month;

use super::people::{asked, conditions};
use crate::settings::{CodeList, ListName, Settings, TableSettings};

/// What the tables take from one source.
#[derive(Debug)]
pub struct Coverage {
    windows: Vec<Window>,
    places: BTreeSet<String>,
    groups: BTreeSet<String>,
}

/// The rows of some months that one table counts.
#[derive(Debug)]
struct Window {
    first: Month,
    last: Month,
    /// Whether the categories of the table are codes of the source, and not groups of its persons.
    counts_codes: bool,
    list: ListName,
    codes: BTreeSet<usize>,
    conditions: Vec<Fitting>,
}

/// The codes of which a row must have one.
#[derive(Debug)]
struct Fitting {
    /// The position of the list of groups; none where the codes are those of the source.
    group: Option<usize>,
    codes: BTreeSet<usize>,
}

impl Coverage {
    /// What the tables of a city take from a source.
    #[must_use]
    pub fn of(settings: &Settings, source: &str) -> Self {
        let mut windows = Vec::new();
        let mut places = BTreeSet::new();
        for table in &settings.tables {
            let stretches = table.stretches.iter().filter(|s| s.source == source);
            if stretches.clone().next().is_some() {
                places.extend(table.geography.place.clone());
            }
            let window = |first, last| Window::of(settings, table, first, last);
            windows.extend(stretches.map(|stretch| window(stretch.first, stretch.last)));
        }
        // A vintage counts the same months once more, from another source.
        for vintage in settings.vintages.iter().filter(|one| one.source == source) {
            let mut tables = settings.tables.iter();
            let table = tables.find(|table| table.id == vintage.table);
            let months = vintage.first.zip(vintage.last);
            if let (Some(table), Some((first, last))) = (table, months) {
                windows.push(Window::of(settings, table, first, last));
            }
        }
        let groups = asked(settings, source).into_iter().map(str::to_owned);
        Self {
            windows,
            places,
            groups: groups.collect(),
        }
    }

    /// Whether some table counts the rows by a kind of place.
    #[must_use]
    pub fn counts_by(&self, place: &str) -> bool {
        self.places.contains(place)
    }

    /// Whether some table tells the persons of the rows apart by a list of groups, or counts only
    /// some of its groups.
    #[must_use]
    pub fn asks_for(&self, group: &str) -> bool {
        self.groups.contains(group)
    }

    /// Whether some table counts a code in a month, whoever it is about.
    #[must_use]
    pub fn counts(&self, month: Month, code: usize) -> bool {
        self.counts_person(month, code, &[])
    }

    /// Whether some table counts a code of a person in a month; `groups` holds the position of the
    /// person's code in each list of groups of the city.
    #[must_use]
    pub fn counts_person(&self, month: Month, code: usize, groups: &[Option<usize>]) -> bool {
        let mut windows = self.windows.iter();
        windows.any(|window| window.holds(month, code, groups))
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

impl Window {
    fn of(settings: &Settings, table: &TableSettings, first: Month, last: Month) -> Self {
        let group = |list: &ListName| settings.group_of(list).map(|(at, _)| at);
        let positions = roll_up(settings.list(&table.list), &table.categories);
        let shown = (0..).zip(&positions).filter(|(_, to)| to.is_some());
        let codes: BTreeSet<usize> = shown.map(|(code, _)| code).collect();
        let mut fittings: Vec<Fitting> = conditions(settings, table)
            .into_iter()
            .map(|condition| Fitting {
                group: group(&condition.list),
                codes: condition.codes,
            })
            .collect();
        let by_group = group(&table.list);
        fittings.extend(by_group.map(|at| Fitting {
            group: Some(at),
            codes: codes.clone(),
        }));
        Self {
            first,
            last,
            counts_codes: by_group.is_none(),
            list: table.list.clone(),
            codes,
            conditions: fittings,
        }
    }

    /// Whether the table counts a row.
    fn holds(&self, month: Month, code: usize, groups: &[Option<usize>]) -> bool {
        let fits = |fitting: &Fitting| {
            let found = match fitting.group {
                Some(at) => groups.get(at).copied().flatten(),
                None => Some(code),
            };
            found.is_some_and(|found| fitting.codes.contains(&found))
        };
        let is_within = (self.first..=self.last).contains(&month);
        let is_shown = !self.counts_codes || self.codes.contains(&code);
        is_within && is_shown && self.conditions.iter().all(fits)
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
