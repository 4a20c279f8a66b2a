//! Which records a table counts: by the codes of its source, and by the groups of their persons.
//!
//! It knows columns and codes of staged records, not what they mean.

use std::collections::{BTreeMap, BTreeSet};

use cube::Member;

use super::cubes::members_of;
use super::roll_up;
use crate::settings::{ListName, Settings, SourceSettings, TableGroup, TableSettings};

/// The column of staged records that holds the codes of the source's own list.
pub(super) const CODE: &str = "code";

/// A condition on the records of a table: the codes of a list of which one must be the record's.
#[derive(Debug)]
pub(super) struct Condition<'a> {
    /// The list.
    pub list: ListName,
    /// The column of staged records.
    pub column: &'a str,
    /// The positions of the codes in the list.
    pub codes: BTreeSet<usize>,
}

/// The column of staged records that holds the codes of a list.
pub(super) fn column_of<'a>(settings: &Settings, list: &'a ListName) -> &'a str {
    match settings.group_of(list) {
        Some(_) => list.as_str(),
        None => CODE,
    }
}

/// The conditions of a table, in the order of their lists.
pub(super) fn conditions<'a>(settings: &Settings, table: &'a TableSettings) -> Vec<Condition<'a>> {
    let conditions = table.only.iter().map(|(id, wanted)| {
        let list = ListName::from(id.clone());
        let codes = settings.list(&list);
        let shown = roll_up(codes, wanted).into_iter().enumerate();
        let column = match settings.group_of(&list) {
            Some(_) => id.as_str(),
            None => CODE,
        };
        Condition {
            codes: shown.filter_map(|(at, to)| to.map(|_| at)).collect(),
            list,
            column,
        }
    });
    conditions.collect()
}

/// The members of a list of groups that a table shows.
pub(super) fn group_members(settings: &Settings, group: &TableGroup) -> Vec<Member> {
    let list = ListName::Declared(group.list.clone());
    members_of(settings.list(&list), &group.categories, &group.labels)
}

/// The lists of groups that the tables made from a source, and the vintages, ask of its rows.
pub(super) fn asked<'a>(settings: &'a Settings, source: &str) -> BTreeSet<&'a str> {
    let is_vintage_of = |table: &TableSettings| {
        let mut vintages = settings.vintages.iter();
        vintages.any(|vintage| vintage.source == source && vintage.table == table.id)
    };
    let is_made_from = |table: &&TableSettings| {
        let mut stretches = table.stretches.iter();
        stretches.any(|stretch| stretch.source == source) || is_vintage_of(table)
    };
    let tables = settings.tables.iter().filter(is_made_from);
    let sources = settings.sources.iter().filter(|one| one.id == source);
    let rules = sources.flat_map(|source| &source.leave_out);
    let rules = rules.flat_map(|rule| rule.groups.keys().map(String::as_str));
    let lists = tables.flat_map(|table| {
        let groups = table.groups.iter().map(|group| group.list.as_str());
        let conditions = table.only.keys().map(String::as_str);
        groups.chain(conditions).chain([table.list.as_str()])
    });
    let lists = lists.chain(rules);
    lists.filter(|id| settings.group(id).is_some()).collect()
}

/// Whether a person is in one of the groups of each list; `people` holds the position of the
/// person's code in each list of the city.
pub(super) fn are_in(
    settings: &Settings,
    groups: &BTreeMap<String, Vec<String>>,
    people: &[Option<usize>],
) -> bool {
    groups.iter().all(|(id, codes)| {
        let Some((at, list)) = settings.group(id) else {
            return false;
        };
        let code = people.get(at).copied().flatten();
        let mut above = code.into_iter().flat_map(|code| list.codes.lineage(code));
        above.any(|one| {
            let code = list.codes.codes.get(one);
            code.is_some_and(|code| codes.contains(&code.code))
        })
    })
}

/// Whether the rows of a source lie a month each, and not in the longer steps of a table.
pub(super) fn is_by_month(source: &SourceSettings) -> bool {
    source.shape.area_years().is_none()
}
