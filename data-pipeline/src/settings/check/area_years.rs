//! What the settings say of yearly indicators: names, rates that are turned back into counts, and
//! the steps, decimals and totals of tables.

use cube::{Fixed, Step as PeriodStep};

use super::super::document::Step::{At, Key};
use super::super::document::{Document, Step};
use super::super::{
    AreaYearColumns, CountsOfRates, Numbers, SourceSettings, StretchSettings, TableSettings,
};
use super::Checker;
use super::sources::join;

impl<'a> Checker<'a> {
    pub(super) fn area_years(
        &mut self,
        document: &Document<'_>,
        base: &[Step<'_>],
        columns: &'a AreaYearColumns,
    ) {
        let steps = join(base, &[Key("area"), Key("place")]);
        self.place(&columns.area.place, document, &steps);
        for (name, code) in &columns.indicator.names {
            let steps = join(base, &[Key("indicator"), Key("names"), Key(name)]);
            self.indicator(document, &steps, code);
        }
        if columns.value.decimals > Fixed::MOST_DECIMALS {
            let problem = document.problem(&join(base, &[Key("value"), Key("decimals")]));
            let problem = problem.found(columns.value.decimals.to_string());
            let expected = format!("0 to {}", Fixed::MOST_DECIMALS);
            self.push(problem.saying("a cell cannot hold so many decimals", expected));
        }
        if let Some(counts) = &columns.counts {
            self.counts(document, &join(base, &[Key("counts")]), columns, counts);
        }
    }

    pub(super) fn indicator(&mut self, document: &Document<'_>, steps: &[Step<'_>], code: &str) {
        if self.has.indicators {
            let message = "no line of indicators.csv has this code";
            let problem = document.problem(steps).saying(message, "a code of it");
            let codes: Vec<&str> = self.settings.indicators.names().collect();
            self.known(code, codes.iter().copied(), problem);
        }
    }

