//! What `sources.toml` says about values that may be unknown or impossible: shares, ages and the window
//! of days.

use super::super::document::Step::{Id, Key};
use super::super::document::{Document, Step};
use super::super::{AgeColumn, SourceSettings};
use super::Checker;
use super::sources::join;

impl Checker<'_> {
    /// A code for unknown offenses has an effect only where some may be unknown; without one, they
    /// are set aside.
    pub(super) fn unmapped(
        &mut self,
        document: &Document<'_>,
        steps: &[Step<'_>],
        code: Option<&str>,
        limit_percent: Option<f64>,
    ) {
        let limit = join(steps, &[Key("unmapped_limit_percent")]);
        self.share(document, &limit, limit_percent);
        let Some(code) = code else { return };
        let steps = join(steps, &[Key("unmapped")]);
        self.offense_code(document, &steps, code);
        if !limit_percent.is_some_and(|limit| limit > 0.0) {
            let problem = document.problem(&steps).found(code);
            let message = "no offense may be unknown, so none is counted under this code";
            self.push(problem.saying(message, "unmapped_limit_percent above 0 beside it"));
        }
    }

    pub(super) fn share(
        &mut self,
        document: &Document<'_>,
        steps: &[Step<'_>],
        percent: Option<f64>,
    ) {
        if let Some(percent) = percent.filter(|share| !(0.0..=100.0).contains(share)) {
            let problem = document.problem(steps).found(percent.to_string());
            self.push(problem.saying("this is not a share", "a percentage from 0 to 100"));
        }
    }

    pub(super) fn age(
        &mut self,
        document: &Document<'_>,
        steps: &[Step<'_>],
        age: Option<&AgeColumn>,
    ) {
        let Some(age) = age else { return };
        if age.minimum > age.maximum {
            let problem = document.problem(&join(steps, &[Key("maximum")]));
            let problem = problem.found(age.maximum.to_string());
            let expected = format!("an age from {} on", age.minimum);
            self.push(problem.saying("no age is possible", expected));
        }
        if age.reason.trim().is_empty() {
            let problem = document.problem(&join(steps, &[Key("reason")]));
            self.push(problem.saying("there is no reason", "why such ages count as missing"));
        }
    }

    /// The days that a source is trusted for.
    pub(super) fn window(&mut self, document: &Document<'_>, source: &SourceSettings) {
        let base = [Key("source"), Id(&source.id)];
        for (key, limit) in [("floor", &source.floor), ("ceiling", &source.ceiling)] {
            if limit
                .as_ref()
                .is_some_and(|limit| limit.reason.trim().is_empty())
            {
                let problem = document.problem(&join(&base, &[Key(key), Key("reason")]));
                self.push(problem.saying("there is no reason", "why these rows are not counted"));
            }
        }
        if let (Some(floor), Some(ceiling)) = (&source.floor, &source.ceiling)
            && floor.day > ceiling.day
        {
            let problem = document.problem(&join(&base, &[Key("ceiling"), Key("day")]));
            let problem = problem.found(ceiling.day.to_string());
            let expected = format!("a day from {} on", floor.day);
            self.push(problem.saying("the window ends before it begins", expected));
        }
    }
}
