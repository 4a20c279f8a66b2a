//! The cross-check: every name that one file of settings uses is defined by another, every id is
//! given once, and nothing is declared that can have no effect.

mod area_years;
mod comparison;
mod enforcement;
mod groups;
mod lists;
mod locating;
mod month_ends;
mod pages;
mod places;
mod policy;
mod programme;
mod publication;
mod publishing;
mod sources;
mod tables;
mod values;

use std::collections::BTreeSet;
use std::path::Path;

pub(super) use pages::months_of;

use super::codes::is_code;
use super::document::{Document, Step};
use super::loading::{Documents, Has, Loaded};
use super::problem::Problem;
use super::{PlaceList, Settings};

/// Adds what does not fit together.
pub(super) fn cross_check(folder: &Path, loaded: &Loaded<'_>, problems: &mut Vec<Problem>) {
    let mut checker = Checker {
        folder,
        settings: &loaded.settings,
        documents: &loaded.documents,
        has: &loaded.has,
        problems,
    };
    checker.all_ids();
    checker.beginnings();
    checker.city();
    checker.geography();
    checker.publication();
    checker.lists();
    checker.groups();
    let settings = checker.settings;
    settings.sources.iter().for_each(|one| checker.source(one));
    settings.tables.iter().for_each(|one| checker.table(one));
    checker.unused_sources();
    checker.caveats();
    checker.events();
    checker.overview();
    checker.enforcement();
    checker.comparison();
    checker.publishing();
    checker.programme();
    checker.policy();
}

struct Checker<'a> {
    folder: &'a Path,
    settings: &'a Settings,
    documents: &'a Documents<'a>,
    has: &'a Has,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Checker<'a> {
    fn all_ids(&mut self) {
        let documents = self.documents;
        for (document, key) in [
            (&documents.city, "place"),
            (&documents.city, "list"),
            (&documents.city, "group"),
            (&documents.sources, "source"),
            (&documents.tables, "table"),
            (&documents.caveats, "caveat"),
            (&documents.events, "event"),
            (&documents.overview, "charts"),
            (&documents.publishing, "vintage"),
            (&documents.policy, "family"),
            (&documents.policy, "linked"),
            (&documents.programme, "milestone"),
            (&documents.programme, "focus_area"),
            (&documents.programme, "outcome"),
            (&documents.programme, "topic"),
            (&documents.programme, "measure"),
            (&documents.enforcement, "figure"),
            (&documents.enforcement, "operation"),
            (&documents.enforcement, "measure"),
            (&documents.comparison, "measure"),
        ] {
            self.ids(document, key);
        }
    }

    /// A city that is only begun lacks these; each is a problem of its own until it is written.
    fn beginnings(&mut self) {
        let documents = self.documents;
        let is_begun = !documents.tables.elements("table").is_empty();
        for (document, key, message, expected) in [
            (
                &documents.sources,
                "source",
                "no source is declared",
                "a [[source]] for each file of the city",
            ),
            (
                &documents.tables,
                "table",
                "no table is declared",
                "a [[table]] for each table to publish",
            ),
        ] {
            if document.root().is_some() && document.elements(key).is_empty() {
                let problem = document.problem(&[Step::Key(key)]);
                self.push(problem.saying(message, expected));
            }
        }
        let front = &documents.overview;
        if front.root().is_some() && is_begun && front.elements("headlines").is_empty() {
            let problem = front.problem(&[Step::Key("headlines")]);
            let expected = "a [[headlines]] with table, category and geography";
            self.push(problem.saying("the front page leads with nothing", expected));
        }
    }

    fn ids(&mut self, document: &Document<'_>, key: &str) {
        let mut seen = BTreeSet::new();
        for (index, id) in document.ids(key) {
            let steps = [Step::Key(key), Step::At(index), Step::Key("id")];
            let problem = || document.problem(&steps).found(id);
            if !is_code(id) {
                let expected = "lower-case letters, digits, hyphens and underscores";
                self.problems
                    .push(problem().saying("this cannot stand in an address", expected));
            }
            if !seen.insert(id) {
                self.problems
                    .push(problem().saying("this id is given twice", "every id once"));
            }
        }
    }

    fn city(&mut self) {
        let city = &self.settings.city;
        let folder = self.folder.file_name().map(|name| name.to_string_lossy());
        let document = &self.documents.city;
        if folder.as_ref().is_some_and(|folder| *folder != city.id) {
            let problem = document.problem(&[Step::Key("id")]).found(&city.id);
            let expected = format!("{:?}", folder.unwrap_or_default());
            let message = "the id is not the name of the folder";
            self.problems.push(problem.saying(message, expected));
        }
        if !(0.0..=100.0).contains(&city.set_aside_limit_percent) {
            let steps = [Step::Key("set_aside_limit_percent")];
            let problem = document.problem(&steps);
            let problem = problem.found(city.set_aside_limit_percent.to_string());
            self.problems
                .push(problem.saying("this is not a share", "a percentage from 0 to 100"));
        }
        let has_arrests =
            |source: &&super::SourceSettings| matches!(source.shape, super::Shape::Arrests(_));
        let other = crate::classify::OTHER;
        let groups = &self.settings.charge_groups;
        if self.has.charge_groups
            && groups.position(other).is_none()
            && self
                .settings
                .sources
                .iter()
                .any(|source| has_arrests(&source))
        {
            let path = self.folder.join("charge_groups.csv");
            let problem = Problem::of_line(&path, 1, "code");
            let message = "charges that no rule fits have no group";
            let expected = format!("a line with the code {other}");
            self.problems.push(problem.saying(message, expected));
        }
    }

    /// Adds a problem where a place is not declared; the place where it is.
    fn place(
        &mut self,
        id: &str,
        document: &Document<'_>,
        steps: &[Step<'_>],
    ) -> Option<&'a PlaceList> {
        let settings = self.settings;
        let place = settings.place(id).map(|(_, place)| place);
        let is_declared = self
            .documents
            .city
            .ids("place")
            .any(|(_, other)| other == id);
        if place.is_none() && !is_declared && self.documents.city.root().is_some() {
            let ids: Vec<&str> = self.documents.city.ids("place").map(|(_, id)| id).collect();
            let problem = document.problem(steps).found(id);
            let expected = "the id of a [[place]] of city.toml";
            let problem = problem.saying("city.toml declares no such places", expected);
            self.problems.push(problem.suggesting(ids.into_iter()));
        }
        place
    }

    /// Adds a problem where the names do not contain one.
    fn known<'n>(
        &mut self,
        found: &str,
        names: impl Iterator<Item = &'n str> + Clone,
        problem: Problem,
    ) {
        if !names.clone().any(|name| name == found) {
            self.problems.push(problem.found(found).suggesting(names));
        }
    }

    fn push(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
}
