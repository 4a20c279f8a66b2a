//! The rows of a release over its hidden cells alone: what an attacker has to solve.
//!
//! Published counts have moved to the right-hand side. Hidden cells are numbered anew, in order,
//! as variables; rows without a variable are gone.

// Every index comes from `Published::validate` or from this numbering.
#![allow(clippy::indexing_slicing)]

use crate::problem::ProtectError;
use crate::published::Published;

/// A row over variables: the sum of `coefficient * variable` is `rhs`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Equation {
    /// Variables with their coefficients.
    pub(crate) terms: Vec<(u32, i64)>,
    /// What the terms sum to.
    pub(crate) rhs: i64,
}

/// All equations over the hidden cells of a release.
#[derive(Debug, Clone)]
pub(crate) struct System {
    /// The cell of each variable, ascending.
    pub(crate) cells: Vec<usize>,
    /// Least value of each variable.
    pub(crate) lowest: Vec<i64>,
    /// The range that each variable needs.
    pub(crate) widths: Vec<i64>,
    /// The equations.
    pub(crate) equations: Vec<Equation>,
    /// The equations of each variable, ascending.
    pub(crate) of_variable: Vec<Vec<u32>>,
}

/// Marks a cell that is no variable.
const PUBLISHED: u32 = u32::MAX;

impl System {
    pub(crate) fn of(published: &Published) -> Result<Self, ProtectError> {
        published.validate()?;
        let cells = published.hidden();
        let mut variable_of = vec![PUBLISHED; published.values.len()];
        for (variable, &cell) in cells.iter().enumerate() {
            variable_of[cell] = variable as u32;
        }
        let mut equations = Vec::new();
        let mut of_variable = vec![Vec::new(); cells.len()];
        for row in &published.rows {
            let mut equation = Equation {
                terms: Vec::new(),
                rhs: 0,
            };
            for term in row {
                let coefficient = i64::from(term.coefficient);
                match published.values[term.cell] {
                    Some(count) => equation.rhs -= coefficient * i64::from(count),
                    None => equation.terms.push((variable_of[term.cell], coefficient)),
                }
            }
            if equation.terms.is_empty() {
                continue;
            }
            for &(variable, _) in &equation.terms {
                of_variable[variable as usize].push(equations.len() as u32);
            }
            equations.push(equation);
        }
        let per_variable = |list: &[u32]| cells.iter().map(|&cell| i64::from(list[cell])).collect();
        Ok(Self {
            lowest: per_variable(&published.lowest),
            widths: per_variable(&published.widths),
            cells,
            equations,
            of_variable,
        })
    }

    /// Variables that share equations, directly or through others: ascending within a component,
    /// components by their first variable.
    pub(crate) fn components(&self) -> Vec<Vec<usize>> {
        let mut seen = vec![false; self.cells.len()];
        let mut seen_equation = vec![false; self.equations.len()];
        let mut components = Vec::new();
        for start in 0..self.cells.len() {
            if std::mem::replace(&mut seen[start], true) {
                continue;
            }
            let mut component = vec![start];
            let mut next = 0;
            while next < component.len() {
                for &equation in &self.of_variable[component[next]] {
                    if std::mem::replace(&mut seen_equation[equation as usize], true) {
                        continue;
                    }
                    for &(variable, _) in &self.equations[equation as usize].terms {
                        if !std::mem::replace(&mut seen[variable as usize], true) {
                            component.push(variable as usize);
                        }
                    }
                }
                next += 1;
            }
            component.sort_unstable();
            components.push(component);
        }
        components
    }
}
