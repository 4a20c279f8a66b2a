//! The cross-check: every name that one file of settings uses is defined by another.

use std::collections::BTreeSet;
use std::path::Path;

use cube::release::LineReference;

use super::{
    AgencyColumn, OffenseColumn, PlaceList, Settings, SettingsError, Shape, SourceSettings,
    TableSettings,
};

/// Checks that the settings refer only to what they define.
pub(super) fn cross_check(folder: &Path, settings: &Settings) -> Result<(), SettingsError> {
    let checker = Checker { folder, settings };
    settings
        .sources
        .iter()
        .try_for_each(|source| checker.source(source))?;
    settings
        .tables
        .iter()
        .try_for_each(|table| checker.table(table))?;
    checker.overview()?;
    checker.unique("sources.toml", settings.sources.iter().map(|s| &s.id))?;
    checker.unique("tables.toml", settings.tables.iter().map(|t| &t.id))?;
    checker.unique("caveats.toml", settings.caveats.iter().map(|c| &c.id))?;
    checker.unique("events.toml", settings.events.iter().map(|e| &e.id))?;
    if !settings.events.is_sorted_by_key(|event| event.month) {
        return Err(checker.error("events.toml", "events out of order", "the oldest first"));
    }
    Ok(())
}

struct Checker<'a> {
    folder: &'a Path,
    settings: &'a Settings,
}

impl Checker<'_> {
    fn source(&self, source: &SourceSettings) -> Result<(), SettingsError> {
        let id = &source.id;
        match &source.shape {
            Shape::Incidents(columns) => {
                self.offense(id, &columns.offense)?;
                self.places(id, columns.places.keys())?;
            }
            Shape::Arrests(columns) => self.places(id, columns.places.keys())?,
            Shape::AgencyMonths(columns) => {
                self.agency(id, &columns.agency)?;
                self.codes(id, columns.counts.keys())?;
            }
            Shape::YearToDate(columns) => {
                self.agency(id, &columns.agency)?;
                self.offense(id, &columns.offense)?;
            }
        }
        source
            .leave_out
            .iter()
            .try_for_each(|rule| self.codes(id, rule.categories.iter()))
    }

    fn offense(&self, source: &str, offense: &OffenseColumn) -> Result<(), SettingsError> {
        match offense {
            OffenseColumn::Constant { code } => self.codes(source, std::iter::once(code)),
            OffenseColumn::Named { vocabulary, .. } => {
                if self.settings.vocabularies.get(vocabulary).is_some() {
                    return Ok(());
                }
                let found = format!("source {source:?} uses the vocabulary {vocabulary:?}");
                Err(self.error("sources.toml", &found, "a vocabulary of offense_names.csv"))
            }
        }
    }

    fn agency(&self, source: &str, agency: &AgencyColumn) -> Result<(), SettingsError> {
        self.places(source, std::iter::once(&agency.place))
    }

    fn places<'a>(
        &self,
        source: &str,
        mut places: impl Iterator<Item = &'a String>,
    ) -> Result<(), SettingsError> {
        match places.find(|place| self.settings.place(place).is_none()) {
            None => Ok(()),
            Some(place) => {
                let found = format!("{source:?} names the places {place:?}");
                Err(self.error("sources.toml", &found, "a kind of place of city.toml"))
            }
        }
    }

    fn codes<'a>(
        &self,
        source: &str,
        mut codes: impl Iterator<Item = &'a String>,
    ) -> Result<(), SettingsError> {
        let known = |code: &str| {
            self.settings.offenses.position(code).is_some()
                || self.settings.charge_groups.position(code).is_some()
        };
        match codes.find(|code| !known(code)) {
            None => Ok(()),
            Some(code) => {
                let found = format!("source {source:?} names the code {code:?}");
                Err(self.error("sources.toml", &found, "a code of a code list"))
            }
        }
    }

    fn table(&self, table: &TableSettings) -> Result<(), SettingsError> {
        let id = &table.id;
        let fail = |found: String, expected: &str| Err(self.error("tables.toml", &found, expected));
        let list = self.settings.list(table.list);
        if let Some(code) = table.categories.iter().find(|c| list.position(c).is_none()) {
            return fail(
                format!("table {id:?} shows the code {code:?}"),
                "a code of its list",
            );
        }
        let known = |caveat: &String| self.settings.caveats.iter().any(|c| &c.id == caveat);
        if let Some(caveat) = table.caveats.iter().find(|caveat| !known(caveat)) {
            return fail(
                format!("table {id:?} names the caveat {caveat:?}"),
                "one of caveats.toml",
            );
        }
        for stretch in &table.stretches {
            if !self.settings.sources.iter().any(|s| s.id == stretch.source) {
                let found = format!("table {id:?} is made from {:?}", stretch.source);
                return fail(found, "a source of sources.toml");
            }
        }
        let ordered = table
            .stretches
            .is_sorted_by(|one, next| one.first <= one.last && one.last < next.first);
        if !ordered {
            return fail(
                format!("table {id:?}: stretches overlap"),
                "stretches in time order",
            );
        }
        self.areas(table)
    }

    fn areas(&self, table: &TableSettings) -> Result<(), SettingsError> {
        let geography = &table.geography;
        self.places(&table.id, geography.place.iter())?;
        let place = geography.place.as_ref();
        let place = place.and_then(|place| self.settings.place(place));
        let known = |code: &String| place.is_some_and(|(_, place)| has_code(place, code));
        match geography.only.iter().find(|code| !known(code)) {
            None => Ok(()),
            Some(code) => {
                let found = format!("table {:?} shows the area {code:?}", table.id);
                Err(self.error("tables.toml", &found, "a code of its places"))
            }
        }
    }

    fn overview(&self) -> Result<(), SettingsError> {
        let overview = &self.settings.overview;
        let in_charts = overview.charts.iter().flat_map(|chart| &chart.lines);
        let mut lines = overview.headlines.iter().chain(in_charts);
        match lines.find(|line| !self.is_line(line)) {
            None => Ok(()),
            Some(line) => {
                let found = format!("{} of {} in {}", line.category, line.geography, line.table);
                Err(self.error("overview.toml", &found, "a line of a table"))
            }
        }
    }

    fn is_line(&self, line: &LineReference) -> bool {
        let mut tables = self.settings.tables.iter();
        tables
            .find(|table| table.id == line.table)
            .is_some_and(|table| {
                let is_city = table.geography.city && line.geography == self.settings.city.id;
                let place = table.geography.place.as_deref();
                let place = place.and_then(|place| self.settings.place(place));
                let is_member = |(_, place): (usize, &PlaceList)| has_code(place, &line.geography);
                table.categories.contains(&line.category)
                    && (is_city || place.is_some_and(is_member))
            })
    }

    fn unique<'a>(
        &self,
        file: &str,
        ids: impl Iterator<Item = &'a String>,
    ) -> Result<(), SettingsError> {
        let mut seen = BTreeSet::new();
        for id in ids {
            if !seen.insert(id) {
                return Err(self.error(file, &format!("the id {id:?} twice"), "every id once"));
            }
        }
        Ok(())
    }

    fn error(&self, file: &str, found: &str, expected: &str) -> SettingsError {
        SettingsError::Invalid {
            path: self.folder.join(file),
            found: found.to_owned(),
            expected: expected.to_owned(),
        }
    }
}

fn has_code(place: &PlaceList, code: &str) -> bool {
    place.members.iter().any(|(member, _)| member == code)
}
