//! The SQL of every table, run over staged records, gives the published CSV byte for byte.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;

use std::process::{Command, Output};

use data_pipeline::run::{self, Inputs};
use invented::InventedCity;
use tempfile::TempDir;

struct Staged {
    city: InventedCity,
    folder: TempDir,
    release: String,
}

impl Staged {
    fn build() -> Self {
        let city = InventedCity::new();
        let folder = TempDir::new().unwrap();
        let (settings, sources, out) = (city.settings(), city.sources(), city.out());
        let inputs = Inputs {
            staged: Some(folder.path()),
            ..Inputs::new(&settings, &sources, &out)
        };
        let release = run::build(&inputs).unwrap().release;
        Self {
            city,
            folder,
            release,
        }
    }

    fn query(&self, table: &str, more: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_data-pipeline"))
            .args(["query", "rivertown", table, "--staged"])
            .arg(self.folder.path())
            .arg("--settings")
            .arg(self.city.settings().parent().unwrap())
            .args(more)
            .output()
            .unwrap()
    }
}

#[test]
fn the_sql_of_a_table_prints_its_published_csv() {
    let staged = Staged::build();
    let manifest = staged.city.manifest(&staged.release);
    assert!(manifest.tables.len() > 2);
    for table in &manifest.tables {
        let printed = staged.query(&table.id, &[]);
        assert!(
            printed.status.success(),
            "{}",
            String::from_utf8_lossy(&printed.stderr)
        );
        let release = staged.city.out().join("releases").join(&staged.release);
        let published = std::fs::read(release.join(&table.csv)).unwrap();
        assert!(printed.stdout == published, "{} differs", table.id);
        let query = table.query.as_ref().unwrap();
        let query = release.join(query);
        let again = staged.query(&table.id, &["--sql", &query.to_string_lossy()]);
        assert!(
            again.stdout == published,
            "{} differs by its published SQL",
            table.id
        );
    }
}

#[test]
fn other_sql_may_ask_and_not_change() {
    let staged = Staged::build();
    let sql = staged.folder.path().join("own.sql");
    let ask = |text: &str| {
        std::fs::write(&sql, text).unwrap();
        staged.query("crime-city", &["--sql", &sql.to_string_lossy()])
    };
    let years = ask("SELECT year, COUNT(*) AS records FROM records GROUP BY year ORDER BY year");
    assert!(
        String::from_utf8(years.stdout)
            .unwrap()
            .starts_with("year,records\n20")
    );
    let formula = ask("SELECT '=1+1' AS text, -1 AS number");
    let formula = String::from_utf8(formula.stdout).unwrap();
    assert_eq!(formula, "text,number\n'=1+1,'-1\n");
    let dropped = ask("DROP TABLE records");
    assert_eq!(dropped.status.code(), Some(1));
    let message = String::from_utf8(dropped.stderr).unwrap();
    assert!(message.contains("crime-city: its SQL fails"), "{message}");
    let unknown = staged.query("no-table", &[]);
    assert_eq!(unknown.status.code(), Some(2));
}
