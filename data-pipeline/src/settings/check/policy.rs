//! Cross-checks of the policy: every number belongs to a family, and families name what is there.

use super::super::document::Step::{Id, Key};
use super::Checker;

impl Checker<'_> {
    /// Every table and category is in a family; rules can hold; linked tables are tables.
    pub(super) fn policy(&mut self) {
        let settings = self.settings;
        let tables = settings.tables.iter().map(|table| {
            let codes = table.categories.iter().map(String::as_str);
            (table.id.as_str(), codes.collect())
        });
        let mut tables: Vec<(&str, Vec<&str>)> = tables.collect();
        let programme = settings.programme.as_ref();
        if let Some(programme) = programme.filter(|one| !one.measures.is_empty()) {
            let ids = programme.measures.iter().map(|one| one.id.as_str());
            tables.push((cube::programme::MEASURES, ids.collect()));
        }
        // A table that could not be read is a problem already, and not unknown.
        let is_whole = self.documents.tables.elements("table").len() == settings.tables.len();
        let problems = settings.policy.problems(&tables).into_iter();
        for found in problems.filter(|found| is_whole || found.field == "rule") {
            let policy = &settings.policy;
            let is_family = policy.families.iter().any(|one| one.id == found.within);
            let steps = match is_family {
                true => vec![Key("family"), Id(&found.within), Key(found.field)],
                false if policy.linked.iter().any(|one| one.id == found.within) => {
                    vec![Key("linked"), Id(&found.within), Key(found.field)]
                }
                false => vec![Key("family")],
            };
            let message = match steps.len() {
                1 => format!("table {}: no family says how it is protected", found.within),
                _ => "the policy cannot hold".to_owned(),
            };
            let problem = self.documents.policy.problem(&steps);
            let problem = problem.saying(message, &found.expected).found(&found.found);
            self.problems.push(problem);
        }
    }
}
