//! Says in words how a table is made, from the settings alone: for the person who has to answer
//! for a number, without reading settings or Rust.
//!
//! It reads no source, so it says which rows a rule leaves out, not how many.

mod people;
mod places;

use std::collections::BTreeSet;
use std::fmt::Write;

use cube::Month;
use cube::release::Manifest;

use crate::aggregate::roll_up;
use crate::settings::{
    CategoryColumn, ChargeRule, LeaveOut, ListName, Numbers, OffenseColumn, RecordColumns,
    Settings, Shape, SourceSettings, StretchSettings, TableSettings, Take,
};
use crate::source::nearest;

/// The page about a table; where a release is given, with the rows that it located.
///
/// # Errors
/// Where there is no such table: a sentence that names those there are.
pub fn explain(
    settings: &Settings,
    table: &str,
    release: Option<&Manifest>,
) -> Result<String, String> {
    let ids = || settings.tables.iter().map(|table| table.id.as_str());
    let Some(table) = settings.tables.iter().find(|one| one.id == table) else {
        let hint = nearest(table, ids()).map(|id| format!(", did you mean {id:?}?"));
        let all: Vec<&str> = ids().collect();
        return Err(format!(
            "no table {table:?} in {}{}; expected one of {}",
            settings.city.id,
            hint.unwrap_or_default(),
            all.join(", ")
        ));
    };
    let mut page = Page {
        settings,
        table,
        release,
        text: String::new(),
    };
    page.head();
    page.sources();
    page.places();
    page.categories();
    page.groups();
    page.gaps();
    page.caveats();
    page.vintages();
    Ok(page.text)
}

struct Page<'a> {
    settings: &'a Settings,
    table: &'a TableSettings,
    release: Option<&'a Manifest>,
    text: String,
}

impl<'a> Page<'a> {
    fn line(&mut self, indent: usize, text: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{:indent$}{text}", "");
    }

    fn heading(&mut self, text: &str) {
        self.line(0, "");
        self.line(0, text);
    }

    /// The earlier counts with which the history of the table's numbers begins.
    fn vintages(&mut self) {
        let vintages = self.settings.vintages.iter();
        let vintages = vintages.filter(|vintage| vintage.table == self.table.id);
        for (at, vintage) in vintages.enumerate() {
            if at == 0 {
                self.heading("Earlier counts, with which the history of its numbers begins");
            }
            let day = vintage.published_on.as_deref();
            let day = day.unwrap_or("of the day that each row names");
            let text = format!("{}: source {}, {day}", vintage.id, vintage.source);
            self.line(2, &text);
            self.line(4, &vintage.dated_by);
        }
    }

    fn head(&mut self) {
        let table = self.table;
        self.line(0, &format!("{}: {}", table.id, table.title));
        self.line(0, &table.description);
        let months = format!("{} to {}", table.first, table.last);
        let areas = self.areas();
        self.line(
            0,
            &format!("Counts {}, {months}, {areas}.", table.unit.as_str()),
        );
        self.records_counted();
    }

    fn areas(&self) -> String {
        let geography = &self.table.geography;
        let city = geography.city.then(|| self.settings.city.label.clone());
        let place = geography.place.as_deref();
        let place = place.and_then(|id| self.settings.place(id));
        let parts = place.map(|(_, place)| match geography.only.len() {
            0 => format!(
                "each of {} places of the kind {}",
                place.members.len(),
                place.id
            ),
            _ => format!(
                "only {} of the kind {}",
                geography.only.join(", "),
                place.id
            ),
        });
        let areas: Vec<String> = city.into_iter().chain(parts).collect();
        areas.join(" and ")
    }

    fn sources(&mut self) {
        self.heading("Sources, in the order of time");
        for stretch in &self.table.stretches {
            let months = format!("{} to {}", stretch.first, stretch.last);
            self.line(2, &format!("{months}: {}", stretch.source));
        }
        let mut told = BTreeSet::new();
        for stretch in &self.table.stretches {
            let mut sources = self.settings.sources.iter();
            if let Some(source) = sources.find(|source| source.id == stretch.source)
                && told.insert(&source.id)
            {
                self.source(source);
            }
        }
    }

