//! What `[[list]]` of `city.toml` declares, and the sources that count by any list.

use std::collections::BTreeSet;

use super::super::document::Step::{At, Id, Key};
use super::super::document::{Document, Step};
use super::super::{CategoryColumn, ListName, RecordColumns, Take};
use super::Checker;
use super::sources::join;

impl<'a> Checker<'a> {
    /// A list has a name of its own, and something counts by it.
    pub(super) fn lists(&mut self) {
        let documents = self.documents;
        let sources = documents.sources.elements("source").len();
        let is_complete = sources > 0 && sources == self.settings.sources.len();
        for (index, id) in documents.city.ids("list") {
            let steps = [Key("list"), At(index), Key("id")];
            let problem = || documents.city.problem(&steps).found(id);
            if ListName::is_taken(id) {
                let message = "a list or a column of published tables has this name already";
                self.push(problem().saying(message, "a name of its own"));
            }
            let list = ListName::from(id.to_owned());
            let mut sources = self.settings.sources.iter();
            if is_complete && !sources.any(|source| source.shape.lists().contains(&list)) {
                let message = "no source counts by this list";
                let expected = "its id below `categories` of a source of the kind records";
                self.push(problem().saying(message, expected));
            }
        }
    }

    /// Whether the members of a list could be read, so that codes can be looked up.
    pub(super) fn is_list_read(&self, list: &ListName) -> bool {
        match list {
            ListName::Offenses => self.has.offenses,
            ListName::ChargeGroups => self.has.charge_groups,
            ListName::Indicators => self.has.indicators,
            ListName::Declared(id) => {
                let list = self.settings.declared_list(id).map(|list| list.is_read);
                let group = self.settings.group(id).map(|(_, group)| group.is_read);
                list.or(group).unwrap_or(false)
            }
        }
    }

    /// Adds a problem where a list is neither standard nor declared.
    pub(super) fn declared(&mut self, id: &str, document: &Document<'_>, steps: &[Step<'_>]) {
        let documents = self.documents;
        let standard = [
            ListName::Offenses,
            ListName::ChargeGroups,
            ListName::Indicators,
        ];
        let mut ids: BTreeSet<&str> = documents.city.ids("list").map(|(_, id)| id).collect();
        ids.extend(standard.iter().map(ListName::as_str));
        if documents.city.root().is_none() {
            return;
        }
        let expected = "offenses, charge_groups, indicators, or the id of a [[list]] of city.toml";
        let problem = document.problem(steps);
        let problem = problem.saying("city.toml declares no such list", expected);
        self.known(id, ids.iter().copied(), problem);
    }

    /// Adds a problem where a name is neither that of a list nor of groups of people.
    pub(super) fn list_or_group(&mut self, id: &str, document: &Document<'_>, steps: &[Step<'_>]) {
        let mut groups = self.documents.city.ids("group");
        if !groups.any(|(_, group)| group == id) {
            self.declared(id, document, steps);
        }
    }

    /// A source of records names lists, vocabularies and codes that are there.
    pub(super) fn records(&mut self, id: &str, records: &'a RecordColumns) {
        let base = [Key("source"), Id(id), Key("shape")];
        let documents = self.documents;
        let problem = |steps: &[Step<'_>]| documents.sources.problem(&join(&base, steps));
        if records.categories.is_empty() {
            let problem = problem(&[Key("categories")]);
            let expected = "a column for a list: force_type = { column = …, vocabulary = … }";
            self.push(problem.saying("the source counts under nothing", expected));
        }
        for (list, column) in &records.categories {
            let steps = join(&base, &[Key("categories"), Key(list)]);
            self.declared(list, &documents.sources, &steps);
            self.category(&steps, &ListName::from(list.clone()), column);
        }
        if let Some(distinct) = records
            .distinct
            .as_ref()
            .filter(|key| key.of.trim().is_empty())
        {
            let problem = problem(&[Key("distinct"), Key("of")]).found(&distinct.of);
            let expected = "what rows with the same text are one of, such as complaint";
            self.push(problem.saying("there is no name", expected));
        }
    }

    fn category(&mut self, steps: &[Step<'_>], list: &ListName, column: &CategoryColumn) {
        let documents = self.documents;
        let problem = |key| documents.sources.problem(&join(steps, &[Key(key)]));
        match (&column.separator, column.take) {
            (Some(separator), _) if separator.is_empty() => {
                let message = "nothing stands between the names";
                let expected = "what the source writes between two names, such as |";
                self.push(problem("separator").saying(message, expected));
            }
            (Some(_), None) => {
                let message = "a cell can name several, and nothing says which of them count";
                let expected = "take = first, highest, distinct or each";
                self.push(problem("take").saying(message, expected));
            }
            (None, Some(_)) => {
                let message = "a cell names one, so there is nothing to choose from";
                let expected = "separator = what stands between several names, or no `take`";
                self.push(problem("take").saying(message, expected));
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
        let settings = self.settings;
        if !self.is_list_read(list) {
            return;
        }
        let has_parents = settings
            .list(list)
            .codes
            .iter()
            .any(|code| code.parent.is_some());
        if column.take == Some(Take::Distinct) && has_parents {
            let message = "a row that names two parts of a code would count twice in the whole";
            let expected = "a list without parents, or take = first, highest or each";
            self.push(problem("take").saying(message, expected));
        }
        let names = settings.names_of(list);
        let names: Vec<&str> = names
            .into_iter()
            .flat_map(|all| all.vocabularies())
            .collect();
        let message = "the names of the list hold no such vocabulary";
        let vocabulary = problem("vocabulary").saying(message, "a vocabulary of its names");
        self.known(&column.vocabulary, names.iter().copied(), vocabulary);
        if let Some(code) = &column.empty {
            let codes: Vec<&str> = settings.list(list).names().collect();
            let message = format!("no line of {} has this code", settings.list_file(list));
            let empty = problem("empty").saying(message, "a code of it");
            self.known(code, codes.iter().copied(), empty);
        }
    }
}
