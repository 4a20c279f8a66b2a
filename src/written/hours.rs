//! Hours of the week as a shaded table, whose style sheet shades it.

use charts::HourTable;
use maud::{Markup, html};
use wording::t;

/// The table with its classes above it.
#[must_use]
pub fn grid(table: &HourTable) -> Markup {
    html! {
        p.quiet #hour-classes { (t!("Shade, by how many")) }
        ul.hour-classes aria-labelledby="hour-classes" {
            @for (at, class) in table.classes.iter().enumerate() {
                li {
                    span.hour-swatch data-class=(at) aria-hidden="true" {}
                    (class.label()) " " span.quiet { "(" (class.size()) ")" }
                }
            }
        }
        div.table-scroll tabindex="0" role="region" aria-label=(t!("Numbers by hour")) {
            table.hours {
                caption.visually-hidden { (table.title) }
                thead {
                    tr {
                        th scope="col" { (t!("From")) }
                        @for column in &table.columns {
                            th scope="col" { abbr title=(column) { (column.chars().take(3).collect::<String>()) } }
                        }
                    }
                }
                tbody {
                    @for row in &table.rows {
                        tr {
                            th scope="row" { (row.heading) }
                            @for cell in &row.cells { td data-class=[cell.class] { (cell.text) } }
                        }
                    }
                }
            }
        }
    }
}
