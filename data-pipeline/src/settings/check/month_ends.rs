//! What the settings say of running values: their codes, their decimals, and which tables can show
//! them.

use cube::Fixed;

use super::super::document::Step::Key;
use super::super::document::{Document, Step};
use super::super::{MonthEndColumns, SourceSettings, TableSettings};
use super::Checker;
use super::sources::join;

impl Checker<'_> {
    pub(super) fn month_ends(
        &mut self,
        document: &Document<'_>,
        base: &[Step<'_>],
        columns: &MonthEndColumns,
    ) {
        for code in columns.values.keys() {
            let steps = join(base, &[Key("values"), Key(code)]);
            self.indicator(document, &steps, code);
        }
        if columns.values.is_empty() {
            let problem = document.problem(&join(base, &[Key("values")]));
            let expected = "the column of a value, by a code of indicators.csv";
            self.push(problem.saying("no value is read", expected));
        }
        if columns.decimals > Fixed::MOST_DECIMALS {
            let problem = document.problem(&join(base, &[Key("decimals")]));
            let problem = problem.found(columns.decimals.to_string());
            let expected = format!("0 to {}", Fixed::MOST_DECIMALS);
            self.push(problem.saying("a cell cannot hold so many decimals", expected));
        }
        if columns.other_days.trim().is_empty() {
            let problem = document.problem(&join(base, &[Key("other_days")]));
            let expected = "why the other days of a month are not taken";
            self.push(problem.saying("there is no reason", expected));
        }
    }

    /// Running values overlap: a table shows them by month, as they are given, for the city alone.
    pub(super) fn taken_of_month_ends(&mut self, table: &TableSettings, source: &SourceSettings) {
        if source.shape.month_ends().is_none() {
            return;
        }
        if !table.step.is_month() {
            let problem = self.at(table, &[Key("step")]).found(table.step.column());
            let message = format!("the values of {} are those at the end of months", source.id);
            self.push(problem.saying(message, "no `step`"));
        }
        if table.totals.is_summed() {
            let problem = self.at(table, &[Key("totals")]).found("summed");
            let message = "running values overlap and cannot be added";
            self.push(problem.saying(message, "totals = \"given\""));
        }
    }
}
