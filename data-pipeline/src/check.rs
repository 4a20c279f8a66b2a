//! Looks at a city without publishing: its settings, and every row of its sources.
//!
//! It repeats no rule of the build. It runs the same steps, goes on where the build would stop, and
//! turns what they say into problems.

use std::collections::BTreeMap;
use std::path::Path;

use cube::Cube;

use crate::aggregate::{self, AggregateError, Ledger, Staged};
use crate::releases;
use crate::settings::{Problem, Settings, SettingsError, SourceSettings};
use crate::source::{Rows, SourceError, SourceFile, Unreadable};

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
}

/// Looks at the settings of a city and, where their folder is given, at its sources.
///
/// Rows are counted only with settings that hold together: with others, rows would be called
/// unknown that are not.
#[must_use]
pub fn check(city: &Path, sources: Option<&Path>) -> Findings {
    let (settings, mut problems) = Settings::inspect(city);
    let mut sources_read = 0;
    if let Some(folder) = sources {
        let count_rows = problems.is_empty();
        let mut look = Look {
            settings: &settings,
            city,
            sources: folder,
            problems: &mut problems,
            staged: BTreeMap::new(),
        };
        for source in &settings.sources {
            let content = look.content(source);
            if let Some(content) = content.filter(|_| count_rows) {
                look.rows(source, &content);
                sources_read += 1;
            }
        }
        if count_rows {
            look.tables();
        }
    }
    problems.sort();
    problems.dedup();
    Findings {
        problems,
        sources: settings.sources.len(),
        sources_read,
    }
}

struct Look<'a> {
    settings: &'a Settings,
    city: &'a Path,
    sources: &'a Path,
    problems: &'a mut Vec<Problem>,
    staged: BTreeMap<String, Staged>,
}

impl Look<'_> {
    /// The content of a source whose header has every column.
    fn content(&mut self, source: &SourceSettings) -> Option<SourceFile> {
        let path = self.sources.join(&source.file);
        let file = match SourceFile::read_unverified(self.sources, source) {
            Ok(file) => file,
            Err(error) => {
                self.problems.push(source_problem(&path, &error));
                return None;
            }
        };
        if let Err(error) = file.verify(self.sources, source) {
            self.problems.push(source_problem(&path, &error));
        }
        if file.bytes.iter().all(u8::is_ascii_whitespace) {
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
        if file.bytes.starts_with("\u{feff}\u{feff}".as_bytes()) {
            let problem = Problem::of_line(path, 1, "(the header)");
            let message = "the file begins with two byte-order marks";
            self.problems.push(problem.saying(message, "at most one"));
        }
        let (header, _) = match Rows::open(&source.file, &file.bytes, &source.missing) {
            Ok(opened) => opened,
            Err(error) => {
                self.problems.push(source_problem(path, &error));
                return false;
            }
        };
        let columns = source.shape.columns().into_iter();
        let errors: Vec<SourceError> = columns
            .filter_map(|column| header.column(column).err())
            .collect();
        let problems = errors.iter().map(|error| source_problem(path, error));
        self.problems.extend(problems);
        errors.is_empty()
    }

    /// Counts the rows of a source.
    fn rows(&mut self, source: &SourceSettings, content: &SourceFile) {
        let path = self.sources.join(&source.file);
        match aggregate::stage_content(self.settings, source, self.city, content) {
            Err(error) => self.refused(&path, None, error),
            Ok(stage) => {
                self.unreadable(&path, &stage.ledger);
                self.unexplained(&path, &stage.ledger);
                if stage.ledger.read == 0 {
                    let problem = Problem::of_line(&path, 1, "(the file)");
                    let message = "the file has a header and no rows";
                    self.problems.push(problem.saying(message, "rows"));
                }
                self.staged.insert(source.id.clone(), stage.staged);
            }
        }
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
            if !stretches.all(|stretch| self.staged.contains_key(&stretch.source)) {
                continue;
            }
            match aggregate::build_cube(settings, table, &self.staged) {
                Ok(cube) => {
                    cubes.insert(table.id.clone(), cube);
                }
                Err(error) => self.refused(Path::new(&table.id), Some(&table.id), error),
            }
        }
        self.official_totals(&cubes);
        if self.staged.len() == settings.sources.len() {
            let path = self.city.join("publishing.toml");
            if let Err(error) = releases::seeds(settings, &self.staged) {
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
