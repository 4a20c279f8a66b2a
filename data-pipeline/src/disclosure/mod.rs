//! Protects people: hides, rounds, proves that it is enough, and lets nothing else through.
//!
//! [`protect`] turns counted cubes into [`ProtectedCube`]s by the city's policy, [`certify`] finds
//! two worlds for each protected number from what is published alone, and [`clear`] is the gate: it
//! reads the bytes of every file of a release again, and only what it returns can be published.
//! What is not here: the search for what to hide is crate `protection`, that for roundings crate
//! `rounding`, and the check that visitors run themselves is crate `disclosure`.

mod bytes;
mod certify;
mod conformance;
mod gate;
mod protected;
mod rounded;
mod suppressed;
mod verify;

use std::collections::BTreeMap;

use cube::Cube;
use cube::release::Protection;
use disclosure::{Audit, Policy, PopulationError};
use protection::ProtectError;
use rounding::{RoundError, Unproven};
use thiserror::Error;

use crate::aggregate::{AggregateError, Staging};
use crate::publish::{self, Draft, PublishError};
use crate::settings::Settings;

pub use certify::certify;
pub use gate::{Cleared, clear};
pub use protected::ProtectedCube;
pub use verify::{Verified, VerifyError, verify, verify_release};

/// The path of the policy in a release.
pub const POLICY: &str = "policy.json";

/// The path of the certificate in a release.
pub const CERTIFICATE: &str = "certificate.json";

/// Why tables cannot be protected, or a release must not be published.
#[derive(Debug, Error)]
pub enum DisclosureError {
    /// No choice of numbers to hide is enough.
    #[error("tables {tables}: {error}")]
    Suppression {
        /// The ids of the tables.
        tables: String,
        /// Why not.
        error: ProtectError,
    },
    /// Records cannot be rounded.
    #[error("tables {tables}: {error}")]
    Rounding {
        /// The ids of the tables.
        tables: String,
        /// Why not.
        error: RoundError,
    },
    /// Tables that the policy links do not count the same records.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The inner count of linked tables does not add up to one of them.
    #[error(
        "table {table}: its records add up to {found} where it counts {expected}; expected linked \
         tables that count the same records"
    )]
    Inner {
        /// The id of the table.
        table: String,
        /// What the table counts.
        expected: i64,
        /// What the records add up to.
        found: i64,
    },
    /// Records cannot be counted.
    #[error(transparent)]
    Aggregate(#[from] AggregateError),
    /// No worlds were found for rounded numbers.
    #[error("tables {tables}: {error}")]
    Unproven {
        /// The ids of the tables.
        tables: String,
        /// Why not.
        error: Unproven,
    },
    /// An audit failed: the release must not be published.
    #[error("the gate refuses the release; {}", findings(_0))]
    Refused(Vec<Audit>),
    /// A file of the release is not what it should be.
    #[error("{0}")]
    File(String),
    /// A protected table is no cube.
    #[error(transparent)]
    Cube(#[from] cube::CubeError),
    /// The certificate or the policy cannot be written.
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The policy cannot be written.
    #[error(transparent)]
    Write(#[from] PublishError),
}

fn findings(audits: &[Audit]) -> String {
    let failed = audits.iter().filter(|audit| !audit.passed);
    let texts = failed.map(|audit| format!("{}: {}", audit.id, audit.finding));
    texts.collect::<Vec<_>>().join("; ")
}

/// Tables after protection.
#[derive(Debug)]
pub struct Protected {
    /// By id of the table.
    pub cubes: BTreeMap<String, ProtectedCube>,
    /// By id: how many numbers are protected, and what that costs; none where all are as counted.
    pub costs: BTreeMap<String, Protection>,
}

/// Adds the policy and the certificate to a draft whose tables and formats are complete; what the
/// audits found.
///
/// # Errors
/// Where no certificate can be made.
pub fn add(policy: &Policy, draft: &mut Draft) -> Result<Vec<Audit>, DisclosureError> {
    let policy_bytes = publish::json(policy)?;
    let tables = bytes::tables(draft).map_err(DisclosureError::File)?;
    let tables: Vec<(&Cube, &[u8])> = tables.iter().map(|(cube, bytes)| (cube, *bytes)).collect();
    let certificate = gate::audited(policy, &policy_bytes, &tables, &draft.manifest)?;
    let mut certificate_bytes = serde_json::to_vec(&certificate)?;
    certificate_bytes.push(b'\n');
    draft.files.insert(POLICY.to_owned(), policy_bytes);
    draft
        .files
        .insert(CERTIFICATE.to_owned(), certificate_bytes);
    Ok(certificate.audits)
}

/// Protects the tables of a city by its policy.
///
/// `secret` decides between roundings that are equally good. A number without a family stays as it was
/// counted: the check of the settings knows none, and the gate lets none pass.
///
/// # Errors
/// Where no protection is found.
pub fn protect(
    settings: &Settings,
    counted: &BTreeMap<String, Cube>,
    staging: &Staging,
    secret: &[u8],
) -> Result<Protected, DisclosureError> {
    let ids: Vec<&str> = settings
        .tables
        .iter()
        .map(|table| table.id.as_str())
        .collect();
    let mut after: BTreeMap<String, Cube> = counted.clone();
    let mut errors: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for (group, members) in settings.policy.groups(&ids) {
        let of_group = || members.iter().filter_map(|id| counted.get(*id));
        let tables: Vec<&Cube> = of_group().collect();
        if suppressed::applies(&settings.policy, &tables) {
            for cube in suppressed::hide(&settings.policy, &tables)? {
                after.insert(cube.header().id.clone(), cube);
            }
        }
        if rounded::applies(&settings.policy, &tables) {
            let done = rounded::round(settings, group, &tables, staging, secret)?;
            for (cube, error) in done {
                errors.insert(cube.header().id.clone(), error);
                after.insert(cube.header().id.clone(), cube);
            }
        }
    }
    let costs = after.iter().filter_map(|(id, cube)| {
        let errors = errors.get(id).map_or(&[][..], Vec::as_slice);
        let mut cost = protected::cost(cube, errors)?;
        (cost.hidden_below, cost.rounded_within) = settings.policy.reading_of(id);
        Some((id.clone(), cost))
    });
    Ok(Protected {
        costs: costs.collect(),
        cubes: after
            .into_iter()
            .map(|(id, cube)| (id, ProtectedCube::new(cube)))
            .collect(),
    })
}
