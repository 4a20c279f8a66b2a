//! What the front page needs of a release before its numbers, in one small file.
//!
//! A manifest names the hash of each of hundreds of files, and what the front page shows first stands in
//! two more. Whoever writes that page ahead of time puts the three together, without what it does not
//! ask for. It is no file of the release: who checks a release reads the manifest.
//!
//! Four lines: the SHA-256 of the whole manifest in lower-case hexadecimal, and as JSON the manifest,
//! `overview.json` and `events.json`.

use std::collections::BTreeSet;

use serde_json::{Error, to_vec};

use crate::json::from_slice;
use crate::release::{Accounting, Downloads, Events, File, Manifest, Overview, Source, Table};

/// The parts of a release that its front page needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// SHA-256 of the whole `manifest.json`, in lower-case hexadecimal.
    pub manifest_sha256: String,
    /// The manifest. In its `files` are only those that the front page begins with, and what it says of
    /// tables and sources that this page does not show is left empty.
    pub manifest: Manifest,
    /// `overview.json`.
    pub overview: Overview,
    /// `events.json`.
    pub events: Events,
}

impl Excerpt {
    /// The excerpt of a whole manifest with that hash, and of the two files beside it.
    #[must_use]
    pub fn of(
        manifest: &Manifest,
        manifest_sha256: &str,
        overview: &Overview,
        events: &Events,
    ) -> Self {
        let cubes: Vec<&str> = cubes_of(manifest, overview).collect();
        let is_shown = |table: &Table| cubes.contains(&table.cube.as_str());
        let shown: Vec<&Table> = manifest.tables.iter().filter(|one| is_shown(one)).collect();
        let is_named = |id: &String, of: fn(&Table) -> &Vec<String>| {
            shown.iter().any(|table| of(table).contains(id))
        };
        let texts: Vec<&str> = manifest
            .translations
            .iter()
            .map(|one| one.path.as_str())
            .collect();
        let mut excerpt = manifest.clone();
        excerpt.files.retain(|File { path, .. }| {
            cubes.contains(&path.as_str()) || texts.contains(&path.as_str())
        });
        excerpt
            .caveats
            .retain(|caveat| is_named(&caveat.id, |table| &table.caveats));
        let others = excerpt.tables.iter_mut().filter(|table| !is_shown(table));
        others.for_each(leave_months);
        for source in &mut excerpt.sources {
            source.located.clear();
            if !is_named(&source.id, |table| &table.sources) {
                leave_publisher(source);
            }
        }
        Self {
            manifest_sha256: manifest_sha256.to_owned(),
            manifest: excerpt,
            overview: overview.clone(),
            events: events.clone(),
        }
    }

    /// The file of the excerpt.
    ///
    /// # Errors
    /// Where it cannot be written as JSON.
    pub fn write(&self) -> Result<Vec<u8>, Error> {
        let lines = [
            self.manifest_sha256.clone().into_bytes(),
            to_vec(&self.manifest)?,
            to_vec(&self.overview)?,
            to_vec(&self.events)?,
        ];
        Ok(lines.join(&b'\n'))
    }

    /// The excerpt in a file; none where it is no file of one.
    #[must_use]
    pub fn read(file: &[u8]) -> Option<Self> {
        let mut lines = file.split(|byte| *byte == b'\n');
        let excerpt = Self {
            manifest_sha256: String::from_utf8(lines.next()?.to_vec()).ok()?,
            manifest: from_slice(lines.next()?).ok()?,
            overview: from_slice(lines.next()?).ok()?,
            events: from_slice(lines.next()?).ok()?,
        };
        lines.next().is_none().then_some(excerpt)
    }
}

/// Leaves of a table that is not shown what it is of and which months it has.
fn leave_months(table: &mut Table) {
    for text in [&mut table.title, &mut table.description, &mut table.csv] {
        text.clear();
    }
    table.query = None;
    table.downloads = Downloads::default();
    for list in [&mut table.sources, &mut table.caveats] {
        list.clear();
    }
    table.incomplete.clear();
    table.protection = None;
}

/// Leaves of a source of which nothing is shown its name and who published it.
fn leave_publisher(source: &mut Source) {
    for text in [
        &mut source.title,
        &mut source.terms,
        &mut source.stored_copy,
        &mut source.file,
        &mut source.sha256,
    ] {
        text.clear();
    }
    source.accounting = Accounting::default();
    source.mapping = None;
    source.unmapped.clear();
}

