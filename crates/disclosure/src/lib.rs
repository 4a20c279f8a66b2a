//! What an attacker can learn about people from a release, and the proof that it is not enough.
//!
//! The [`Policy`] says what is published and how it is protected. From it and the published tables
//! alone, [`System`] rebuilds every relation between suppressed numbers and [`Population`] every
//! relation between rounded ones. The [`Certificate`] holds, for each protected number, two worlds
//! of whole numbers that both fit everything published and differ there; [`Checker`] sees that they
//! do, without any solver, in the pipeline and in a visitor's browser alike.
//!
//! What this crate is not: it hides nothing, rounds nothing and searches for no world; it reads no
//! file and knows no number that is not published.

mod bytes;
pub mod certificate;
mod check;
pub mod policy;
mod population;
mod statement;
mod system;

pub use certificate::{Audit, Certificate, CertificateError};
pub use check::{
    CheckError, Checker, Fault, Progress, Verdict, Worlds, rounded_groups, sha256_hex,
};
pub use policy::{Family, Policy, PolicyProblem, Rule, Text, Zeros};
pub use population::{CellAt, Population, PopulationError, Property};
pub use statement::Statement;
pub use system::{CellRef, System, Term};
