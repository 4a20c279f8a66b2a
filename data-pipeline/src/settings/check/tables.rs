//! What `tables.toml` says: codes, areas, months, and which source stands for which of them.

use std::collections::BTreeSet;

use cube::Month;

use super::super::document::Step;
use super::super::document::Step::{At, Id, Key};
use super::super::problem::Problem;
use super::super::{ListName, SourceSettings, StretchSettings, TableSettings};
use super::Checker;
use super::sources::join;

impl<'a> Checker<'a> {
    pub(super) fn table(&mut self, table: &'a TableSettings) {
        if table.first > table.last {
            let problem = self.at(table, &[Key("last")]).found(table.last.to_string());
            let expected = format!("a month from {} on", table.first);
            self.push(problem.saying("the table ends before it begins", expected));
        }
        self.numbers(table);
        self.categories(table);
        self.table_groups(table);
        self.areas(table);
        self.table_caveats(table);
        self.stretches(table);
        self.in_force(table);
        self.long_steps(table);
        for (index, months) in table.incomplete.iter().enumerate() {
            let base = [Key("incomplete"), At(index)];
            self.months(table, &base, months.first, months.last);
        }
        for (index, point) in table.breaks.iter().enumerate() {
            if point.month <= table.first || point.month > table.last {
                let problem = self.at(table, &[Key("break"), At(index), Key("month")]);
                let expected = format!("a month after {} up to {}", table.first, table.last);
                let problem = problem.found(point.month.to_string());
                self.push(problem.saying("the break lies outside of the table", expected));
            }
        }
    }

