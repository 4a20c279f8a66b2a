//! From a [`cube::Series`] to what a reader meets: a chart's options, the sentence that says what
//! it shows, the table of the same numbers, headline figures, and the tokens they are set in.
//!
//! Everything here is pure and deterministic. What this crate is not: it fetches nothing, slices
//! nothing, and never touches a screen; the site hands the options to ECharts and the texts to the
//! page. Texts are in the language that the thread speaks ([`wording`]), and their figures are the same
//! in each; labels pass through as the release gives them. Every number in a text comes from a cell.

pub mod colour;
pub mod format;
pub mod places;
pub mod programme;
pub mod revisions;
pub mod tokens;
pub mod window_drawing;
pub mod words;

mod aloud;
mod axis;
mod beside;
mod card;
mod charming_gaps;
mod citation;
mod coverage;
mod drawing;
mod finding;
mod flags;
mod form;
mod glossary;
mod headline;
mod hours;
mod label;
mod lead;
mod marks;
mod multiple;
mod operations;
mod option;
mod panels;
mod picture;
mod plan;
mod poster;
mod printed;
mod protection;
mod reading;
mod rounded;
mod scale;
mod sparkline;
mod stroke;
mod style;
mod table;
mod text;
mod title;
mod values;
mod years;

#[cfg(test)]
mod tests;

use cube::release::Event;

pub use aloud::{Aloud, aloud, pitches_hz};
pub use beside::{LineOf, beside};
pub use card::{CARD_SIZE, card};
pub use citation::{Citation, Cited, citation};
pub use coverage::{coverage_note, located_share};
pub use finding::sentence;
pub use form::{Form, LINES};
pub use glossary::{Piece, Term, glossary, glossed};
pub use headline::{Headline, headline};
pub use hours::{HourCell, HourClass, HourRow, HourTable, hour_table};
pub use label::line_label;
pub use lead::lead;
pub use multiple::{alone, common_top, multiple_plan};
pub use operations::{
    operation_count, operation_dates, operation_guns, operation_reach, operations_sentence,
};
pub use panels::{PANELS, are_far_apart};
pub use picture::{Picture, Size, picture};
pub use plan::{Plan, Width, line_plan, panel_plan};
pub use poster::{Poster, poster};
pub use printed::{PrintedRow, disagreement, figure_text, printed_rows, printed_sentence};
pub use protection::{SAMPLE, TableNote, protection_note};
pub use reading::{Reading, ReadingRow, readings};
pub use sparkline::sparkline_plan;
pub use style::{LineStyle, line_styles};
pub use table::{DataTable, Direction, RowOrder, TableCell, TableRow, table};
pub use text::escaped;
pub use title::{source_note, title};
pub use years::{OVERLAY, RUNNING, SEASONAL};

/// What the texts and marks of a chart need beside its series; all of it from the release.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The name of the city for people, for example `Baltimore`.
    pub city: &'a str,
    /// The dated events that may be marked, oldest first.
    pub events: &'a [Event],
    /// The short label of each source, by its id in the manifest.
    pub source_labels: &'a [(String, String)],
    /// What has to be known of all numbers of a table, where there is anything.
    pub table_notes: &'a [TableNote],
}

impl<'a> Context<'a> {
    /// What has to be known of all numbers of a table.
    pub(crate) fn note(&self, table: &str) -> Option<&'a TableNote> {
        self.table_notes.iter().find(|note| note.table == table)
    }

    /// The short label of a source, or its id where the release gives none.
    pub(crate) fn source_label(&self, id: &'a str) -> &'a str {
        self.source_labels
            .iter()
            .find(|(source, _)| source == id)
            .map_or(id, |(_, label)| label)
    }
}
