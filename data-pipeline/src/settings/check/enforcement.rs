//! Operations and printed figures: dates that are days, texts that say something, years that are told
//! apart.

use std::collections::BTreeSet;

use cube::enforcement::{Operation, PrintedFigure, PrintedMeasure, PrintedUnit, TableFigure};
use cube::release::LineReference;

use super::super::document::Step;
use super::super::document::Step::{At, Id, Key};
use super::Checker;
use super::pages::months_of;
use super::sources::join;

/// The years of which a figure can be printed.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

impl Checker<'_> {
    pub(super) fn enforcement(&mut self) {
        let enforcement = &self.settings.enforcement;
        if let Some(beside) = &enforcement.beside {
            let document = &self.documents.enforcement;
            self.line(document, &[Key("beside"), Key("upper")], &beside.upper);
            self.line(document, &[Key("beside"), Key("lower")], &beside.lower);
        }
        enforcement
            .figures
            .iter()
            .for_each(|one| self.table_figure(one));
        enforcement
            .operations
            .iter()
            .for_each(|one| self.operation(one));
        let pairs = enforcement.operations.iter();
        for (earlier, one) in pairs.zip(enforcement.operations.iter().skip(1)) {
            let first = |one: &Operation| months_of(&one.first).map(|(first, _)| first);
            if first(one) < first(earlier) {
                let message = format!(
                    "the operation stands after {:?}, which is later",
                    earlier.id
                );
                let steps = [Key("operation"), Id(&one.id), Key("first")];
                self.enforcement_problem(&steps, &one.first, message, "the oldest first");
            }
        }
        for measure in &enforcement.measures {
            self.printed_measure(measure);
        }
    }

    fn enforcement_problem(
        &mut self,
        steps: &[Step<'_>],
        found: &str,
        message: impl Into<String>,
        expected: impl Into<String>,
    ) {
        let problem = self.documents.enforcement.problem(steps).found(found);
        self.push(problem.saying(message, expected));
    }

    /// Every line that the figure shows by itself is one of its table.
    fn table_figure(&mut self, figure: &TableFigure) {
        let base = [Key("figure"), Id(&figure.id)];
        for category in &figure.categories {
            for geography in &figure.geographies {
                let line = LineReference {
                    table: figure.table.clone(),
                    category: category.clone(),
                    geography: geography.clone(),
                };
                let document = &self.documents.enforcement;
                self.line(document, &base, &line);
            }
        }
        let mut tables = self.settings.tables.iter();
        let Some(table) = tables.find(|table| table.id == figure.table) else {
            return;
        };
        for (list, codes) in &figure.groups {
            let steps = join(&base, &[Key("groups"), Key(list)]);
            let group = table.groups.iter().find(|group| group.list == *list);
            let shown = group.map_or(&[][..], |group| &group.categories);
            for code in codes {
                if !shown.contains(code) {
                    let message = "the table does not show this group of people";
                    let expected = format!("a code of the table's {list}");
                    self.enforcement_problem(&steps, code, message, expected);
                }
            }
        }
    }

    fn operation(&mut self, one: &Operation) {
        let base = [Key("operation"), Id(&one.id)];
        let dates = [("first", Some(&one.first)), ("last", one.last.as_ref())];
        let announced = [("announced", Some(&one.announced))];
        for (key, date) in dates.into_iter().chain(announced) {
            if let Some(date) = date.filter(|date| months_of(date).is_none()) {
                let expected =
                    "a day, a month or a year of the calendar: 2019-07-16, 2019-07, 2019";
                let steps = join(&base, &[Key(key)]);
                self.enforcement_problem(&steps, date, "this is not a date", expected);
            }
        }
        let ends = months_of(&one.first).zip(one.last.as_deref().and_then(months_of));
        if let (Some((begun, ended)), Some(last)) = (ends, &one.last)
            && (ended.1 < begun.0
                || (one.first.len() == 10 && last.len() == 10 && *last < one.first))
        {
            let expected = format!("a date from {} on", one.first);
            let steps = join(&base, &[Key("last")]);
            let message = "the operation ends before it begins";
            self.enforcement_problem(&steps, last, message, expected);
        }
        let texts = [
            ("name", Some(&one.name)),
            ("agencies", Some(&one.agencies)),
            ("area", Some(&one.area)),
            ("source", Some(&one.source)),
            ("note", one.note.as_ref()),
            ("caution", one.caution.as_ref()),
        ];
        self.enforcement_texts(&base, texts);
    }

    fn printed_measure(&mut self, measure: &PrintedMeasure) {
        let base = [Key("measure"), Id(&measure.id)];
        let texts = [
            ("heading", Some(&measure.heading)),
            ("title", Some(&measure.title)),
        ];
        self.enforcement_texts(&base, texts);
        if measure.figures.is_empty() {
            let steps = join(&base, &[Key("figure")]);
            let expected = "a [[measure.figure]] with year, value and source";
            self.enforcement_problem(&steps, "", "nothing is printed of it", expected);
        }
        let mut before = None;
        let mut seen = BTreeSet::new();
        for (index, figure) in measure.figures.iter().enumerate() {
            let steps = join(&base, &[Key("figure"), At(index)]);
            self.figure(&steps, measure.unit, figure);
            if before > Some(figure.year) {
                let steps = join(&steps, &[Key("year")]);
                let found = figure.year.to_string();
                let message = "the figure stands after one of a later year";
                self.enforcement_problem(&steps, &found, message, "the oldest first");
            }
            before = Some(figure.year);
            // Two figures of one year have to say what tells them apart.
            if !seen.insert((figure.year, &figure.source, &figure.counted_by)) {
                let steps = join(&steps, &[Key("source")]);
                let message = "a second figure of the same year from the same source";
                let expected = "another source, or `counted_by` of another";
                self.enforcement_problem(&steps, &figure.source, message, expected);
            }
        }
    }

    fn figure(&mut self, base: &[Step<'_>], unit: PrintedUnit, figure: &PrintedFigure) {
        if !YEARS.contains(&figure.year) {
            let steps = join(base, &[Key("year")]);
            let found = figure.year.to_string();
            self.enforcement_problem(&steps, &found, "this is not a year", "such as 2019");
        }
        let (most, digits, expected) = match unit {
            PrintedUnit::Count => (f64::from(u32::MAX), 1.0, "a whole number of 0 or more"),
            PrintedUnit::Percent => (
                100.0,
                10.0,
                "a percentage from 0 to 100 with at most one digit after the point",
            ),
        };
        let scaled = figure.value * digits;
        let is_fit = (0.0..=most).contains(&figure.value) && (scaled - scaled.round()).abs() < 1e-6;
        if !is_fit {
            let steps = join(base, &[Key("value")]);
            let found = figure.value.to_string();
            self.enforcement_problem(&steps, &found, "no such figure can be printed", expected);
        }
        let texts = [
            ("source", Some(&figure.source)),
            ("until", figure.until.as_ref()),
            ("counted_by", figure.counted_by.as_ref()),
            ("note", figure.note.as_ref()),
        ];
        self.enforcement_texts(base, texts);
    }

    /// A text that is there says something.
    fn enforcement_texts<const TEXTS: usize>(
        &mut self,
        base: &[Step<'_>],
        texts: [(&'static str, Option<&String>); TEXTS],
    ) {
        for (key, text) in texts {
            if text.is_some_and(|text| text.trim().is_empty()) {
                let steps = join(base, &[Key(key)]);
                let expected = "what the source says, or no such key where it says nothing";
                self.enforcement_problem(&steps, "", format!("there is no {key}"), expected);
            }
        }
    }
}
