//! What the settings say of groups of people: lists, the columns that name groups, and the tables
//! that tell them apart.

use std::collections::{BTreeMap, BTreeSet};

use super::super::document::Step;
use super::super::document::Step::{At, Id, Key};
use super::super::problem::Problem;
use super::super::{
    AgeColumn, CodeList, GroupColumn, GroupList, LeaveOut, ListName, Shape, SourceSettings,
    TableGroup, TableSettings,
};
use super::Checker;
use super::sources::join;

/// Columns of staged records that no list of groups can be named after.
const STAGED: [&str; 7] = [
    "line", "period", "code", "weight", "city", "dataset", "year",
];

impl<'a> Checker<'a> {
    /// A list of groups has a name of its own, and some source tells of it.
    pub(super) fn groups(&mut self) {
        let documents = self.documents;
        let sources = documents.sources.elements("source").len();
        let is_complete = sources > 0 && sources == self.settings.sources.len();
        let others: BTreeSet<&str> = documents
            .city
            .ids("place")
            .chain(documents.city.ids("list"))
            .map(|(_, id)| id)
            .collect();
        for (index, id) in documents.city.ids("group") {
            let steps = [Key("group"), At(index), Key("id")];
            let problem = || documents.city.problem(&steps).found(id);
            if ListName::is_taken(id) || STAGED.contains(&id) || others.contains(id) {
                let message = "a list, a kind of place or a column has this name already";
                self.push(problem().saying(message, "a name of its own"));
            }
            let mut all = self.settings.sources.iter();
            if is_complete && !all.any(|source| source.shape.names_group(id)) {
                let message = "no source tells of these groups";
                let expected = "its id below `groups` of a source, or as the `bands` of its `age`";
                self.push(problem().saying(message, expected));
            }
        }
    }

    /// The columns of a source that name groups, and the bands of its ages.
    pub(super) fn person_columns(&mut self, id: &str, shape: &'a Shape) {
        let base = [Key("source"), Id(id), Key("shape")];
        if let Some(age) = shape.age() {
            self.age_bands(&join(&base, &[Key("age"), Key("bands")]), age);
        }
        for (list, column) in shape.groups().into_iter().flatten() {
            self.group_column(&join(&base, &[Key("groups"), Key(list)]), list, column);
        }
    }

