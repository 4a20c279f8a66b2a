//! The run report as one page: no script, no request, readable on a phone, on paper and at night.

use cube::release::Accounting;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Coverage, Frequency, RunReport, SourceReport, TableReport, YearCoverage};
use crate::publish::Outcome;
use crate::releases::{Finding, State, thousands as number};
use crate::translations::LanguageReport;

/// How many rows are shown for each reason to set one aside.
const SHOWN: usize = 5;

/// How many names without a counterpart are shown.
const NAMES_SHOWN: usize = 15;

const STYLE: &str = include_str!("report.css");

/// The report as an HTML page that needs nothing beside it.
#[must_use]
pub fn page(report: &RunReport) -> String {
    let title = format!("{}: {}", report.city_label, outcome(report.outcome));
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (head(report))
                main {
                    (guards(report))
                    (changes(report))
                    (report.people.section())
                    (accounting(report))
                    @for source in &report.sources { (source_details(source)) }
                    (coverage(report))
                    (tables(report))
                    @for language in &report.languages { (translations(language)) }
                    (times(report))
                }
            }
        }
    };
    markup.into_string()
}

/// What is not translated, and which entries of the catalogue translate nothing.
fn translations(language: &LanguageReport) -> Markup {
    let listed = |title: &str, lines: &[String]| {
        html! {
            @if !lines.is_empty() {
                details {
                    summary { (title) }
                    ul { @for line in lines { li { (line) } } }
                }
            }
        }
    };
    html! {
        section {
            h2 { "Translations: " (language.language) }
            p { (language.summary()) "." }
            (listed("Texts without a translation", &language.missing))
            (listed("Entries that are not used", &language.lines_unused()))
        }
    }
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Published => "published",
        Outcome::Unchanged => "unchanged",
        Outcome::Refused => "refused",
    }
}

fn head(report: &RunReport) -> Markup {
    let said = match report.outcome {
        Outcome::Published => "A new release is published.",
        Outcome::Unchanged => {
            "The release that is published already is the one that follows from the sources. Nothing has changed."
        }
        Outcome::Refused => {
            "Nothing was published: a guard refused the release. What was published before is as it was."
        }
    };
    html! {
        header {
            p class="city" { (report.city_label) }
            h1 { "Run report" }
            p class=(format!("outcome {}", outcome(report.outcome))) { (said) }
            dl {
                dt { "Release" } dd { code { (report.release) } }
                dt { "Day of publication" } dd { (report.released) }
                dt { "Release before" }
                dd { @match &report.previous { Some(id) => { code { (id) } } None => { "none" } } }
                dt { "Size" } dd { (bytes(report.release_bytes)) }
                dt { "History of numbers" } dd { (number(report.revisions)) " lines" }
                @if !report.withdrawn.is_empty() {
                    dt { "Withdrawn" }
                    dd { @for id in &report.withdrawn { code { (id) } " " } "for what they held of persons" }
                }
            }
        }
    }
}

