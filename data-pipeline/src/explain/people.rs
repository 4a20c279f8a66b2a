//! What a table says of people: whom it counts, which groups it tells apart, and how a source names
//! them.

use std::collections::BTreeMap;

use super::Page;
use crate::aggregate::roll_up;
use crate::settings::{Band, GroupList, SourceSettings};

impl Page<'_> {
    /// Whose records are counted, and whether they are a sample.
    pub(super) fn records_counted(&mut self) {
        let table = self.table;
        for (list, codes) in &table.only {
            let text = format!("Only records with {list} {}.", codes.join(" or "));
            self.line(0, &text);
        }
        if table.sample {
            self.line(
                0,
                "A sample that others have picked: no count of what happened.",
            );
        }
    }

    /// The groups that are told apart beside the categories.
    pub(super) fn groups(&mut self) {
        let table = self.table;
        for group in &table.groups {
            self.group(&group.list, &group.categories, &group.labels);
        }
    }

    /// The groups of one list, and what makes a person one of them.
    pub(super) fn group(
        &mut self,
        id: &str,
        categories: &[String],
        labels: &BTreeMap<String, String>,
    ) {
        let settings = self.settings;
        let Some((_, list)) = settings.group(id) else {
            return;
        };
        let own = &list.settings;
        let file = own.names.as_ref().unwrap_or(&own.file);
        self.heading(&format!(
            "{}, and what the sources call it ({file})",
            own.label
        ));
        let positions = roll_up(&list.codes, categories);
        let only = self.table.only.get(id);
        let only = only.map(|codes| roll_up(&list.codes, codes));
        let is_counted = |code: usize| {
            let fits = only.as_ref().map(|only| only.get(code).copied().flatten());
            fits.is_none_or(|fits| fits.is_some())
        };
        for (at, category) in (0..).zip(categories) {
            let is_shown = |code: usize| positions.get(code) == Some(&Some(at)) && is_counted(code);
            let code = list.codes.position(category);
            let code = code.and_then(|at| list.codes.codes.get(at));
            let label = labels.get(category).or(code.map(|code| &code.label));
            let names = self.names_of_group(list, &is_shown);
            let names = match names.is_empty() {
                true => "the sum of its parts".to_owned(),
                false => names.join("; "),
            };
            let label = label.map_or("", String::as_str);
            self.line(2, &format!("{category} ({label}): {names}"));
        }
    }

    /// What leads to a group: bands of ages, names in a source, or that it says nothing.
    fn names_of_group(&self, list: &GroupList, is_shown: &impl Fn(usize) -> bool) -> Vec<String> {
        let bands = list.bands.iter().filter(|band| is_shown(band.code));
        let mut names: Vec<String> = bands.map(ages).collect();
        let is_stretch = |source: &&SourceSettings| {
            let mut stretches = self.table.stretches.iter();
            stretches.any(|stretch| stretch.source == source.id)
        };
        for source in self.settings.sources.iter().filter(is_stretch) {
            let columns = source.shape.groups();
            let column = columns.and_then(|columns| columns.get(&list.settings.id));
            let all = column.and_then(|column| list.names.get(&column.vocabulary));
            for (name, codes) in all.into_iter().flatten() {
                if codes.iter().any(|code| is_shown(code.code)) {
                    names.push(format!("{name:?} in {}", source.id));
                }
            }
        }
        if list.not_recorded().is_some_and(is_shown) {
            names.push("nothing that can be read".to_owned());
        }
        names
    }
}

fn ages(band: &Band) -> String {
    match band.until {
        Some(until) => format!("ages {} to {until}", band.from),
        None => format!("ages from {} on", band.from),
    }
}
