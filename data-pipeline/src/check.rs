//! Looks at a city without publishing: its settings, and every row of its sources.
//!
//! It repeats no rule of the build. It runs the same steps, goes on where the build would stop, and
//! turns what they say into problems.

use std::collections::BTreeMap;
use std::path::Path;

use cube::{Cube, release};

use crate::aggregate::{self, AggregateError, EnginePlace, Ledger, NotWhole, Staging};
use crate::contents::{self, Contents};
use crate::geography::Maps;
use crate::releases;
use crate::settings::{Problem, Settings, SettingsError, Shape, SourceSettings};
use crate::source::{SourceError, SourceFile, Unreadable};
use crate::translations::LanguageReport;

/// What a look at a city found.
#[derive(Debug)]
pub struct Findings {
    /// Every problem, by file and line.
    pub problems: Vec<Problem>,
    /// How many sources the settings declare.
    pub sources: usize,
    /// How many of them were read to the last row; none where no folder of sources was given, or
    /// the settings have to be mended first.
    pub sources_read: usize,
    /// How far the texts are translated, a catalogue each; none where there are problems. Entries are
    /// called unused only where every source was read: a text may come from its rows.
    pub languages: Vec<LanguageReport>,
}

/// Looks at the settings of a city and, where their folder is given, at its sources.
///
/// Rows are counted only with settings that hold together: with others, rows would be called
/// unknown that are not.
#[must_use]
pub fn check(city: &Path, sources: Option<&Path>) -> Findings {
    let (settings, mut problems) = Settings::inspect(city);
    let mut sources_read = 0;
    let mut languages = None;
    if let Some(folder) = sources {
        let (maps, unusable) = Maps::read_all(&settings, folder);
        problems.extend(unusable);
        let count_rows = problems.is_empty();
        match Staging::temporary(EnginePlace::default()) {
            Err(error) => {
                let expected = "room for staged records";
                let problem = Problem::of_file(&std::env::temp_dir(), error.to_string(), expected);
                problems.push(problem);
            }
            Ok(staging) => {
                let mut look = Look {
                    settings: &settings,
                    city,
                    sources: folder,
                    maps: &maps,
                    problems: &mut problems,
                    staging,
                    listed: BTreeMap::new(),
                };
                sources_read = look.everything(count_rows);
                languages = Some(look.languages());
            }
        }
    }
    problems.sort();
    problems.dedup();
    let languages = match problems.is_empty() {
        true => languages.unwrap_or_else(|| unread_languages(&settings)),
        false => Vec::new(),
    };
    Findings {
        problems,
        sources: settings.sources.len(),
        sources_read,
        languages,
    }
}

/// How far the texts are translated that can be known without a source.
fn unread_languages(settings: &Settings) -> Vec<LanguageReport> {
    let contents = Contents::new(settings, &Maps::default(), |_| &[]);
    let mut languages = languages(settings, &contents, &BTreeMap::new());
    for language in &mut languages {
        language.unused.clear();
    }
    languages
}

/// How far the texts of a city are translated, of whose sources these have been read.
fn languages(
    settings: &Settings,
    contents: &Contents<'_>,
    listed: &BTreeMap<&str, release::Source>,
) -> Vec<LanguageReport> {
    let tables = settings.tables.iter();
    let tables = tables.map(|table| contents::table(table, 0, "", ""));
    let sources = settings.sources.iter().map(|source| {
        let read = listed.get(source.id.as_str()).cloned();
        read.unwrap_or_else(|| contents::source(source, None))
    });
    let manifest = contents.manifest(tables.collect(), sources.collect());
    let texts = contents.texts(&manifest);
    let catalogues = settings.translations.iter();
    catalogues
        .map(|catalogue| LanguageReport::of(catalogue, &texts))
        .collect()
}

struct Look<'a> {
    settings: &'a Settings,
    city: &'a Path,
    sources: &'a Path,
    maps: &'a Maps,
    problems: &'a mut Vec<Problem>,
    staging: Staging,
    /// The sources that were read to the last row, as the manifest lists them.
    listed: BTreeMap<&'a str, release::Source>,
}

