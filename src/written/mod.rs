//! Charts, hours and maps as HTML that needs no program: for pages that are written ahead of time, and for
//! frames in pages of others, whose program writes the same again where a reader chooses another view.
//!
//! Every text is escaped by construction. Styles and places of numbers stand in classes and attributes, so
//! that a page may forbid everything inline.

pub mod figure;
pub mod frame;
pub mod hours;
pub mod map;
