//! The search for witnesses, from what is published and nothing else.

// Variables come from `System`, nodes from `Frame`.
#![allow(clippy::indexing_slicing)]

use std::collections::BTreeMap;

use crate::base::{STROLL, balance, deal_out, walk};
use crate::bounds::Intervals;
use crate::cover::{BRIEF, CellMove, Cover, FREE, STUBBORN};
use crate::decide::{Room, near};
use crate::elsewhere::{EXCURSIONS, go_elsewhere};
use crate::first_look::{look, look_longer};
use crate::frame::Frame;
use crate::problem::ProtectError;
use crate::published::Published;
use crate::search::{Limits, Search};
use crate::stage::{CLOSED, HIDDEN, Stage};
use crate::system::System;
use crate::worlds::{Move, Shift, Witnesses, Worlds};

/// Variables of an integer program, where a component has more.
const ROOM: usize = 2_000;
/// Integer programs that are asked about a variable, with other variables each time.
const ROOMS: u64 = 3;
/// Cells without witnesses after which no more are sought at length: more has to be hidden.
const PATIENCE: usize = 16;

/// Looks for worlds that show every hidden cell to be ambiguous.
///
/// # Errors
///
/// A [`ProtectError`] if lists or rows are malformed. Cells that the search leaves open are in
/// [`Witnesses::undecided`].
pub fn witnesses(published: &Published) -> Result<Witnesses, ProtectError> {
    Ok(seek(published, None)?.0)
}

/// As [`witnesses`]; also the cells at which the search was stuck, ascending: those that are too
/// narrow, or whose rows it could not bring into balance.
///
/// Worlds of an earlier time, when fewer cells were hidden, are gone on with: cells that were hidden
/// since have in the first world the number that was published then. So these worlds show that what is
/// hidden is ambiguous, but are not to be published: those are to be found by [`witnesses`].
pub(crate) fn seek(
    published: &Published,
    earlier: Option<&Earlier>,
) -> Result<(Witnesses, Vec<usize>), ProtectError> {
    let system = System::of(published)?;
    let frame = Frame::of(published.values.len(), &published.rows);
    let intervals = Intervals::settled(&system);
    let mut result = Witnesses::default();
    if intervals.contradiction {
        result.undecided = system.cells.clone();
        return Ok((result, system.cells));
    }
    let mut attacker = Attacker::new(published, &system, &frame, &intervals);
    match earlier {
        None => {
            attacker.find_base();
            attacker.walk();
        }
        Some(earlier) => {
            attacker.start_from(earlier);
            attacker.find_base();
            attacker.take_up(&earlier.witnesses);
        }
    }
    attacker.find_moves();
    let stuck = attacker.stuck();
    Ok((attacker.report(), stuck))
}

/// What was published at an earlier time, when fewer cells were hidden, and worlds that were found then.
pub(crate) struct Earlier {
    pub(crate) published: Published,
    pub(crate) witnesses: Witnesses,
}

/// A stage that was set from published numbers alone.
struct Attacker<'a> {
    published: &'a Published,
    system: &'a System,
    intervals: &'a Intervals,
    stage: Stage<'a>,
    search: Search,
    cover: Cover,
    /// Variables by component.
    components: Vec<Vec<usize>>,
    /// Whether a component has a base world.
    based: Vec<bool>,
    undecided: Vec<usize>,
    /// Whether longer looks, side by side, left more open than is worth looking at one by one.
    is_hopeless: bool,
}

impl<'a> Attacker<'a> {
    fn new(
        published: &'a Published,
        system: &'a System,
        frame: &'a Frame,
        intervals: &'a Intervals,
    ) -> Self {
        let mut guess: Vec<i64> = published
            .values
            .iter()
            .map(|value| value.map_or(0, i64::from))
            .collect();
        for (variable, &cell) in system.cells.iter().enumerate() {
            guess[cell] = intervals.low[variable];
        }
        let values = published.values.iter();
        let prices = values.map(|value| if value.is_some() { CLOSED } else { HIDDEN });
        let mut stage = Stage::new(frame, &guess, &published.lowest, prices.collect());
        for (variable, &cell) in system.cells.iter().enumerate() {
            stage.lowest[cell] = intervals.low[variable];
            stage.highest[cell] = intervals.high[variable];
        }
        for node in 0..frame.nodes() {
            let number = published.values.get(node).copied().unwrap_or(Some(0));
            let residual = number.map_or(0, |n| i64::from(n) - stage.values[node]);
            stage.set_residual(node, residual);
        }
        let components = system.components();
        Self {
            published,
            system,
            intervals,
            stage,
            search: Search::default(),
            cover: Cover::new(published.widths.iter().copied().map(i64::from).collect()),
            based: vec![true; components.len()],
            components,
            undecided: Vec::new(),
            is_hopeless: false,
        }
    }

