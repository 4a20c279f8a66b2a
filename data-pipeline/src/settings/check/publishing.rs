//! What `publishing.toml` and `official_totals.csv` say: limits, vintages, and totals printed by
//! others.

use cube::Month;

use super::super::document::Step;
use super::super::document::Step::{At, Id, Key};
use super::super::problem::Problem;
use super::super::publishing::OFFICIAL_TOTALS;
use super::super::{
    ListName, OfficialTotal, Shape, SourceSettings, TableSettings, VintageGrain, VintageSettings,
};
use super::Checker;
use super::sources::join;

impl<'a> Checker<'a> {
    pub(super) fn publishing(&mut self) {
        self.limits();
        let settings = self.settings;
        settings.vintages.iter().for_each(|one| self.vintage(one));
        let totals = settings.official_totals.iter();
        totals.for_each(|total| self.official_total(total));
    }

    fn limits(&mut self) {
        let limits = &self.settings.guards;
        let document = &self.documents.publishing;
        let mut shares = vec![
            (
                vec![Key("source_shrank_percent")],
                limits.source_shrank_percent,
            ),
            (vec![Key("share_rose_points")], limits.share_rose_points),
        ];
        for (id, percent) in &limits.sources {
            shares.push((vec![Key("sources"), Key(id)], *percent));
        }
        for (steps, percent) in shares {
            if !(0.0..=100.0).contains(&percent) {
                let problem = document.problem(&join(&[Key("guards")], &steps));
                let problem = problem.found(percent.to_string());
                self.push(problem.saying("this is not a share", "a percentage from 0 to 100"));
            }
        }
        let deviations = limits.month_fell_deviations;
        if !deviations.is_finite() || deviations < 0.0 {
            let problem = document.problem(&[Key("guards"), Key("month_fell_deviations")]);
            let problem = problem.found(deviations.to_string());
            self.push(problem.saying("this is no limit", "a number from 0 on"));
        }
        for id in limits.sources.keys() {
            let problem = document.problem(&[Key("guards"), Key("sources"), Key(id)]);
            self.known_source(id, problem);
        }
    }

    fn known_source(&mut self, id: &str, problem: Problem) {
        let documents = self.documents;
        if documents.sources.root().is_some() {
            let known: Vec<&str> = documents.sources.ids("source").map(|(_, id)| id).collect();
            let message = "sources.toml has no such source";
            let problem = problem.saying(message, "the id of a [[source]] of it");
            self.known(id, known.iter().copied(), problem);
        }
    }