    fn source(&mut self, source: &'a SourceSettings) {
        self.heading(&format!("Source {}: {}", source.id, source.title));
        self.line(2, &format!("from {}", source.publisher));
        self.line(
            2,
            &format!("file {}, SHA-256 {}", source.file, source.sha256),
        );
        self.line(2, &row_of(&source.shape));
        self.line(
            2,
            &format!("columns read: {}", source.shape.columns().join(", ")),
        );
        for (kind, column) in source.shape.places().into_iter().flatten() {
            self.place_column(source, kind, column);
        }
        if let Shape::Records(records) = &source.shape {
            for (list, column) in &records.categories {
                self.line(
                    2,
                    &format!("{list} from column {}{}", column.column, taken(column)),
                );
            }
        }
        if let Shape::YearToDate(columns) = &source.shape
            && let Some(file) = &columns.withheld
        {
            self.line(
                2,
                &format!("months not taken, each with its reason: {file}"),
            );
        }
        for (limit, word) in [(&source.floor, "before"), (&source.ceiling, "after")] {
            if let Some(limit) = limit {
                let text = format!("left out: rows {word} {}: {}", limit.day, limit.reason);
                self.line(2, &text);
            }
        }
        self.mapping_limits(source);
        if source.leave_out.is_empty() {
            self.line(2, "every readable row is counted in some table");
        }
        for rule in &source.leave_out {
            self.line(
                2,
                &format!("left out: {}: {}", condition(rule), rule.reason),
            );
        }
    }

    /// How much of what the source says may be unknown.
    fn mapping_limits(&mut self, source: &SourceSettings) {
        if let Some(OffenseColumn::Named {
            unmapped,
            unmapped_limit_percent: Some(percent),
            ..
        }) = source.shape.offense()
        {
            let fate = match unmapped {
                Some(code) => format!("count as {code}"),
                None => "are set aside".to_owned(),
            };
            let text = format!("unknown offenses, up to {percent} % of the rows, {fate}");
            self.line(2, &text);
        }
        if let Shape::Arrests(columns) = &source.shape
            && let Some(percent) = columns.charge.unmatched_limit_percent
        {
            let text = format!("charges that fit no rule: at most {percent} % of the rows");
            self.line(2, &text);
        }
    }

    fn categories(&mut self) {
        match &self.table.list {
            ListName::ChargeGroups => self.charges(),
            ListName::Indicators => self.indicators(),
            ListName::Offenses => self.names_of_list("offense_names.csv"),
            ListName::Declared(id) if self.settings.group(id).is_some() => {
                self.group(id, &self.table.categories, &self.table.labels);
            }
            ListName::Declared(id) => {
                let list = self.settings.declared_list(id);
                let file = list.map(|list| list.settings.names.as_str());
                self.names_of_list(file.unwrap_or_default());
            }
        }
    }

    /// Which names of which source count under which category.
    fn names_of_list(&mut self, file: &str) {
        let what = match &self.table.list {
            ListName::Offenses => "Offenses, and what the sources call them".to_owned(),
            list => {
                let (_, label) = self.settings.list_heading(list);
                format!("{label}, and what the sources call it")
            }
        };
        self.heading(&format!("{what} ({file})"));
        let list = self.settings.list(&self.table.list);
        let positions = roll_up(list, &self.table.categories);
        for (at, category) in (0..).zip(&self.table.categories) {
            let names = self.names(|code| positions.get(code) == Some(&Some(at)));
            let (label, national) = (self.label(category), self.national(category));
            let names = match names.is_empty() {
                true => "the sum of its parts".to_owned(),
                false => names.join("; "),
            };
            self.line(2, &format!("{category} ({label}{national}): {names}"));
        }
    }

    fn names(&self, is_counted: impl Fn(usize) -> bool) -> Vec<String> {
        let mut names = Vec::new();
        let mut told = BTreeSet::new();
        for stretch in &self.table.stretches {
            let mut sources = self.settings.sources.iter();
            let Some(source) = sources.find(|source| source.id == stretch.source) else {
                continue;
            };
            if !told.insert(&source.id) {
                continue;
            }
            if let Shape::Records(records) = &source.shape {
                self.names_of_records(records, &source.id, &is_counted, &mut names);
                continue;
            }
            match source.shape.offense() {
                Some(OffenseColumn::Named { vocabulary, .. }) => {
                    let all = self.settings.vocabularies.get(vocabulary);
                    for (name, codes) in all.into_iter().flatten() {
                        for code in codes.iter().filter(|code| is_counted(code.code)) {
                            let sign = if code.factor < 0 { "less " } else { "" };
                            names.push(format!("{sign}{name:?} in {}", source.id));
                        }
                    }
                }
                Some(OffenseColumn::Constant { code }) => {
                    if self
                        .settings
                        .offenses
                        .position(code)
                        .is_some_and(&is_counted)
                    {
                        names.push(format!("every row of {}", source.id));
                    }
                }
                None => self.columns_of(source, &is_counted, &mut names),
            }
        }
        names
    }

