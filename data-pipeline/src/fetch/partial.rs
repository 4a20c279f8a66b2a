//! The pages of a source that are here already, on disk, so that a stopped fetch can go on.
//!
//! A page counts once `state.json` names it, and that is written after the page. Whether pages are
//! still worth anything is decided by comparing what they were asked for; no portal is asked here.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::page::{Page, Row};
use crate::durable;
use crate::source::sha256_hex;

/// What was asked for, and what the portal said it would be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    /// The address and everything else in the settings that shapes the answer.
    pub(super) asked: String,
    /// How many rows there are.
    pub(super) rows: u64,
    /// The columns, their types, and when the table was last changed.
    pub(super) state: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    question: Question,
    pages: Vec<StoredPage>,
    /// Whether the last page was the last one that there is.
    complete: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredPage {
    offset: u64,
    rows: u64,
    sha256: String,
}

/// The pages of one source.
#[derive(Debug)]
pub(super) struct Partial {
    folder: PathBuf,
    state: State,
    /// The keys of all rows in the pages; only ever asked, never listed.
    seen: HashSet<String>,
}

impl Partial {
    /// Takes up the pages in a folder where they answer the same question, or starts anew.
    ///
    /// The second value says why there were pages that could not be used.
    pub(super) fn open(folder: &Path, question: Question) -> io::Result<(Self, Option<String>)> {
        let unusable = match read_state(folder)? {
            None => None,
            Some(state) if state.question != question => Some(difference(&state, &question)),
            Some(state) => match seen_in(folder, &state)? {
                Some(seen) => {
                    let folder = folder.to_owned();
                    return Ok((
                        Self {
                            folder,
                            state,
                            seen,
                        },
                        None,
                    ));
                }
                None => Some("a page on disk is damaged".to_owned()),
            },
        };
        discard(folder)?;
        fs::create_dir_all(folder)?;
        let state = State {
            question,
            pages: Vec::new(),
            complete: false,
        };
        let partial = Self {
            folder: folder.to_owned(),
            state,
            seen: HashSet::new(),
        };
        Ok((partial, unusable))
    }

    /// Where the next page begins; `None` where all are here.
    pub(super) fn next_offset(&self) -> Option<u64> {
        (!self.state.complete).then(|| self.rows_received())
    }

    /// How many rows are here, those that came twice included.
    pub(super) fn rows_received(&self) -> u64 {
        self.state.pages.iter().map(|page| page.rows).sum()
    }

    /// How many different rows are here.
    pub(super) fn rows(&self) -> u64 {
        self.seen.len() as u64
    }

    /// How many pages are here.
    pub(super) fn pages(&self) -> u64 {
        self.state.pages.len() as u64
    }

    /// How many of a page's rows are not here yet.
    pub(super) fn count_new(&self, page: &Page) -> usize {
        let unseen = page.rows.iter().filter(|row| !self.seen.contains(&row.key));
        unseen.map(|row| &row.key).collect::<HashSet<_>>().len()
    }

    /// Stores the next page.
    pub(super) fn add(&mut self, page: Page, complete: bool) -> io::Result<()> {
        let offset = self.rows_received();
        let bytes = encode(&page.rows)?;
        durable::write(&page_path(&self.folder, offset), &bytes)?;
        self.state.pages.push(StoredPage {
            offset,
            rows: page.rows.len() as u64,
            sha256: sha256_hex(&bytes),
        });
        self.state.complete = complete;
        let state = serde_json::to_vec_pretty(&self.state)?;
        let staged = self.folder.join("state.json.new");
        durable::write(&staged, &state)?;
        durable::move_into_place(&staged, &self.folder.join("state.json"))?;
        self.seen.extend(page.rows.into_iter().map(|row| row.key));
        Ok(())
    }

    /// Gives every row once, in the order of the portal.
    pub(super) fn for_each_row(
        &self,
        mut give: impl FnMut(&[String]) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut given = HashSet::new();
        for page in &self.state.pages {
            for row in decode(&fs::read(page_path(&self.folder, page.offset))?)? {
                if !given.contains(&row.key) {
                    give(&row.cells)?;
                    given.insert(row.key);
                }
            }
        }
        Ok(())
    }
}

/// Removes the folder of a source's pages, where there is one.
pub(super) fn discard(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The state in a folder; one that cannot be parsed is of another version, and as good as none.
fn read_state(folder: &Path) -> io::Result<Option<State>> {
    match fs::read(folder.join("state.json")) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn difference(state: &State, question: &Question) -> String {
    let before = &state.question;
    if before.asked != question.asked {
        return "the settings ask for something else now".to_owned();
    }
    if before.rows != question.rows {
        return format!(
            "the portal had {} rows, and has {} now",
            before.rows, question.rows
        );
    }
    format!(
        "the portal said {:?}, and says {:?} now",
        before.state, question.state
    )
}

/// The keys of all stored rows; `None` where a page is not the one that was stored.
fn seen_in(folder: &Path, state: &State) -> io::Result<Option<HashSet<String>>> {
    let mut seen = HashSet::new();
    for page in &state.pages {
        let bytes = match fs::read(page_path(folder, page.offset)) {
            Ok(bytes) if sha256_hex(&bytes) == page.sha256 => bytes,
            Ok(_) => return Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        seen.extend(decode(&bytes)?.into_iter().map(|row| row.key));
    }
    Ok(Some(seen))
}

fn page_path(folder: &Path, offset: u64) -> PathBuf {
    folder.join(format!("rows-from-{offset:09}.csv"))
}

/// A page on disk: a CSV without a header, the key first.
fn encode(rows: &[Row]) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record([&row.key].into_iter().chain(&row.cells))?;
    }
    writer
        .into_inner()
        .map_err(|error| io::Error::other(error.to_string()))
}

fn decode(bytes: &[u8]) -> io::Result<Vec<Row>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes);
    let rows = reader.records().map(|record| {
        let record = record?;
        let mut fields = record.iter().map(ToOwned::to_owned);
        Ok(Row {
            key: fields.next().unwrap_or_default(),
            cells: fields.collect(),
        })
    });
    rows.collect()
}
