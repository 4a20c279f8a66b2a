//! Makes of the PO files of a language what the crate holds: all texts in order, for the compiler
//! to find them in, and their translations, a line each in the same order.
//!
//! A file that is no PO file, a text with two translations, one without any or with an unsettled one, one that goes over
//! several lines, or one whose places (`{count}`) are not those of its translation stops the build.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, error, fs, io};

type Failure = Box<dyn error::Error>;

/// The folder of the Spanish catalogue, from this crate.
const SPANISH: &str = "../../locales/es";

/// A text of the site: its context, empty for most, and itself.
type Id = (String, String);

fn main() -> Result<(), Failure> {
    let mut texts: BTreeMap<Id, String> = BTreeMap::new();
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(SPANISH)? {
        files.push(entry?.path());
    }
    files.retain(|path| path.extension().is_some_and(|end| end == "po"));
    files.sort();
    for file in &files {
        let catalogue = polib::po_file::parse(file)
            .map_err(|error| format!("{}: it should be a PO file: {error}", file.display()))?;
        for message in catalogue.messages() {
            let context = message.msgctxt().unwrap_or_default();
            let id = (context.to_owned(), message.msgid().to_owned());
            if message.is_fuzzy() {
                let file = file.display();
                return Err(format!("{file}: {id:?} is marked as fuzzy; settle it").into());
            }
            let translation = message.msgstr()?.to_owned();
            check(&id, &translation).map_err(|wrong| format!("{}: {wrong}", file.display()))?;
            let before = texts.insert(id.clone(), translation.clone());
            if let Some(before) = before.filter(|before| *before != translation) {
                let file = file.display();
                let wrong = format!("{file}: {id:?} is {translation:?} here and {before:?} before");
                return Err(wrong.into());
            }
        }
    }
    let mut ids = String::from("&[\n");
    let mut lines = String::new();
    for ((context, text), translation) in &texts {
        writeln!(ids, "    ({context:?}, {text:?}),")?;
        writeln!(lines, "{translation}")?;
    }
    ids.push_str("]\n");
    let folder = env::var_os("OUT_DIR").unwrap_or_default();
    fs::write(Path::new(&folder).join("ids.rs"), ids)?;
    fs::write(Path::new(&folder).join("es.txt"), lines)?;
    io::Write::write_all(
        &mut io::stdout(),
        format!("cargo::rerun-if-changed={SPANISH}\ncargo::rerun-if-changed=build.rs\n").as_bytes(),
    )?;
    Ok(())
}

fn check((_, text): &Id, translation: &str) -> Result<(), String> {
    if translation.is_empty() {
        return Err(format!("{text:?} has no translation"));
    }
    if text.contains('\n') || translation.contains('\n') {
        return Err(format!(
            "{text:?} should stand on one line, and so its translation"
        ));
    }
    match places(text) == places(translation) {
        true => Ok(()),
        false => Err(format!(
            "{text:?} and {translation:?} should have the same places in braces"
        )),
    }
}

/// The names in braces of a text.
fn places(text: &str) -> BTreeSet<&str> {
    let after = text.split('{').skip(1);
    after
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
        .collect()
}
