//! A chart as HTML: title, finding, picture in both themes, source, numbers and files.

use charts::Form;
use cube::release::Table;
use maud::{Markup, html};
use sightline::ahead::{FigureContent, Release, Said};
use sightline::written::figure::{legend, numbers_of, pictures};
use wording::t;

pub use sightline::written::figure::Drawn;

/// More rows than this stand behind a heading that opens.
pub const OPEN_ROWS: usize = 40;

/// A chart on a page.
pub struct Figure {
    /// The chart.
    pub drawn: Drawn,
    /// What it says, in a sentence.
    pub sentence: String,
    /// All of it.
    pub markup: Markup,
}

/// A chart of tables of a release; `change` is the address at which it can be changed.
#[must_use]
pub fn figure(
    release: &Release,
    tables: &[&Table],
    content: FigureContent,
    form: Form,
    change: Option<&str>,
) -> Figure {
    let numbers = (form.table)(&content.series, &content.context.borrowed());
    let Said {
        title,
        sentence,
        label,
        remarks,
        source,
    } = Said::of_chart(&content, form);
    let notes = content.caveats.clone();
    let drawn = Drawn {
        title: title.clone(),
        source: source.clone(),
        content,
        form,
    };
    let key = legend(&drawn);
    let pictures = pictures(&drawn, &label);
    let markup = html! {
        figure.figure {
            figcaption {
                h2 { (title) }
                p.finding { (sentence) }
                @for remark in &remarks { p.coverage { (remark) } }
            }
            (key)
            (pictures)
            p.source { (source) }
            p.actions {
                @if let Some(change) = change {
                    a href=(change) { (t!("Change this chart")) }
                }
                @for table in tables {
                    a href=(release.address(&table.csv)) download { (t!("Whole table (CSV): {table}", table = table.title)) }
                }
            }
            (numbers_of(&numbers, t!("Period"), OPEN_ROWS))
            @if !notes.is_empty() {
                details {
                    summary { (t!("What to know about these numbers")) }
                    ul { @for note in &notes { li { (note) } } }
                }
            }
        }
    };
    Figure {
        drawn,
        sentence,
        markup,
    }
}