    /// The names of a source of records that lead to a code of the table's list.
    fn names_of_records(
        &self,
        records: &RecordColumns,
        source: &str,
        is_counted: &impl Fn(usize) -> bool,
        names: &mut Vec<String>,
    ) {
        let list = &self.table.list;
        let Some((_, column)) = records.lists().find(|(name, _)| name == list) else {
            return;
        };
        let all = self.settings.names_of(list);
        let all = all.and_then(|all| all.get(&column.vocabulary));
        for (name, codes) in all.into_iter().flatten() {
            if codes.iter().any(|code| is_counted(code.code)) {
                names.push(format!("{name:?} in {source}"));
            }
        }
        let empty = column.empty.as_ref();
        let empty = empty.and_then(|code| self.settings.list(list).position(code));
        if empty.is_some_and(is_counted) {
            names.push(format!("nothing in {:?} of {source}", column.column));
        }
    }

    /// What national statistics call a code, after its label.
    fn national(&self, category: &str) -> String {
        let list = self.settings.list(&self.table.list);
        let code = list.position(category).and_then(|at| list.codes.get(at));
        let text = code.map(|code| code.marks.national()).unwrap_or_default();
        match text.is_empty() {
            true => text,
            false => format!(", {text}"),
        }
    }

    fn columns_of(
        &self,
        source: &SourceSettings,
        is_counted: &impl Fn(usize) -> bool,
        names: &mut Vec<String>,
    ) {
        if let Shape::AgencyMonths(columns) = &source.shape {
            for (code, column) in &columns.counts {
                if self
                    .settings
                    .offenses
                    .position(code)
                    .is_some_and(is_counted)
                {
                    names.push(format!("column {column:?} of {}", source.id));
                }
            }
        }
    }

    fn charges(&mut self) {
        self.heading("Charge groups, by the first rule that fits (charges.csv)");
        let positions = roll_up(&self.settings.charge_groups, &self.table.categories);
        for (at, category) in (0..).zip(&self.table.categories) {
            let is_counted = |rule: &&ChargeRule| positions.get(rule.group) == Some(&Some(at));
            let rules = self.settings.charges.iter().filter(is_counted);
            let rules: Vec<String> = rules
                .map(|rule| format!("{} {:?}", rule.kind.as_str(), rule.pattern))
                .collect();
            let label = self.label(category);
            let rules = match (rules.is_empty(), category == crate::classify::OTHER) {
                (_, true) => "every charge that no rule fits".to_owned(),
                (true, false) => "the sum of its parts".to_owned(),
                (false, false) => rules.join("; "),
            };
            self.line(2, &format!("{category} ({label}): {rules}"));
        }
    }

    fn indicators(&mut self) {
        self.heading("Indicators, and what the sources call them");
        for category in &self.table.categories {
            let mut names: Vec<String> = Vec::new();
            for source in &self.settings.sources {
                let is_used = |stretch: &StretchSettings| stretch.source == source.id;
                if !self.table.stretches.iter().any(is_used) {
                    continue;
                }
                let years = source.shape.area_years().into_iter();
                let all = years.flat_map(|years| &years.indicator.names);
                let own = all.filter(|(_, code)| *code == category);
                names.extend(own.map(|(name, _)| format!("{name:?} in {}", source.id)));
                let ends = source.shape.month_ends().into_iter();
                let own = ends.filter_map(|ends| ends.values.get(category));
                names.extend(own.map(|name| format!("{name:?} in {}", source.id)));
            }
            let label = self.label(category);
            self.line(2, &format!("{category} ({label}): {}", names.join("; ")));
        }
        if self
            .table
            .stretches
            .iter()
            .any(|stretch| stretch.take == Numbers::Counts)
        {
            self.line(
                2,
                "counts are the rates times the people they were divided by",
            );
        }
    }

