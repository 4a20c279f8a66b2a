//! A view beside the table that it asks for: what can be shown, and what had to be left out.

use std::collections::BTreeMap;

use cube::{Dimension, DimensionKind, Grain, Header, Month, Selection, Step};

use super::{LINE_LIMIT, ViewState};

/// A view in which every code exists and the window lies within the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The lines, categories outermost.
    pub selections: Vec<Selection>,
    /// The chosen categories, at least one.
    pub categories: Vec<String>,
    /// The chosen areas, at least one.
    pub geographies: Vec<String>,
    /// The earliest month that can be the first: twelve-month sums need eleven months before it.
    pub earliest: Month,
    /// The first month.
    pub first: Month,
    /// The last month, not before the first.
    pub last: Month,
    /// How much time a point covers.
    pub grain: Grain,
    /// How much time a point of this table can cover.
    pub grains: &'static [Grain],
    /// What was asked for and is not shown, a sentence each.
    pub notes: Vec<String>,
}

/// What of a view a table can show.
#[must_use]
pub fn resolve(view: &ViewState, header: &Header) -> Resolved {
    let mut notes = Vec::new();
    let categories = chosen(
        header,
        DimensionKind::Category,
        &view.categories,
        &mut notes,
    );
    let geographies = chosen(
        header,
        DimensionKind::Geography,
        &view.geographies,
        &mut notes,
    );
    let mut selections: Vec<Selection> = categories
        .iter()
        .flat_map(|category| {
            geographies.iter().map(|geography| Selection {
                category: category.clone(),
                geography: geography.clone(),
                groups: BTreeMap::new(),
            })
        })
        .collect();
    if selections.len() > LINE_LIMIT {
        notes.push(format!(
            "A chart shows at most {LINE_LIMIT} lines; the first {LINE_LIMIT} of {} are shown.",
            selections.len()
        ));
        selections.truncate(LINE_LIMIT);
    }
    let grain = grain(view.grain, header, &mut notes);
    let earliest = earliest(grain, header);
    let (first, last) = window(view, earliest, header.last, &mut notes);
    let (first, last) = whole_steps(header.step, first, last);
    Resolved {
        selections,
        categories,
        geographies,
        earliest,
        first,
        last,
        grain,
        grains: header.grains(),
        notes,
    }
}

fn chosen(
    header: &Header,
    kind: DimensionKind,
    codes: &[String],
    notes: &mut Vec<String>,
) -> Vec<String> {
    let Some(dimension) = header
        .dimensions
        .iter()
        .find(|dimension| dimension.kind == kind)
    else {
        return Vec::new();
    };
    let (known, unknown): (Vec<&String>, Vec<&String>) = codes
        .iter()
        .partition(|code| dimension.member(code).is_some());
    for code in unknown {
        notes.push(format!(
            "This table has no {} called “{code}”.",
            noun(dimension)
        ));
    }
    if known.is_empty() {
        return dimension
            .members
            .first()
            .map(|member| member.code.clone())
            .into_iter()
            .collect();
    }
    known.into_iter().cloned().collect()
}

fn noun(dimension: &Dimension) -> String {
    dimension.label.to_lowercase()
}

/// The grain asked for where the table has it; otherwise the coarsest that it has, which is said
/// unless nothing was asked for.
fn grain(asked: Grain, header: &Header, notes: &mut Vec<String>) -> Grain {
    let grains = header.grains();
    if grains.contains(&asked) {
        return asked;
    }
    if asked != Grain::Rolling12 {
        notes.push(match header.step {
            Step::Year => "This table holds whole years only.".to_owned(),
            Step::Quarter => "This table holds quarters and years only.".to_owned(),
            Step::Month => "The numbers of this table cannot be added up.".to_owned(),
        });
    }
    grains.last().copied().unwrap_or(asked)
}

/// The months of the whole quarters or years from one month to another, as the table holds them.
fn whole_steps(step: Step, first: Month, last: Month) -> (Month, Month) {
    let into = |month: Month| (month.number() as i32 - 1) % step.months();
    (
        first.plus(-into(first)),
        last.plus(step.months() - 1 - into(last)),
    )
}