    fn known_table(&mut self, id: &str, problem: Problem) -> Option<&'a TableSettings> {
        let documents = self.documents;
        if documents.tables.root().is_some() {
            let known: Vec<&str> = documents.tables.ids("table").map(|(_, id)| id).collect();
            let message = "tables.toml has no such table";
            let problem = problem.saying(message, "the id of a [[table]] of it");
            self.known(id, known.iter().copied(), problem);
        }
        self.settings.tables.iter().find(|table| table.id == id)
    }

    fn at_vintage(&self, vintage: &VintageSettings, more: &[Step<'_>]) -> Problem {
        let steps = join(&[Key("vintage"), Id(&vintage.id)], more);
        self.documents.publishing.problem(&steps)
    }

    fn vintage(&mut self, vintage: &'a VintageSettings) {
        let problem = self.at_vintage(vintage, &[Key("table")]);
        let table = self.known_table(&vintage.table, problem);
        let problem = self.at_vintage(vintage, &[Key("source")]);
        self.known_source(&vintage.source, problem);
        if vintage.dated_by.trim().is_empty() {
            let problem = self.at_vintage(vintage, &[Key("dated_by")]);
            self.push(problem.saying("nothing says how the day is known", "a sentence"));
        }
        let mut sources = self.settings.sources.iter();
        let source = sources.find(|source| source.id == vintage.source);
        match source.map(|source| &source.shape) {
            None => {}
            Some(Shape::PublishedTotals(_)) => self.published_totals(vintage),
            Some(_) => self.recount(vintage, table),
        }
        if let (Some(table), Some(source)) = (table, source) {
            self.vintage_fits(vintage, table, source);
        }
    }

    /// Published totals say of each number when it was published and what it counts.
    fn published_totals(&mut self, vintage: &VintageSettings) {
        for (key, is_given) in [
            ("published_on", vintage.published_on.is_some()),
            ("first", vintage.first.is_some()),
            ("last", vintage.last.is_some()),
            ("grains", !vintage.grains.is_empty()),
        ] {
            if is_given {
                let problem = self.at_vintage(vintage, &[Key(key)]);
                let message = "the source says that itself, row by row";
                self.push(problem.saying(message, "a vintage without this key"));
            }
        }
    }

    fn recount(&mut self, vintage: &VintageSettings, table: Option<&TableSettings>) {
        match &vintage.published_on {
            Some(day) if is_day_as_known(day) => {}
            other => {
                let mut problem = self.at_vintage(vintage, &[Key("published_on")]);
                problem.found.clone_from(other);
                let expected = "a day as exact as is known: 2015, 2016-09 or 2018-02-17";
                self.push(problem.saying("there is no day of publication", expected));
            }
        }
        let (Some(first), Some(last)) = (vintage.first, vintage.last) else {
            let problem = self.at_vintage(vintage, &[Key("first")]);
            let message = "nothing says which months the vintage holds";
            self.push(problem.saying(message, "first and last, each a month as YYYY-MM"));
            return;
        };
        if first > last {
            let problem = self.at_vintage(vintage, &[Key("last")]);
            let problem = problem.found(last.to_string());
            let message = "the months end before they begin";
            self.push(problem.saying(message, format!("a month from {first} on")));
        }
        if let Some(table) = table {
            self.vintage_months(vintage, table, first, last);
            self.vintage_of_persons(vintage, table);
        }
        if vintage.grains.contains(&VintageGrain::Year) && whole_years(first, last).is_empty() {
            let problem = self.at_vintage(vintage, &[Key("grains")]);
            let message = "the vintage holds no whole calendar year";
            self.push(problem.saying(message, "months from a January to a December"));
        }
    }

    fn vintage_months(
        &mut self,
        vintage: &VintageSettings,
        table: &TableSettings,
        first: Month,
        last: Month,
    ) {
        for (key, month) in [("first", first), ("last", last)] {
            if !(table.first..=table.last).contains(&month) {
                let problem = self.at_vintage(vintage, &[Key(key)]);
                let problem = problem.found(month.to_string());
                let expected = format!("months from {} to {}", table.first, table.last);
                self.push(problem.saying("the month lies outside of the table", expected));
            }
        }
    }

    /// Of tables about persons only the city's years are kept: a cell could tell of one person.
    fn vintage_of_persons(&mut self, vintage: &VintageSettings, table: &TableSettings) {
        if !table.is_about_persons() {
            return;
        }
        if vintage.grains != [VintageGrain::Year] {
            let problem = self.at_vintage(vintage, &[Key("grains")]);
            let message = "the table is about persons, so its months are not kept";
            self.push(problem.saying(message, "grains = [\"year\"]"));
        }
        if !table.geography.city {
            let problem = self.at_vintage(vintage, &[Key("table")]);
            let problem = problem.found(&vintage.table);
            let message = "the table is about persons and does not show the whole city";
            self.push(problem.saying(message, "a table whose geography has city = true"));
        }
    }

    /// Whether the source counts what the table counts.
    fn vintage_fits(
        &mut self,
        vintage: &VintageSettings,
        table: &TableSettings,
        source: &SourceSettings,
    ) {
        let holds_arrests = matches!(source.shape, Shape::Arrests(_));
        let problem = self.at_vintage(vintage, &[Key("source")]);
        let problem = problem.found(&source.id);
        if holds_arrests != (table.list == ListName::ChargeGroups) {
            let message = "the source does not count what the table counts";
            let expected = "arrests for charge_groups, offenses for offenses";
            self.push(problem.saying(message, expected));
            return;
        }
        let is_of_other_places = match (&table.geography.place, source.shape.agency()) {
            (Some(place), Some(agency)) => agency.place != *place,
            (None, Some(_)) => true,
            (_, None) => false,
        };
        if is_of_other_places {
            let message = "the agencies of the source are not the areas of the table";
            self.push(problem.saying(message, "a table whose place is that of the agencies"));
        }
    }

    fn official_total(&mut self, total: &OfficialTotal) {
        let path = self.folder.join(OFFICIAL_TOTALS);
        let at = |column: &str| Problem::of_line(&path, total.line, column);
        if total.first > total.last {
            let expected = format!("a month from {} on", total.first);
            let problem = at("last").found(total.last.to_string());
            self.push(problem.saying("the months end before they begin", expected));
        }
        let Some(table) = self.known_table(&total.table, at("table")) else {
            return;
        };
        let codes: Vec<&str> = table.categories.iter().map(String::as_str).collect();
        let problem = at("category").saying("the table has no such category", "a code of it");
        self.known(&total.category, codes.iter().copied(), problem);
        let settings = self.settings;
        let city = table.geography.city.then_some(settings.city.id.as_str());
        let place = table.geography.place.as_deref();
        let place = place.and_then(|place| settings.place(place));
        let places = place.into_iter().flat_map(|(_, place)| place.codes());
        let areas: Vec<&str> = city.into_iter().chain(places).collect();
        let problem = at("geography").saying("the table has no such area", "a code of it");
        self.known(&total.geography, areas.iter().copied(), problem);
        for (column, month) in [("first", total.first), ("last", total.last)] {
            if !(table.first..=table.last).contains(&month) {
                let expected = format!("months from {} to {}", table.first, table.last);
                let problem = at(column).found(month.to_string());
                self.push(problem.saying("the month lies outside of the table", expected));
            }
        }
    }

    /// Whether a vintage is made from a source.
    pub(super) fn is_vintage(&self, source: &str) -> bool {
        let mut vintages = self.settings.vintages.iter();
        vintages.any(|vintage| vintage.source == source)
    }

    /// Published totals are no rows that a table could count.
    pub(super) fn totals_are_no_rows(
        &mut self,
        table: &TableSettings,
        index: usize,
        source: &SourceSettings,
    ) {
        let is_of_rows = !matches!(source.shape, Shape::PublishedTotals(_) | Shape::Measures(_));
        if !is_of_rows {
            let steps = [
                Key("table"),
                Id(&table.id),
                Key("stretch"),
                At(index),
                Key("source"),
            ];
            let problem = self.documents.tables.problem(&steps).found(&source.id);
            let (message, expected) = match source.shape {
                Shape::Measures(_) => (
                    "the source holds measures of others, and no rows to count",
                    "a [[measure]] of programme.toml for them",
                ),
                _ => (
                    "the source holds totals as they were published, and no rows to count",
                    "a [[vintage]] of publishing.toml for them",
                ),
            };
            self.push(problem.saying(message, expected));
        }
    }
}

/// The calendar years from January to December within a stretch of months.
fn whole_years(first: Month, last: Month) -> Vec<i32> {
    let years = first.year()..=last.year();
    let is_whole = |year: &i32| {
        let ends = Month::new(*year, 1).zip(Month::new(*year, 12));
        ends.is_some_and(|(january, december)| first <= january && december <= last)
    };
    years.filter(is_whole).collect()
}

/// Whether a text is a year, a month or a day.
fn is_day_as_known(text: &str) -> bool {
    match text.len() {
        4 => text.chars().all(|digit| digit.is_ascii_digit()),
        7 => Month::parse(text).is_ok(),
        10 => text.parse::<jiff::civil::Date>().is_ok(),
        _ => false,
    }
}