    fn label(&self, category: &str) -> String {
        let list = self.settings.list(&self.table.list);
        let code = list.position(category).and_then(|at| list.codes.get(at));
        let label = code.map(|code| &code.label);
        let label = self.table.labels.get(category).or(label);
        label.cloned().unwrap_or_default()
    }

    fn gaps(&mut self) {
        self.heading("What is not collected");
        let table = self.table;
        let mut next = table.first;
        let mut gaps: Vec<(Month, Month)> = Vec::new();
        for stretch in &table.stretches {
            if next < stretch.first {
                gaps.push((next, stretch.first.plus(-1)));
            }
            next = stretch.last.plus(1);
        }
        if next <= table.last {
            gaps.push((next, table.last));
        }
        if gaps.is_empty() {
            self.line(2, "no month is missing: a source stands for each");
        }
        for (first, last) in gaps {
            self.line(2, &format!("{first} to {last}: no source"));
        }
        for months in &table.incomplete {
            let span = format!("{} to {}", months.first, months.last);
            self.line(2, &format!("{span} is provisional: {}", months.reason));
        }
        for point in &table.breaks {
            let reason = &point.reason;
            self.line(
                2,
                &format!("not comparable across {}: {reason}", point.month),
            );
        }
    }

    fn caveats(&mut self) {
        self.heading("Caveats");
        let all = &self.settings.caveats;
        for id in &self.table.caveats {
            if let Some(caveat) = all.iter().find(|caveat| caveat.id == *id) {
                self.line(2, &format!("{id}: {}", caveat.text));
            }
        }
        if self.table.caveats.is_empty() {
            self.line(2, "none");
        }
    }
}

fn row_of(shape: &Shape) -> String {
    let row: String = match shape {
        Shape::Incidents(columns) => match &columns.count {
            None => "a row is one victim or offense".into(),
            Some(count) => format!("a row stands for as many as {} says", count.column),
        },
        Shape::Arrests(_) => "a row is one arrest".into(),
        Shape::AgencyMonths(_) => "a row is a month of an agency".into(),
        Shape::YearToDate(_) => {
            "a row is a running total of the year; a month is the difference of two".into()
        }
        Shape::Records(columns) => match &columns.distinct {
            None => "a row is one record".into(),
            Some(key) => format!(
                "rows with the same {} are one {}, of which the first counts",
                key.column, key.of
            ),
        },
        Shape::PublishedTotals(_) => "a row holds totals as they were published".into(),
        Shape::AreaYears(_) => "a row is the value of an indicator in an area and a year".into(),
        Shape::Measures(_) => {
            "a row is the value of a measure in a year; no table counts it".into()
        }
        Shape::MonthEnds(_) => {
            "a row holds running values on a day, of which the last of a month are taken".into()
        }
    };
    let Some(date) = shape.date() else {
        return row;
    };
    format!(
        "{row}, dated by {} as {}",
        date.column,
        date.formats.join(" or ")
    )
}

/// Which of several names in a cell count.
fn taken(column: &CategoryColumn) -> &'static str {
    match column.take {
        None => "",
        Some(Take::First) => ", the first of several names",
        Some(Take::Highest) => ", the name that stands highest in the list",
        Some(Take::Distinct) => ", each of several names once",
        Some(Take::Each) => ", each of several names as often as it stands there",
    }
}

fn condition(rule: &LeaveOut) -> String {
    let mut parts = Vec::new();
    parts.extend(rule.from.map(|day| format!("from {day} on")));
    parts.extend(rule.before.map(|day| format!("before {day}")));
    if !rule.categories.is_empty() {
        parts.push(format!("of {}", rule.categories.join(", ")));
    }
    let groups = rule.groups.iter();
    parts.extend(groups.map(|(list, codes)| format!("with {list} {}", codes.join(" or "))));
    if rule.unlisted_agency {
        parts.push("of agencies that are not listed".into());
    }
    if rule.sums {
        parts.push("that are sums of other rows".into());
    }
    if rule.unlisted_indicator {
        parts.push("of indicators that are not named".into());
    }
    match parts.is_empty() {
        true => "every row not named above".into(),
        false => format!("rows {}", parts.join(", ")),
    }
}
