//! Holds a TOML tree against the JSON Schema of its file, and finds everything that does not fit.
//!
//! It reads the part of JSON Schema that [`super::schema`] writes, and no more: the schema that
//! editors use is thereby the one list of keys, and `check` cannot disagree with it.

use cube::Month;
use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeString, DeValue};

use super::document::{Document, Node, Step, id_of};
use super::problem::Problem;

/// Adds what does not fit, and takes away the keys that nobody reads.
pub(super) fn conform(
    document: &Document<'_>,
    schema: &Value,
    node: &mut Node<'_>,
    problems: &mut Vec<Problem>,
) {
    let mut visit = Visit { document, problems };
    visit.value(schema, node, &mut Vec::new());
}

struct Visit<'a> {
    document: &'a Document<'a>,
    problems: &'a mut Vec<Problem>,
}

/// A step that owns its text, because the tree changes while it is walked.
#[derive(Clone)]
enum Trail {
    Key(String),
    At(usize),
    Id(String),
}

impl Visit<'_> {
    fn value(&mut self, schema: &Value, node: &mut Node<'_>, trail: &mut Vec<Trail>) {
        let schema = chosen(schema, node.get_ref());
        if let Some(choices) = choices(schema) {
            return self.choice(&choices, node, trail);
        }
        let types = types(schema);
        let found = type_of(node.get_ref());
        let fits = |wanted: &str| wanted == found || (wanted == "number" && found == "integer");
        if !types.is_empty() && !types.iter().any(|wanted| fits(wanted)) {
            let expected = types.join(" or ");
            let problem = self.problem(node, trail, shown(node.get_ref()));
            let message = format!("this is {}", with_article(found));
            self.problems
                .push(problem.saying(message, with_article(&expected)));
            return;
        }
        match found {
            "object" => self.table(schema, node, trail),
            "array" => self.elements(schema, node, trail),
            "string" => self.text(schema, node, trail),
            _ => {}
        }
    }

    fn choice(&mut self, choices: &[&str], node: &Node<'_>, trail: &[Trail]) {
        let found = node.get_ref().as_str().unwrap_or_default();
        if choices.contains(&found) {
            return;
        }
        let problem = self.problem(node, trail, shown(node.get_ref()));
        let expected = format!("one of {}", choices.join(", "));
        let problem = problem.saying("this is not one of the words for it", expected);
        self.problems
            .push(problem.suggesting(choices.iter().copied()));
    }

    fn text(&mut self, schema: &Value, node: &Node<'_>, trail: &[Trail]) {
        let text = node.get_ref().as_str().unwrap_or_default();
        let format = schema.get("format").and_then(Value::as_str);
        let (is_right, message, expected) = match format {
            Some("month") => (
                Month::parse(text).is_ok(),
                "this is not a month",
                "a month as YYYY-MM",
            ),
            Some("date") => (
                text.parse::<jiff::civil::Date>().is_ok() && text.len() == "2019-07-16".len(),
                "this is not a day of the calendar",
                "a day as YYYY-MM-DD",
            ),
            _ => (true, "", ""),
        };
        if !is_right {
            let problem = self.problem(node, trail, shown(node.get_ref()));
            self.problems.push(problem.saying(message, expected));
        }
    }

    fn elements(&mut self, schema: &Value, node: &mut Node<'_>, trail: &mut Vec<Trail>) {
        let (Some(items), DeValue::Array(array)) = (schema.get("items"), node.get_mut()) else {
            return;
        };
        let items = items.clone();
        for (index, element) in array.iter_mut().enumerate() {
            trail.push(match id_of(element) {
                Some(id) => Trail::Id(id.to_owned()),
                None => Trail::At(index),
            });
            self.value(&items, element, trail);
            trail.pop();
        }
    }

    fn table(&mut self, schema: &Value, node: &mut Node<'_>, trail: &mut Vec<Trail>) {
        let span = node.span();
        let DeValue::Table(table) = node.get_mut() else {
            return;
        };
        let empty = Map::new();
        let properties = schema.get("properties").and_then(Value::as_object);
        let properties = properties.unwrap_or(&empty);
        let others = schema.get("additionalProperties");
        let others = others.filter(|others| others.is_object());
        let required = schema.get("required").and_then(Value::as_array);
        for key in required.into_iter().flatten().filter_map(Value::as_str) {
            if !table.contains_key(key) {
                self.missing_key(key, span.start, properties, trail);
            }
        }
        let is_open = properties.is_empty() && others.is_none();
        let known = |key: &str| is_open || others.is_some() || properties.contains_key(key);
        let unknown: Vec<Spanned<DeString<'_>>> = table
            .keys()
            .filter(|key| !known(key.get_ref()))
            .cloned()
            .collect();
        for key in unknown {
            self.unknown_key(&key, properties, trail);
            table.remove(key.get_ref().as_ref());
        }
        for (key, value) in table.iter_mut() {
            if let Some(schema) = properties.get(key.get_ref().as_ref()).or(others) {
                trail.push(Trail::Key(key.get_ref().clone().into_owned()));
                self.value(schema, value, trail);
                trail.pop();
            }
        }
    }

    fn missing_key(
        &mut self,
        key: &str,
        start: usize,
        properties: &Map<String, Value>,
        trail: &mut Vec<Trail>,
    ) {
        let about = properties.get(key).and_then(|key| key.get("description"));
        let about = about.and_then(Value::as_str).unwrap_or("a value");
        trail.push(Trail::Key(key.to_owned()));
        let problem = self.problem_at(start, trail);
        trail.pop();
        let expected = format!("{key} = {}", brief(about));
        self.problems
            .push(problem.saying("the key is missing", expected));
    }

    fn unknown_key(
        &mut self,
        key: &Spanned<DeString<'_>>,
        properties: &Map<String, Value>,
        trail: &mut Vec<Trail>,
    ) {
        trail.push(Trail::Key(key.get_ref().clone().into_owned()));
        let problem = self.problem_at(key.span().start, trail);
        trail.pop();
        let names: Vec<&str> = properties.keys().map(String::as_str).collect();
        let expected = format!("one of the keys {}", names.join(", "));
        let problem = problem.saying("nobody reads this key", expected);
        let problem = problem.found(key.get_ref().as_ref());
        self.problems
            .push(problem.suggesting(names.iter().copied()));
    }

    fn problem(&self, node: &Node<'_>, trail: &[Trail], found: String) -> Problem {
        self.problem_at(node.span().start, trail).found(found)
    }

    fn problem_at(&self, byte: usize, trail: &[Trail]) -> Problem {
        let steps: Vec<Step<'_>> = trail.iter().map(Trail::step).collect();
        Problem {
            position: self.document.position(byte),
            ..self.document.problem(&steps)
        }
    }
}

