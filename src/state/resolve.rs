//! A view beside the table that it asks for: what can be shown, and what had to be left out.

use std::collections::BTreeMap;

use cube::{Dimension, DimensionKind, Grain, Header, Hours, Month, Selection, Step};
use wording::{letters, t};

use super::{Beside, ChartKind, LINE_LIMIT, ViewState};

/// A view in which every code exists and the window lies within the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The lines, categories outermost, groups of people innermost.
    pub selections: Vec<Selection>,
    /// The chosen categories, at least one.
    pub categories: Vec<String>,
    /// The chosen areas, at least one.
    pub geographies: Vec<String>,
    /// The chosen groups of people, at least one for each dimension that tells groups apart, by its
    /// id.
    pub groups: BTreeMap<String, Vec<String>>,
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
    /// The kind of chart.
    pub kind: ChartKind,
    /// The kinds that this table can be shown as.
    pub kinds: Vec<ChartKind>,
    /// What was asked for and is not shown, a sentence each.
    pub notes: Vec<String>,
}

/// What of a view a table can show.
#[must_use]
pub fn resolve(view: &ViewState, header: &Header) -> Resolved {
    let mut notes = Vec::new();
    let mut of_kind = |kind, codes| {
        let mut dimensions = header.dimensions.iter();
        let dimension = dimensions.find(|dimension| dimension.kind == kind);
        dimension.map_or_else(Vec::new, |dimension| chosen(dimension, codes, &mut notes))
    };
    let categories = of_kind(DimensionKind::Category, &view.categories);
    let geographies = of_kind(DimensionKind::Geography, &view.geographies);
    let groups = groups(view, header, &mut notes);
    let kinds = kinds(header);
    let kind = kind(view.kind, &kinds, &mut notes);
    let beside = whole_beside(view.beside, header, &geographies);
    let shown: Vec<String> = geographies.iter().cloned().chain(beside).collect();
    let mut selections = selections(&categories, &shown, &groups);
    note_single(kind, selections.len(), &mut notes);
    if selections.len() > LINE_LIMIT {
        notes.push(t!(
            "A chart shows at most {limit} lines; the first {limit} of {count} are shown.",
            limit = LINE_LIMIT,
            count = selections.len(),
        ));
        selections.truncate(LINE_LIMIT);
    }
    let grain = match kind.is_of_years() {
        true => Grain::Month,
        false => grain(view.grain, header, &mut notes),
    };
    let earliest = earliest(grain, header);
    let (first, last) = window(view, earliest, header.last, &mut notes);
    let (first, last) = whole_steps(header.step, first, last);
    Resolved {
        selections,
        categories,
        geographies,
        groups,
        earliest,
        first,
        last,
        grain,
        grains: header.grains(),
        kind,
        kinds,
        notes,
    }
}

/// The kinds of chart that suit a table: hours where it tells them apart, years over each other
/// where it counts months.
fn kinds(header: &Header) -> Vec<ChartKind> {
    let has_hours = Hours::are_in(&header.dimensions);
    let has_months = header.grains().contains(&Grain::Month);
    let suits = |kind: &ChartKind| match kind {
        ChartKind::Lines => true,
        ChartKind::Overlay | ChartKind::Seasonal => has_months,
        ChartKind::Running => has_months && header.unit.is_additive(),
        ChartKind::Hours => has_hours,
    };
    ChartKind::ALL.into_iter().filter(suits).collect()
}

/// The kind asked for; without one, hours where there are any, else lines.
fn kind(asked: Option<ChartKind>, kinds: &[ChartKind], notes: &mut Vec<String>) -> ChartKind {
    let own = match kinds.contains(&ChartKind::Hours) {
        true => ChartKind::Hours,
        false => ChartKind::Lines,
    };
    match asked {
        Some(asked) if !kinds.contains(&asked) => {
            let label = letters::lower(asked.label());
            notes.push(t!("This table has no chart “{chart}”.", chart = label));
            own
        }
        asked => asked.unwrap_or(own),
    }
}

/// The code of the whole that all chosen places are parts of, where it is asked for beside them.
fn whole_beside(beside: Beside, header: &Header, chosen: &[String]) -> Option<String> {
    let mut dimensions = header.dimensions.iter();
    let places = dimensions.find(|found| found.kind == DimensionKind::Geography)?;
    let whole = places.members.first()?;
    let is_part = |code: &String| places.member(code).is_some_and(|it| it.parent.is_some());
    let is_asked = beside == Beside::City && chosen.iter().all(is_part);
    is_asked.then(|| whole.code.clone())
}

