//! What the targets of all portals do with answers.

use data_pipeline::fetch::read_answers;
use data_pipeline::settings::Remote;

/// Reads answers, parted by NUL bytes, as those of a source.
pub fn read(remote: &str, bytes: &[u8]) {
    let remote: Remote = serde_json::from_str(remote).expect("settings of a source");
    let answers: Vec<&[u8]> = bytes.split(|byte| *byte == 0).collect();
    if let Ok(rows) = read_answers(&remote, &answers) {
        let width = remote.columns().len().max(1);
        assert!(
            rows.iter().all(|row| row.len() == width),
            "rows have a field a column"
        );
    }
}
