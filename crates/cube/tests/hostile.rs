//! A table whose labels are hostile texts: each comes back from its CSV as it was, and none is what a
//! spreadsheet would run.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

use std::path::Path;

use cube::{Cube, codec, tidy};

#[test]
fn no_label_is_a_formula_and_each_comes_back() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let corpus = std::fs::read(root.join("tests/fixtures/hostile.json")).unwrap();
    let corpus: serde_json::Value = serde_json::from_slice(&corpus).unwrap();
    let lists = ["seen", "unseen"].map(|name| corpus[name].as_array().unwrap());
    let texts = lists
        .into_iter()
        .flatten()
        .map(|text| text.as_str().unwrap());
    let table =
        "tests/fixtures/protected/releases/2026-01-01-protected/cubes/assaults-district.cube";
    let cube = codec::decode(&std::fs::read(root.join(table)).unwrap()).unwrap();
    let mut inert = 0;
    for text in texts {
        let mut header = cube.header().clone();
        for member in &mut header.dimensions[1].members {
            text.clone_into(&mut member.label);
        }
        let label = format!("{}_label", header.dimensions[1].id);
        let spoilt = Cube::new(header, cube.cells().to_vec()).unwrap();
        let csv = tidy::cube_csv(&spoilt);
        let mut reader = csv::Reader::from_reader(csv.as_slice());
        let at = reader
            .headers()
            .unwrap()
            .iter()
            .position(|name| name == label);
        let mut rows = 0;
        for row in reader.records() {
            let row = row.unwrap();
            let field = &row[at.unwrap()];
            // What OWASP says that a spreadsheet may take for the start of a formula.
            let starts = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
            assert!(!field.starts_with(starts), "{field:?}");
            match field.strip_prefix('\'') {
                Some(rest) if rest == text => inert += 1,
                _ => assert_eq!(field, text),
            }
            rows += 1;
        }
        assert_eq!(rows, cube.cells().len());
    }
    assert!(inert > 0);
}