    pub(super) fn at(&self, table: &TableSettings, more: &[Step<'_>]) -> Problem {
        let steps = join(&[Key("table"), Id(&table.id)], more);
        self.documents.tables.problem(&steps)
    }

    fn categories(&mut self, table: &TableSettings) {
        let is_read = self.is_list_read(&table.list);
        let file = self.settings.list_file(&table.list);
        let steps = [Key("table"), Id(&table.id), Key("list")];
        self.list_or_group(table.list.as_str(), &self.documents.tables, &steps);
        let codes: Vec<&str> = self.settings.list(&table.list).names().collect();
        let mut seen = BTreeSet::new();
        for (index, code) in table.categories.iter().enumerate() {
            let problem = self.at(table, &[Key("categories"), At(index)]);
            if !seen.insert(code) {
                let problem = problem.clone().found(code);
                self.push(problem.saying("the code is listed twice", "every code once"));
            }
            if is_read {
                let message = format!("no line of {file} has this code");
                let problem = problem.saying(message, "a code of it");
                self.known(code, codes.iter().copied(), problem);
            }
        }
        if table.categories.is_empty() {
            let problem = self.at(table, &[Key("categories")]);
            self.push(problem.saying("the table shows nothing", format!("codes of {file}")));
        }
        let shown: Vec<&str> = table.categories.iter().map(String::as_str).collect();
        for code in table.labels.keys() {
            let problem = self.at(table, &[Key("labels"), Key(code)]);
            let message = "the label is for a code that the table does not show";
            let problem = problem.saying(message, "a code of its categories");
            self.known(code, shown.iter().copied(), problem);
        }
    }

    fn areas(&mut self, table: &TableSettings) {
        let geography = &table.geography;
        let Some(id) = &geography.place else {
            if !geography.city || !geography.only.is_empty() {
                let problem = self.at(table, &[Key("geography")]);
                let expected = "city = true, or place = the id of a [[place]] of city.toml";
                self.push(problem.saying("the table shows no areas", expected));
            }
            return;
        };
        let steps = [Key("table"), Id(&table.id), Key("geography"), Key("place")];
        let place = self.place(id, &self.documents.tables, &steps);
        let Some(place) = place.filter(|place| place.is_read()) else {
            return;
        };
        let codes: Vec<&str> = place.codes().collect();
        for (index, code) in geography.only.iter().enumerate() {
            let problem = self.at(table, &[Key("geography"), Key("only"), At(index)]);
            let problem = problem.saying("no such place has this code", "a code of its places");
            self.known(code, codes.iter().copied(), problem);
        }
    }

    fn table_caveats(&mut self, table: &TableSettings) {
        if self.documents.caveats.root().is_none() {
            return;
        }
        let documents = self.documents;
        let known: Vec<&str> = documents.caveats.ids("caveat").map(|(_, id)| id).collect();
        for (index, caveat) in table.caveats.iter().enumerate() {
            let problem = self.at(table, &[Key("caveats"), At(index)]);
            let message = "caveats.toml has no such caveat";
            let problem = problem.saying(message, "the id of a [[caveat]] of it");
            self.known(caveat, known.iter().copied(), problem);
        }
    }

    fn stretches(&mut self, table: &'a TableSettings) {
        let documents = self.documents;
        let known: Vec<&str> = documents.sources.ids("source").map(|(_, id)| id).collect();
        let mut before: Option<&StretchSettings> = None;
        for (index, stretch) in table.stretches.iter().enumerate() {
            let base = [Key("stretch"), At(index)];
            if documents.sources.root().is_some() {
                let problem = self.at(table, &join(&base, &[Key("source")]));
                let message = "sources.toml has no such source";
                let problem = problem.saying(message, "the id of a [[source]] of it");
                self.known(&stretch.source, known.iter().copied(), problem);
            }
            self.months(table, &base, stretch.first, stretch.last);
            if let Some(before) = before.filter(|before| stretch.first <= before.last) {
                let problem = self.at(table, &join(&base, &[Key("first")]));
                let expected = format!("a month after {}, in the order of time", before.last);
                let problem = problem.found(stretch.first.to_string());
                self.push(problem.saying("the stretch overlaps the one before it", expected));
            }
            before = Some(stretch);
            let mut sources = self.settings.sources.iter();
            if let Some(source) = sources.find(|source| source.id == stretch.source) {
                self.taken(table, &base, stretch, source);
                self.fitness(table, &join(&base, &[Key("source")]), source);
                self.people_fit(table, &join(&base, &[Key("source")]), source);
                self.totals_are_no_rows(table, index, source);
            }
        }
        if table.stretches.is_empty() {
            let problem = self.at(table, &[Key("stretch")]);
            let message = "the table is made from nothing";
            self.push(problem.saying(message, "a [[table.stretch]] with source, first and last"));
        }
    }

    /// Whether a source holds what a table shows.
    fn fitness(&mut self, table: &TableSettings, steps: &[Step<'_>], source: &SourceSettings) {
        let lists = source.shape.lists();
        let is_of_groups = self.settings.group_of(&table.list).is_some();
        if !is_of_groups && !lists.contains(&table.list) {
            let problem = self.at(table, steps).found(&source.id);
            let message = "the source does not count what the table counts";
            let lists: Vec<&str> = lists.iter().map(ListName::as_str).collect();
            let expected = format!(
                "a source of {}, not of {}",
                table.list.as_str(),
                lists.join(", ")
            );
            self.push(problem.saying(message, expected));
        }
        let Some(place) = &table.geography.place else {
            return;
        };
        let names_place = match (source.shape.places(), source.shape.agency()) {
            (Some(places), _) => places.contains_key(place),
            (None, Some(agency)) => agency.place == *place,
            (None, None) => {
                let years = source.shape.area_years();
                years.is_some_and(|years| years.area.place == *place)
            }
        };
        if !names_place {
            let problem = self.at(table, steps).found(&source.id);
            let message = format!("the source names no {place}");
            let expected = "a source whose shape has a column of the places of the table";
            self.push(problem.saying(message, expected));
        }
    }

    /// Whether months lie in a table, the first not after the last.
    fn months(&mut self, table: &TableSettings, base: &[Step<'_>], first: Month, last: Month) {
        let range = table.first..=table.last;
        let expected = format!("months from {} to {}", table.first, table.last);
        for (key, month) in [("first", first), ("last", last)] {
            if !range.contains(&month) {
                let problem = self
                    .at(table, &join(base, &[Key(key)]))
                    .found(month.to_string());
                let message = "the month lies outside of the table";
                self.push(problem.saying(message, expected.clone()));
            }
        }
        if first > last {
            let problem = self.at(table, &join(base, &[Key("last")]));
            let problem = problem.found(last.to_string());
            let message = "the months end before they begin";
            self.push(problem.saying(message, format!("a month from {first} on")));
        }
    }
}
