//! What `programme.toml` says: dates in order and with sources, lines of tables that are there, and
//! measures that some source can hold.

use cube::Fixed;
use cube::programme::Outcome;

use super::super::document::Step;
use super::super::document::Step::{At, Id, Key};
use super::super::problem::Problem;
use super::super::{MeasureSettings, ProgrammeSettings, Shape};
use super::Checker;
use super::pages::months_of;
use super::sources::join;

impl<'a> Checker<'a> {
    pub(super) fn programme(&mut self) {
        let settings = self.settings;
        let Some(programme) = &settings.programme else {
            return;
        };
        self.statements(programme);
        self.milestones(programme);
        for outcome in &programme.outcomes {
            self.outcome(outcome);
        }
        for measure in &programme.measures {
            self.measure(programme, measure);
        }
    }

    fn in_programme(&self, steps: &[Step<'_>]) -> Problem {
        self.documents.programme.problem(steps)
    }

    /// Every fact says where it is said.
    fn statements(&mut self, programme: &ProgrammeSettings) {
        let mut unsourced = Vec::new();
        for (index, one) in programme.about.sentences.iter().enumerate() {
            if one.source.trim().is_empty() || one.text.trim().is_empty() {
                unsourced.push(vec![
                    Key("about"),
                    Key("sentences"),
                    At(index),
                    Key("source"),
                ]);
            }
        }
        for area in &programme.focus_areas {
            for (index, one) in area.known.iter().enumerate() {
                if one.source.trim().is_empty() || one.text.trim().is_empty() {
                    let base = [Key("focus_area"), Id(&area.id), Key("known")];
                    unsourced.push(join(&base, &[At(index), Key("source")]));
                }
            }
        }
        for steps in unsourced {
            let problem = self.in_programme(&steps);
            self.push(problem.saying("the fact has no source", "a text, and where it is said"));
        }
        if !(1..=20).contains(&programme.about.years) {
            let problem = self.in_programme(&[Key("about"), Key("years")]);
            let problem = problem.found(programme.about.years.to_string());
            self.push(problem.saying("no program runs so long", "a number of years from 1 to 20"));
        }
    }

    fn milestones(&mut self, programme: &ProgrammeSettings) {
        let mut before = None;
        for one in &programme.milestones {
            let at = |key| [Key("milestone"), Id(&one.id), Key(key)];
            let months = months_of(&one.date);
            if !months.is_some_and(|(first, last)| (first..=last).contains(&one.month)) {
                let problem = self.in_programme(&at("date")).found(&one.date);
                let expected = format!("a day, a month or a year that holds {}", one.month);
                self.push(problem.saying("this is not a date of the month", expected));
            }
            if before.is_some_and(|before| one.month < before) {
                let problem = self.in_programme(&at("month")).found(one.month.to_string());
                let message = "the step stands after one that is later";
                self.push(problem.saying(message, "the oldest step first"));
            }
            for (key, text) in [("source", &one.source), ("text", &one.text)] {
                if text.trim().is_empty() {
                    let problem = self.in_programme(&at(key)).found(text);
                    let message = format!("the step has no {key}");
                    self.push(problem.saying(message, "what happened, and where it is said"));
                }
            }
            before = Some(one.month);
        }
    }

    fn outcome(&mut self, outcome: &Outcome) {
        let documents = self.documents;
        let lines = [
            ("line", Some(&outcome.line)),
            ("second", outcome.second.as_ref()),
            ("comparison", outcome.comparison.as_ref()),
        ];
        for (key, line) in lines {
            if let Some(line) = line {
                let steps = [Key("outcome"), Id(&outcome.id), Key(key)];
                self.line(&documents.programme, &steps, line);
            }
        }
    }

    fn measure(&mut self, programme: &ProgrammeSettings, measure: &MeasureSettings) {
        let at = |key| [Key("measure"), Id(&measure.id), Key(key)];
        let topics = programme.topics.iter().map(|topic| topic.id.as_str());
        let topics: Vec<&str> = topics.collect();
        let problem = self.in_programme(&at("topic"));
        let problem = problem.saying("there is no such topic", "the id of a [[topic]]");
        self.known(&measure.topic, topics.iter().copied(), problem);
        if measure.first > measure.last {
            let problem = self
                .in_programme(&at("last"))
                .found(measure.last.to_string());
            let expected = format!("a year from {} on", measure.first);
            self.push(problem.saying("the years end before they begin", expected));
        }
        if measure.decimals > Fixed::MOST_DECIMALS - 2 {
            let problem = self.in_programme(&at("decimals"));
            let problem = problem.found(measure.decimals.to_string());
            self.push(problem.saying("no value has so many decimals", "0 to 7"));
        }
        if measure.rows.is_empty() {
            let problem = self.in_programme(&at("rows"));
            let expected = "the texts of columns that tell its rows apart";
            self.push(problem.saying("every row would be a value of it", expected));
        }
        self.measure_source(measure);
    }

    fn measure_source(&mut self, measure: &MeasureSettings) {
        let at = |key| [Key("measure"), Id(&measure.id), Key(key)];
        let settings = self.settings;
        let found = settings.sources.iter().find(|one| one.id == measure.source);
        let columns = match found.map(|source| &source.shape) {
            Some(Shape::Measures(columns)) => columns,
            // A source that could not be read is a problem already.
            None if self
                .documents
                .sources
                .ids("source")
                .any(|(_, id)| id == measure.source) =>
            {
                return;
            }
            _ => {
                let problem = self.in_programme(&at("source")).found(&measure.source);
                let message = "sources.toml has no such source of measures";
                let ids = settings.sources.iter();
                let ids = ids.filter(|one| matches!(one.shape, Shape::Measures(_)));
                let problem = problem.saying(message, "the id of a source of kind measures");
                self.push(problem.suggesting(ids.map(|one| one.id.as_str())));
                return;
            }
        };
        for (key, rows) in [
            ("rows", &measure.rows),
            ("restated_rows", &measure.restated_rows),
        ] {
            for column in rows.keys() {
                let steps = join(&at(key), &[Key(column)]);
                let problem = self.in_programme(&steps);
                let message = "the source does not name this column in `about`";
                let about = columns.about.iter().map(String::as_str);
                let problem = problem.saying(message, "one of its `about`");
                self.known(column, about, problem);
            }
        }
    }

    /// Whether a measure is read from a source.
    pub(super) fn is_measured(&self, source: &str) -> bool {
        let programme = self.settings.programme.iter();
        let mut measures = programme.flat_map(|programme| &programme.measures);
        measures.any(|measure| measure.source == source)
    }
}
