//! Writes the pages of the site ahead of time, into the folder of a built site.
//!
//! Each is a real HTML file with title, description, sentences, picture and table, for readers whose
//! scripts are blocked, for search engines, and for the previews that messengers show. The app takes
//! over where it can. Every number comes from the files of the release, each of them checked against
//! its hash, through the same functions as in the app.

mod ahead;
mod colors;
mod embed;
mod feed;
mod figure;
mod hashed;
mod hours;
mod library;
mod map;
mod markup;
mod missing;
mod page;
mod pages;
mod picture;
mod sitemap;
mod stopped;
mod waking;
mod write;

pub use library::Library;
pub use picture::Printer;
pub use write::{Written, everything};
