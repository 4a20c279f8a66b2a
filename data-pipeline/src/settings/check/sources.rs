//! What `sources.toml` says: hashes, columns, forms of dates, codes, and rules that leave rows out.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::Date;
use jiff::fmt::strtime;

use super::super::document::Step::{At, Id, Key};
use super::super::document::{Document, Step};
use super::super::guarded::in_folder;
use super::super::{
    DateColumn, LeaveOut, OffenseColumn, PlaceColumn, Shape, SourceSettings, WithheldMonths,
    YearToDateColumns,
};
use super::Checker;
use crate::source::{Compression, SourceFormat};

/// A day on which the parts of a date cannot be mistaken for each other.
const SAMPLE_DAY: Date = Date::constant(2019, 11, 28);

/// What a hash looks like, for messages.
pub(super) const A_HASH: &str =
    "64 lower-case hexadecimal digits, as `sha256sum` prints them for the uncompressed file";

/// Whether a text can be a SHA-256.
pub(super) fn is_hash(text: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    text.len() == 64 && text.chars().all(is_digit)
}

impl<'a> Checker<'a> {
    pub(super) fn source(&mut self, source: &'a SourceSettings) {
        let document = &self.documents.sources;
        let base = [Key("source"), Id(&source.id)];
        if !is_hash(&source.sha256) {
            let problem = document.problem(&[base[0], base[1], Key("sha256")]);
            let problem = problem.found(&source.sha256);
            self.push(problem.saying("this is no SHA-256", A_HASH));
        }
        self.format(source);
        self.shape(document, &source.id, &source.shape);
        self.locating(source);
        self.window(document, source);
        for (index, rule) in source.leave_out.iter().enumerate() {
            let steps = [base[0], base[1], Key("leave_out"), At(index)];
            self.leave_out(document, &steps, source, rule);
        }
    }

    /// Parquet is compressed inside, and cannot be read from its beginning to its end.
    fn format(&mut self, source: &SourceSettings) {
        let path = Path::new(&source.file);
        let format = source.format.unwrap_or_else(|| SourceFormat::of(path));
        if format == SourceFormat::Parquet && Compression::of(path) != Compression::None {
            let steps = [Key("source"), Id(&source.id), Key("file")];
            let problem = self.documents.sources.problem(&steps).found(&source.file);
            let expected = "a .parquet as it is, for it is compressed inside";
            self.push(problem.saying("Parquet is compressed as a whole", expected));
        }
    }

    fn shape(&mut self, document: &Document<'_>, id: &str, shape: &'a Shape) {
        let base = [Key("source"), Id(id), Key("shape")];
        let date = if matches!(shape, Shape::YearToDate(_)) {
            "through"
        } else {
            "date"
        };
        if let Some(column) = shape.date() {
            self.date_forms(document, &join(&base, &[Key(date), Key("formats")]), column);
        }
        if let Some(offense) = shape.offense() {
            self.offense(document, &join(&base, &[Key("offense")]), offense);
        }
        for (place, column) in shape.places().into_iter().flatten() {
            self.place_column(document, &join(&base, &[Key("places"), Key(place)]), column);
        }
        if let Some(agency) = shape.agency() {
            let steps = join(&base, &[Key("agency"), Key("place")]);
            self.place(&agency.place, document, &steps);
        }
        let steps = join(&base, &[Key("age")]);
        self.age(document, &steps, shape.age());
        self.person_columns(id, shape);
        match shape {
            Shape::AgencyMonths(columns) => {
                for code in columns.counts.keys() {
                    let steps = join(&base, &[Key("counts"), Key(code)]);
                    self.offense_code(document, &steps, code);
                }
            }
            Shape::YearToDate(columns) => {
                self.withheld(columns);
                if let OffenseColumn::Named {
                    unmapped: Some(code),
                    ..
                } = &columns.offense
                {
                    let steps = join(&base, &[Key("offense"), Key("unmapped")]);
                    let problem = document.problem(&steps).found(code);
                    let message = "running totals of unknown offenses cannot be taken apart";
                    self.push(problem.saying(message, "no such key, or another shape"));
                }
            }
            Shape::Arrests(columns) => {
                let limit = columns.charge.unmatched_limit_percent;
                let steps = join(&base, &[Key("charge"), Key("unmatched_limit_percent")]);
                self.share(document, &steps, limit);
            }
            Shape::AreaYears(columns) => self.area_years(document, &base, columns),
            Shape::MonthEnds(columns) => self.month_ends(document, &base, columns),
            Shape::Records(columns) => self.records(id, columns),
            Shape::Incidents(_) | Shape::PublishedTotals(_) | Shape::Measures(_) => {}
        }
    }

