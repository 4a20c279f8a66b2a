//! The site: a Leptos app that runs in the visitor's browser, over the files of a release.
//!
//! Rooms and the arrows between them are in ARCHITECTURE.md. No type in here can hold a record
//! about a person; those exist in the pipeline alone.

// The props of a component are its own: Leptos hands them over by value.
#![allow(clippy::needless_pass_by_value)]

pub mod ahead;
pub mod parts;
pub mod written;

mod app;
mod chart;
mod components;
mod data;
mod pages;
mod platform;
mod routes;
mod state;

pub use app::{App, enter, start};
pub use pages::{ExploreContent, MethodsContent, OfferContent};
pub use platform::markup::redraw;
pub use state::{Going, Told};
pub use written::frame::Frame;

/// Speaks a language by the catalogue that the main program has fetched for it.
pub fn speak(tag: &str, catalogue: &str) {
    if let Some(language) = wording::Language::of_tag(tag) {
        // A part that was built with other texts shows them as they are written.
        wording::speak(language, catalogue);
    }
}
