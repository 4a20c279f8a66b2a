//! Which numbers the page of revisions lists: one category of one area of one table.

use std::cmp::Reverse;
use std::sync::Arc;

use charts::revisions::{RevisionRow, revision_row};
use cube::history::{Histories, NumberKey};
use cube::release::{Asked, Manifest};
use cube::sorting::{sort, sort_by, sort_by_key};
use cube::{Cube, DimensionKind};
use leptos::prelude::*;
use wording::t;

use crate::state::ViewState;

/// The category that is shown where the address names none: each of these is a person.
const LEADING: &str = "homicide";

/// What is chosen; always something that has a history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The city and the release, as the address names them.
    pub asked: Asked,
    /// The id of the table.
    pub table: String,
    /// The code of the category.
    pub category: String,
    /// The code of the area.
    pub geography: String,
    /// What of the address has no history, as a sentence; none where all has.
    pub left_out: Option<String>,
}

impl Choice {
    /// What an address asks for, as far as there is a history of it; else the first that there is.
    pub fn of(view: &ViewState, histories: &Histories, manifest: &Manifest) -> Self {
        let asked = Self {
            asked: view.asked.clone(),
            table: view.table.clone().unwrap_or_default(),
            category: view.categories.first().cloned().unwrap_or_default(),
            geography: view.geographies.first().cloned().unwrap_or_default(),
            left_out: None,
        };
        // The table with the most to tell of the city comes first.
        let has = |table: &str| histories.numbers.keys().any(|key| key.table == table);
        let tables = manifest.tables.iter().map(|table| table.id.as_str());
        let mut tables: Vec<&str> = tables.filter(|table| has(table)).collect();
        let weight = |table: &str| {
            let keys = histories.numbers.keys();
            keys.filter(|key| key.table == table && key.geography == manifest.city)
                .count()
        };
        let leads = |table: &str| {
            let mut keys = histories.numbers.keys();
            keys.any(|key| {
                key.table == table && key.geography == manifest.city && key.category == LEADING
            })
        };
        sort_by_key(&mut tables, |table| (!leads(table), Reverse(weight(table))));
        let table = pick(&tables, &asked.table);
        let of_table = || histories.numbers.keys().filter(|key| key.table == table);
        let areas = unique(of_table().map(|key| key.geography.as_str()));
        let wanted = match asked.geography.as_str() {
            "" => manifest.city.as_str(),
            code => code,
        };
        let geography = pick(&areas, wanted);
        let of_area = of_table().filter(|key| key.geography == geography);
        let codes = unique(of_area.map(|key| key.category.as_str()));
        let wanted = match asked.category.as_str() {
            "" => LEADING,
            code => code,
        };
        let category = pick(&codes, wanted);
        let missing = [
            (&asked.table, &table),
            (&asked.geography, &geography),
            (&asked.category, &category),
        ];
        let missing: Vec<String> = missing
            .into_iter()
            .filter(|(asked, found)| !asked.is_empty() && asked != found)
            .map(|(asked, _)| asked.clone())
            .collect();
        let left_out = (!missing.is_empty()).then(|| {
            t!(
                "No earlier value is known of: {codes}.",
                codes = missing.join(", ")
            )
        });
        Self {
            asked: asked.asked,
            table,
            category,
            geography,
            left_out,
        }
    }

    /// The histories of what is chosen: whole years first, then what is shorter, newest first.
    pub fn rows(&self, histories: &Histories) -> Vec<RevisionRow> {
        let is_chosen = |key: &&NumberKey| {
            key.table == self.table
                && key.category == self.category
                && key.geography == self.geography
        };
        let keys = histories.numbers.keys().filter(is_chosen);
        let mut rows: Vec<RevisionRow> = keys
            .filter_map(|key| revision_row(key, histories.of(key)))
            .collect();
        let months = |row: &RevisionRow| row.key.last.since(row.key.first);
        sort_by(&mut rows, |one, other| {
            let longest = months(other).cmp(&months(one));
            longest.then_with(|| other.key.last.cmp(&one.key.last))
        });
        rows
    }

    /// The address of the choice.
    pub fn query(&self) -> String {
        let view = ViewState {
            table: Some(self.table.clone()),
            categories: vec![self.category.clone()],
            geographies: vec![self.geography.clone()],
            ..ViewState::of(self.asked.clone())
        };
        view.query()
    }
}

/// The wanted one where it is among several, else the first.
fn pick(codes: &[&str], wanted: &str) -> String {
    let found = codes.iter().find(|code| **code == wanted).or(codes.first());
    found.copied().unwrap_or_default().to_owned()
}

fn unique<'a>(codes: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut codes: Vec<&str> = codes.collect();
    sort(&mut codes);
    codes.dedup();
    codes
}

