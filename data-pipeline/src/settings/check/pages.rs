//! What the pages say around the tables: caveats, events, and what the front page leads with.

use cube::release::{Event, LineReference};
use cube::{Grain, Month, UNLOCATED};
use jiff::civil::Date;

use super::super::document::Step::{At, Id, Key};
use super::super::document::{Document, Step};
use super::super::problem::Problem;
use super::Checker;
use super::sources::join;

impl Checker<'_> {
    /// A caveat that no table names is shown to nobody.
    pub(super) fn caveats(&mut self) {
        let documents = self.documents;
        let tables = &self.settings.tables;
        if documents.tables.elements("table").len() != tables.len() {
            return;
        }
        for (index, id) in documents.caveats.ids("caveat") {
            if !tables
                .iter()
                .any(|table| table.caveats.iter().any(|other| other == id))
            {
                let steps = [Key("caveat"), At(index), Key("id")];
                let problem = documents.caveats.problem(&steps).found(id);
                let message = "no table names this caveat, so nobody would read it";
                self.push(problem.saying(message, "its id in the `caveats` of a table"));
            }
        }
    }

    pub(super) fn events(&mut self) {
        let events = &self.settings.events;
        for event in events {
            self.event(event);
        }
        for (earlier, event) in events.iter().zip(events.iter().skip(1)) {
            if event.month < earlier.month {
                let problem = self.event_problem(event, "month");
                let problem = problem.found(event.month.to_string());
                let message = format!("the event stands after {:?}, which is later", earlier.id);
                self.push(problem.saying(message, "the oldest event first"));
            }
        }
    }

    fn event_problem(&self, event: &Event, key: &str) -> Problem {
        let steps = [Key("event"), Id(&event.id), Key(key)];
        self.documents.events.problem(&steps)
    }

    fn event(&mut self, event: &Event) {
        let problem = |checker: &Self, key| checker.event_problem(event, key);
        match month_of(&event.date) {
            None => {
                let problem = problem(self, "date").found(&event.date);
                let expected =
                    "a day, a month or a year of the calendar: 2019-07-16, 2019-07, 2019";
                self.push(problem.saying("this is not a date", expected));
            }
            Some((first, last)) if !(first..=last).contains(&event.month) => {
                let problem = problem(self, "month").found(event.month.to_string());
                let expected = format!("a month of {}", event.date);
                self.push(problem.saying("the month is not that of the date", expected));
            }
            Some(_) => {}
        }
        if let Some(last) = event.last.filter(|last| *last < event.month) {
            let problem = problem(self, "last").found(last.to_string());
            let expected = format!("a month from {} on", event.month);
            self.push(problem.saying("the event ends before it begins", expected));
        }
        for (key, text) in [
            ("source", &event.source),
            ("label", &event.label),
            ("text", &event.text),
        ] {
            if text.trim().is_empty() {
                let problem = problem(self, key).found(text);
                let message = format!("the event has no {key}");
                let expected = "where it is said, what happened, and two to four words for a chart";
                self.push(problem.saying(message, expected));
            }
        }
    }

    pub(super) fn overview(&mut self) {
        let overview = &self.settings.overview;
        for (index, line) in overview.headlines.iter().enumerate() {
            self.line(&[Key("headlines"), At(index)], line);
            self.shown_by(&[Key("headlines"), At(index)], line, Grain::Rolling12);
        }
        for chart in &overview.charts {
            let base = [Key("charts"), Id(&chart.id), Key("lines")];
            for (index, line) in chart.lines.iter().enumerate() {
                self.line(&join(&base, &[At(index)]), line);
                self.shown_by(&join(&base, &[At(index)]), line, chart.grain);
            }
            if chart.lines.is_empty() {
                let problem = self.documents.overview.problem(&base);
                let expected = "a [[charts.lines]] with table, category and geography";
                self.push(problem.saying("the chart has no line", expected));
            }
        }
    }

    /// Whether the numbers of a line's table add up to periods of a grain.
    fn shown_by(&mut self, steps: &[Step<'_>], line: &LineReference, grain: Grain) {
        let mut tables = self.settings.tables.iter();
        let table = tables.find(|table| table.id == line.table);
        if let Some(table) = table
            && !table.step.grains(table.unit).contains(&grain)
        {
            let problem = self
                .documents
                .overview
                .problem(&join(steps, &[Key("table")]));
            let message = "the numbers of this table do not add up to such periods";
            let expected = format!("a table that can be shown by {grain:?}");
            self.push(problem.found(&line.table).saying(message, expected));
        }
    }

    /// Whether a line is one of a table that could be read.
    fn line(&mut self, steps: &[Step<'_>], line: &LineReference) {
        let documents = self.documents;
        self.line_of(&documents.overview, steps, line);
    }

    /// The same for a line that another file names.
    pub(super) fn line_of(
        &mut self,
        document: &Document<'_>,
        steps: &[Step<'_>],
        line: &LineReference,
    ) {
        let documents = self.documents;
        let problem = |key| document.problem(&join(steps, &[Key(key)]));
        let mut tables = self.settings.tables.iter();
        let Some(table) = tables.find(|table| table.id == line.table) else {
            if documents.tables.root().is_some() {
                let ids: Vec<&str> = documents.tables.ids("table").map(|(_, id)| id).collect();
                let message = "tables.toml has no such table";
                let problem = problem("table").saying(message, "the id of a [[table]] of it");
                self.known(&line.table, ids.iter().copied(), problem);
            }
            return;
        };
        let shown: Vec<&str> = table.categories.iter().map(String::as_str).collect();
        let message = "the table does not show this code";
        let category = problem("category").saying(message, "a code of its categories");
        self.known(&line.category, shown.iter().copied(), category);
        let mut areas: Vec<&str> = Vec::new();
        areas.extend(table.geography.city.then_some(&*self.settings.city.id));
        if let Some(id) = &table.geography.place {
            let Some((_, place)) = self.settings.place(id).filter(|(_, place)| place.is_read())
            else {
                return;
            };
            let only = &table.geography.only;
            let is_shown = |code: &&str| only.is_empty() || only.iter().any(|other| other == code);
            areas.extend(place.codes().filter(is_shown));
            let unlocated = place
                .unlocated
                .as_ref()
                .filter(|_| table.totals.is_summed());
            areas.extend(unlocated.map(|_| UNLOCATED));
        }
        let message = "the table does not show this area";
        let geography = problem("geography").saying(message, "a code of its areas");
        self.known(&line.geography, areas.iter().copied(), geography);
    }
}

/// The first and the last month of a day, a month or a year.
pub(super) fn month_of(date: &str) -> Option<(Month, Month)> {
    let month = |text: &str| Month::parse(text).ok();
    match date.len() {
        4 => Some((month(&format!("{date}-01"))?, month(&format!("{date}-12"))?)),
        7 => month(date).map(|month| (month, month)),
        10 => {
            date.parse::<Date>().ok()?;
            let month = month(date.get(..7)?)?;
            Some((month, month))
        }
        _ => None,
    }
}