fn earliest(grain: Grain, header: &Header) -> Month {
    let full = header.first.plus(Grain::Rolling12.months() - 1);
    match grain {
        Grain::Rolling12 if full <= header.last => full,
        _ => header.first,
    }
}

/// The months of the view between the earliest and the last that can be shown.
fn window(
    view: &ViewState,
    earliest: Month,
    latest: Month,
    notes: &mut Vec<String>,
) -> (Month, Month) {
    let clamp = |month: Month| month.clamp(earliest, latest);
    let (first, last) = (
        view.first.map_or(earliest, clamp),
        view.last.map_or(latest, clamp),
    );
    if first <= last {
        return (first, last);
    }
    notes.push("The period ended before it began, so the whole period is shown.".to_owned());
    (earliest, latest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cube::{Member, Totals, Unit};

    fn header() -> Header {
        let dimension = |id: &str, kind, codes: &[&str]| Dimension {
            id: id.into(),
            label: id.to_uppercase(),
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
            id: "example".into(),
            unit: Unit::Victims,
            dimensions: vec![
                dimension(
                    "district",
                    DimensionKind::Geography,
                    &["city", "east", "west"],
                ),
                dimension(
                    "offense",
                    DimensionKind::Category,
                    &["homicide", "robbery", "arson"],
                ),
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

    fn resolved(query: &str) -> Resolved {
        resolve(&ViewState::parse(query), &header())
    }

    #[test]
    fn the_default_is_the_first_of_each() {
        let view = resolved("");
        assert_eq!(view.selections.len(), 1);
        assert_eq!(view.categories, ["homicide"]);
        assert_eq!(view.geographies, ["city"]);
        assert_eq!(
            (view.first.to_string(), view.last.to_string()),
            ("2015-12".into(), "2018-12".into())
        );
        assert!(view.notes.is_empty());
    }

    #[test]
    fn unknown_codes_are_said_and_left_out() {
        let view = resolved("o=arson,piracy&p=atlantis");
        assert_eq!(view.categories, ["arson"]);
        assert_eq!(view.geographies, ["city"]);
        assert_eq!(
            view.notes,
            [
                "This table has no offense called “piracy”.",
                "This table has no district called “atlantis”."
            ]
        );
    }

    #[test]
    fn the_window_stays_within_the_table() {
        let view = resolved("g=m&f=1999-01&u=2030-01");
        assert_eq!((view.first, view.last), (header().first, header().last));
        let view = resolved("g=m&f=2018-01&u=2016-01");
        assert_eq!((view.first, view.last), (header().first, header().last));
        assert_eq!(view.notes.len(), 1);
    }

    #[track_caller]
    fn check_years(query: &str, first: &str, last: &str, notes: usize) {
        let header = Header {
            unit: Unit::Per1000Residents,
            step: Step::Year,
            decimals: 2,
            totals: Totals::Given,
            ..header()
        };
        let view = resolve(&ViewState::parse(query), &header);
        assert_eq!((view.grain, view.grains), (Grain::Year, &[Grain::Year][..]));
        assert_eq!(
            (view.first.to_string(), view.last.to_string()),
            (first.into(), last.into())
        );
        assert_eq!(view.notes.len(), notes, "{:?}", view.notes);
    }

    #[test]
    fn a_table_of_years_is_shown_by_whole_years_whatever_is_asked() {
        check_years("", "2015-01", "2018-12", 0);
        check_years("g=y", "2015-01", "2018-12", 0);
        check_years("g=m", "2015-01", "2018-12", 1);
        check_years("g=q&f=2016-05&u=2017-02", "2016-01", "2017-12", 1);
        check_years("f=1999-01&u=2030-01", "2015-01", "2018-12", 0);
    }

    #[test]
    fn more_lines_than_can_be_told_apart_are_cut() {
        let view = resolved("o=homicide,robbery,arson&p=city,east,west");
        assert_eq!(view.selections.len(), LINE_LIMIT);
        assert_eq!(view.notes.len(), 1);
    }
}