    /// Takes up an earlier world.
    fn start_from(&mut self, earlier: &Earlier) {
        let components = earlier.witnesses.components.iter();
        let known = components.flat_map(|worlds| worlds.cells.iter().zip(&worlds.base));
        let known: BTreeMap<usize, u32> = known.map(|(&cell, &value)| (cell, value)).collect();
        for &cell in self
            .system
            .cells
            .iter()
            .filter(|cell| self.stage.frame.is_leaf[**cell])
        {
            let value = known.get(&cell).copied().or(earlier.published.values[cell]);
            if let Some(value) = value {
                let (low, high) = (self.stage.lowest[cell], self.stage.highest[cell]);
                let value = i64::from(value).clamp(low, high);
                self.stage.shift(cell, value - self.stage.values[cell]);
            }
        }
    }

    fn find_base(&mut self) {
        deal_out(&mut self.stage);
        balance(&mut self.stage, &mut self.search, 0..6);
        let upset = self.upset();
        let mut done = vec![false; upset.len()];
        for variable in (0..upset.len()).filter(|&at| upset[at]) {
            if !done[variable] {
                let variables = near(self.system, variable, ROOM, 0);
                for &near in &variables {
                    done[near] = true;
                }
                if let Some(world) = self.room(&variables, &self.values()).world() {
                    self.go_to(&variables, &world);
                }
            }
        }
        balance(&mut self.stage, &mut self.search, 12..40);
        let upset = self.upset();
        for (component, variables) in self.components.iter().enumerate() {
            self.based[component] = !variables.iter().any(|&variable| upset[variable]);
        }
    }

    /// Goes on to a more usual world in every component that has one.
    fn walk(&mut self) {
        let based = self.components.iter().zip(&self.based);
        let variables = based.filter(|(_, based)| **based).flat_map(|(v, _)| v);
        let leaves = self.leaves_of(variables.copied().collect());
        walk(&mut self.stage, &mut self.search, leaves, STROLL, 0);
    }

    fn leaves_of(&self, variables: Vec<usize>) -> Vec<usize> {
        let variables = variables.into_iter();
        let cells = variables.map(|variable| self.system.cells[variable]);
        let is_leaf = |cell: &usize| self.stage.frame.is_leaf[*cell];
        cells.filter(is_leaf).collect()
    }

    /// Looks for changes of a cell from other worlds, which differ from this one near the cell.
    fn go_elsewhere(&mut self, variable: usize) -> bool {
        let cell = self.system.cells[variable];
        EXCURSIONS.into_iter().any(|excursions| {
            let leaves = self.leaves_of(near(self.system, variable, excursions.around, 0));
            let (stage, search) = (&mut self.stage, &mut self.search);
            go_elsewhere(stage, search, &mut self.cover, (cell, &leaves), excursions)
        })
    }