    fn date_forms(&mut self, document: &Document<'_>, steps: &[Step<'_>], column: &DateColumn) {
        let forms = &column.formats;
        if forms.is_empty() {
            let problem = document.problem(steps);
            self.push(problem.saying("no form of dates is accepted", "a form such as %Y-%m-%d"));
        }
        for (index, form) in forms.iter().enumerate() {
            // A form may go on to a time of the day, which is not kept.
            let text = strtime::format(form, SAMPLE_DAY.at(13, 45, 59, 0)).ok();
            let read = text.and_then(|text| Date::strptime(form, text).ok());
            if read != Some(SAMPLE_DAY) {
                let problem = document.problem(&join(steps, &[At(index)])).found(form);
                let expected = "year, month and day, such as %Y-%m-%d or %m/%d/%Y";
                self.push(problem.saying("no day can be read in this form", expected));
            }
        }
    }

    fn offense(&mut self, document: &Document<'_>, steps: &[Step<'_>], offense: &OffenseColumn) {
        match offense {
            OffenseColumn::Constant { code } => {
                self.offense_code(document, &join(steps, &[Key("code")]), code);
            }
            OffenseColumn::Named {
                vocabulary,
                unmapped,
                unmapped_limit_percent,
                ..
            } => {
                if self.has.vocabularies {
                    let problem = document.problem(&join(steps, &[Key("vocabulary")]));
                    let message = "offense_names.csv has no such vocabulary";
                    let problem = problem.saying(message, "a vocabulary of it");
                    let all: Vec<&str> = self.settings.vocabularies.vocabularies().collect();
                    self.known(vocabulary, all.iter().copied(), problem);
                }
                self.unmapped(
                    document,
                    steps,
                    unmapped.as_deref(),
                    *unmapped_limit_percent,
                );
            }
        }
    }

    pub(super) fn offense_code(&mut self, document: &Document<'_>, steps: &[Step<'_>], code: &str) {
        if self.has.offenses {
            let message = "no line of offenses.csv has this code";
            let problem = document.problem(steps).saying(message, "a code of it");
            let codes: Vec<&str> = self.settings.offenses.names().collect();
            self.known(code, codes.iter().copied(), problem);
        }
    }

    fn place_column(&mut self, document: &Document<'_>, steps: &[Step<'_>], column: &PlaceColumn) {
        let Some(Key(id)) = steps.last() else {
            return;
        };
        if let Some(place) = self.place(id, document, steps) {
            let spellings = column.spellings.as_deref();
            let not_told_apart = column.not_told_apart.as_deref();
            place.read_source_spellings(self.folder, spellings, not_told_apart, self.problems);
        }
    }

    fn withheld(&mut self, columns: &YearToDateColumns) {
        let place = self.settings.place(&columns.agency.place);
        if let (Some(file), Some((_, place))) = (&columns.withheld, place) {
            let path = in_folder(self.folder, file);
            WithheldMonths::read(&path, place, &self.settings.offenses, self.problems);
        }
    }

    fn leave_out(
        &mut self,
        document: &Document<'_>,
        steps: &[Step<'_>],
        source: &SourceSettings,
        rule: &LeaveOut,
    ) {
        let lists = source.shape.lists();
        let is_read = lists.iter().all(|list| self.is_list_read(list));
        let files: Vec<&str> = lists
            .iter()
            .map(|list| self.settings.list_file(list))
            .collect();
        let codes = lists
            .iter()
            .flat_map(|list| self.settings.list(list).names());
        let codes: Vec<&str> = codes.collect();
        for (index, code) in rule.categories.iter().enumerate().filter(|_| is_read) {
            let problem = document.problem(&join(steps, &[Key("categories"), At(index)]));
            let message = format!("no line of {} has this code", files.join(" or "));
            let problem = problem.saying(message, "a code of it");
            self.known(code, codes.iter().copied(), problem);
        }
        self.left_out_groups(steps, source, rule);
        if let (Some(before), Some(from)) = (rule.before, rule.from)
            && from >= before
        {
            let problem = document
                .problem(&join(steps, &[Key("from")]))
                .found(from.to_string());
            let message = "the rule fits no row: `from` is not earlier than `before`";
            self.push(problem.saying(message, format!("a day before {before}")));
        }
        if !rule.is_conditional() && self.is_used(&source.id) {
            let message = "the rule leaves out every row of a source that a table is made from";
            let expected = "a condition: before, from, categories, groups, unlisted_agency, \
                            unlisted_indicator or sums";
            self.push(document.problem(steps).saying(message, expected));
        }
        if rule.reason.trim().is_empty() {
            let problem = document.problem(&join(steps, &[Key("reason")]));
            self.push(problem.saying("there is no reason", "why these rows are not counted"));
        }
    }

    fn is_used(&self, source: &str) -> bool {
        let mut stretches = self
            .settings
            .tables
            .iter()
            .flat_map(|table| &table.stretches);
        stretches.any(|stretch| stretch.source == source)
            || self.is_vintage(source)
            || self.is_measured(source)
    }

    /// Rows of a source that no table names would stop the build, one by one.
    pub(super) fn unused_sources(&mut self) {
        let tables = self.documents.tables.elements("table").len();
        if tables != self.settings.tables.len() || tables == 0 {
            return;
        }
        let sources = self.settings.sources.iter();
        // A source may be kept only to be accounted for: then a rule says so of all its rows.
        let is_left_out = |source: &&SourceSettings| {
            let mut rules = source.leave_out.iter();
            rules.any(|rule| !rule.is_conditional())
        };
        let left_out = sources.filter(is_left_out).map(|source| source.id.as_str());
        let left_out: BTreeSet<&str> = left_out.collect();
        for (index, id) in self.documents.sources.ids("source") {
            if !self.is_used(id) && !left_out.contains(id) {
                let steps = [Key("source"), At(index), Key("id")];
                let problem = self.documents.sources.problem(&steps).found(id);
                let message = "no table is made from this source";
                let expected = "a [[table.stretch]], [[vintage]] or [[measure]] that names it";
                self.push(problem.saying(message, expected));
            }
        }
    }
}

/// The steps of one path after those of another.
pub(super) fn join<'s>(base: &[Step<'s>], more: &[Step<'s>]) -> Vec<Step<'s>> {
    [base, more].concat()
}
