//! What the targets of all formats do with a file.

use data_pipeline::source::{SourceFile, SourceFormat};

/// Reads every row, and asks for the first columns by names that inputs are likely to have.
pub fn read(format: SourceFormat, bytes: &[u8]) {
    let missing = ["NA".to_owned()];
    let Ok(file) = SourceFile::from_bytes("input", format, bytes.to_vec()) else {
        return;
    };
    let Ok((header, mut rows)) = file.rows(&missing) else {
        return;
    };
    let names = ["a", "Day", "day", "count", "geometry.longitude", "Total"];
    let columns: Vec<_> = names.iter().filter_map(|name| header.column(name).ok()).collect();
    let mut line = 0;
    while let Ok(Some(row)) = rows.next(&header) {
        assert!(row.line() > line, "rows stand on lines of their own, in order");
        if format != SourceFormat::Geojson {
            line = row.line();
        }
        let is_whole = row.check_width().is_ok();
        for column in &columns {
            let _ = row.text(column).map(|text| (text, is_whole));
        }
    }
}