    fn counts(
        &mut self,
        document: &Document<'_>,
        base: &[Step<'_>],
        columns: &AreaYearColumns,
        counts: &CountsOfRates,
    ) {
        let named: Vec<&str> = columns
            .indicator
            .names
            .values()
            .map(String::as_str)
            .collect();
        let message = "no name of the source has this code";
        let problem = document.problem(&join(base, &[Key("population")]));
        let problem = problem.saying(message, "a code of its `names`");
        self.known(&counts.population, named.iter().copied(), problem);
        for (index, of) in counts.of.iter().enumerate() {
            let steps = join(base, &[Key("of"), At(index)]);
            let problem = document.problem(&join(&steps, &[Key("indicator")]));
            let problem = problem.saying(message, "a code of its `names`");
            self.known(&of.indicator, named.iter().copied(), problem);
            if of.first > of.last {
                let problem = document.problem(&join(&steps, &[Key("last")]));
                let expected = format!("a year from {} on", of.first);
                let problem = problem.found(of.last.to_string());
                self.push(problem.saying("the years end before they begin", expected));
            }
        }
        if !(0.0..0.5).contains(&counts.tolerance) {
            let problem = document.problem(&join(base, &[Key("tolerance")]));
            let problem = problem.found(counts.tolerance.to_string());
            let message = "every number lies that near to a whole one, or none does";
            self.push(problem.saying(message, "a distance from 0 to below 0.5"));
        }
        if counts.per == 0 {
            let problem = document.problem(&join(base, &[Key("per")])).found("0");
            let message = "a rate is for some people";
            self.push(problem.saying(message, "a number from 1 on, such as 1000"));
        }
    }

    /// Steps, decimals and totals of a table.
    pub(super) fn numbers(&mut self, table: &TableSettings) {
        let spans = [(vec![], table.first, table.last)].into_iter();
        // Records of months may begin and end within a step, which is then provisional.
        let settings = self.settings;
        let is_yearly = |id: &str| {
            let mut sources = settings.sources.iter();
            sources.any(|source| source.id == id && source.shape.area_years().is_some())
        };
        let stretches = table.stretches.iter().enumerate();
        let stretches = stretches
            .filter(|(_, one)| is_yearly(&one.source))
            .map(|(at, one)| (vec![Key("stretch"), At(at)], one.first, one.last));
        let is_made_from_years = table.stretches.iter().any(|one| is_yearly(&one.source));
        let incomplete = table.incomplete.iter().enumerate();
        let incomplete = incomplete
            .filter(|_| is_made_from_years)
            .map(|(at, one)| (vec![Key("incomplete"), At(at)], one.first, one.last));
        for (steps, first, last) in spans.chain(stretches).chain(incomplete) {
            if !table.step.divides(first, last) {
                let problem = self.at(table, &join(&steps, &[Key("first")]));
                let problem = problem.found(format!("{first} to {last}"));
                let (message, expected) = match table.step {
                    PeriodStep::Quarter => (
                        "a table with the step of a quarter holds whole quarters",
                        "months from January, April, July or October to the last of a quarter",
                    ),
                    PeriodStep::Month | PeriodStep::Year => (
                        "a table with the step of a year holds whole years",
                        "months from January to December",
                    ),
                };
                self.push(problem.saying(message, expected));
            }
        }
        if table.totals.is_summed() && !table.unit.is_additive() {
            let problem = self.at(table, &[Key("unit")]).found(table.unit.as_str());
            let message = "such numbers cannot be added, but the totals of the table are sums";
            self.push(problem.saying(message, "totals = \"given\""));
        }
    }

    /// Whether a table can take from a source what it asks of it.
    pub(super) fn taken(
        &mut self,
        table: &TableSettings,
        base: &[Step<'_>],
        stretch: &StretchSettings,
        source: &SourceSettings,
    ) {
        let problem = |checker: &Self, key| {
            let steps: Vec<Step<'_>> = match key {
                "take" => join(base, &[Key(key)]),
                _ => vec![Key(key)],
            };
            checker.at(table, &steps)
        };
        let years = source.shape.area_years();
        if years.is_some() && table.step != PeriodStep::Year {
            let problem = problem(self, "step").found(table.step.column());
            let message = format!("the numbers of {} cover another length of time", source.id);
            self.push(problem.saying(message, "step = \"year\" for yearly indicators"));
        }
        if years.is_none() && !table.step.is_month() && !table.totals.is_summed() {
            let problem = problem(self, "totals").found("given");
            let message = "the records of months are added up to longer steps, and so to totals";
            self.push(problem.saying(message, "no `totals`"));
        }
        if years.is_some() && table.totals.is_summed() {
            let problem = problem(self, "totals").found("summed");
            let message = "the source gives the number of each area, the city's own included";
            self.push(problem.saying(message, "totals = \"given\""));
        }
        self.taken_of_month_ends(table, source);
        let counts = years.and_then(|years| years.counts.as_ref());
        let most = match stretch.take {
            Numbers::Counts => 0,
            Numbers::Given => match (years, source.shape.month_ends()) {
                (Some(years), _) => years.value.decimals,
                (None, Some(ends)) => ends.decimals,
                (None, None) => 0,
            },
        };
        if table.decimals > most {
            let problem = problem(self, "decimals").found(table.decimals.to_string());
            let message = "the source gives fewer decimals";
            self.push(problem.saying(message, format!("at most {most}")));
        }
        if stretch.take == Numbers::Given {
            return;
        }
        for code in &table.categories {
            let is_counted = counts.is_some_and(|counts| {
                let mut of = counts.of.iter();
                of.any(|of| of.indicator == *code) || counts.population == *code
            });
            if !is_counted {
                let problem = problem(self, "take").found("counts");
                let message = format!("the source turns no rate of {code} back into counts");
                self.push(problem.saying(message, "a [[source.shape.counts.of]] that names it"));
            }
        }
    }
}
