//! A chart as HTML: title, finding, picture in both themes, source, numbers and files.

use charts::tokens::Theme;
use charts::{DataTable, Form, Size, Width};
use cube::release::Table;
use maud::{Markup, PreEscaped, html};
use sightline::ahead::{FigureContent, Release};

/// The size of pictures on pages, in pixels: as wide as the column, which scales them.
const SIZE: Size = Size {
    width_px: 760.0,
    height_px: 360.0,
};

/// More rows than this stand behind a heading that opens.
const OPEN_ROWS: usize = 40;

/// What a preview shows of a chart.
pub struct Drawn {
    /// The title of the chart.
    pub title: String,
    /// Its source line.
    pub source: String,
    /// The content, to be drawn in whatever size.
    pub content: FigureContent,
    /// In which form.
    pub form: Form,
}

/// A chart on a page.
pub struct Figure {
    /// The chart.
    pub drawn: Drawn,
    /// What it says, in a sentence.
    pub sentence: String,
    /// All of it.
    pub markup: Markup,
}

impl Drawn {
    /// The picture in a size.
    #[must_use]
    pub fn picture(&self, theme: Theme, size: Size) -> charts::Picture {
        let FigureContent {
            series, context, ..
        } = &self.content;
        let options = (self.form.options)(series, &context.borrowed(), theme, Width::Wide);
        charts::picture(&options, size)
    }
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
    let context = content.context.borrowed();
    let series = &content.series;
    let title = (form.title)(series, &context);
    let sentence = (form.sentence)(series, &context);
    let source = charts::source_note(series, &context);
    let coverage = charts::coverage_note(series, &context);
    let protection = charts::protection_note(series, &context);
    let numbers = (form.table)(series, &context);
    let label = format!("{}. {title}. {sentence}", form.name);
    let notes = content.caveats.clone();
    let drawn = Drawn {
        title: title.clone(),
        source: source.clone(),
        content,
        form,
    };
    let pictures = [
        (Theme::Light, "only-light"),
        (Theme::Dark, "only-dark"),
    ]
    .map(|(theme, class)| (class, drawn.picture(theme, SIZE).svg));
    let markup = html! {
        figure.figure {
            figcaption {
                h2 { (title) }
                p.finding { (sentence) }
                @for note in [coverage, protection].into_iter().flatten() {
                    p.coverage { (note) }
                }
            }
            @for (class, svg) in &pictures {
                div class={ "prebuilt-picture " (class) } role="img" aria-label=(label) { (PreEscaped(svg)) }
            }
            p.source { (source) }
            p.actions {
                @if let Some(change) = change {
                    a href=(change) { "Change this chart" }
                }
                @for table in tables {
                    a href=(release.address(&table.csv)) download { "Whole table (CSV): " (table.title) }
                }
            }
            (numbers_of(&numbers, "Period"))
            @if !notes.is_empty() {
                details {
                    summary { "What to know about these numbers" }
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

/// The numbers, behind a heading where there are many.
#[must_use]
pub fn numbers_of(numbers: &DataTable, head: &str) -> Markup {
    let table = table(numbers, head);
    html! {
        @if numbers.rows.len() > OPEN_ROWS {
            details {
                summary { "Table of the same numbers" }
                (table)
            }
        } @else { (table) }
    }
}

fn table(numbers: &DataTable, head: &str) -> Markup {
    html! {
        @if let Some(note) = &numbers.note { p.quiet { (note) } }
        div.table-scroll tabindex="0" role="region" aria-label=(format!("Table: {}", numbers.caption)) {
            table.numbers {
                caption { (numbers.caption) }
                thead {
                    tr {
                        th scope="col" { (head) }
                        @for column in &numbers.columns { th scope="col" { (column) } }
                    }
                }
                tbody {
                    @for row in &numbers.rows {
                        tr {
                            th scope="row" { (row.heading) }
                            @for cell in &row.cells { td { (cell.text) } }
                        }
                    }
                }
            }
        }
    }
}
