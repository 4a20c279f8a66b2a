//! The view of a page beside one of its figures: which part of what is chosen the figure follows.
//!
//! A page of several figures has one view. What a figure's table does not have is another figure's
//! affair; only what no figure has was asked for in vain.

use std::collections::BTreeMap;

use cube::{DimensionKind, Header};

use super::ViewState;

/// What a figure shows unless a visitor chooses otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Defaults {
    /// Codes of offenses or charge groups.
    pub categories: Vec<String>,
    /// Codes of areas.
    pub geographies: Vec<String>,
    /// Codes of groups of people, by the id of their dimension.
    pub groups: BTreeMap<String, Vec<String>>,
    /// Whether codes chosen elsewhere on the page leave it as it is.
    pub keeps_categories: bool,
}

/// The view of one figure over a table: the codes of the page's view that the table has, or what the
/// figure shows by itself.
#[must_use]
pub fn of_figure(view: &ViewState, header: &Header, defaults: &Defaults) -> ViewState {
    let of = |kind, chosen: &[String], own: &[String]| {
        let mut dimensions = header.dimensions.iter();
        let dimension = dimensions.find(|dimension| dimension.kind == kind);
        let known = chosen
            .iter()
            .filter(|code| dimension.is_some_and(|dimension| dimension.member(code).is_some()));
        let known: Vec<String> = known.cloned().collect();
        if known.is_empty() {
            own.to_vec()
        } else {
            known
        }
    };
    let categories = match defaults.keeps_categories {
        true => defaults.categories.clone(),
        false => of(
            DimensionKind::Category,
            &view.categories,
            &defaults.categories,
        ),
    };
    let mut groups = defaults.groups.clone();
    for dimension in &header.dimensions {
        let chosen = view.groups.get(&dimension.id).into_iter().flatten();
        let known = chosen.filter(|code| dimension.member(code).is_some());
        let known: Vec<String> = known.cloned().collect();
        if dimension.kind == DimensionKind::Group && !known.is_empty() {
            groups.insert(dimension.id.clone(), known);
        }
    }
    ViewState {
        table: Some(header.id.clone()),
        categories,
        geographies: of(
            DimensionKind::Geography,
            &view.geographies,
            &defaults.geographies,
        ),
        groups,
        ..view.clone()
    }
}

/// The codes of a view that no table of a page has, each once, in the order in which they are asked
/// for.
#[must_use]
pub fn unknown_codes(view: &ViewState, headers: &[&Header]) -> Vec<String> {
    let is_known = |code: &String| {
        let mut dimensions = headers.iter().flat_map(|header| &header.dimensions);
        dimensions.any(|dimension| dimension.member(code).is_some())
    };
    let asked = view.categories.iter().chain(&view.geographies);
    let mut unknown: Vec<String> = Vec::new();
    for code in asked.chain(view.groups.values().flatten()) {
        if !is_known(code) && !unknown.contains(code) {
            unknown.push(code.clone());
        }
    }
    unknown
}

#[cfg(test)]
mod tests {
    use super::*;
    use cube::{Dimension, Member, Month, Step, Totals, Unit};

    fn header(id: &str, category: &str, codes: &[&str]) -> Header {
        let dimension = |id: &str, kind, codes: &[&str]| Dimension {
            id: id.into(),
            label: id.into(),
            kind,
            members: codes
                .iter()
                .map(|code| Member {
                    code: (*code).into(),
                    label: (*code).into(),
                    parent: None,
                })
                .collect(),
        };
        Header {
            id: id.into(),
            unit: Unit::Arrests,
            dimensions: vec![
                dimension("geography", DimensionKind::Geography, &["city", "east"]),
                dimension(category, DimensionKind::Category, codes),
                dimension("race", DimensionKind::Group, &["all", "black"]),
            ],
            first: Month::parse("2015-01").unwrap(),
            last: Month::parse("2018-12").unwrap(),
            step: Step::Month,
            decimals: 0,
            totals: Totals::Summed,
            stretches: vec![],
            breaks: vec![],
        }
    }

    fn defaults() -> Defaults {
        Defaults {
            categories: vec!["drugs".into()],
            geographies: vec!["city".into()],
            ..Defaults::default()
        }
    }

    #[track_caller]
    fn check(query: &str, defaults: &Defaults, expected: &str) {
        let header = header("arrests", "charge_group", &["all", "drugs", "gun"]);
        let view = of_figure(&ViewState::parse(query), &header, defaults);
        assert_eq!(view.query(), expected);
    }

    #[test]
    fn a_figure_follows_what_its_table_has() {
        check("", &defaults(), "t=arrests&o=drugs&p=city");
        check(
            "o=shooting&g=m",
            &defaults(),
            "t=arrests&o=drugs&p=city&g=m",
        );
        check(
            "o=shooting,gun&p=east&race=black&sex=f",
            &defaults(),
            "t=arrests&o=gun&p=east&race=black",
        );
        let keeps = Defaults {
            keeps_categories: true,
            ..defaults()
        };
        check(
            "o=gun&f=2016-01",
            &keeps,
            "t=arrests&o=drugs&p=city&f=2016-01",
        );
    }

    #[test]
    fn only_what_no_figure_has_is_asked_for_in_vain() {
        let arrests = header("arrests", "charge_group", &["drugs"]);
        let crime = header("crime", "offense", &["shooting"]);
        let view = ViewState::parse("o=drugs,shooting,piracy&p=atlantis,east");
        assert_eq!(
            unknown_codes(&view, &[&arrests, &crime]),
            ["piracy", "atlantis"]
        );
    }
}
