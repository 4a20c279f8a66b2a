//! Puts the public keys of cities into the program of the site, so that its page of checks does not
//! have to take a key from the folder that it checks. Each stands in the settings of its city.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

/// The folder that holds a folder of settings for each city.
const CITIES: &str = "data-pipeline/cities";

fn main() -> io::Result<()> {
    let mut keys = Vec::new();
    for entry in fs::read_dir(CITIES)? {
        let path = entry?.path();
        let key = path.join("minisign.pub");
        let name = path.file_name().map(|name| name.to_string_lossy());
        if let Some(city) = name.filter(|_| key.is_file()) {
            keys.push((city.into_owned(), fs::read_to_string(&key)?));
        }
    }
    keys.sort();
    let mut table = String::from("[\n");
    for (city, key) in keys {
        // Writing to a string cannot fail.
        let _ = writeln!(table, "    ({city:?}, {key:?}),");
    }
    table.push_str("]\n");
    let folder = env::var_os("OUT_DIR").unwrap_or_default();
    fs::write(Path::new(&folder).join("keys.rs"), table)?;
    for watched in [CITIES, "build.rs"] {
        let line = format!("cargo::rerun-if-changed={watched}\n");
        io::Write::write_all(&mut io::stdout(), line.as_bytes())?;
    }
    Ok(())
}