impl<'a> Look<'a> {
    /// Looks at every source and, where their rows can be counted, at every table; how many sources
    /// were read to the last row.
    fn everything(&mut self, count_rows: bool) -> usize {
        let settings = self.settings;
        let mut read = 0;
        for source in &settings.sources {
            let content = self.content(source);
            if let Some(content) = content.filter(|_| count_rows) {
                self.rows(source, &content);
                read += 1;
            }
        }
        if count_rows {
            self.tables();
        }
        read
    }

    /// The content of a source whose header has every column.
    fn content(&mut self, source: &SourceSettings) -> Option<SourceFile> {
        let path = self.sources.join(&source.file);
        let file = match SourceFile::open_unverified(self.sources, source) {
            Ok(file) => file,
            Err(error) => {
                self.problems.push(source_problem(&path, &error));
                return None;
            }
        };
        if let Err(error) = file.verify(source) {
            self.problems.push(source_problem(&path, &error));
        }
        if file.is_blank() {
            let expected = "a CSV with a header and rows";
            self.problems
                .push(Problem::of_file(&path, "the file is empty", expected));
            return None;
        }
        let has_columns = self.header(source, &path, &file);
        has_columns.then_some(file)
    }

    /// Whether the header has every column that the settings name.
    fn header(&mut self, source: &SourceSettings, path: &Path, file: &SourceFile) -> bool {
        if file.has_two_marks() {
            let problem = Problem::of_line(path, 1, "(the header)");
            let message = "the file begins with two byte-order marks";
            self.problems.push(problem.saying(message, "at most one"));
        }
        let (header, _) = match file.rows(&source.missing) {
            Ok(opened) => opened,
            Err(error) => {
                self.problems.push(source_problem(path, &error));
                return false;
            }
        };
        let columns = source
            .shape
            .columns()
            .into_iter()
            .chain(source.row_number.as_deref());
        let errors: Vec<SourceError> = columns
            .filter_map(|column| header.column(column).err())
            .collect();
        let problems = errors.iter().map(|error| source_problem(path, error));
        self.problems.extend(problems);
        errors.is_empty()
    }

    /// Counts the rows of a source.
    fn rows(&mut self, source: &'a SourceSettings, content: &SourceFile) {
        let path = self.sources.join(&source.file);
        match aggregate::stage_content(
            self.settings,
            source,
            self.city,
            content,
            self.maps,
            self.staging.folder(),
        ) {
            Err(error) => self.refused(&path, None, error),
            Ok(stage) => {
                self.unreadable(&path, &stage.ledger);
                self.unmapped(source, &path, &stage.ledger);
                self.unexplained(&path, &stage.ledger);
                if stage.ledger.read == 0 {
                    let problem = Problem::of_line(&path, 1, "(the file)");
                    let message = "the file has a header and no rows";
                    self.problems.push(problem.saying(message, "rows"));
                }
                self.listed
                    .insert(&source.id, contents::source(source, Some(&stage)));
                self.staging.insert(&source.id, stage.staged);
            }
        }
    }

    /// How far the texts are translated, those that come from rows among them.
    fn languages(&self) -> Vec<LanguageReport> {
        let measured = |source: &str| self.staging.measured(source);
        let contents = Contents::new(self.settings, self.maps, measured);
        languages(self.settings, &contents, &self.listed)
    }

    /// Rows that cannot be read are problems where they are more than the settings allow.
    fn unreadable(&mut self, path: &Path, ledger: &Ledger) {
        let limit = self.settings.city.set_aside_limit_percent;
        if !ledger.exceeds(limit) {
            return;
        }
        for (rows, examples) in ledger.set_aside.values() {
            let shown = examples.len() as u64;
            for (index, row) in (1..).zip(examples) {
                let more = (index == shown && *rows > shown).then(|| rows - shown);
                self.problems.push(row_problem(path, row, more));
            }
        }
    }