/// The paths of the cubes of the tables that a front page shows.
pub fn cubes_of<'a>(
    manifest: &'a Manifest,
    overview: &Overview,
) -> impl Iterator<Item = &'a str> + use<'a> {
    let in_charts = overview.charts.iter().flat_map(|chart| &chart.lines);
    let lines = overview.headlines.iter().chain(in_charts);
    let shown: BTreeSet<String> = lines.map(|line| line.table.clone()).collect();
    let tables = manifest.tables.iter();
    let tables = tables.filter(move |table| shown.contains(&table.id));
    tables.map(|table| table.cube.as_str())
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;
    use serde_json::{from_value, json};

    use super::*;
    use crate::Month;

    fn read<T: DeserializeOwned>(value: serde_json::Value) -> T {
        from_value(value).unwrap()
    }

    /// A release of two tables, each with a source and a caveat of its own.
    fn manifest() -> Manifest {
        let table = |id: &str| {
            json!({
                "id": id, "title": "Title", "description": "More", "unit": "victims", "first": "2020-01",
                "last": "2020-12", "rows": 12, "cube": format!("cubes/{id}.cube"), "csv": "a.csv",
                "query": "a.sql", "sources": [format!("of_{id}")], "caveats": [format!("about_{id}")],
            })
        };
        let source = |id: &str| {
            json!({
                "id": format!("of_{id}"), "label": "Label", "title": "Title", "publisher": "Police", "terms": "Free",
                "stored_copy": "here", "file": "a", "sha256": "00", "bytes": 1, "first_day": "2020-01-01",
                "last_day": "2020-12-31",
                "accounting": { "read": 9, "used": 9, "set_aside": 0, "outside_window": 0 },
                "located": [{ "place": "district", "year": 2020, "rows": 9, "not_located": 1 }],
            })
        };
        let caveat = |id: &str| json!({ "id": format!("about_{id}"), "text": "Careful." });
        let paths = [
            "a.csv",
            "a.sql",
            "cubes/crime.cube",
            "cubes/stops.cube",
            "texts/es.json",
        ];
        let file = |path: &str| json!({ "path": path, "bytes": 1, "sha256": "00" });
        let ids = ["crime", "stops"];
        read(json!({
            "format": 1, "id": "2026-01-01-00000000", "city": "town", "city_label": "Town",
            "released": "2026-01-01", "software": "1", "tables": (ids.map(table)),
            "sources": (ids.map(source)), "caveats": (ids.map(caveat)),
            "translations": [{ "language": "es", "path": "texts/es.json" }], "files": (paths.map(file)),
        }))
    }

    fn excerpt() -> Excerpt {
        let line = json!({ "table": "crime", "category": "all", "geography": "city" });
        let overview = json!({
            "headlines": [line], "gaps": [],
            "charts": [{ "id": "c", "heading": "", "first": "2020-01", "grain": "month", "lines": [line] }],
        });
        let events = json!({ "events": [] });
        Excerpt::of(&manifest(), "ab", &read(overview), &read(events))
    }

    #[test]
    fn of_what_the_front_page_shows_all_is_there() {
        let (whole, part) = (manifest(), excerpt().manifest);
        assert_eq!(part.tables[0], whole.tables[0]);
        assert_eq!(part.caveats, whole.caveats[..1]);
        let mut source = whole.sources[0].clone();
        source.located.clear();
        assert_eq!(part.sources[0], source);
        let files: Vec<&str> = part.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(files, ["cubes/crime.cube", "texts/es.json"]);
    }

    #[test]
    fn of_the_rest_its_months_and_its_publishers_stay() {
        let part = excerpt().manifest;
        let [_, table] = &part.tables[..] else {
            panic!()
        };
        assert_eq!((table.id.as_str(), table.rows), ("stops", 12));
        assert_eq!(
            [table.first, table.last],
            ["2020-01", "2020-12"].map(|month| Month::parse(month).unwrap())
        );
        assert_eq!((table.title.as_str(), &table.query), ("", &None));
        let [_, source] = &part.sources[..] else {
            panic!()
        };
        assert_eq!(
            (source.publisher.as_str(), source.title.as_str()),
            ("Police", "")
        );
    }

    #[test]
    fn a_file_is_read_as_it_was_written_or_not_at_all() {
        let written = excerpt().write().unwrap();
        assert_eq!(Excerpt::read(&written), Some(excerpt()));
        assert_eq!(Excerpt::read(&written[..written.len() - 1]), None);
        assert_eq!(Excerpt::read(&[&written[..], b"\n"].concat()), None);
        assert_eq!(Excerpt::read(b""), None);
    }
}
