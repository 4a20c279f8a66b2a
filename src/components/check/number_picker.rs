//! One protected number of the reader's choice, and its neighbors, in two worlds side by side.

use std::sync::Arc;

use cube::sorting::sort_by_key;
use cube::{Cell, CellStatus, Cube, DimensionKind};
use leptos::prelude::*;
use wording::t;

use super::{Worlds, answer::InWorlds};
use crate::{
    components::Loaded,
    data::{Library, Release},
};

/// A choice of table, and of a number of it.
#[component]
pub fn NumberPicker(
    /// The release.
    release: Arc<Release>,
    /// The ids of the tables, in the order of the certificate.
    tables: Vec<String>,
    /// What was answered last.
    worlds: RwSignal<Option<Worlds>>,
    /// Asks for a number in two worlds.
    ask: Callback<String>,
) -> impl IntoView {
    let is_protected = |id: &String| {
        let protection = release.table(id).and_then(|table| table.protection);
        protection.is_some_and(|found| found.suppressed + found.rounded > 0)
    };
    let offered: Vec<(usize, String)> = tables
        .into_iter()
        .enumerate()
        .filter(|(_, id)| is_protected(id))
        .collect();
    let Some((first, _)) = offered.first().cloned() else {
        return ().into_any();
    };
    let chosen = RwSignal::new(first);
    let options = offered.iter().map(|(at, id)| {
        let title = release.table(id).map(|table| table.title.clone());
        view! { <option value=at.to_string()>{title}</option> }
    });
    let options = options.collect_view();
    let library = expect_context::<Library>();
    let loading = Arc::clone(&release);
    let cube = LocalResource::new(move || {
        let at = chosen.get();
        let id = offered.iter().find(|(other, _)| *other == at);
        let id = id.map(|(_, id)| id.clone()).unwrap_or_default();
        let (library, release) = (library.clone(), Arc::clone(&loading));
        async move { library.cube(&release, &id).await }
    });
    let picker = move |cube: Arc<Cube>| {
        let table = chosen.get_untracked();
        view! { <NumberOf cube table worlds ask /> }
    };
    view! {
        <section aria-labelledby="pick">
            <h3 id="pick">{t!("Look at one number")}</h3>
            <p class="prose">
                {t!("Pick a protected number. The table shows it and its neighbors in both worlds.")}
            </p>
            <label class="field wide">
                <span>{t!("Table")}</span>
                <select id="pick-table" on:change:target=move |event| {
                    chosen.set(event.target().value().parse().unwrap_or(first));
                }>{options}</select>
            </label>
            <Loaded pending=cube view=picker />
        </section>
    }
    .into_any()
}

/// A choice of a number of one table.
#[component]
fn NumberOf(
    cube: Arc<Cube>,
    table: usize,
    worlds: RwSignal<Option<Worlds>>,
    ask: Callback<String>,
) -> impl IntoView {
    let first = next_protected(&cube, cube.cells().len().saturating_sub(1));
    let picked = RwSignal::new(first);
    let asking = Arc::clone(&cube);
    Effect::new(move |_| {
        let picked = picked.get();
        let others = neighbors(&asking, picked);
        ask.run(format!(
            "{{\"table\":{table},\"picked\":{picked},\"others\":{others:?}}}"
        ));
    });
    let header = cube.header();
    let dimensions = header.dimensions.iter().enumerate();
    let choices = dimensions
        .filter(|(_, dimension)| dimension.members.len() > 1)
        .map(|(at, dimension)| {
            let labels = dimension.members.iter().map(|member| member.label.clone());
            choice(&cube, picked, at, dimension.label.clone(), labels.collect())
        });
    let periods = header.periods().into_iter().map(charts::format::period);
    let period = choice(
        &cube,
        picked,
        header.dimensions.len(),
        t!("Period").to_owned(),
        periods.collect(),
    );
    let choices = choices.collect::<Vec<_>>();
    let stepping = Arc::clone(&cube);
    let next = move |_| picked.update(|at| *at = next_protected(&stepping, *at));
    let shown = move || {
        let at = picked.get();
        let answer = worlds.get().filter(|(answered, _)| *answered == at);
        answer.map(|(_, numbers)| match numbers {
            Some(numbers) => rows(&cube, at, &numbers).into_any(),
            None => view! { <NotProtected /> }.into_any(),
        })
    };
    view! {
        <div class="controls">
            {choices} {period}
            <button type="button" on:click=next>{t!("Next protected number")}</button>
        </div>
        <div class="worlds-answer" aria-live="polite">{shown}</div>
    }
}

#[component]
fn NotProtected() -> impl IntoView {
    view! {
        <p class="notice">
            {t!("This number is not protected: it is shown as it was counted, or there is none.")}
        </p>
    }
}