/// What can be chosen, code and label each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    tables: Vec<(String, String)>,
    histories: Arc<Histories>,
    labels: Vec<(DimensionKind, String, String)>,
}

impl Offered {
    /// The tables with histories, and the names of areas and categories of one of them.
    pub fn new(manifest: &Manifest, histories: &Arc<Histories>, cube: &Cube) -> Self {
        let has = |table: &str| histories.numbers.keys().any(|key| key.table == table);
        let tables = manifest.tables.iter().filter(|table| has(&table.id));
        let dimensions = cube.header().dimensions.iter();
        let labels = dimensions.flat_map(|dimension| {
            let members = dimension.members.iter();
            members.map(|one| (dimension.kind, one.code.clone(), one.label.clone()))
        });
        Self {
            tables: tables
                .map(|one| (one.id.clone(), one.title.clone()))
                .collect(),
            histories: Arc::clone(histories),
            labels: labels.collect(),
        }
    }

    fn label(&self, kind: DimensionKind, code: &str) -> String {
        let mut labels = self.labels.iter();
        let found = labels.find(|(of, own, _)| *of == kind && own == code);
        found.map_or_else(|| code.to_owned(), |(_, _, label)| label.clone())
    }

    /// What is listed: `Homicide, Baltimore`.
    pub fn title(&self, choice: &Choice) -> String {
        let category = self.label(DimensionKind::Category, &choice.category);
        let area = self.label(DimensionKind::Geography, &choice.geography);
        format!("{category}, {area}")
    }

    fn areas(&self, choice: &Choice) -> Vec<(String, String)> {
        let keys = self.histories.numbers.keys();
        let codes = keys.filter(|key| key.table == choice.table);
        self.named(
            DimensionKind::Geography,
            codes.map(|key| key.geography.as_str()),
        )
    }

    fn categories(&self, choice: &Choice) -> Vec<(String, String)> {
        let keys = self.histories.numbers.keys();
        let codes =
            keys.filter(|key| key.table == choice.table && key.geography == choice.geography);
        self.named(
            DimensionKind::Category,
            codes.map(|key| key.category.as_str()),
        )
    }

    fn named<'a>(
        &self,
        kind: DimensionKind,
        codes: impl Iterator<Item = &'a str>,
    ) -> Vec<(String, String)> {
        let codes = unique(codes).into_iter();
        let mut named: Vec<(String, String)> = codes
            .map(|code| (code.to_owned(), self.label(kind, code)))
            .collect();
        sort_by(&mut named, |one, other| one.1.cmp(&other.1));
        named
    }
}

/// Three selects: table, area, category.
#[component]
pub fn ChoiceForm(
    /// What can be chosen.
    offered: Offered,
    /// What is chosen.
    choice: Memo<Choice>,
    /// Goes to another query of the page.
    go: Callback<String>,
) -> impl IntoView {
    let (tables, of_areas, of_codes) = (offered.tables.clone(), offered.clone(), offered);
    let to_table = Callback::new(move |table: String| {
        go.run(
            Choice {
                table,
                ..choice.get_untracked()
            }
            .query(),
        );
    });
    let to_area = Callback::new(move |geography: String| {
        go.run(
            Choice {
                geography,
                ..choice.get_untracked()
            }
            .query(),
        );
    });
    let to_code = Callback::new(move |category: String| {
        go.run(
            Choice {
                category,
                ..choice.get_untracked()
            }
            .query(),
        );
    });
    view! {
        <div class="controls revisions-choice">
            <Select
                label=t!("Table")
                options=Signal::derive(move || tables.clone())
                chosen=Memo::new(move |_| choice.with(|choice| choice.table.clone()))
                on_choice=to_table
            />
            <Select
                label=t!("Place")
                options=Memo::new(move |_| choice.with(|choice| of_areas.areas(choice)))
                chosen=Memo::new(move |_| choice.with(|choice| choice.geography.clone()))
                on_choice=to_area
            />
            <Select
                label=t!("What is counted")
                options=Memo::new(move |_| choice.with(|choice| of_codes.categories(choice)))
                chosen=Memo::new(move |_| choice.with(|choice| choice.category.clone()))
                on_choice=to_code
            />
        </div>
    }
}

/// A labeled select.
#[component]
fn Select(
    label: &'static str,
    #[prop(into)] options: Signal<Vec<(String, String)>>,
    #[prop(into)] chosen: Signal<String>,
    on_choice: Callback<String>,
) -> impl IntoView {
    let entries = move || {
        let chosen = chosen.get();
        let entries = options.get().into_iter().map(|(code, name)| {
            let is_chosen = code == chosen;
            view! { <option value=code selected=is_chosen>{name}</option> }
        });
        entries.collect_view()
    };
    view! {
        <label class="field">
            <span>{label}</span>
            <select on:change=move |event| on_choice.run(event_target_value(&event))>{entries}</select>
        </label>
    }
}
