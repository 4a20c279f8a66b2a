//! The JSON Schemas of the TOML files: for editors, and for [`super::conform`].
//!
//! They are generated from the types that are loaded, whose documentation becomes descriptions.

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde_json::Value;

use super::publishing::PublishingFile;
use super::{CaveatsFile, City, EventsFile, ProgrammeSettings, SourcesFile, TablesFile};
use cube::comparison::Comparison;
use cube::enforcement::Enforcement;
use cube::release::Overview;
use disclosure::Policy;

/// The name of each TOML file of settings, without its ending, and its schema.
#[must_use]
pub fn schemas() -> [(&'static str, Value); 11] {
    [
        ("city", schema_of::<City>()),
        ("sources", schema_of::<SourcesFile>()),
        ("tables", schema_of::<TablesFile>()),
        ("caveats", schema_of::<CaveatsFile>()),
        ("events", schema_of::<EventsFile>()),
        ("overview", schema_of::<Overview>()),
        ("publishing", schema_of::<PublishingFile>()),
        ("policy", schema_of::<Policy>()),
        ("programme", schema_of::<ProgrammeSettings>()),
        ("enforcement", schema_of::<Enforcement>()),
        ("comparison", schema_of::<Comparison>()),
    ]
}

/// The schema of one type: without references, because no type holds itself and readers of the
/// schema stay simple, and in the draft that TOML editors know.
pub(super) fn schema_of<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft07()
        .with(|settings| settings.inline_subschemas = true)
        .with_transform(RecursiveTransform(close));
    settings.into_generator().into_root_schema_for::<T>().into()
}

/// No key is read that is not named: an editor should say so while it is typed.
fn close(schema: &mut Schema) {
    if schema.get("properties").is_some() && schema.get("additionalProperties").is_none() {
        schema.insert("additionalProperties".into(), false.into());
    }
    // Integer widths mean nothing to the people who write settings.
    if matches!(
        schema.get("format").and_then(Value::as_str),
        Some("int32" | "double")
    ) {
        schema.remove("format");
    }
}
