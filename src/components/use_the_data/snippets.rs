//! What reads a table in the tools that people have: templates in files beside this one, filled with
//! the addresses of one release. The tests run them as the page shows them.

use cube::release::{File, Table};

/// A few lines for one tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The tool.
    pub tool: &'static str,
    /// The lines.
    pub text: String,
}

/// A tool with its template, and another for tables that are published compressed.
struct Template {
    tool: &'static str,
    plain: &'static str,
    compressed: &'static str,
}

const fn one(tool: &'static str, text: &'static str) -> Template {
    Template {
        tool,
        plain: text,
        compressed: text,
    }
}

const TEMPLATES: [Template; 6] = [
    one("Python", include_str!("python.txt")),
    one("R", include_str!("r.txt")),
    one("DuckDB", include_str!("duckdb.txt")),
    Template {
        tool: "Observable",
        plain: include_str!("observable.txt"),
        compressed: include_str!("observable_gz.txt"),
    },
    Template {
        tool: "JavaScript",
        plain: include_str!("javascript.txt"),
        compressed: include_str!("javascript_gz.txt"),
    },
    one("curl", include_str!("curl.txt")),
];

/// The snippets of a table; a tool is left out that would need a file which the release does not have.
///
/// `address` gives the whole address of a file of the release.
pub fn of(table: &Table, files: &[File], address: impl Fn(&str) -> String) -> Vec<Snippet> {
    let csv = &table.csv;
    let listed = files.iter().find(|file| file.path == *csv);
    let parquet = table.downloads.parquet.as_ref();
    let values = [
        ("{csv}", Some(address(csv))),
        ("{file}", csv.rsplit('/').next().map(str::to_owned)),
        ("{id}", Some(table.id.clone())),
        ("{parquet}", parquet.map(|path| address(path))),
        ("{sha256}", listed.map(|file| file.sha256.clone())),
    ];
    let filled = |template: &Template| {
        let is_compressed = csv.ends_with(".gz");
        let text = if is_compressed {
            template.compressed
        } else {
            template.plain
        };
        let mut text = text.trim_end().to_owned();
        for (place, value) in &values {
            if text.contains(place) {
                text = text.replace(place, value.as_ref()?);
            }
        }
        Some(Snippet {
            tool: template.tool,
            text,
        })
    };
    TEMPLATES.iter().filter_map(filled).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(csv: &str, parquet: Option<&str>) -> Table {
        let text = format!(
            r#"{{"id":"crime-city","title":"","description":"","unit":"victims","first":"2011-01",
                "last":"2011-02","rows":1,"cube":"c","csv":"{csv}","downloads":{},"sources":[],"caveats":[]}}"#,
            parquet.map_or("{}".to_owned(), |path| format!(r#"{{"parquet":"{path}"}}"#)),
        );
        serde_json::from_str(&text).unwrap()
    }

    fn file(path: &str) -> File {
        File {
            path: path.to_owned(),
            bytes: 1,
            sha256: "ab".repeat(32),
        }
    }

    fn tools(table: &Table, files: &[File]) -> Vec<&'static str> {
        let snippets = of(table, files, |path| format!("https://example.org/{path}"));
        for Snippet { tool, text } in &snippets {
            let is_filled = !["{csv}", "{file}", "{id}", "{parquet}", "{sha256}"]
                .iter()
                .any(|place| text.contains(place));
            assert!(is_filled, "{tool}: {text}");
            assert!(
                *tool == "DuckDB" || text.contains(&format!("https://example.org/{}", table.csv))
            );
        }
        snippets.iter().map(|snippet| snippet.tool).collect()
    }

    #[test]
    fn every_place_is_filled_or_the_tool_is_left_out() {
        let all = ["Python", "R", "DuckDB", "Observable", "JavaScript", "curl"];
        for csv in ["downloads/a.csv", "downloads/a.csv.gz"] {
            assert_eq!(tools(&table(csv, Some("a.parquet")), &[file(csv)]), all);
            assert_eq!(
                tools(&table(csv, None), &[]),
                ["Python", "R", "Observable", "JavaScript"]
            );
        }
    }

    #[test]
    fn a_compressed_table_is_unpacked() {
        let texts = |csv: &str| {
            let snippets = of(&table(csv, None), &[], str::to_owned);
            let found = snippets
                .iter()
                .filter(|snippet| snippet.text.contains("DecompressionStream"));
            found.map(|snippet| snippet.tool).collect::<Vec<_>>()
        };
        assert_eq!(texts("a.csv.gz"), ["Observable", "JavaScript"]);
        assert_eq!(texts("a.csv"), [""; 0]);
    }
}
