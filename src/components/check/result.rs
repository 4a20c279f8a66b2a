//! What a finished check found, in figures and plain words.

use std::sync::Arc;

use leptos::prelude::*;

use super::answer::Findings;
use crate::locale::{Key, Texts};

/// The verdict, its figures, and the audits that the certificate tells of.
#[component]
pub fn CheckResult(
    /// What was found.
    findings: Arc<Findings>,
    /// The texts of the interface.
    texts: Arc<Texts>,
) -> impl IntoView {
    let verdict = match findings.holds {
        true => Key::CheckHolds,
        false => Key::CheckFails,
    };
    let figures = [
        (Key::CheckHidden, findings.hidden),
        (Key::CheckRounded, findings.rounded),
        (Key::CheckWitnessed, findings.witnessed),
        (Key::CheckRelations, findings.relations),
    ];
    let figures = figures.map(|(key, figure)| {
        view! { <div><dt>{texts.get(key)}</dt><dd>{charts::format::count(figure)}</dd></div> }
    });
    let faults = findings.faults.iter();
    let faults = faults
        .map(|fault| view! { <li>{fault.clone()}</li> })
        .collect_view();
    let faults = (!findings.faults.is_empty()).then(|| {
        view! { <h3>{texts.get(Key::CheckFaults)}</h3> <ul class="faults">{faults}</ul> }
    });
    let audits = findings.audits.iter().map(|audit| {
        let passed = match audit.passed {
            true => texts.get(Key::AuditPassed),
            false => texts.get(Key::AuditFailed),
        };
        view! { <li><strong>{audit.id.clone()} " " {passed}</strong> " " {audit.finding.clone()}</li> }
    });
    view! {
        <p class="verdict" class:failed=!findings.holds role="status">{texts.get(verdict)}</p>
        <dl class="accounting">{figures}</dl>
        {faults}
        <ul class="audit-findings quiet" lang="en">{audits.collect_view()}</ul>
    }
}