/// Charts of years and hours show one line: the first of those chosen.
fn note_single(kind: ChartKind, lines: usize, notes: &mut Vec<String>) {
    if kind != ChartKind::Lines && lines > 1 {
        notes.push(t!(
            "This chart shows one choice at a time: the first of the {count}.",
            count = lines,
        ));
    }
}

/// The chosen groups of each dimension that tells groups apart. What is asked for of a dimension that
/// the table lacks is left out without a word: links from elsewhere carry parameters of their own.
fn groups(
    view: &ViewState,
    header: &Header,
    notes: &mut Vec<String>,
) -> BTreeMap<String, Vec<String>> {
    let dimensions = header.dimensions.iter();
    let of_groups = dimensions.filter(|dimension| dimension.kind == DimensionKind::Group);
    let chosen = of_groups.map(|dimension| {
        let asked = view
            .groups
            .get(&dimension.id)
            .map_or(&[][..], Vec::as_slice);
        (dimension.id.clone(), chosen(dimension, asked, notes))
    });
    chosen.collect()
}

/// Every combination of what is chosen.
fn selections(
    categories: &[String],
    geographies: &[String],
    groups: &BTreeMap<String, Vec<String>>,
) -> Vec<Selection> {
    let of_places = categories.iter().flat_map(|category| {
        geographies.iter().map(|geography| Selection {
            category: category.clone(),
            geography: geography.clone(),
            groups: BTreeMap::new(),
        })
    });
    groups
        .iter()
        .fold(of_places.collect(), |selections, (id, codes)| {
            let with = |selection: &Selection, code: &String| {
                let mut selection = selection.clone();
                selection.groups.insert(id.clone(), code.clone());
                selection
            };
            let selections = selections.iter();
            selections
                .flat_map(|selection| codes.iter().map(move |code| with(selection, code)))
                .collect()
        })
}

