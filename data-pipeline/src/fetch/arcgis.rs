//! Layers of an ArcGIS FeatureServer: described by the layer itself, read in pages by object id.
//!
//! Geometry is not asked for; a layer of points has its coordinates in columns, or not at all here.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::http::{Client, Fault, Unanswered, json};
use super::page::{Accept, Layer, Page, Portal, Row, Values, key, text, with_query};
use crate::settings::ArcgisLayer;
use crate::source::nearest;

/// What a FeatureServer gives at most where it does not say.
const USUAL_PAGE_ROWS: u64 = 1_000;

/// The type of a field that holds milliseconds since 1970.
const DATE: &str = "esriFieldTypeDate";

/// A layer, and what it has said of itself.
pub(super) struct Arcgis<'a> {
    settings: &'a ArcgisLayer,
    object_id: String,
    /// The types of the columns that are asked for, by name.
    types: BTreeMap<String, String>,
    page_rows: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Description {
    error: Option<Refusal>,
    fields: Option<Vec<Field>>,
    object_id_field: Option<String>,
    max_record_count: Option<u64>,
    editing_info: Option<EditingInfo>,
    advanced_query_capabilities: Option<Capabilities>,
}

#[derive(Deserialize)]
struct Field {
    name: String,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EditingInfo {
    data_last_edit_date: Option<i64>,
    last_edit_date: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Capabilities {
    supports_pagination: Option<bool>,
}

/// A FeatureServer refuses with HTTP 200, and says so inside.
#[derive(Deserialize)]
struct Refusal {
    code: Option<i64>,
    message: Option<String>,
    #[serde(default)]
    details: Vec<String>,
}

#[derive(Deserialize)]
struct Count {
    error: Option<Refusal>,
    count: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Features {
    error: Option<Refusal>,
    fields: Option<Vec<Field>>,
    features: Option<Vec<Feature>>,
    #[serde(default)]
    exceeded_transfer_limit: bool,
}

#[derive(Deserialize)]
struct Feature {
    attributes: Values,
}

impl<'a> Arcgis<'a> {
    pub(super) fn new(settings: &'a ArcgisLayer) -> Self {
        Self {
            settings,
            object_id: String::new(),
            types: BTreeMap::new(),
            page_rows: USUAL_PAGE_ROWS,
        }
    }

    /// A page of a layer out of three answers that are here already.
    pub(super) fn read(mut self, layer: &[u8], count: &[u8], page: &[u8]) -> Result<Page, Fault> {
        self.learn(described(json(layer)?)?)?;
        counted(json(count)?)?;
        self.rows(json(page)?)
    }

    fn layer_url(&self) -> &str {
        self.settings.url.trim_end_matches('/')
    }

    /// Takes over the layer's own description; what is left is the date of its last change.
    fn learn(&mut self, described: Description) -> Result<Option<i64>, Fault> {
        let fields = described.fields.unwrap_or_default();
        let kinds = || fields.iter().map(|field| (&field.name, &field.kind));
        let paging = described.advanced_query_capabilities;
        if paging.and_then(|has| has.supports_pagination) == Some(false) {
            return Err(Fault::lasting(
                "a layer that can be paged",
                "one that cannot",
            ));
        }
        let typed = kinds().find(|(_, kind)| *kind == "esriFieldTypeOID");
        let object_id = described
            .object_id_field
            .or_else(|| typed.map(|(name, _)| name.clone()));
        self.object_id =
            object_id.ok_or_else(|| Fault::lasting("a layer with an object id", "none"))?;
        self.types.clear();
        for column in self.settings.columns.iter().chain([&self.object_id]) {
            let kind = kinds().find(|(name, _)| *name == column);
            let (_, kind) = kind.ok_or_else(|| unknown_column(column, &fields))?;
            self.types.insert(column.clone(), kind.clone());
        }
        let allowed = described.max_record_count.unwrap_or(USUAL_PAGE_ROWS).max(1);
        self.page_rows = self.settings.page_rows.unwrap_or(allowed).min(allowed);
        let edited = described.editing_info;
        Ok(edited.and_then(|info| info.data_last_edit_date.or(info.last_edit_date)))
    }

    fn count_url(&self) -> String {
        let query = [
            ("where", self.settings.condition.as_str()),
            ("returnCountOnly", "true"),
            ("f", "json"),
        ];
        with_query(&format!("{}/query", self.layer_url()), &query)
    }

    fn page_url(&self, offset: u64) -> String {
        let names: Vec<&str> = self.types.keys().map(String::as_str).collect();
        let order = format!("{} ASC", self.object_id);
        let query = [
            ("where", self.settings.condition.as_str()),
            ("outFields", &names.join(",")),
            ("orderByFields", &order),
            ("returnGeometry", "false"),
            ("resultOffset", &offset.to_string()),
            ("resultRecordCount", &self.page_rows.to_string()),
            ("f", "json"),
        ];
        with_query(&format!("{}/query", self.layer_url()), &query)
    }

    fn rows(&self, answer: Features) -> Result<Page, Fault> {
        refused(answer.error)?;
        let features = answer
            .features
            .ok_or_else(|| Fault::passing("features", "an answer without any"))?;
        if let Some(fields) = answer.fields
            && !features.is_empty()
        {
            self.check_fields(&fields)?;
        }
        let rows = features.iter().map(|feature| self.row(&feature.attributes));
        Ok(Page {
            rows: rows.collect::<Result<_, _>>()?,
            more: answer.exceeded_transfer_limit,
        })
    }

    /// The columns of a page are those that the layer described.
    fn check_fields(&self, fields: &[Field]) -> Result<(), Fault> {
        for (name, kind) in &self.types {
            let found = fields.iter().find(|field| field.name == *name);
            match found.map(|field| &field.kind) {
                Some(found) if found == kind => {}
                Some(found) => return Err(changed(name, kind, &format!("type {found}"))),
                None => return Err(changed(name, kind, "no such column")),
            }
        }
        Ok(())
    }

    fn row(&self, values: &Values) -> Result<Row, Fault> {
        let value = |column: &str| -> Result<&RawValue, Fault> {
            let kind = self.types.get(column).map_or("", String::as_str);
            let value = values.get(column).map(AsRef::as_ref);
            value.ok_or_else(|| changed(column, kind, "a row without it"))
        };
        let cells = self.settings.columns.iter().map(|column| {
            let text = text(value(column)?)?;
            if self.types.get(column).is_none_or(|kind| kind != DATE) {
                return Ok(text);
            }
            iso(&text, self.settings.days.contains(column))
                .ok_or_else(|| Fault::lasting(format!("milliseconds in {column}"), text))
        });
        Ok(Row {
            cells: cells.collect::<Result<_, Fault>>()?,
            key: key(text(value(&self.object_id)?)?)?,
        })
    }
}

impl Portal for Arcgis<'_> {
    fn describe(&mut self, client: &Client<'_>) -> Result<Layer, Unanswered> {
        let url = with_query(self.layer_url(), &[("f", "json")]);
        let described = client.get_json(&url, described)?;
        let edited = self.learn(described).map_err(|fault| fault.at(&url))?;
        let rows = client.get_json(&self.count_url(), counted)?;
        let types = self
            .types
            .iter()
            .map(|(name, kind)| format!("{name} {kind}"));
        let types = types.collect::<Vec<_>>().join(", ");
        let edited = edited.map_or_else(|| "unknown".to_owned(), |millis| millis.to_string());
        Ok(Layer {
            rows,
            state: format!("{types}; last edited {edited}"),
        })
    }

    fn page(
        &self,
        client: &Client<'_>,
        offset: u64,
        accept: Accept<'_>,
    ) -> Result<Page, Unanswered> {
        client.get_json(&self.page_url(offset), |answer: Features| {
            let page = self.rows(answer)?;
            accept(&page)?;
            Ok(page)
        })
    }
}

fn described(mut answer: Description) -> Result<Description, Fault> {
    refused(answer.error.take())?;
    match answer.fields {
        Some(_) => Ok(answer),
        None => Err(Fault::passing("a layer's fields", "JSON without them")),
    }
}

fn counted(answer: Count) -> Result<u64, Fault> {
    refused(answer.error)?;
    answer
        .count
        .ok_or_else(|| Fault::passing("a count of rows", "JSON without it"))
}

/// A refusal inside of an answer; its codes are those of HTTP.
fn refused(refusal: Option<Refusal>) -> Result<(), Fault> {
    let Some(refusal) = refusal else {
        return Ok(());
    };
    let code = refusal.code.unwrap_or_default();
    let mut words = vec![refusal.message.unwrap_or_default()];
    words.extend(refusal.details);
    words.retain(|word| !word.is_empty());
    let found = format!("the portal's error {code} ({})", words.join(" "));
    let passes = code >= 500 || code == 429;
    let make = if passes {
        Fault::passing
    } else {
        Fault::lasting
    };
    Err(make("rows", found))
}

fn unknown_column(column: &str, fields: &[Field]) -> Fault {
    let names = || fields.iter().map(|field| field.name.as_str());
    let hint = nearest(column, names()).map_or_else(
        || format!("the columns {}", names().collect::<Vec<_>>().join(", ")),
        |name| format!("no such column; did you mean {name:?}?"),
    );
    Fault::lasting(format!("a column {column:?} in the layer"), hint)
}

fn changed(column: &str, kind: &str, found: &str) -> Fault {
    let expected = format!("column {column} of type {kind}, as the layer described itself");
    Fault::lasting(expected, found)
}

/// Milliseconds since 1970 as a day or a time in UTC; no value stays none.
fn iso(millis: &str, day_alone: bool) -> Option<String> {
    if millis.is_empty() {
        return Some(String::new());
    }
    let time = Timestamp::from_millisecond(millis.parse().ok()?).ok()?;
    if day_alone {
        return Some(time.to_zoned(TimeZone::UTC).date().to_string());
    }
    Some(time.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(millis: &str, time: Option<&str>, day: Option<&str>) {
        assert_eq!(iso(millis, false).as_deref(), time, "{millis}");
        assert_eq!(iso(millis, true).as_deref(), day, "{millis}");
    }

    #[test]
    fn milliseconds_become_days_and_times_in_utc() {
        check("0", Some("1970-01-01T00:00:00Z"), Some("1970-01-01"));
        check(
            "1668251100000",
            Some("2022-11-12T11:05:00Z"),
            Some("2022-11-12"),
        );
        check(
            "-195004800000",
            Some("1963-10-28T00:00:00Z"),
            Some("1963-10-28"),
        );
        check(
            "951782399999",
            Some("2000-02-28T23:59:59.999Z"),
            Some("2000-02-28"),
        );
        check("", Some(""), Some(""));
        check("2022-11-12", None, None);
        check("99999999999999999", None, None);
    }
}
