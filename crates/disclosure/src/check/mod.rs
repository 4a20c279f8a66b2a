//! The check of a certificate: that every protected number has two worlds, and that each world fits
//! everything published. Sums and comparisons alone, in small steps that a browser can pause between.

mod hidden;
mod rounded;

use cube::{Cube, codec::DecodeError};
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::certificate::{Certificate, CertificateError};
use crate::policy::Policy;
use crate::population::{Population, PopulationError};
use crate::statement::Statement;
use crate::system::System;
use hidden::HiddenCheck;
use rounded::RoundedCheck;

/// Why a certificate cannot even be checked.
#[derive(Debug, Error)]
pub enum CheckError {
    /// The certificate cannot be read.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// The policy cannot be read.
    #[error("policy.json: {0}")]
    Policy(serde_json::Error),
    /// A table cannot be read.
    #[error("table {table}: {error}")]
    Table {
        /// The id of the table.
        table: String,
        /// What is wrong with it.
        error: DecodeError,
    },
    /// The certificate speaks of other files than those given.
    #[error("{file}: the certificate speaks of a file with the hash {expected}, found {found}")]
    OtherFile {
        /// The file.
        file: String,
        /// The hash in the certificate.
        expected: String,
        /// The hash of what was given.
        found: String,
    },
    /// Linked tables do not fit together.
    #[error(transparent)]
    Population(#[from] PopulationError),
}

/// Something that the certificate does not prove.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The id of the table, or of the group of tables.
    pub table: String,
    /// The position of the cell in the table, where it is about one.
    pub cell: Option<usize>,
    /// What is wrong.
    pub problem: String,
}

/// How far a check has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Steps taken.
    pub done: usize,
    /// Steps in all.
    pub total: usize,
}

/// What a finished check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Suppressed numbers.
    pub hidden: usize,
    /// Suppressed numbers with two worlds that are far enough apart.
    pub hidden_witnessed: usize,
    /// Rounded numbers.
    pub rounded: usize,
    /// Rounded numbers with two worlds that are far enough apart.
    pub rounded_witnessed: usize,
    /// Relations and statements that worlds were held against.
    pub relations: u64,
    /// What is not proven; empty where the certificate holds.
    pub faults: Vec<Fault>,
}

impl Verdict {
    /// Whether the certificate proves what it should.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.faults.is_empty()
            && self.hidden == self.hidden_witnessed
            && self.rounded == self.rounded_witnessed
    }
}

/// One number in two worlds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worlds {
    /// What is published of it.
    pub published: Statement,
    /// The count in the first world.
    pub first: i64,
    /// The count in the second world.
    pub second: i64,
}

/// The most faults that are told one by one.
const FAULT_LIMIT: usize = 20;

/// A check under way.
#[derive(Debug)]
pub struct Checker {
    certificate: Certificate,
    cubes: Vec<Cube>,
    hidden: HiddenCheck,
    rounded: Vec<RoundedCheck>,
    verdict: Verdict,
    done: usize,
}

/// The hash of a file, as certificates write it.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    cube::release::hex(&Sha256::digest(bytes))
}

impl Checker {
    /// Begins the check of a certificate against the bytes of the published files.
    ///
    /// `tables` are the bytes of the `.cube` files that the certificate names, in its order.
    ///
    /// # Errors
    /// Where a file cannot be read, or is not the one that the certificate speaks of.
    pub fn new(certificate: &[u8], policy: &[u8], tables: &[Vec<u8>]) -> Result<Self, CheckError> {
        let certificate = Certificate::parse(certificate)?;
        expect_hash("policy.json", &certificate.policy_sha256, policy)?;
        let policy: Policy = serde_json::from_slice(policy).map_err(CheckError::Policy)?;
        let mut cubes = Vec::new();
        for (at, named) in certificate.tables.iter().enumerate() {
            let bytes = tables.get(at).map_or(&[][..], Vec::as_slice);
            expect_hash(&format!("cubes/{}.cube", named.id), &named.sha256, bytes)?;
            let cube = cube::codec::decode(bytes).map_err(|error| CheckError::Table {
                table: named.id.clone(),
                error,
            })?;
            cubes.push(cube);
        }
        Self::of(certificate, &policy, cubes)
    }

