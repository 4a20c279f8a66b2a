//! From a city's source files to an immutable, checked release.
//!
//! One direction, a room a step:
//! [`settings`] say what a city's sources, codes and tables are; [`source`] reads files into typed
//! rows; [`clean`] turns texts into days, counts and places; [`classify`] into offenses and charge
//! groups; [`aggregate`] counts them into cubes and accounts for every row; [`disclosure`] protects people
//! and lets nothing else through; [`contents`] are what a release tells beside its tables, and
//! [`translations`] the same in other languages; [`publish`] writes the release after [`releases`] has
//! compared it with the last one. [`run`] composes them and
//! [`report`] says what happened. Before all that, and apart from it, [`fetch`] brings sources from
//! their portals into local files; after it, [`signing`] holds the key that a release is signed with,
//! and [`verify`] checks what is published, wherever it lies.
//!
//! What this crate is not: it knows no city (all of that is data under `cities/`), no clock reaches
//! a release, only `fetch` and `place` know of a network, and no row leaves it, only counts.

pub mod aggregate;
pub mod check;
pub mod classify;
pub mod clean;
pub mod contents;
pub mod disclosure;
pub mod durable;
pub mod explain;
pub mod fetch;
pub mod geography;
pub mod lock;
pub mod new_city;
pub mod place;
pub mod publish;
pub mod releases;
pub mod report;
pub mod run;
pub mod settings;
pub mod signing;
pub mod source;
pub mod translations;
pub mod verify;