    /// Offenses and charges that are not known are problems where they are more than allowed.
    fn unmapped(&mut self, source: &SourceSettings, path: &Path, ledger: &Ledger) {
        if let Some(offense) = source.shape.offense()
            && ledger.mapping.exceeds(offense.unmapped_limit_percent())
        {
            for (rows, first) in ledger.mapping.most_frequent() {
                self.problems.push(row_problem(
                    path,
                    first,
                    rows.checked_sub(1).filter(|more| *more > 0),
                ));
            }
        }
        for (_, names) in ledger.unknown_groups(source) {
            for (rows, first) in names.most_frequent() {
                let more = rows.checked_sub(1).filter(|more| *more > 0);
                self.problems.push(row_problem(path, first, more));
            }
        }
        if let Shape::Arrests(columns) = &source.shape
            && let Some(limit) = columns.charge.unmatched_limit_percent
            && let Some(mapping) = ledger.mapping.mapping
            && mapping.exceeds(limit)
        {
            let column = &columns.charge.column;
            let message = format!("more charges than {limit} % fit no rule of charges.csv");
            let problem = Problem::of_line(path, 1, column).saying(message, "rules for them");
            let found = format!("{} of {} rows", mapping.unmatched, mapping.rows);
            self.problems.push(problem.found(found));
        }
    }

    fn unexplained(&mut self, path: &Path, ledger: &Ledger) {
        let (rows, examples) = &ledger.unexplained;
        for (index, row) in (1..).zip(examples) {
            let message = match rows - examples.len() as u64 {
                more if more > 0 && index == examples.len() => {
                    format!("no table counts this row, nor {more} further ones")
                }
                _ => "no table counts this row".into(),
            };
            let expected = "a table that counts it, or a `leave_out` of the source that says why \
                            none does";
            let problem = Problem::of_line(path, row.line, "(the whole row)");
            let problem = problem.saying(message, expected);
            self.problems
                .push(problem.found(format!("{} on {}", row.category, row.day)));
        }
    }

    /// Fills the tables whose sources could all be counted.
    fn tables(&mut self) {
        let settings = self.settings;
        let mut cubes = BTreeMap::new();
        for table in &settings.tables {
            let mut stretches = table.stretches.iter();
            if !stretches.all(|stretch| self.staging.has(&stretch.source)) {
                continue;
            }
            match aggregate::build_cube(settings, table, &self.staging) {
                Ok(cube) => {
                    cubes.insert(table.id.clone(), cube);
                }
                Err(error) => self.refused(Path::new(&table.id), Some(&table.id), error),
            }
        }
        self.official_totals(&cubes);
        if settings
            .sources
            .iter()
            .all(|source| self.staging.has(&source.id))
        {
            let path = self.city.join("publishing.toml");
            if let Err(error) = releases::seeds(settings, &self.staging) {
                self.refused(&path, None, error);
            }
        }
    }

    /// Totals that others have printed, against those of the tables that could be filled.
    fn official_totals(&mut self, cubes: &BTreeMap<String, Cube>) {
        let path = self.city.join("official_totals.csv");
        let totals = self.settings.official_totals.iter();
        for total in totals.filter(|total| cubes.contains_key(&total.table)) {
            if let Err(figures) = releases::agrees(cubes, total) {
                let problem = Problem::of_line(&path, total.line, "expected");
                let message = "the total of the table is another";
                let problem = problem.saying(message, "a total within the tolerance");
                self.problems.push(problem.found(figures));
            }
        }
    }

    /// What a step of the build says, as problems.
    fn refused(&mut self, path: &Path, table: Option<&str>, error: AggregateError) {
        let problem = match (error, table) {
            (AggregateError::Settings(SettingsError::Problems(problems)), _) => {
                self.problems.extend(problems);
                return;
            }
            (AggregateError::Source(error), _) => source_problem(path, &error),
            (AggregateError::NotWhole(rate), _) => rate_problem(path, &rate),
            (AggregateError::Measure(row), _) => row_problem(path, &row, None),
            (error, Some(table)) => table_problem(self.city, table, error),
            (error, None) => Problem::of_file(path, error.to_string(), "rows that can be counted"),
        };
        self.problems.push(problem);
    }
}

