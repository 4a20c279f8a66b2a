//! The check of a certificate as questions and answers in JSON, as a page and its worker exchange
//! them. What is checked, and how, is `disclosure`; nothing here knows a browser.

use disclosure::{Checker, Statement, Verdict, Worlds};
use serde::{Deserialize, Serialize};

/// A question about one number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The position of the table in the certificate.
    pub table: usize,
    /// The position of the number in the table.
    pub picked: usize,
    /// The positions of others of the same table.
    pub others: Vec<usize>,
}

/// What the worker tells the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It can take the files.
    Ready,
    /// How far the check has come.
    Progress {
        /// Steps taken.
        done: usize,
        /// Steps in all.
        total: usize,
    },
    /// The check is finished.
    Finished(Findings),
    /// The check could not begin, in a sentence.
    Failed(String),
    /// A number in two worlds, and its neighbors.
    Worlds {
        /// The position of the number in its table.
        picked: usize,
        /// The number, then the others that were asked for; none where it is not protected.
        numbers: Option<Vec<WorldsOfNumber>>,
    },
}

/// What a finished check found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Findings {
    /// Whether every protected number has two worlds that fit.
    pub holds: bool,
    /// Hidden numbers.
    pub hidden: usize,
    /// Rounded numbers.
    pub rounded: usize,
    /// Protected numbers with two worlds that are far enough apart.
    pub witnessed: usize,
    /// Relations and statements that worlds were held against.
    pub relations: u64,
    /// What is not proven, a sentence each.
    pub faults: Vec<String>,
    /// The ids of the tables, in the order of the certificate.
    pub tables: Vec<String>,
    /// The audits that the certificate tells of.
    pub audits: Vec<AuditFinding>,
}

/// One audit of the gate, as the certificate tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AuditFinding {
    /// `A0` to `A9`.
    pub id: String,
    /// What it found.
    pub finding: String,
    /// Whether it passed.
    pub passed: bool,
}

/// One number in two worlds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WorldsOfNumber {
    /// The count in the first world; none where there is no count.
    pub first: Option<i64>,
    /// The count in the second world.
    pub second: Option<i64>,
}

/// A check under way, or finished.
#[derive(Debug)]
pub struct Session(Checker);

impl Session {
    /// Begins a check with the certificate, the policy, and the tables in the order of the
    /// certificate.
    ///
    /// # Errors
    /// Where the check cannot begin: what the page is told.
    pub fn begin(files: &[Vec<u8>]) -> Result<Self, Answer> {
        let [certificate, policy, tables @ ..] = files else {
            return Err(Answer::Failed("expected a certificate and a policy".into()));
        };
        Checker::new(certificate, policy, tables)
            .map(Self)
            .map_err(|error| Answer::Failed(error.to_string()))
    }

    /// Does one step: progress, or the findings where it was the last.
    pub fn step(&mut self) -> Answer {
        let has_more = self.0.step();
        let progress = self.0.progress();
        match has_more {
            true => Answer::Progress {
                done: progress.done,
                total: progress.total,
            },
            false => Answer::Finished(self.findings()),
        }
    }

    /// A number in two worlds.
    #[must_use]
    pub fn worlds(&self, question: &Question) -> Answer {
        let worlds = self
            .0
            .worlds(question.table, question.picked, &question.others);
        Answer::Worlds {
            picked: question.picked,
            numbers: worlds.map(|worlds| worlds.into_iter().map(of_number).collect()),
        }
    }

    fn findings(&self) -> Findings {
        let verdict: &Verdict = self.0.verdict();
        let certificate = self.0.certificate();
        let faults = verdict.faults.iter().map(|fault| match fault.cell {
            Some(cell) => format!("{}, number {}: {}", fault.table, cell + 1, fault.problem),
            None => format!("{}: {}", fault.table, fault.problem),
        });
        let audits = certificate.audits.iter().map(|audit| AuditFinding {
            id: audit.id.clone(),
            finding: audit.finding.clone(),
            passed: audit.passed,
        });
        Findings {
            holds: verdict.holds(),
            hidden: verdict.hidden,
            rounded: verdict.rounded,
            witnessed: verdict.hidden_witnessed + verdict.rounded_witnessed,
            relations: verdict.relations,
            faults: faults.collect(),
            tables: certificate
                .tables
                .iter()
                .map(|one| one.id.clone())
                .collect(),
            audits: audits.collect(),
        }
    }
}

fn of_number(worlds: Worlds) -> WorldsOfNumber {
    let is_count = worlds.published != Statement::Nothing;
    WorldsOfNumber {
        first: is_count.then_some(worlds.first),
        second: is_count.then_some(worlds.second),
    }
}
