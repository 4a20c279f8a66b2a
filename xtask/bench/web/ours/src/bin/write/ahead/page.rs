//! The page as it stands until its program has come: what the program shows for the first choice.

use charts::tokens::Theme;
use charts::{LINES, Size, Width, format};
use cube::Member;
use four_charts::{Bar, Choice, HEADING, Numbers, SPAN};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sightline::written::figure::{Drawn, legend};
use sightline::written::{hours, map};

/// The room of the lines on a phone of 390 pixels, and on a wide screen; others show the picture in the
/// middle of the room that the chart will have.
const ROOMS: [(f64, &str); 2] = [(358.0, "only-narrow"), (537.0, "only-wide")];
/// The height of the lines, which is that of `page.css`, too.
const HEIGHT_PX: f64 = 320.0;

/// The whole page.
pub fn page(numbers: &Numbers) -> Markup {
    let choice = Choice::default();
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (HEADING) }
                link rel="icon" href="data:,";
                link rel="stylesheet" href="styles.css";
            }
            body {
                div #prebuilt {
                    header.site-header { p.site-name { a href="./" { "Sightline" } } }
                    main {
                        section.lede { h1 { (HEADING) } p { (SPAN) } }
                        div.controls {
                            (choices("f-offence", "Offense", numbers.offenses()))
                            (choices("f-district", "District", numbers.districts()))
                        }
                        div.four-charts {
                            (lines(numbers, choice))
                            (bars(numbers, choice))
                            (week_hours(numbers, choice))
                            (areas(numbers, choice))
                        }
                    }
                }
                // What the program needs, all of it at once, and behind what the first paint waits for.
                script type="module" src="main.js" fetchpriority="low" {}
                link rel="preload" as="fetch" type="application/wasm" href="main.wasm" fetchpriority="low" crossorigin;
                @let files = four_charts::FILES;
                @for data in [files.crime, files.hours, files.places, files.layer] {
                    link rel="preload" as="fetch" href=(data) fetchpriority="low" crossorigin;
                }
                link rel="preload" as="font" type="font/woff2" href="vendor/fonts/public-sans-core.woff2" fetchpriority="low" crossorigin;
            }
        }
    }
}

fn choices(id: &str, label: &str, members: &[Member]) -> Markup {
    html! {
        label.field {
            span { (label) }
            select id=(id) { @for member in members { option { (member.label) } } }
        }
    }
}

fn lines(numbers: &Numbers, choice: Choice) -> Markup {
    let content = numbers.figure(choice);
    let context = content.context.borrowed();
    let title = charts::title(&content.series, &context);
    let finding = charts::sentence(&content.series, &context);
    let source = charts::source_note(&content.series, &context);
    let label = format!("Line chart. {title}. {finding}");
    let drawn = Drawn {
        title: title.clone(),
        source: source.clone(),
        content: content.clone(),
        form: LINES,
    };
    let themes = [(Theme::Light, "only-light"), (Theme::Dark, "only-dark")];
    html! {
        figure.figure #c-line {
            figcaption { h2 { (title) } p.finding { (finding) } }
            @for (width_px, of_size) in ROOMS {
                @for (theme, of_theme) in themes {
                    @let room = Size { width_px, height_px: HEIGHT_PX };
                    div class={ "chart prebuilt-chart " (of_theme) " " (of_size) } role="img" aria-label=(label) {
                        (PreEscaped(drawn.picture(theme, Width::Narrow, room).svg))
                    }
                }
            }
            (legend(&drawn))
            p.source { (source) }
        }
    }
}

fn bars(numbers: &Numbers, choice: Choice) -> Markup {
    let row = |bar: &Bar| {
        html! {
            tr {
                th scope="row" { (bar.label) }
                td.bar {
                    svg viewBox="0 0 1000 1" preserveAspectRatio="none" aria-hidden="true" {
                        rect width=(bar.length) height="1" {}
                    }
                }
                td { (format::count(bar.count)) }
            }
        }
    };
    html! {
        figure.figure #c-bar {
            figcaption { h2 { (numbers.bars_title(choice)) } }
            table.bars { tbody { @for bar in &numbers.bars(choice) { (row(bar)) } } }
        }
    }
}

fn week_hours(numbers: &Numbers, choice: Choice) -> Markup {
    let table = numbers.hour_table(choice);
    html! {
        figure.figure #c-heat {
            figcaption {
                h2 { (table.title) }
                p.finding { (table.sentence) }
                p.coverage { (table.note) }
            }
            (hours::grid(&table))
        }
    }
}

fn areas(numbers: &Numbers, choice: Choice) -> Markup {
    let sheet = numbers.sheet(choice);
    html! {
        figure.figure #c-map {
            figcaption { h2 { (sheet.title) } p.finding { (sheet.sentence) } }
            (map::map(&sheet, &numbers.layer, None))
        }
    }
}
