//! What `comparison.toml` says: a table whose areas are the cities, each named once, with a date and
//! with residents that somebody counted.

use std::collections::BTreeSet;

use cube::comparison::Comparison;

use super::super::document::Step;
use super::super::document::Step::{At, Key};
use super::super::problem::Problem;
use super::Checker;
use super::pages::months_of;

impl Checker<'_> {
    pub(super) fn comparison(&mut self) {
        let Some(comparison) = &self.settings.comparison else {
            return;
        };
        let codes = self.codes_of_cities(comparison);
        let mut seen = BTreeSet::new();
        for (index, city) in comparison.cities.iter().enumerate() {
            let at = |key| [Key("city"), At(index), Key(key)];
            if !seen.insert(&city.code) {
                let expected = "each city once";
                self.comparison_problem(&at("code"), &city.code, "it is given twice", expected);
            }
            if codes
                .as_ref()
                .is_some_and(|codes| !codes.contains(&city.code))
            {
                let expected = "the code of an area of the table";
                self.comparison_problem(&at("code"), &city.code, "no such city", expected);
            }
            if months_of(&city.joined).is_none() {
                let expected = "a day, a month or a year: 2019-06-03, 2016-09, 2017";
                self.comparison_problem(&at("joined"), &city.joined, "this is no date", expected);
            }
            let is_counted = city.residents.is_some() == city.residents_source.is_some();
            if !is_counted || city.residents == Some(0) {
                let found = city.residents.unwrap_or_default().to_string();
                let expected = "residents of 1 or more and residents_source, or neither";
                let message = "it is not said who counted them, or they are nobody";
                self.comparison_problem(&at("residents"), &found, message, expected);
            }
        }
        for (index, code) in comparison.shown.iter().enumerate() {
            if !seen.contains(code) {
                let steps = [Key("shown"), At(index)];
                let expected = "the code of a [[city]]";
                self.comparison_problem(&steps, code, "no such city", expected);
            }
        }
        self.printed_about_cities(comparison);
    }

    /// The codes of the areas of the table; none where a problem is known already or is one now.
    fn codes_of_cities(&mut self, comparison: &Comparison) -> Option<BTreeSet<String>> {
        let mut tables = self.settings.tables.iter();
        let Some(table) = tables.find(|table| table.id == comparison.table) else {
            if self.documents.tables.root().is_some() {
                let expected = "the id of a table";
                let steps = [Key("table")];
                self.comparison_problem(&steps, &comparison.table, "no such table", expected);
            }
            return None;
        };
        let place = table.geography.place.as_ref()?;
        let mut places = self.settings.places.iter();
        let members = &places.find(|one| one.id == *place)?.members;
        (!members.is_empty()).then(|| members.iter().map(|(code, _)| code.clone()).collect())
    }

    fn printed_about_cities(&mut self, comparison: &Comparison) {
        for (index, measure) in comparison.printed.iter().enumerate() {
            let years = measure.figures.iter().map(|figure| figure.year);
            if !years.is_sorted() || measure.figures.is_empty() {
                let steps = [Key("measure"), At(index), Key("figure")];
                let expected = "figures, the oldest first";
                self.comparison_problem(&steps, &measure.id, "they are not in order", expected);
            }
        }
    }

    fn comparison_problem(
        &mut self,
        steps: &[Step<'_>],
        found: &str,
        message: &str,
        expected: &str,
    ) {
        let problem: Problem = self.documents.comparison.problem(steps).found(found);
        self.push(problem.saying(message, expected));
    }
}