/// A choice along one dimension, or along time, which comes last.
fn choice(
    cube: &Arc<Cube>,
    picked: RwSignal<usize>,
    at: usize,
    label: String,
    names: Vec<String>,
) -> impl IntoView + use<> {
    let (reading, setting) = (Arc::clone(cube), Arc::clone(cube));
    let chosen = Memo::new(move |_| positions(&reading, picked.get()).get(at).copied());
    let options = names.into_iter().enumerate().map(move |(position, name)| {
        let is_chosen = move || chosen.get() == Some(position);
        view! { <option value=position.to_string() prop:selected=is_chosen>{name}</option> }
    });
    let choose = move |text: String| {
        let mut all = positions(&setting, picked.get_untracked());
        if let (Some(slot), Ok(position)) = (all.get_mut(at), text.parse()) {
            *slot = position;
            picked.set(index(&setting, &all));
        }
    };
    view! {
        <label class="field">
            <span>{label}</span>
            <select on:change:target=move |event| choose(event.target().value())>
                {options.collect_view()}
            </select>
        </label>
    }
}

/// The number and its neighbors, in the order of their dimension.
fn rows(cube: &Cube, picked: usize, numbers: &[InWorlds]) -> impl IntoView + use<> {
    let at = neighborhood(cube);
    let dimension = cube.header().dimensions.get(at);
    let cells = std::iter::once(picked).chain(neighbors(cube, picked));
    let mut found: Vec<(usize, InWorlds)> = cells.zip(numbers.iter().copied()).collect();
    sort_by_key(&mut found, |(cell, _)| *cell);
    let rows = found.into_iter().map(|(cell, number)| {
        let member = positions(cube, cell).get(at).copied();
        let member = member.and_then(|member| dimension?.members.get(member));
        let label = member.map(|member| member.label.clone());
        let shown = shown(cube.cells().get(cell).copied());
        let count = |count: Option<i64>| count.map(|count| count.to_string());
        let differs = number.first != number.second;
        view! {
            <tr class:picked=cell == picked class:differs=differs>
                <th scope="row">{label}</th>
                <td>{shown}</td>
                <td>{count(number.first)}</td>
                <td>{count(number.second)}</td>
            </tr>
        }
    });
    let caption = t!("The number that you picked, and its neighbors, in two worlds");
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=caption>
            <table class="numbers two-worlds">
                <caption>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{dimension.map(|dimension| dimension.label.clone())}</th>
                        <th scope="col">{t!("We show")}</th>
                        <th scope="col">{t!("World one")}</th>
                        <th scope="col">{t!("World two")}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}

/// What is published of a number.
fn shown(cell: Option<Cell>) -> String {
    let count = |value: u32| charts::format::count(value);
    match cell {
        Some(Cell::Suppressed) => t!("hidden").to_owned(),
        Some(Cell::Rounded(value)) => t!("{count} (rounded)", count = count(value)),
        Some(Cell::Observed(value) | Cell::Provisional(value)) => count(value),
        _ => t!("no count").to_owned(),
    }
}

fn is_protected(cell: Cell) -> bool {
    matches!(cell.status(), CellStatus::Suppressed | CellStatus::Rounded)
}

/// The protected number after a position, round the end of the table.
fn next_protected(cube: &Cube, after: usize) -> usize {
    let cells = cube.cells().iter().enumerate();
    let mut round = cells.clone().skip(after + 1).chain(cells);
    let found = round.find(|(_, cell)| is_protected(**cell));
    found.map_or(after, |(at, _)| at)
}

/// The position of a number in each dimension, then in time.
fn positions(cube: &Cube, index: usize) -> Vec<usize> {
    let mut rest = index;
    let lengths = lengths(cube);
    let mut positions: Vec<usize> = lengths
        .iter()
        .rev()
        .map(|length| {
            let position = rest % (*length).max(1);
            rest /= (*length).max(1);
            position
        })
        .collect();
    positions.reverse();
    positions
}

fn index(cube: &Cube, positions: &[usize]) -> usize {
    let pairs = lengths(cube).into_iter().zip(positions);
    pairs.fold(0, |index, (length, position)| index * length + position)
}

fn lengths(cube: &Cube) -> Vec<usize> {
    let header = cube.header();
    let dimensions = header
        .dimensions
        .iter()
        .map(|dimension| dimension.members.len());
    dimensions.chain([header.step_count()]).collect()
}

/// The dimension along which numbers are neighbors: that of categories, or else the longest.
fn neighborhood(cube: &Cube) -> usize {
    let dimensions = || cube.header().dimensions.iter().enumerate();
    let of_categories =
        dimensions().find(|(_, one)| one.kind == DimensionKind::Category && one.members.len() > 1);
    let longest = || dimensions().max_by_key(|(_, one)| one.members.len());
    of_categories.or_else(longest).map_or(0, |(at, _)| at)
}

/// The other numbers of the same row of the table.
fn neighbors(cube: &Cube, picked: usize) -> Vec<usize> {
    let (own, at) = (positions(cube, picked), neighborhood(cube));
    let members = lengths(cube).get(at).copied().unwrap_or(0);
    let others = (0..members).filter(|member| own.get(at) != Some(member));
    others
        .map(|member| {
            let mut positions = own.clone();
            if let Some(slot) = positions.get_mut(at) {
                *slot = member;
            }
            index(cube, &positions)
        })
        .collect()
}
