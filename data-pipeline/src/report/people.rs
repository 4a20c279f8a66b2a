//! What was done to protect people, for whoever signs the release.

use cube::release::{Manifest, Protection};
use disclosure::Audit;
use maud::{Markup, html};
use serde::Serialize;

use crate::releases::thousands as number;

/// What protection cost each table, and what the audits of the release found.
#[derive(Clone, Debug, Serialize)]
pub struct PeopleProtected {
    /// The tables of which some numbers are hidden or rounded, in the order of the settings.
    pub tables: Vec<ProtectedTable>,
    /// The audits, A0 to A9.
    pub audits: Vec<Audit>,
}

/// What protection cost a table.
#[derive(Clone, Debug, Serialize)]
pub struct ProtectedTable {
    /// The id.
    pub id: String,
    /// How many of its numbers are protected, and how far off they are.
    #[serde(flatten)]
    pub protection: Protection,
}

impl PeopleProtected {
    /// What the manifest and the audits of a release tell.
    #[must_use]
    pub fn new(manifest: &Manifest, audits: Vec<Audit>) -> Self {
        let tables = manifest.tables.iter().filter_map(|table| {
            let protection = table.protection?;
            let is_protected = protection.suppressed + protection.rounded > 0;
            is_protected.then(|| ProtectedTable {
                id: table.id.clone(),
                protection,
            })
        });
        Self {
            tables: tables.collect(),
            audits,
        }
    }

    /// The section of the report.
    pub(super) fn section(&self) -> Markup {
        html! {
            section {
                h2 { "Protection of people" }
                @if self.tables.is_empty() {
                    p { "No number had to be hidden or rounded." }
                } @else {
                    div class="wide" { (self.costs()) }
                }
                div class="wide" {
                    table {
                        thead { tr { th { "Audit" } th { "Looks for" } th class="number" { "Looked at" } th { "Found" } } }
                        tbody {
                            @for audit in &self.audits {
                                tr {
                                    th scope="row" { (audit.id) }
                                    td { (audit.title) }
                                    td class="number" { (number(audit.checked)) }
                                    td { @if !audit.passed { strong { "Failed. " } } (audit.finding) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn costs(&self) -> Markup {
        html! {
            table {
                thead {
                    tr {
                        th { "Table" }
                        th class="number" { "As counted" }
                        th class="number" { "Hidden" }
                        th class="number" { "Rounded" }
                        th class="number" { "Mean error" }
                        th class="number" { "Largest error" }
                    }
                }
                tbody {
                    @for ProtectedTable { id, protection } in &self.tables {
                        tr {
                            th scope="row" { (id) }
                            td class="number" { (number(protection.exact)) }
                            td class="number" { (number(protection.suppressed)) }
                            td class="number" { (number(protection.rounded)) }
                            @if protection.rounded > 0 {
                                td class="number" { (format!("{:.2}", f64::from(protection.mean_error_hundredths) / 100.0)) }
                                td class="number" { (protection.largest_error) }
                            } @else {
                                td {} td {}
                            }
                        }
                    }
                }
            }
        }
    }
}
