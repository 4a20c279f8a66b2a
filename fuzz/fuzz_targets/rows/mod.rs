//! What the targets of all formats do with a file.

use data_pipeline::source::{SourceFile, SourceFormat};

/// A few bytes can stand for millions of equal rows, of which the first ones are as good as all.
const MOST_ROWS: usize = 10_000;

/// Reads the rows, and asks for the first columns by names that inputs are likely to have.
pub fn read(format: SourceFormat, bytes: &[u8]) {
    let missing = ["NA".to_owned()];
    let Ok(file) = SourceFile::from_bytes("input", format, bytes.to_vec()) else {
        return;
    };
    let Ok((header, mut rows)) = file.rows(&missing) else {
        return;
    };
    let names = ["a", "Day", "day", "count", "geometry.longitude", "Total"];
    let columns: Vec<_> = names
        .iter()
        .filter_map(|name| header.column(name).ok())
        .collect();
    let mut line = 0;
    for _ in 0..MOST_ROWS {
        let Ok(Some(row)) = rows.next(&header) else {
            return;
        };
        assert!(row.line() >= line, "rows stand in the order of their lines");
        line = row.line();
        let is_whole = row.check_width().is_ok();
        for column in &columns {
            let _ = row.text(column).map(|text| (text, is_whole));
        }
    }
}
