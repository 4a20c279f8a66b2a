//! What a finished check found, in figures and plain words.

use std::sync::Arc;

use leptos::prelude::*;
use wording::t;

use super::answer::Findings;

/// The verdict, its figures, and the audits that the certificate tells of.
#[component]
pub fn CheckResult(
    /// What was found.
    findings: Arc<Findings>,
) -> impl IntoView {
    let verdict = match findings.holds {
        true => {
            t!("The claim holds. Every protected number has two worlds that fit all that we show.")
        }
        false => t!(
            "The claim does not hold. Some protected numbers have no two worlds that fit. Please tell the \
             people who run this site."
        ),
    };
    let figures = [
        (t!("Hidden numbers"), findings.hidden),
        (t!("Rounded numbers"), findings.rounded),
        (t!("Of these, with two worlds"), findings.witnessed),
        (t!("Sums and limits checked"), findings.relations),
    ];
    let figures = figures.map(|(label, figure)| {
        view! { <div><dt>{label}</dt><dd>{charts::format::count(figure)}</dd></div> }
    });
    // The program of the check and the certificate speak English alone.
    let faults = findings.faults.iter();
    let faults = faults
        .map(|fault| view! { <li lang="en">{fault.clone()}</li> })
        .collect_view();
    let faults = (!findings.faults.is_empty()).then(|| {
        view! { <h3>{t!("What does not fit")}</h3> <ul class="faults">{faults}</ul> }
    });
    let audits = findings.audits.iter().map(|audit| {
        let passed = match audit.passed {
            true => t!(in "an audit", "passed"),
            false => t!(in "an audit", "failed"),
        };
        let finding = audit.finding.clone();
        view! { <li><strong>{audit.id.clone()} " " {passed}</strong> " " <span lang="en">{finding}</span></li> }
    });
    view! {
        <p class="verdict" class:failed=!findings.holds role="status">{verdict}</p>
        <dl class="accounting">{figures}</dl>
        {faults}
        <ul class="audit-findings quiet">{audits.collect_view()}</ul>
    }
}