/// The codes asked for that the dimension has, or its first where there is none.
fn chosen(dimension: &Dimension, codes: &[String], notes: &mut Vec<String>) -> Vec<String> {
    let (known, unknown): (Vec<&String>, Vec<&String>) = codes
        .iter()
        .partition(|code| dimension.member(code).is_some());
    for code in unknown {
        notes.push(t!(
            "This table has no {kind} called “{code}”.",
            kind = letters::lower(&dimension.label),
            code = code,
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

/// The grain asked for where the table has it; otherwise the coarsest that it has, which is said
/// unless nothing was asked for.
fn grain(asked: Grain, header: &Header, notes: &mut Vec<String>) -> Grain {
    let grains = header.grains();
    if grains.contains(&asked) {
        return asked;
    }
    if asked != Grain::Rolling12 {
        let note = match header.step {
            Step::Year => t!("This table holds whole years only."),
            Step::Quarter => t!("This table holds quarters and years only."),
            Step::Month => t!("The numbers of this table cannot be added up."),
        };
        notes.push(note.to_owned());
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
    let note = t!("The period ended before it began, so the whole period is shown.");
    notes.push(note.to_owned());
    (earliest, latest)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use cube::{Member, Totals, Unit};

    /// A table of months by place and offense; every place but the first is a part of it.
    pub(crate) fn header() -> Header {
        let dimension = |id: &str, kind, codes: &[&str]| Dimension {
            id: id.into(),
            label: id.to_uppercase(),
            kind,
            members: codes
                .iter()
                .map(|code| Member {
                    code: (*code).into(),
                    label: (*code).into(),
                    parent: (kind == DimensionKind::Geography && *code != "city").then_some(0),
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
    fn the_city_stands_beside_its_places_once() {
        let places = |query: &str| {
            let view = resolved(query);
            let lines = view.selections.iter().map(|line| line.geography.clone());
            lines.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(places("p=east,west&x=city"), "east west city");
        assert_eq!(places("p=east,city&x=city"), "east city");
        assert_eq!(places("x=city"), "city");
        assert_eq!(places("p=east"), "east");
    }

    #[test]
    fn charts_of_years_are_of_months_and_of_one_line() {
        let view = resolved("k=o&g=y&o=homicide,arson");
        assert_eq!((view.kind, view.grain), (ChartKind::Overlay, Grain::Month));
        assert_eq!(view.notes.len(), 1);
        assert_eq!(view.first, header().first);
        let view = resolved("k=h");
        assert_eq!((view.kind, view.notes.len()), (ChartKind::Lines, 1));
        let yearly = Header {
            step: Step::Year,
            ..header()
        };
        let view = resolve(&ViewState::parse("k=s"), &yearly);
        assert_eq!((view.kind, view.kinds.len()), (ChartKind::Lines, 1));
    }

    #[test]
    fn a_table_of_hours_is_shown_by_hour_unless_lines_are_asked_for() {
        let mut hours = header();
        let mut dimension = hours.dimensions[1].clone();
        dimension.id = "hour".into();
        dimension.kind = DimensionKind::Group;
        hours.dimensions.push(dimension);
        let kind = |query: &str| resolve(&ViewState::parse(query), &hours).kind;
        assert_eq!(kind(""), ChartKind::Hours);
        assert_eq!(kind("k=l"), ChartKind::Lines);
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
    fn what_is_left_out_is_said_in_spanish() {
        let notes = |query: &str| {
            wording::speaking(wording::Language::Spanish, || resolved(query).notes).join(" ")
        };
        assert_eq!(
            notes("o=piracy"),
            "Esta tabla no tiene offense con el nombre “piracy”."
        );
        assert_eq!(
            notes("k=h"),
            "Esta tabla no tiene la gráfica “horas de la semana”."
        );
        assert_eq!(
            notes("o=homicide,robbery,arson&p=city,east,west"),
            "Una gráfica muestra como máximo 8 líneas; se muestran las primeras 8 de 9."
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

    /// The same table by race and sex.
    fn with_groups() -> Header {
        let mut header = header();
        for (id, codes) in [
            ("race", ["all", "black", "white"]),
            ("sex", ["all", "f", "m"]),
        ] {
            let mut dimension = header.dimensions[0].clone();
            dimension.id = id.into();
            dimension.label = id.into();
            dimension.kind = DimensionKind::Group;
            for (member, code) in dimension.members.iter_mut().zip(codes) {
                member.code = code.into();
            }
            header.dimensions.push(dimension);
        }
        header
    }

    #[test]
    fn groups_of_people_are_everybody_unless_chosen() {
        let groups = |query: &str| {
            let view = resolve(&ViewState::parse(query), &with_groups());
            let lines = view.selections.iter().map(|line| {
                let groups = line.groups.values().map(String::as_str);
                let groups = groups.collect::<Vec<_>>().join(" ");
                format!("{} {} {groups}", line.category, line.geography)
            });
            (lines.collect::<Vec<_>>().join(", "), view.notes)
        };
        assert_eq!(groups("").0, "homicide city all all");
        assert_eq!(
            groups("utm_source=mail"),
            ("homicide city all all".into(), vec![])
        );
        assert_eq!(
            groups("o=arson&race=black,white&sex=f").0,
            "arson city black f, arson city white f"
        );
        let (lines, notes) = groups("race=green,black");
        assert_eq!(lines, "homicide city black all");
        assert_eq!(notes, ["This table has no race called “green”."]);
        let (lines, notes) = groups("o=arson,robbery&race=all,black,white&sex=f,m");
        assert_eq!(lines.split(", ").count(), LINE_LIMIT);
        assert_eq!(
            notes,
            ["A chart shows at most 8 lines; the first 8 of 12 are shown."]
        );
    }

    #[test]
    fn quarters_are_shown_whole() {
        let header = Header {
            step: Step::Quarter,
            ..header()
        };
        let view = resolve(&ViewState::parse("g=q&f=2016-02&u=2016-08"), &header);
        assert_eq!(
            (view.first.to_string(), view.last.to_string()),
            ("2016-01".into(), "2016-09".into())
        );
        assert_eq!(view.grains, [Grain::Quarter, Grain::Year]);
        let view = resolve(&ViewState::parse("g=m"), &header);
        assert_eq!((view.grain, view.notes.len()), (Grain::Year, 1));
    }

    #[test]
    fn more_lines_than_can_be_told_apart_are_cut() {
        let view = resolved("o=homicide,robbery,arson&p=city,east,west");
        assert_eq!(view.selections.len(), LINE_LIMIT);
        assert_eq!(view.notes.len(), 1);
    }
}