    /// Begins the check of a certificate against decoded tables, in the order of the certificate.
    ///
    /// # Errors
    /// Where linked tables do not fit together or worlds cannot be read.
    pub fn of(
        certificate: Certificate,
        policy: &Policy,
        cubes: Vec<Cube>,
    ) -> Result<Self, CheckError> {
        let tables: Vec<&Cube> = cubes.iter().collect();
        let system = System::new(policy, &tables);
        let mut verdict = Verdict::default();
        if system.sha256() != certificate.system_sha256 {
            verdict.faults.push(Fault {
                table: String::new(),
                cell: None,
                problem: "the published numbers hang together in another way than the certificate \
                          says"
                    .into(),
            });
        }
        let ids = cubes.iter().map(|cube| cube.header().id.clone()).collect();
        let hidden = HiddenCheck::new(system, ids, &certificate.suppressed)?;
        let mut rounded = Vec::new();
        for (group, members) in rounded_groups(policy, &tables) {
            let of_group: Vec<&Cube> = members
                .iter()
                .filter_map(|at| tables.get(*at).copied())
                .collect();
            let population = Population::new(policy, &group, &of_group)?;
            let worlds = certificate.rounded.iter().find(|one| one.group == group);
            rounded.push(RoundedCheck::new(
                policy, population, members, &of_group, worlds,
            )?);
        }
        Ok(Self {
            certificate,
            cubes,
            hidden,
            rounded,
            verdict,
            done: 0,
        })
    }

    /// Does one step; whether there are more.
    pub fn step(&mut self) -> bool {
        let mut at = self.done;
        self.done += 1;
        if at < self.hidden.steps() {
            self.hidden.step(at, &mut self.verdict);
            return !self.is_done();
        }
        at -= self.hidden.steps();
        for check in &mut self.rounded {
            if at < check.steps() {
                check.step(at, &self.cubes, &mut self.verdict);
                return !self.is_done();
            }
            at -= check.steps();
        }
        false
    }

    /// Does all steps that are left.
    pub fn finish(&mut self) -> &Verdict {
        while self.step() {}
        &self.verdict
    }

    /// How far the check has come.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let rounded: usize = self.rounded.iter().map(RoundedCheck::steps).sum();
        Progress {
            done: self.done,
            total: self.hidden.steps() + rounded,
        }
    }

    fn is_done(&self) -> bool {
        let Progress { done, total } = self.progress();
        done >= total
    }

    /// What was found so far; all of it once [`Self::step`] says that there is no more.
    #[must_use]
    pub fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    /// The certificate.
    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The tables, in the order of the certificate.
    #[must_use]
    pub fn tables(&self) -> &[Cube] {
        &self.cubes
    }

    /// A protected number in two worlds, then others of the same table in the same two worlds.
    ///
    /// None where the cell is not protected, or has no worlds. Numbers that are published as they
    /// are stand with their count in both.
    #[must_use]
    pub fn worlds(&self, table: usize, picked: usize, others: &[usize]) -> Option<Vec<Worlds>> {
        let rounded = self.rounded.iter();
        let mut rounded = rounded.filter(|check| check.has(table));
        match rounded.next() {
            Some(check) => check.worlds(table, picked, others),
            None => self.hidden.worlds(&self.cubes, table, picked, others),
        }
    }
}

impl Verdict {
    fn fault(&mut self, table: &str, cell: Option<usize>, problem: impl Into<String>) {
        if self.faults.len() < FAULT_LIMIT {
            self.faults.push(Fault {
                table: table.to_owned(),
                cell,
                problem: problem.into(),
            });
        }
    }
}

fn expect_hash(file: &str, expected: &str, bytes: &[u8]) -> Result<(), CheckError> {
    let found = sha256_hex(bytes);
    match found == expected {
        true => Ok(()),
        false => Err(CheckError::OtherFile {
            file: file.to_owned(),
            expected: expected.to_owned(),
            found,
        }),
    }
}

/// The groups of tables with rounded numbers: the id, and the positions of the tables.
///
/// Whether a table is rounded follows from its cells, and not from the policy alone.
#[must_use]
pub fn rounded_groups(policy: &Policy, tables: &[&Cube]) -> Vec<(String, Vec<usize>)> {
    let ids: Vec<&str> = tables
        .iter()
        .map(|cube| cube.header().id.as_str())
        .collect();
    let groups = policy.groups(&ids).into_iter();
    let groups = groups.map(|(group, members)| {
        let positions = members.iter();
        let positions = positions.filter_map(|id| ids.iter().position(|other| other == id));
        (group.to_owned(), positions.collect::<Vec<_>>())
    });
    let is_rounded = |(_, members): &(String, Vec<usize>)| {
        let mut cubes = members.iter().filter_map(|at| tables.get(*at));
        cubes.any(|cube| {
            let mut cells = cube.cells().iter();
            cells.any(|cell| cell.status() == cube::CellStatus::Rounded)
        })
    };
    groups.filter(is_rounded).collect()
}