fn guards(report: &RunReport) -> Markup {
    let mut findings: Vec<&Finding> = report.guards.iter().collect();
    let rank = |finding: &Finding| match finding.state {
        State::Tripped => 0,
        State::Overridden(_) => 1,
        State::Passed => 2,
    };
    findings.sort_by_key(|finding| rank(finding));
    let (told, passed): (Vec<_>, Vec<_>) = findings
        .into_iter()
        .partition(|one| one.state != State::Passed);
    html! {
        section {
            h2 { "Guards" }
            p { (number(passed.len() as u64)) " of " (number(report.guards.len() as u64)) " hold." }
            @if report.previous.is_none() {
                p class="note" { "There is no earlier release to compare with, so only totals printed by others were looked at." }
            }
            @for finding in told { (told_finding(finding)) }
            @for guard in &report.needless_overrides {
                p class="note" { "Overridden without need: " code { (guard) } }
            }
            @if !passed.is_empty() {
                details {
                    summary { "Those that hold" }
                    div class="wide" {
                        table {
                            thead { tr { th { "Guard" } th { "Figures" } } }
                            tbody {
                                @for finding in passed {
                                    tr { td { code { (finding.guard) } } td { (finding.figures) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn told_finding(finding: &Finding) -> Markup {
    html! {
        @match &finding.state {
            State::Tripped => {
                div class="finding tripped" {
                    p { strong { "Trips: " } code { (finding.guard) } }
                    p { (finding.figures) "." }
                    p class="note" { "To publish all the same: " code { "--override " (finding.guard) " --because \"…\"" } }
                }
            }
            State::Overridden(because) => {
                div class="finding overridden" {
                    p { strong { "Overridden: " } code { (finding.guard) } }
                    p { (finding.figures) "." }
                    p { "Because: " (because) }
                }
            }
            State::Passed => {}
        }
    }
}

fn changes(report: &RunReport) -> Markup {
    html! {
        section {
            h2 { "What changed since the last release" }
            @match &report.changes {
                None => { p { "This is the first release." } }
                Some(changes) => { ul { @for change in changes { li { (change) } } } }
            }
        }
    }
}

fn accounting(report: &RunReport) -> Markup {
    let rows = |accounting: &Accounting| {
        let Accounting {
            read,
            used,
            set_aside,
            outside_window,
            ..
        } = accounting;
        [*read, *used, *set_aside, *outside_window].map(number)
    };
    html! {
        section {
            h2 { "Where every row went" }
            p { "Rows read are rows used, rows set aside because they cannot be read, and rows outside of every table for a reason that the settings give." }
            div class="wide" {
                table {
                    thead { tr { th { "Source" } th class="number" { "Read" } th class="number" { "Used" } th class="number" { "Set aside" } th class="number" { "Outside" } } }
                    tbody {
                        @for source in &report.sources {
                            tr {
                                th scope="row" { a href=(format!("#source-{}", source.id)) { (source.id) } }
                                @for cell in rows(&source.accounting) { td class="number" { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn source_details(source: &SourceReport) -> Markup {
    let reasons = &source.accounting.reasons;
    html! {
        section id=(format!("source-{}", source.id)) {
            h2 { (source.title) }
            p class="note" { code { (source.id) } ", " code { (source.file) } }
            @if !reasons.is_empty() {
                h3 { "Rows that are not used" }
                ul { @for reason in reasons { li { (number(reason.rows)) ": " (reason.reason) } } }
            }
            (set_aside(source))
            (frequencies("Names of places that no spelling explains", &source.unknown_places))
            (frequencies("Charges that no rule fits", &source.most_unmatched_charges))
            @if !source.negative_months.is_empty() {
                h3 { "Months below zero, published as not collected" }
                ul {
                    @for one in &source.negative_months {
                        li { (one.agency) ", " (one.offense) ", " (one.month.to_string()) ": " (one.found) }
                    }
                }
            }
            @if !source.rows_by_year.is_empty() {
                h3 { "Rows by year" }
                div class="wide" {
                    table class="years" {
                        thead { tr { @for year in source.rows_by_year.keys() { th { (year) } } } }
                        tbody { tr { @for rows in source.rows_by_year.values() { td class="number" { (number(*rows)) } } } }
                    }
                }
            }
        }
    }
}

/// The first rows of each reason to set one aside.
fn set_aside(source: &SourceReport) -> Markup {
    html! {
            @for (reason, rows) in &source.set_aside {
                h3 { "Set aside: " (reason) }
                p class="note" { "The first " (number(rows.len().min(SHOWN) as u64)) "; what no setting names is masked. report.json holds some more." }
                div class="wide" {
                    table {
                        thead { tr { th class="number" { "Line" } th { "Column" } th { "Found" } th { "Expected" } } }
                        tbody {
                            @for row in rows.iter().take(SHOWN) {
                                tr {
                                    td class="number" { (row.line) }
                                    td { (row.column) }
                                    td { @if row.value.is_empty() { i { "nothing" } } @else { code { (row.value) } } }
                                    td { (row.expected) }
                                }
                            }
                        }
                    }
                }
            }
    }
}

fn frequencies(title: &str, rows: &[Frequency]) -> Markup {
    let has_suggestions = rows.iter().any(|row| row.suggestion.is_some());
    html! {
        @if !rows.is_empty() {
            h3 { (title) }
            div class="wide" {
                table {
                    thead {
                        tr {
                            th { "Name" }
                            th class="number" { "Rows" }
                            @if has_suggestions { th { "Most like" } }
                        }
                    }
                    tbody {
                        @for row in rows.iter().take(NAMES_SHOWN) {
                            tr {
                                td { @if row.text.is_empty() { i { "nothing" } } @else { (row.text) } }
                                td class="number" { (number(row.rows)) }
                                @if has_suggestions { td { (row.suggestion.as_deref().unwrap_or("")) } }
                            }
                        }
                    }
                }
            }
            @if rows.len() > NAMES_SHOWN { p class="note" { "report.json holds more of them." } }
        }
    }
}

fn coverage(report: &RunReport) -> Markup {
    let years = report.coverage.iter().flat_map(|table| &table.years);
    let first = years.clone().map(|year| year.year).min().unwrap_or(0);
    let last = years.map(|year| year.year).max().unwrap_or(-1);
    let cell = |table: &Coverage, wanted: i32| {
        let year = table.years.iter().find(|year| year.year == wanted);
        year.map(months_and_share).unwrap_or_default()
    };
    html! {
        section {
            h2 { "What the tables hold of each year" }
            p { "Months with numbers; below, where a table tells places apart, the share of events with a recorded place." }
            div class="wide" {
                table class="years" {
                    thead { tr { th { "Table" } @for year in first..=last { th { (year) } } } }
                    tbody {
                        @for table in &report.coverage {
                            tr {
                                th scope="row" { (table.table) }
                                @for year in first..=last { td class="number" { (cell(table, year)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn months_and_share(year: &YearCoverage) -> Markup {
    let share = year.located.zip(year.located_of);
    html! {
        @if year.months > 0 { (year.months) } @else { "–" }
        @if let Some((located, of)) = share {
            br; span class="note" { (format!("{:.0} %", located as f64 * 100.0 / of as f64)) }
        }
    }
}

fn tables(report: &RunReport) -> Markup {
    let statuses = |table: &TableReport| {
        let statuses = table.statuses.iter();
        let statuses: Vec<String> = statuses
            .map(|(status, cells)| format!("{} {}", number(*cells), status.replace('_', " ")))
            .collect();
        statuses.join(", ")
    };
    html! {
        section {
            h2 { "Tables" }
            div class="wide" {
                table {
                    thead { tr { th { "Table" } th class="number" { "Cells" } th class="number" { "Size" } th { "Of which" } } }
                    tbody {
                        @for table in &report.tables {
                            tr {
                                th scope="row" { (table.id) }
                                td class="number" { (number(table.cells)) }
                                td class="number" { (bytes(table.bytes)) }
                                td { (statuses(table)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn times(report: &RunReport) -> Markup {
    let total: u64 = report.stages.iter().map(|stage| stage.milliseconds).sum();
    html! {
        @if !report.stages.is_empty() {
            section {
                h2 { "Time" }
                table {
                    thead { tr { th { "Step" } th class="number" { "Seconds" } } }
                    tbody {
                        @for stage in &report.stages {
                            tr { td { (stage.stage) } td class="number" { (seconds(stage.milliseconds)) } }
                        }
                        tr class="total" { th scope="row" { "All" } td class="number" { (seconds(total)) } }
                    }
                }
            }
        }
    }
}

fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

fn seconds(milliseconds: u64) -> String {
    format!("{:.2}", milliseconds as f64 / 1e3)
}