fn table_problem(city: &Path, table: &str, error: AggregateError) -> Problem {
    let at = |source: Option<&str>| Settings::problem_of_table(city, table, source);
    match error {
        AggregateError::EmptyMonth {
            source_id, month, ..
        } => {
            let expected = "stretches that leave out months of which the source holds nothing";
            let message = format!("the source has no row in {month}");
            let problem = at(Some(&source_id)).saying(message, expected);
            problem.found(source_id)
        }
        AggregateError::OnTotal {
            source_id, code, ..
        } => {
            let message = "the source counts under a total of other categories";
            let expected = "parts that add up to it, without rows of its own";
            at(Some(&source_id)).saying(message, expected).found(code)
        }
        AggregateError::NotACount {
            place,
            category,
            month,
            found,
            ..
        } => {
            let message = format!("the sum of {category} at {place} in {month} is no count");
            let problem = at(None).saying(message, "a whole number from 0 on");
            problem.found(found.to_string())
        }
        other => at(None).saying(other.to_string(), "a table that can be built"),
    }
}

/// A rate that belongs to no whole number of events, where it stands.
fn rate_problem(path: &Path, rate: &NotWhole) -> Problem {
    let expected = "a rate that a whole number of events makes, or settings that do not turn it \
                    back into a count";
    let problem = Problem::of_line(path, rate.line, "(the value)").found(&rate.value);
    let message = format!(
        "{} of {} in {}: the rate of {} people makes {:.4} events",
        rate.indicator, rate.area, rate.year, rate.population, rate.found
    );
    problem.saying(message, expected)
}

fn source_problem(path: &Path, error: &SourceError) -> Problem {
    match error {
        SourceError::Read { error, .. } => {
            let message = format!("the file cannot be read: {error}");
            let expected = match path.extension() {
                Some(ending) if ending == "gz" => "a whole gzip file, as `file` names it",
                _ => "the file that `file` names, below the folder of sources",
            };
            Problem::of_file(path, message, expected)
        }
        SourceError::Hash {
            expected, found, ..
        } => {
            let message = "this is not the content that sources.toml describes";
            let mut problem = Problem::of_file(path, message, expected.as_str()).found(found);
            problem.field = "sha256".into();
            problem
        }
        SourceError::Column {
            column,
            found,
            nearest,
            ..
        } => {
            let problem = Problem::of_line(path, 1, column);
            let hint = nearest
                .as_ref()
                .map(|name| format!(", did you mean {name:?}?"));
            let expected = format!("one column {column:?}{}", hint.unwrap_or_default());
            match found {
                0 => problem.saying("the column is missing", expected),
                more => problem.saying(format!("{more} columns have this name"), expected),
            }
        }
        SourceError::Format {
            line,
            field,
            expected,
            found,
            ..
        } => {
            let problem = match line {
                0 => Problem::of_file(path, "the content is not of its format", &**expected),
                line => Problem::of_line(path, *line, field)
                    .saying("the content is not of its format", &**expected),
            };
            let mut problem = problem.found(&**found);
            problem.field.clone_from(field);
            problem
        }
        SourceError::ColumnType { column, found, .. } => {
            let problem = Problem::of_line(path, 1, column).found(&**found);
            let expected = "texts, numbers, days or times, and nothing nested";
            problem.saying("the column is of a type that cannot be read", expected)
        }
        SourceError::Endless { line, .. } => {
            let problem = Problem::of_line(path, *line, "(the whole row)");
            problem.saying("the row does not end", "a closing quote")
        }
        SourceError::Csv { error, .. } => {
            let problem = Problem::of_line(path, 1, "(the header)");
            problem.saying(error.to_string(), "a header in UTF-8")
        }
    }
}

fn row_problem(path: &Path, row: &Unreadable, more: Option<u64>) -> Problem {
    let message = match more {
        None => row.reason.to_owned(),
        Some(more) => format!("{} (here and in {more} further rows)", row.reason),
    };
    Problem::of_line(path, row.line, &row.column)
        .saying(message, &*row.expected)
        .found(&*row.value)
}
