//! Which counts of linked tables to hide, and the proof that hiding them is enough.
//!
//! A release is an integer linear system here: cells that hold counts, and rows that say which
//! sums of cells are zero because one is the total of others. [`protect`] hides cells until an
//! attacker who has every other number, every row and the least value that a hidden cell can
//! have, is left with a range for each hidden cell. The rest of the crate sees what the attacker
//! sees, a [`Published`], and judges it: [`exact_linear`] and [`bounds`] attack, [`witnesses`]
//! finds pairs of worlds that fit every published number, [`decide`] settles single cells.
//!
//! What this crate is not: it knows no table, no policy and no city, it reads no file and no
//! clock, and a limit is a number of steps, never of seconds.

mod audit;
mod base;
mod bounds;
mod cover;
mod decide;
mod elsewhere;
mod engine;
mod field;
mod first_look;
mod frame;
mod linear;
mod own_record;
mod problem;
mod program;
mod published;
mod search;
mod stage;
mod system;
mod witness;
mod worlds;

pub use audit::{Audit, audit, leaks};
pub use bounds::{Bounds, bounds};
pub use decide::{Decision, decide};
pub use engine::{Protection, Statistics, protect};
pub use linear::{Linear, exact_linear, exact_linear_except};
pub use own_record::{Exposure, own_record};
pub use problem::{Demand, Problem, ProtectError, Row, Term};
pub use published::Published;
pub use witness::witnesses;
pub use worlds::{Failure, Move, Shift, Witnesses, Worlds, check};