    fn room<'r>(&'r self, variables: &'r [usize], values: &'r [i64]) -> Room<'r> {
        Room {
            system: self.system,
            intervals: self.intervals,
            variables,
            values,
        }
    }

    /// The value of each variable in the world on stage.
    fn values(&self) -> Vec<i64> {
        let cells = self.system.cells.iter();
        cells.map(|&cell| self.stage.values[cell]).collect()
    }

    /// Changes of leaves that lead from the world on stage to other values of some variables.
    fn shifts_to(&self, variables: &[usize], world: &[i64]) -> Vec<(usize, i64)> {
        let variables = variables.iter().zip(world);
        let shifts = variables.map(|(&variable, value)| {
            let cell = self.system.cells[variable];
            (cell, value - self.stage.values[cell])
        });
        shifts
            .filter(|&(cell, delta)| delta != 0 && self.stage.frame.is_leaf[cell])
            .collect()
    }

    fn go_to(&mut self, variables: &[usize], world: &[i64]) {
        for (leaf, delta) in self.shifts_to(variables, world) {
            self.stage.shift(leaf, delta);
        }
    }

    /// For each variable whether it is out of bounds or in an equation that does not hold.
    fn upset(&self) -> Vec<bool> {
        let value = |variable: usize| self.stage.values[self.system.cells[variable]];
        let cells = self.system.cells.iter().map(|&cell| {
            let range = self.stage.lowest[cell]..=self.stage.highest[cell];
            !range.contains(&self.stage.values[cell])
        });
        let mut upset: Vec<bool> = cells.collect();
        for equation in &self.system.equations {
            let terms = equation.terms.iter();
            let sum: i64 = terms.map(|&(v, c)| c * value(v as usize)).sum();
            if sum != equation.rhs {
                for &(variable, _) in &equation.terms {
                    upset[variable as usize] = true;
                }
            }
        }
        upset
    }

    /// Takes up those known moves that lead to another world from here, too.
    fn take_up(&mut self, known: &Witnesses) {
        for shifts in known.components.iter().flat_map(|worlds| &worlds.moves) {
            let shifts = shifts.iter().map(|shift| (shift.cell, shift.delta));
            let shifts: CellMove = shifts.collect();
            if self.stage.admits(&shifts) {
                self.cover.add_if_it_widens(shifts);
            }
        }
    }

    fn find_moves(&mut self) {
        let (stage, cover) = (&self.stage, &mut self.cover);
        let based = self.components.iter().zip(&self.based);
        let variables = based.filter(|(_, based)| **based).flat_map(|(v, _)| v);
        let cells: Vec<usize> = variables.map(|&v| self.system.cells[v]).collect();
        look(stage, cover, &cells);
        let (system, is_leaf) = (self.system, &stage.frame.is_leaf);
        let around = |cell: usize, most: usize| {
            let variable = system.cells.binary_search(&cell);
            let variables = variable.map_or_else(|_| Vec::new(), |at| near(system, at, most, 0));
            let cells = variables.into_iter().map(|at| system.cells[at]);
            cells.filter(|&cell| is_leaf[cell]).collect()
        };
        let was_looked_at = look_longer(stage, cover, &cells, around);
        let lacking = cells.iter().filter(|&&cell| cover.lacks(cell)).count();
        self.is_hopeless = was_looked_at && lacking > PATIENCE;
        for component in 0..self.components.len() {
            if !self.based[component] {
                let cells = self.components[component].iter();
                let cells = cells.map(|&variable| self.system.cells[variable]);
                self.undecided.extend(cells);
                continue;
            }
            for at in 0..self.components[component].len() {
                let variable = self.components[component][at];
                self.find_moves_of(variable);
            }
        }
        self.undecided.sort_unstable();
    }

    fn find_moves_of(&mut self, variable: usize) {
        let cell = self.system.cells[variable];
        let width = self.system.widths[variable];
        if self.stage.highest[cell] - self.stage.lowest[cell] < width {
            self.undecided.push(cell);
            return;
        }
        let has_patience = self.undecided.len() < PATIENCE;
        let tries: &[Limits] = match (self.is_hopeless, has_patience) {
            (true, _) => &[BRIEF],
            (false, true) => &[BRIEF, FREE, STUBBORN],
            (false, false) => &[BRIEF, FREE],
        };
        let wide = tries.iter().any(|&limits| {
            let (stage, search) = (&mut self.stage, &mut self.search);
            self.cover.widen(stage, search, cell, width, limits)
        });
        let asks = has_patience && !self.is_hopeless;
        if wide || (asks && (self.ask(variable) || self.go_elsewhere(variable))) {
            return;
        }
        self.undecided.push(cell);
    }

    /// Asks integer programs for worlds with more and with less in a cell.
    fn ask(&mut self, variable: usize) -> bool {
        let cell = self.system.cells[variable];
        let width = self.system.widths[variable];
        let values = self.values();
        for salt in 0..ROOMS {
            let variables = near(self.system, variable, ROOM, salt);
            let room = self.room(&variables, &values);
            let worlds = [1, -1].map(|direction| room.extreme(variable, direction, width));
            for (world, _) in worlds.into_iter().flatten() {
                let shifts = self.shifts_to(&variables, &world);
                self.cover.add(self.stage.spread(&shifts));
            }
            if !self.cover.lacks(cell) || variables.len() < ROOM {
                break;
            }
        }
        !self.cover.lacks(cell)
    }

    fn stuck(&self) -> Vec<usize> {
        let upset = self.upset();
        let cells = self.system.cells.iter().zip(&upset);
        let mut stuck: Vec<usize> = cells.filter(|(_, u)| **u).map(|(&cell, _)| cell).collect();
        for (component, variables) in self.components.iter().enumerate() {
            if self.based[component] {
                let cells = variables
                    .iter()
                    .map(|&variable| self.system.cells[variable]);
                stuck.extend(cells.filter(|cell| self.undecided.binary_search(cell).is_ok()));
            }
        }
        stuck.sort_unstable();
        stuck.dedup();
        stuck
    }

    fn report(self) -> Witnesses {
        let mut component_of = vec![usize::MAX; self.published.values.len()];
        for (component, variables) in self.components.iter().enumerate() {
            for &variable in variables {
                component_of[self.system.cells[variable]] = component;
            }
        }
        let mut moves: Vec<Vec<Move>> = vec![Vec::new(); self.components.len()];
        for shifts in self.cover.needed() {
            for (component, part) in parts_of(shifts, &component_of) {
                moves[component].push(part);
            }
        }
        let mut result = Witnesses {
            components: Vec::new(),
            undecided: self.undecided,
        };
        for (component, moves) in moves.into_iter().enumerate() {
            if self.based[component] {
                let variables = self.components[component].iter();
                let cells: Vec<usize> = variables.map(|&v| self.system.cells[v]).collect();
                let base = cells.iter().map(|&cell| self.stage.values[cell]);
                result.components.push(Worlds {
                    base: base
                        .map(|value| u32::try_from(value).unwrap_or(0))
                        .collect(),
                    cells,
                    moves,
                });
            }
        }
        result
    }
}

/// A move taken apart by component; each part is a move of its own.
fn parts_of(shifts: &[(usize, i64)], component_of: &[usize]) -> Vec<(usize, Move)> {
    let mut parts: Vec<(usize, Move)> = Vec::new();
    for &(cell, delta) in shifts {
        let component = component_of[cell];
        let shift = Shift { cell, delta };
        match parts.iter_mut().find(|part| part.0 == component) {
            Some(part) => part.1.push(shift),
            None => parts.push((component, vec![shift])),
        }
    }
    parts
}