impl Trail {
    fn step(&self) -> Step<'_> {
        match self {
            Self::Key(key) => Step::Key(key),
            Self::At(index) => Step::At(*index),
            Self::Id(id) => Step::Id(id),
        }
    }
}

/// Of several schemas that a value may fit, the one that was most likely meant.
fn chosen<'s>(schema: &'s Value, value: &DeValue<'_>) -> &'s Value {
    let alternatives = schema.get("anyOf").or_else(|| schema.get("oneOf"));
    let Some(alternatives) = alternatives.and_then(Value::as_array) else {
        return schema;
    };
    let mut tables = alternatives.iter().filter(|one| types(one) != ["null"]);
    let (Some(first), Some(_)) = (tables.next(), tables.next()) else {
        let only = alternatives.iter().find(|one| types(one) != ["null"]);
        // What may be left out may itself be one of several.
        return only.map_or(schema, |only| chosen(only, value));
    };
    let Some(table) = value.as_table() else {
        return if choices(schema).is_some() {
            schema
        } else {
            first
        };
    };
    let shared = |one: &&Value| {
        let properties = one.get("properties").and_then(Value::as_object);
        let properties = properties.into_iter().flatten();
        let of = properties.map(|(key, schema)| match table.get(key.as_str()) {
            None => 0,
            // The word that tells the alternatives apart weighs more than everything else.
            Some(value) => match schema.get("const").and_then(Value::as_str) {
                None => 1,
                Some(word) if value.get_ref().as_str() == Some(word) => 1000,
                Some(_) => 0,
            },
        });
        of.sum::<usize>()
    };
    // The first of equals: `max_by_key` would take the last.
    alternatives
        .iter()
        .rev()
        .max_by_key(shared)
        .unwrap_or(schema)
}

/// The words that an enumeration allows, where the schema is one.
fn choices(schema: &Value) -> Option<Vec<&str>> {
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        return Some(words.iter().filter_map(Value::as_str).collect());
    }
    if let Some(word) = schema.get("const").and_then(Value::as_str) {
        return Some(vec![word]);
    }
    let alternatives = schema.get("oneOf")?.as_array()?;
    let words = alternatives
        .iter()
        .map(choices)
        .collect::<Option<Vec<_>>>()?;
    Some(words.into_iter().flatten().collect())
}

fn types(schema: &Value) -> Vec<&str> {
    let all = match schema.get("type") {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if all == ["null"] {
        return all;
    }
    all.into_iter().filter(|one| *one != "null").collect()
}

fn type_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "string",
        DeValue::Integer(_) => "integer",
        DeValue::Float(_) => "number",
        DeValue::Boolean(_) => "boolean",
        DeValue::Datetime(_) => "date without quotes",
        DeValue::Array(_) => "array",
        DeValue::Table(_) => "object",
    }
}

fn with_article(types: &str) -> String {
    let words = types
        .replace("object", "table")
        .replace("array", "list")
        .replace("string", "text in quotes")
        .replace("integer", "whole number")
        .replace("boolean", "true or false");
    if words.starts_with("text") || words.starts_with("true") {
        return words;
    }
    format!("a {words}")
}

fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.clone().into_owned(),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(truth) => truth.to_string(),
        DeValue::Datetime(time) => time.to_string(),
        DeValue::Array(array) => format!("a list of {}", array.len()),
        DeValue::Table(table) => format!("a table of {}", table.len()),
    }
}

/// The first sentence of a description, as the hint after a key.
fn brief(about: &str) -> String {
    let first = about.split(['.', '\n']).next().unwrap_or(about);
    format!("({first})")
}