    /// The list of a `[[group]]`; a problem where there is none, or it is of the other kind.
    fn group_list(
        &mut self,
        problem: Problem,
        id: &str,
        is_of_ages: Option<bool>,
    ) -> Option<&'a GroupList> {
        let documents = self.documents;
        let ids: Vec<&str> = documents.city.ids("group").map(|(_, id)| id).collect();
        if documents.city.root().is_some() && !ids.contains(&id) {
            let expected = "the id of a [[group]] of city.toml";
            let problem = problem.saying("city.toml declares no such groups", expected);
            self.known(id, ids.iter().copied(), problem);
            return None;
        }
        let (_, list) = self.settings.group(id)?;
        match is_of_ages {
            Some(true) if !list.is_of_ages() => {
                let message = "these groups have names and are no bands of ages";
                self.push(
                    problem
                        .found(id)
                        .saying(message, "a [[group]] without `names`"),
                );
                None
            }
            Some(false) if list.is_of_ages() => {
                let message = "these groups are bands of ages, which no column names";
                let expected = "a [[group]] with `names`, or `bands` beside the column of ages";
                self.push(problem.found(id).saying(message, expected));
                None
            }
            _ => Some(list).filter(|list| list.is_read),
        }
    }

    fn age_bands(&mut self, steps: &[Step<'_>], age: &AgeColumn) {
        let Some(id) = &age.bands else { return };
        let problem = self.documents.sources.problem(steps);
        let Some(list) = self.group_list(problem.clone(), id, Some(true)) else {
            return;
        };
        let uncovered = [age.minimum, age.maximum]
            .into_iter()
            .find(|age| list.band(*age).is_none());
        if let Some(age) = uncovered.filter(|_| !list.bands.is_empty()) {
            let message = format!(
                "no band of {} holds the possible age {age}",
                list.settings.file
            );
            self.push(
                problem
                    .found(id)
                    .saying(message, "bands from `minimum` to `maximum`"),
            );
        }
    }

    fn group_column(&mut self, steps: &[Step<'_>], id: &str, column: &GroupColumn) {
        let documents = self.documents;
        let limit = join(steps, &[Key("unmapped_limit_percent")]);
        self.share(&documents.sources, &limit, column.unmapped_limit_percent);
        let problem = documents.sources.problem(steps);
        let Some(list) = self.group_list(problem, id, Some(false)) else {
            return;
        };
        let problem = documents
            .sources
            .problem(&join(steps, &[Key("vocabulary")]));
        let message = "the names of the groups hold no such vocabulary";
        let problem = problem.saying(message, "a vocabulary of its names");
        let all: Vec<&str> = list.names.vocabularies().collect();
        self.known(&column.vocabulary, all.iter().copied(), problem);
    }

    /// The groups of people whose rows a rule leaves out.
    pub(super) fn left_out_groups(
        &mut self,
        steps: &[Step<'_>],
        source: &SourceSettings,
        rule: &LeaveOut,
    ) {
        let documents = self.documents;
        for (id, codes) in &rule.groups {
            let steps = join(steps, &[Key("groups"), Key(id)]);
            let problem = documents.sources.problem(&steps);
            let Some(list) = self.group_list(problem.clone(), id, None) else {
                continue;
            };
            if !source.shape.names_group(id) {
                let message = "the source does not say to which of these groups its rows belong";
                let expected = "a list that `groups` or the `bands` of `age` name";
                self.push(problem.found(id).saying(message, expected));
            }
            for (index, code) in codes.iter().enumerate() {
                let problem = documents.sources.problem(&join(&steps, &[At(index)]));
                let message = format!("no line of {} has this code", list.settings.file);
                let problem = problem.saying(message, "a code of it");
                let known: Vec<&str> = list.codes.names().collect();
                self.known(code, known.iter().copied(), problem);
            }
        }
    }

    /// The groups that a table tells apart, and the records that it counts.
    pub(super) fn table_groups(&mut self, table: &'a TableSettings) {
        for (index, group) in table.groups.iter().enumerate() {
            self.table_group(table, index, group);
        }
        if let Some((_, list)) = self.settings.group_of(&table.list) {
            let steps = [Key("categories")];
            self.everybody(table, &steps, &list.codes, &table.categories);
        }
        for (id, codes) in &table.only {
            self.condition(table, id, codes);
        }
        if !table.groups.is_empty() && !table.totals.is_summed() {
            let problem = self.at(table, &[Key("totals")]);
            let message = "groups of people are parts of everybody, and their totals are sums";
            self.push(problem.saying(message, "no `totals`, or no groups"));
        }
    }

    fn table_group(&mut self, table: &TableSettings, index: usize, group: &TableGroup) {
        let base = [Key("group"), At(index)];
        let at = |checker: &Self, more: &[Step<'_>]| checker.at(table, &join(&base, more));
        let problem = at(self, &[Key("list")]);
        let mut before = table.groups.iter().take(index);
        if before.any(|other| other.list == group.list) || table.list.as_str() == group.list {
            let problem = problem.clone().found(&group.list);
            self.push(problem.saying(
                "the table tells these groups apart already",
                "every list once",
            ));
        }
        let Some(list) = self.group_list(problem, &group.list, None) else {
            return;
        };
        let codes: Vec<&str> = list.codes.names().collect();
        let mut seen = BTreeSet::new();
        for (index, code) in group.categories.iter().enumerate() {
            let problem = at(self, &[Key("categories"), At(index)]);
            if !seen.insert(code) {
                let problem = problem.clone().found(code);
                self.push(problem.saying("the code is listed twice", "every code once"));
            }
            let message = format!("no line of {} has this code", list.settings.file);
            let problem = problem.saying(message, "a code of it");
            self.known(code, codes.iter().copied(), problem);
        }
        for code in group.labels.keys() {
            let problem = at(self, &[Key("labels"), Key(code)]);
            let message = "the label is for a code that the table does not show";
            let problem = problem.saying(message, "a code of its categories");
            let shown = group.categories.iter().map(String::as_str);
            self.known(code, shown, problem);
        }
        let steps = join(&base, &[Key("categories")]);
        self.everybody(table, &steps, &list.codes, &group.categories);
    }

    /// The first code shown is everybody: all others are parts of it.
    fn everybody(
        &mut self,
        table: &TableSettings,
        steps: &[Step<'_>],
        list: &CodeList,
        shown: &[String],
    ) {
        let Some(first) = shown.first().and_then(|code| list.position(code)) else {
            let problem = self.at(table, steps);
            if shown.is_empty() {
                let expected = "everybody, then the groups";
                self.push(problem.saying("the table shows no groups", expected));
            }
            return;
        };
        for (index, code) in shown.iter().enumerate().skip(1) {
            let position = list.position(code);
            if position.is_some_and(|at| !list.lineage(at).skip(1).any(|above| above == first)) {
                let problem = self.at(table, &join(steps, &[At(index)])).found(code);
                let message = "the group is no part of the first code, which is everybody";
                self.push(problem.saying(message, "the code of everybody first, then its parts"));
            }
        }
    }

    fn condition(&mut self, table: &TableSettings, id: &str, codes: &[String]) {
        let documents = self.documents;
        let steps = [Key("table"), Id(&table.id), Key("only"), Key(id)];
        self.list_or_group(id, &documents.tables, &steps);
        let list = ListName::from(id.to_owned());
        if !self.is_list_read(&list) {
            return;
        }
        let known: Vec<&str> = self.settings.list(&list).names().collect();
        for (index, code) in codes.iter().enumerate() {
            let problem = self.at(table, &[Key("only"), Key(id), At(index)]);
            let message = format!(
                "no line of {} has this code",
                self.settings.list_file(&list)
            );
            let problem = problem.saying(message, "a code of it");
            self.known(code, known.iter().copied(), problem);
        }
        if codes.is_empty() {
            let problem = self.at(table, &[Key("only"), Key(id)]);
            self.push(problem.saying("no record is counted", "the codes that are"));
        }
    }

    /// Whether a source tells of its persons what a table asks, and can say each group that the
    /// table shows: what it cannot say would stand as 0.
    pub(super) fn people_fit(
        &mut self,
        table: &TableSettings,
        steps: &[Step<'_>],
        source: &SourceSettings,
    ) {
        for id in table.only.keys() {
            let list = ListName::from(id.clone());
            let is_group = self.settings.group(id).is_some();
            let is_known = is_group || self.is_list_read(&list);
            if is_known && !source.shape.names_group(id) && source.shape.lists() != [list] {
                let problem = self.at(table, steps).found(&source.id);
                let message = format!("the source does not say {id}, by which records are chosen");
                self.push(problem.saying(message, "a source whose rows say it"));
            }
        }
        let groups = table.groups.iter();
        let groups = groups.map(|group| (group.list.as_str(), &group.categories));
        let own = [(table.list.as_str(), &table.categories)];
        for (id, shown) in groups.chain(own) {
            if let Some((_, list)) = self.settings.group(id) {
                self.group_fits(table, steps, source, (list, shown));
            }
        }
    }

    fn group_fits(
        &mut self,
        table: &TableSettings,
        steps: &[Step<'_>],
        source: &SourceSettings,
        (list, shown): (&GroupList, &[String]),
    ) {
        let id = list.settings.id.as_str();
        let problem = self.at(table, steps).found(&source.id);
        if !source.shape.names_group(id) {
            let message = format!("the source does not say {id}");
            let expected = "a source with `groups`, or `age` with `bands`, for it";
            self.push(problem.saying(message, expected));
            return;
        }
        let held = self.held(table, source, list);
        let codes = &list.codes;
        let to = crate::aggregate::roll_up(codes, shown);
        let is_total = |at: usize| shown_parts(codes, shown, at);
        let unsaid = (0..shown.len()).find(|at| {
            let is_held = held.iter().any(|code| to.get(*code) == Some(&Some(*at)));
            !is_total(*at) && !is_held
        });
        if let Some(code) = unsaid.and_then(|at| shown.get(at)) {
            let message = format!("the source never says {code:?}, which the table shows");
            let expected = "groups that the source can say: its zeros would not be counted";
            self.push(problem.clone().saying(message, expected));
        }
        let mut held = held.into_iter();
        let over = held.find(|code| match to.get(*code).copied().flatten() {
            Some(at) => is_total(at),
            None => true,
        });
        if let Some(code) = over.and_then(|at| codes.codes.get(at)) {
            let message = format!("the source can say {:?}, which is no part shown", code.code);
            let expected = "a table that shows it, or whose `only` leaves it out";
            self.push(problem.saying(message, expected));
        }
    }

    /// The positions of the groups that a source can say and the conditions of a table let through.
    fn held(
        &self,
        table: &TableSettings,
        source: &SourceSettings,
        list: &GroupList,
    ) -> BTreeSet<usize> {
        let id = &list.settings.id;
        let column = source.shape.groups().and_then(|groups| groups.get(id));
        let names = column.and_then(|column| list.names.get(&column.vocabulary));
        let named = names.into_iter().flat_map(BTreeMap::values).flatten();
        let age = source.shape.age().filter(|_| list.is_of_ages());
        let is_possible = |band: &&super::super::Band| {
            age.is_some_and(|age| {
                band.from <= age.maximum && band.until.is_none_or(|until| age.minimum <= until)
            })
        };
        let bands = list.bands.iter().filter(is_possible);
        let mut held: BTreeSet<usize> = named.map(|one| one.code).collect();
        held.extend(bands.map(|band| band.code));
        held.extend(list.not_recorded());
        if let Some(only) = table.only.get(id) {
            let fits = crate::aggregate::roll_up(&list.codes, only);
            held.retain(|code| fits.get(*code).is_some_and(Option::is_some));
        }
        held
    }

    /// Steps longer than a month are taken from one stretch each, and one that is held in part says
    /// so.
    pub(super) fn long_steps(&mut self, table: &TableSettings) {
        if table.step.is_month() || !table.step.divides(table.first, table.last) {
            return;
        }
        for period in table.step.periods(table.first, table.last) {
            let (first, last) = (period.first(), period.last);
            let stretches = table.stretches.iter().enumerate();
            let mut within = stretches.filter(|(_, one)| one.first <= last && first <= one.last);
            let (held, second) = (within.next(), within.next());
            if let Some((index, stretch)) = second {
                let problem = self.at(table, &[Key("stretch"), At(index), Key("first")]);
                let problem = problem.found(stretch.first.to_string());
                let message = format!("{period} would be taken from two stretches");
                self.push(problem.saying(message, "stretches that part whole steps of the table"));
            }
            let mut told = table.incomplete.iter();
            let is_told = told.any(|one| one.first <= last && first <= one.last);
            if let Some((index, stretch)) = held
                && (first < stretch.first || stretch.last < last)
                && !is_told
            {
                let problem = self.at(table, &[Key("stretch"), At(index)]);
                let message = format!("only a part of {period} is held, and nothing says why");
                let expected = "a [[table.incomplete]] with the reason";
                self.push(problem.saying(message, expected));
            }
        }
    }
}

/// Whether a code that is shown has parts that are shown too.
fn shown_parts(list: &CodeList, shown: &[String], at: usize) -> bool {
    let position = shown.get(at).and_then(|code| list.position(code));
    let others = shown.iter().filter_map(|code| list.position(code));
    others
        .filter(|other| Some(*other) != position)
        .any(|other| {
            let mut above = list.lineage(other).skip(1);
            position.is_some_and(|position| above.any(|one| one == position))
        })
}
