//! The colors of the style sheet, for pictures that no style sheet reaches.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// The values of the tokens on light paper, by their names without hyphens at the start.
pub struct Colors(BTreeMap<String, String>);

impl Colors {
    /// Reads `tokens-….css` in the folder of a built site; no tokens where there is none such, as in a
    /// folder of pages alone.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn read(site: &Path) -> Result<Self> {
        let mut text = String::new();
        for entry in fs::read_dir(site)? {
            let path = entry?.path();
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            if name.starts_with("tokens-") && name.ends_with(".css") {
                text = fs::read_to_string(&path)
                    .with_context(|| format!("reading {}", path.display()))?;
            }
        }
        Ok(Self::parse(&text))
    }

    /// The first value of each token, which is that of light paper.
    fn parse(text: &str) -> Self {
        let mut found = BTreeMap::new();
        for line in text.split([';', '{', '}']) {
            let Some((name, value)) = line.trim().split_once(':') else {
                continue;
            };
            if let Some(name) = name.strip_prefix("--") {
                let value = value.trim().to_owned();
                found.entry(name.to_owned()).or_insert(value);
            }
        }
        Self(found)
    }

    /// The value of a token; black where there is no such token.
    #[must_use]
    pub fn of(&self, name: &str) -> &str {
        self.0.get(name).map_or("#000", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::Colors;

    #[test]
    fn the_first_value_counts() {
        let colors =
            Colors::parse(":root { --class-1: #dcebea; --ink: #111; } .dark { --ink: #fff; }");
        assert_eq!(colors.of("class-1"), "#dcebea");
        assert_eq!(colors.of("ink"), "#111");
        assert_eq!(colors.of("paper"), "#000");
    }
}
