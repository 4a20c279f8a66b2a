//! One table of a place by year: a row an offense, charge group or indicator.

use std::{collections::BTreeMap, sync::Arc};

use charts::DataTable;
use charts::places::transposed;
use cube::places::Area;
use cube::release::Table;
use cube::{Cube, DimensionKind, Grain, Selection, Series, Unit};
use leptos::prelude::*;
use wording::t;

use crate::pages::cubes::cube_of;
use crate::{
    components::{Loaded, NumbersTable},
    data::Release,
    pages::context::{caveats, chart_context, view_in, with_incomplete},
    routes::Route,
    state::{Beside, EventMarks, ViewState},
};

/// The newest years that a profile shows.
const YEARS: usize = 6;

/// A table of the release, of one place.
#[component]
pub fn TableSection(
    /// The release.
    release: Arc<Release>,
    /// The place.
    area: Arc<Area>,
    /// The table.
    table: Table,
    /// What it counts, where no section above says so.
    heading: Option<&'static str>,
) -> impl IntoView {
    let cube = cube_of(&release, &table.id);
    let heading = heading.map(|heading| view! { <h2>{heading}</h2> });
    let label = table.title.clone();
    let numbers = move |cube: Arc<Cube>| by_year(&release, &table, &cube, &area);
    view! {
        <section aria-label=label class="profile-table">
            {heading}
            <Loaded pending=cube placeholder="placeholder tile" view=numbers />
        </section>
    }
}

/// What the tables of a unit count, as a heading.
pub fn heading(unit: Unit) -> &'static str {
    match unit {
        Unit::Victims | Unit::Offenses => t!("Crime that the police recorded"),
        Unit::Arrests => t!("Arrests"),
        Unit::Residents => t!("Residents"),
        Unit::Per1000Residents
        | Unit::Per1000Juveniles
        | Unit::Per100000Residents
        | Unit::IndexOfJoining
        | Unit::Percent => t!("Rates for residents"),
        Unit::UsesOfForce => t!("Use of force by police"),
        Unit::Complaints | Unit::Allegations => t!("Complaints about police"),
        Unit::Events => t!("Events"),
    }
}

/// The years of a place that have any number, with what is to be known of them.
fn by_year(release: &Release, table: &Table, cube: &Cube, place: &Area) -> AnyView {
    let Some(mut series) = of_years(release, cube, &place.code) else {
        let text = t!("This table does not hold this place.");
        return view! { <p class="notice">{text}</p> }.into_any();
    };
    let tables = [table];
    let context = chart_context(release, &tables, EventMarks::Hidden);
    let context = context.borrowed();
    let coverage = charts::coverage_note(&series, &context);
    let coverage = coverage.map(|note| view! { <p class="coverage">{note}</p> });
    let source = charts::source_note(&series, &context);
    // The share with a place is said above the table: a row for each category would say it again.
    series
        .lines
        .iter_mut()
        .for_each(|line| line.located.clear());
    let numbers = charts::table(&series, &context);
    let links = series.lines.iter().zip(&numbers.columns);
    let links = links.map(|(line, heading)| {
        let link = beside_the_city(release, &table.id, &line.category.code, &place.code);
        (heading.clone(), link)
    });
    let links: BTreeMap<String, String> = links.collect();
    let caption = t!(
        "{place}, by year. {table}",
        place = place.label,
        table = table.title
    );
    let region = t!("Table: {title}", title = table.title);
    let table = DataTable {
        caption,
        ..transposed(&numbers, YEARS)
    };
    let notes = caveats(release, &tables).into_iter();
    let notes = notes.map(|note| view! { <li>{note}</li> }).collect_view();
    view! {
        {coverage} <NumbersTable table links head=t!("What") region />
        <p class="source">{source}</p>
        <details>
            <summary>{t!("What to know about these numbers")}</summary>
            <ul>{notes}</ul>
        </details>
    }
    .into_any()
}

/// Where one category of a table stands in a place beside the whole city, in a chart that can be changed.
pub fn beside_the_city(release: &Release, table: &str, category: &str, place: &str) -> String {
    let view = ViewState {
        table: Some(table.to_owned()),
        categories: vec![category.to_owned()],
        geographies: vec![place.to_owned()],
        beside: Beside::City,
        ..view_in(release)
    };
    Route::Trends.link(&view.query())
}

/// Every category of a table in a place, by year; only years with a number.
pub fn of_years(release: &Release, cube: &Cube, place: &str) -> Option<Series> {
    let header = cube.header();
    let list = header
        .dimensions
        .iter()
        .find(|one| one.kind == DimensionKind::Category)?;
    let of_member = |code: &String| Selection {
        category: code.clone(),
        geography: place.to_owned(),
        groups: BTreeMap::new(),
    };
    let selections: Vec<Selection> = list
        .members
        .iter()
        .map(|member| of_member(&member.code))
        .collect();
    let series = Series::slice(cube, &selections, header.first, header.last, Grain::Year).ok()?;
    Some(with_incomplete(release, series.with_numbers()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wording::{Language, speaking};

    #[test]
    fn sections_say_what_they_count() {
        let headings = || [heading(Unit::Arrests), heading(Unit::UsesOfForce)];
        assert_eq!(headings(), ["Arrests", "Use of force by police"]);
        assert_eq!(
            speaking(Language::Spanish, headings),
            ["Arrestos", "Uso de la fuerza por la policía"]
        );
    }
}
