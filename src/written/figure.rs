//! A chart of lines: its key, its picture in both themes and two widths, its numbers.

use charts::tokens::Theme;
use charts::{DataTable, Form, Size, Width};
use maud::{Markup, PreEscaped, html};
use wording::t;

use crate::components::{FigureContent, dash_array};
use crate::pages::embed::shown::Said;

/// The size of pictures on wide screens, in pixels: as wide as the column, which scales them. The
/// style sheets of embeds have the same proportions.
const WIDE: Size = Size {
    width_px: 760.0,
    height_px: 360.0,
};

/// The same on narrow screens.
const NARROW: Size = Size {
    width_px: 360.0,
    height_px: 300.0,
};

/// A chart, to be drawn in any size.
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

impl Drawn {
    /// A chart with what it says of itself.
    #[must_use]
    pub fn of(said: &Said, content: &FigureContent, form: Form) -> Self {
        Self {
            title: said.title.clone(),
            source: said.source.clone(),
            content: content.clone(),
            form,
        }
    }

    /// The picture in a size.
    #[must_use]
    pub fn picture(&self, theme: Theme, width: Width, size: Size) -> charts::Picture {
        let FigureContent {
            series, context, ..
        } = &self.content;
        let plan = (self.form.plan)(series, &context.borrowed(), theme, width);
        charts::picture(&plan, size)
    }
}

/// The picture of a chart in both themes and for wide and narrow screens, of which a page shows one.
#[must_use]
pub fn pictures(drawn: &Drawn, label: &str) -> Markup {
    let themes = [(Theme::Light, "only-light"), (Theme::Dark, "only-dark")];
    let sizes = [
        (Width::Wide, WIDE, "only-wide"),
        (Width::Narrow, NARROW, "only-narrow"),
    ];
    html! {
        @for (width, size, of_size) in sizes {
            @for (theme, of_theme) in themes {
                @let picture = drawn.picture(theme, width, size);
                div class={ "prebuilt-picture " (of_theme) " " (of_size) } role="img" aria-label=(label) data-positions=[positions(drawn, &picture, size)] {
                    (PreEscaped(picture.svg))
                }
            }
        }
    }
}

/// Where the periods stand, for who reads numbers off the picture: those of the first and of the last
/// in parts of its width, and how many there are; none where the axis is no time.
fn positions(drawn: &Drawn, picture: &charts::Picture, size: Size) -> Option<String> {
    let (first, last, count) = picture.positions();
    let part = |px: f64| format!("{:.4}", px / size.width_px);
    let is_over_time = drawn.form.is_over_periods && count > 1;
    is_over_time.then(|| format!("{} {} {count}", part(first), part(last)))
}

/// The key of the lines; nothing where there is one alone, or the form needs none.
#[must_use]
pub fn legend(drawn: &Drawn) -> Markup {
    let FigureContent {
        series, context, ..
    } = &drawn.content;
    if !drawn.form.has_legend || series.lines.len() < 2 {
        return html! {};
    }
    let context = context.borrowed();
    let themes = [
        (charts::line_styles(series, Theme::Light), "only-light"),
        (charts::line_styles(series, Theme::Dark), "only-dark"),
    ];
    html! {
        ul.legend aria-label=(t!("Lines")) {
            @for (at, line) in series.lines.iter().enumerate() {
                li {
                    span.legend-entry {
                        @for (styles, of_theme) in &themes {
                            @if let Some(style) = styles.get(at) {
                                svg class={ "legend-line " (of_theme) } viewBox="0 0 28 8" aria-hidden="true" {
                                    line x1="1" x2="27" y1="4" y2="4" stroke=(style.colour) stroke-dasharray=(dash_array(style)) {}
                                }
                            }
                        }
                        (charts::line_label(series, line, &context))
                    }
                }
            }
        }
    }
}

/// The numbers, behind a heading where there are more rows than stand `open`.
#[must_use]
pub fn numbers_of(numbers: &DataTable, head: &str, open: usize) -> Markup {
    let table = table(numbers, head);
    html! {
        @if numbers.rows.len() > open {
            details {
                summary { (t!("Table of the same numbers")) }
                (table)
            }
        } @else { (table) }
    }
}

fn table(numbers: &DataTable, head: &str) -> Markup {
    html! {
        @if let Some(note) = &numbers.note { p.quiet { (note) } }
        div.table-scroll tabindex="0" role="region" aria-label=(t!("Table: {caption}", caption = numbers.caption)) {
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
