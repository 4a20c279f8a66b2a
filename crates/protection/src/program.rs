//! Linear and integer programs, and the solver behind them.
//!
//! The answer of a solver is a proposal: whoever asks checks it in whole numbers.

use microlp::{ComparisonOp, OptimizationDirection, SolveOptions};

/// Values of variables within bounds that meet equations, the greatest in one variable.
#[derive(Debug, Clone, Default)]
pub(crate) struct Program {
    /// Least and greatest value of each variable.
    pub(crate) ranges: Vec<(i64, i64)>,
    /// What is added up and made as large as can be: a factor for each variable.
    pub(crate) objective: Vec<i64>,
    /// Sums of variables with the least and the greatest that each may be.
    pub(crate) sums: Vec<Sum>,
}

/// Variables with their factors, and the least and the greatest of their sum.
pub(crate) type Sum = (Vec<(usize, i64)>, i64, i64);

/// What a solver says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    /// Whole numbers that are optimal.
    Optimal(Vec<i64>),
    /// Whole numbers, perhaps not optimal: a limit was reached.
    Feasible(Vec<i64>),
    /// There are none.
    Infeasible,
    /// A limit was reached, or the numbers were too hard.
    Unknown,
}

/// Something that solves integer programs within a number of nodes.
pub(crate) trait Solver {
    fn solve(&self, program: &Program, nodes: u64) -> Answer;
}

/// The solver in Rust, which needs nothing but itself.
#[cfg_attr(
    feature = "highs",
    allow(dead_code, reason = "the other one is built in")
)]
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Microlp;

impl Solver for Microlp {
    fn solve(&self, program: &Program, nodes: u64) -> Answer {
        let mut problem = microlp::Problem::new(OptimizationDirection::Maximize);
        let factors = program.ranges.iter().zip(&program.objective);
        let variables: Vec<_> = factors
            .map(|(&(low, high), &factor)| {
                problem.add_integer_var(factor as f64, (to_i32(low), to_i32(high)))
            })
            .collect();
        for (terms, low, high) in &program.sums {
            let terms: Vec<_> = terms
                .iter()
                .filter_map(|&(at, factor)| Some((*variables.get(at)?, factor as f64)))
                .collect();
            if low == high {
                problem.add_constraint(&terms, ComparisonOp::Eq, *low as f64);
                continue;
            }
            problem.add_constraint(&terms, ComparisonOp::Ge, *low as f64);
            problem.add_constraint(&terms, ComparisonOp::Le, *high as f64);
        }
        let mut options = SolveOptions::default();
        options.node_limit = Some(nodes);
        match problem.solve_with(options) {
            Ok(outcome) => match outcome.solution() {
                Some(solution) => {
                    let values = variables.iter();
                    let values = values
                        .map(|&v| solution.var_value(v).round() as i64)
                        .collect();
                    if outcome.is_optimal() {
                        Answer::Optimal(values)
                    } else {
                        Answer::Feasible(values)
                    }
                }
                None => Answer::Unknown,
            },
            Err(microlp::Error::Infeasible) => Answer::Infeasible,
            Err(_) => Answer::Unknown,
        }
    }
}

/// HiGHS, a solver in C++ that takes larger programs.
#[cfg(feature = "highs")]
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Highs;

#[cfg(feature = "highs")]
impl Solver for Highs {
    fn solve(&self, program: &Program, nodes: u64) -> Answer {
        let mut problem = highs::RowProblem::default();
        let factors = program.ranges.iter().zip(&program.objective);
        let columns: Vec<_> = factors
            .map(|(&(low, high), &factor)| {
                problem.add_integer_column(factor as f64, low as f64..=high as f64)
            })
            .collect();
        for (terms, low, high) in &program.sums {
            let terms = terms.iter();
            let terms: Vec<_> = terms
                .filter_map(|&(at, factor)| Some((*columns.get(at)?, factor as f64)))
                .collect();
            problem.add_row(*low as f64..=*high as f64, &terms);
        }
        let mut model = problem.optimise(highs::Sense::Maximise);
        model.make_quiet();
        // One thread and a limit in nodes, not in time: the same program has the same answer.
        model.set_option("threads", 1);
        model.set_option("random_seed", 0);
        model.set_option("mip_max_nodes", i32::try_from(nodes).unwrap_or(i32::MAX));
        let solved = model.solve();
        let values = || {
            let solution = solved.get_solution();
            let values = solution.columns().iter();
            values.map(|value| value.round() as i64).collect()
        };
        match solved.status() {
            highs::HighsModelStatus::Optimal => Answer::Optimal(values()),
            highs::HighsModelStatus::Infeasible => Answer::Infeasible,
            // What it has reached by then is checked by whoever asks.
            highs::HighsModelStatus::ReachedSolutionLimit => Answer::Feasible(values()),
            _ => Answer::Unknown,
        }
    }
}

/// The solver that was built in.
#[cfg(feature = "highs")]
const SOLVER: Highs = Highs;
#[cfg(not(feature = "highs"))]
const SOLVER: Microlp = Microlp;

fn to_i32(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(if number < 0 { i32::MIN } else { i32::MAX })
}

impl Program {
    /// Whether whole numbers are within all bounds and sums.
    pub(crate) fn admits(&self, values: &[i64]) -> bool {
        let in_ranges = self.ranges.iter().zip(values);
        let value = |at: usize| values.get(at).copied().unwrap_or(0);
        values.len() == self.ranges.len()
            && in_ranges.fold(true, |all, (range, value)| {
                all && (range.0..=range.1).contains(value)
            })
            && self.sums.iter().all(|(terms, low, high)| {
                let sum: i64 = terms.iter().map(|&(at, factor)| factor * value(at)).sum();
                (*low..=*high).contains(&sum)
            })
    }

    /// The answer of the solver that was built in, without values that are not what they should be.
    pub(crate) fn solve(&self, nodes: u64) -> Answer {
        let answer = SOLVER.solve(self, nodes);
        match &answer {
            Answer::Optimal(values) | Answer::Feasible(values) if !self.admits(values) => {
                Answer::Unknown
            }
            _ => answer,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two of four cells in a square whose sums are published, and one sum between two bounds.
    #[test]
    fn the_solver_that_is_built_in_finds_the_most_of_a_square() {
        let square = Program {
            ranges: vec![(0, 9); 4],
            objective: vec![1, 0, 0, 0],
            sums: vec![
                (vec![(0, 1), (1, 1)], 5, 5),
                (vec![(2, 1), (3, 1)], 4, 4),
                (vec![(0, 1), (2, 1)], 6, 6),
                (vec![(1, 1), (3, 1)], 1, 3),
            ],
        };
        assert_eq!(square.solve(100), Answer::Optimal(vec![5, 0, 1, 3]));
        let mut impossible = square;
        impossible.sums.push((vec![(0, 2)], 3, 3));
        assert_eq!(impossible.solve(100), Answer::Infeasible);
    }
}
