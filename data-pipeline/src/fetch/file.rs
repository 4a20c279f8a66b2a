//! From a downloaded file to a snapshot.
//!
//! A CSV is rewritten as UTF-8 with LF and cut to the columns that were asked for, and the rows of
//! another format become a CSV where the settings name one. Else GeoJSON and Parquet stay as they
//! are, once every row of them has been read.

use std::io;
use std::path::Path;

use super::snapshot::{self, Staged};
use crate::settings::RemoteSource;
use crate::source::{Compression, SourceError, SourceFile, SourceFormat};

/// The format that an address says.
pub(super) fn format_of(url: &str) -> SourceFormat {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    SourceFormat::of(Path::new(path))
}

/// Writes the snapshot of a source from a download of a format.
pub(super) fn stage(
    source: &RemoteSource,
    download: &Path,
    format: SourceFormat,
    staged: &Path,
) -> io::Result<Staged> {
    let target = Path::new(&source.file);
    let compression = Compression::of(target);
    let file = SourceFile::open_any(download, format).map_err(reason)?;
    let columns = source.remote.columns();
    match SourceFormat::of(target) {
        SourceFormat::Csv => snapshot::stage(staged, compression, |give| {
            for_each_row(&file, columns, give)
        }),
        wanted if wanted == format => {
            let (columns, rows) = look_through(&file).map_err(reason)?;
            let content = file.content().map_err(reason)?;
            snapshot::stage_as_it_is(staged, compression, content, columns, rows)
        }
        wanted => Err(io::Error::other(format!(
            "{}, of which no {} can be made; name a snapshot that ends in .csv",
            format.name(),
            wanted.name()
        ))),
    }
}

/// The columns, and how many rows there are; areas of a map are counted too, although no table can
/// be made of them.
pub(super) fn look_through(file: &SourceFile) -> Result<(Vec<String>, u64), SourceError> {
    let (header, mut rows) = file.rows(&[])?;
    let mut count = 0;
    while rows.next(&header)?.is_some() {
        count += 1;
    }
    Ok((header.names().map(str::to_owned).collect(), count))
}

/// Gives the header and then every row, cut down to `columns` where there are any.
fn for_each_row(
    file: &SourceFile,
    columns: &[String],
    mut give: impl FnMut(&[&str]) -> io::Result<()>,
) -> io::Result<()> {
    let (header, mut rows) = file.rows(&[]).map_err(reason)?;
    let all: Vec<&str> = header.names().collect();
    let positions = positions(&all, columns)?;
    let pick = |position: &usize| all.get(*position).copied().unwrap_or_default();
    give(&positions.iter().map(pick).collect::<Vec<_>>())?;
    while let Some(row) = rows.next(&header).map_err(reason)? {
        row.check_width().map_err(io::Error::other)?;
        let fields = positions.iter().map(|position| row.field(*position));
        let fields: Result<Vec<_>, _> = fields.collect();
        give(&fields.map_err(io::Error::other)?)?;
    }
    Ok(())
}

fn positions(header: &[&str], columns: &[String]) -> io::Result<Vec<usize>> {
    if columns.is_empty() {
        return Ok((0..header.len()).collect());
    }
    let find = |column: &String| {
        let position = header.iter().position(|name| name == column);
        position.ok_or_else(|| {
            let found = header.join(", ");
            io::Error::other(format!(
                "line 1: expected a column {column:?}, found {found}"
            ))
        })
    };
    columns.iter().map(find).collect()
}

/// What is wrong with a file, without its name on this machine where it can be left out.
fn reason(error: SourceError) -> io::Error {
    match error {
        SourceError::Read { error, .. } => error,
        SourceError::Csv { error, .. } => error.into(),
        other => io::Error::other(other),
    }
}
