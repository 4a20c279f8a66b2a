//! A portal on this machine that speaks ArcGIS, Socrata and CKAN, and breaks where a test wants it to.
//!
//! It refuses questions that the real ones would refuse, or that ask for columns of persons.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

pub mod city;

const LAYER: &str = "/arcgis/rest/services/Incidents/FeatureServer/0";
const TABLE: &str = "/resource/abcd-1234.json";

/// What the portal does to one question instead of answering it.
#[derive(Clone, Debug)]
pub enum Fault {
    /// Another status, with a header line and a body.
    Status(u16, &'static str, &'static str),
    /// HTTP 200 with another body.
    Body(&'static str),
    /// The right answer, with one text replaced.
    Replaced(&'static str, &'static str),
    /// The answer to another question: one text of the query replaced.
    AnswerTo(&'static str, &'static str),
    /// The right answer cut in half, although the whole was announced.
    Cut,
    /// The right answer cut in half, and announced so.
    Half,
    /// The connection is closed without an answer.
    HangUp,
    /// No answer for so long.
    Silence(Duration),
    /// The table loses its row of this position, and the question is answered then.
    Loses(usize),
    /// A row of the table is edited, and the question is answered then.
    Edits,
    /// The beginning of a body that is announced to have so many bytes.
    Announces(&'static str, usize),
    /// So many bytes of space.
    Space(usize),
}

/// What the portal publishes.
#[derive(Clone)]
pub struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    /// No page has more rows.
    pub page_rows: usize,
    /// Pages that begin here have one row only.
    pub short_pages: Vec<usize>,
    edited: u64,
}

struct State {
    table: Mutex<Table>,
    files: Mutex<BTreeMap<String, Vec<u8>>>,
    /// The header lines that name the content of a file, by its path; without, it has no ranges.
    validators: Mutex<BTreeMap<String, String>>,
    /// The first byte asked for in each question for a range.
    ranges: Mutex<Vec<usize>>,
    /// How answers may be encoded, as the questions said that say it.
    encodings: Mutex<Vec<String>>,
    faults: Mutex<Vec<(&'static str, u32, Fault)>>,
    questions: Mutex<Vec<String>>,
}

/// A running portal; its threads end with the test.
pub struct Portal {
    address: String,
    state: Arc<State>,
}

impl Portal {
    pub fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(State {
            table: Mutex::new(Table::fixture()),
            files: Mutex::default(),
            validators: Mutex::default(),
            ranges: Mutex::default(),
            encodings: Mutex::default(),
            faults: Mutex::default(),
            questions: Mutex::default(),
        });
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for connection in listener.incoming() {
                let state = Arc::clone(&shared);
                // A client that is killed hangs up; that is what some tests are about.
                thread::spawn(move || connection.and_then(|stream| serve(&state, stream)));
            }
        });
        Self { address, state }
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// Questions that contain `part` meet a fault, so many times.
    pub fn breaks(&self, part: &'static str, times: u32, fault: Fault) {
        self.state.faults.lock().unwrap().push((part, times, fault));
    }

    /// Nothing breaks any more.
    pub fn heals(&self) {
        self.state.faults.lock().unwrap().clear();
    }

    pub fn publish(&self, path: &str, content: &[u8]) {
        let mut files = self.state.files.lock().unwrap();
        files.insert(path.to_owned(), content.to_vec());
    }

    /// Publishes a file with a header such as `ETag: "1"`, and answers questions for a range of it.
    pub fn publish_ranged(&self, path: &str, content: &[u8], validator: &str) {
        self.publish(path, content);
        let mut validators = self.state.validators.lock().unwrap();
        validators.insert(path.to_owned(), validator.to_owned());
    }

    /// The first bytes of the ranges asked for since the last time.
    pub fn ranges(&self) -> Vec<usize> {
        std::mem::take(&mut *self.state.ranges.lock().unwrap())
    }

    /// How answers might be encoded since the last time.
    pub fn encodings(&self) -> Vec<String> {
        std::mem::take(&mut *self.state.encodings.lock().unwrap())
    }

    pub fn change(&self, change: impl FnOnce(&mut Table)) {
        change(&mut self.state.table.lock().unwrap());
    }

    /// The questions since the last time, decoded, that contain `part`.
    pub fn questions(&self, part: &str) -> Vec<String> {
        let mut questions = std::mem::take(&mut *self.state.questions.lock().unwrap());
        questions.retain(|question| question.contains(part));
        questions
    }

    /// The offsets asked for since the last time.
    pub fn offsets(&self) -> Vec<usize> {
        let questions = self.questions("esultOffset=");
        let offset = |question: &String| {
            let (_, offset) = question.split_once("resultOffset=").unwrap();
            offset.split('&').next().unwrap().parse().unwrap()
        };
        questions.iter().map(offset).collect()
    }

    pub fn has_been_asked(&self, part: &str) -> bool {
        let questions = self.state.questions.lock().unwrap();
        questions.iter().any(|question| question.contains(part))
    }
}

impl Table {
    fn fixture() -> Self {
        Self::cut("incidents.csv")
    }

    /// The rows of a file of the fixtures, under ids of their own.
    pub fn cut(file: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/portal");
        let path = folder.join(file);
        let mut reader = csv::Reader::from_path(path).unwrap();
        let texts = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
        Self {
            header: texts(reader.headers().unwrap()),
            rows: reader.records().map(|row| texts(&row.unwrap())).collect(),
            page_rows: 4,
            short_pages: Vec::new(),
            edited: 1_700_000_000_000,
        }
    }

    /// Keeps the first rows only.
    pub fn keep(&mut self, rows: usize) {
        self.rows.truncate(rows);
        self.edited += 1;
    }

    /// Repeats the table's rows under new ids.
    pub fn grow(&mut self, rows: usize) {
        let fixture = self.rows.clone();
        let last: u64 = fixture.last().unwrap()[0].parse().unwrap();
        let first = 1_000_000.max(last + 1);
        for (id, row) in (first..).zip(fixture.iter().cycle().take(rows)) {
            let mut row = row.clone();
            row[0] = id.to_string();
            self.rows.push(row);
        }
        self.edited += 1;
    }

    fn kind(column: &str) -> &'static str {
        match column {
            "OBJECTID" => "esriFieldTypeOID",
            "CrimeDateTime" | "CrimeDateT" | "Reported" => "esriFieldTypeDate",
            "Latitude" => "esriFieldTypeDouble",
            "Age" | "Total_Inci" => "esriFieldTypeInteger",
            _ => "esriFieldTypeString",
        }
    }

    /// A value as JSON, in the digits of the fixture.
    fn json(column: &str, value: &str) -> String {
        match (Self::kind(column), value) {
            (_, "") => "null".to_owned(),
            ("esriFieldTypeString", _) => serde_json::to_string(value).unwrap(),
            _ => value.to_owned(),
        }
    }

    fn fields(&self, wanted: &[&str]) -> String {
        let wanted = self
            .header
            .iter()
            .filter(|name| wanted.contains(&name.as_str()));
        let field = |name: &String| format!(r#"{{"name":"{name}","type":"{}"}}"#, Self::kind(name));
        wanted.map(field).collect::<Vec<_>>().join(",")
    }

    fn object(&self, row: &[String], wanted: &[&str], with_null: bool) -> String {
        let pairs = self.header.iter().zip(row);
        let pairs = pairs.filter(|(name, value)| {
            wanted.contains(&name.as_str()) && (with_null || !value.is_empty())
        });
        let pairs = pairs.map(|(name, value)| {
            let name = if with_null { name } else { rename(name) };
            format!(r#""{name}":{}"#, Self::json(name, value))
        });
        format!("{{{}}}", pairs.collect::<Vec<_>>().join(","))
    }

    fn page(&self, offset: usize, limit: usize) -> (&[Vec<String>], bool) {
        let short = self.short_pages.contains(&offset);
        let limit = limit
            .min(self.page_rows)
            .min(if short { 1 } else { usize::MAX });
        let begin = offset.min(self.rows.len());
        let end = (offset + limit).min(self.rows.len());
        (&self.rows[begin..end], end < self.rows.len())
    }
}

/// Socrata calls the id of a row `:id`.
fn rename(name: &str) -> &str {
    if name == "OBJECTID" { ":id" } else { name }
}

fn serve(state: &State, mut stream: TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let (mut line, mut range, mut condition) = (String::new(), None, String::new());
    while reader.read_line(&mut line)? > 2 {
        let (name, value) = line.trim().split_once(": ").unwrap_or_default();
        match name.to_lowercase().as_str() {
            "range" => range = value.strip_prefix("bytes=").map(str::to_owned),
            "if-range" => condition = value.to_owned(),
            "accept-encoding" => state.encodings.lock().unwrap().push(value.to_owned()),
            _ => {}
        }
        line.clear();
    }
    let range = range.map(|range| (range.trim_end_matches('-').parse().unwrap(), condition));
    let target = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let query: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let pairs: Vec<String> = query
        .iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    let question = format!("{path}?{}&", pairs.join("&"));
    state.questions.lock().unwrap().push(question.clone());
    let fault = fault_for(state, &question);
    respond(state, &mut stream, &question, range, fault.as_ref())
}

fn fault_for(state: &State, question: &str) -> Option<Fault> {
    let mut faults = state.faults.lock().unwrap();
    let found = faults
        .iter_mut()
        .find(|(part, left, _)| *left > 0 && question.contains(part));
    found.map(|(_, left, fault)| {
        *left -= 1;
        fault.clone()
    })
}

fn respond(
    state: &State,
    stream: &mut TcpStream,
    question: &str,
    range: Option<(usize, String)>,
    fault: Option<&Fault>,
) -> std::io::Result<()> {
    let path = question.split('?').next().unwrap();
    let validator = state.validators.lock().unwrap().get(path).cloned();
    let begin = match (&validator, range) {
        (Some(validator), Some((begin, condition))) => {
            state.ranges.lock().unwrap().push(begin);
            validator.ends_with(&condition).then_some(begin)
        }
        _ => None,
    };
    let right =
        |question: &str| answer(state, question).map(|body| body[begin.unwrap_or(0)..].to_vec());
    let (status, header, body, announced) = match fault {
        None => whole(right(question)),
        Some(&Fault::Status(status, header, body)) => (status, header, body.into(), body.len()),
        Some(&Fault::Body(body)) => whole(Ok(body.into())),
        Some(&Fault::Replaced(from, to)) => {
            let body = String::from_utf8(right(question).unwrap_or_default()).unwrap();
            assert!(body.contains(from), "{from:?} is not in {body}");
            whole(Ok(body.replace(from, to).into()))
        }
        Some(Fault::AnswerTo(from, to)) => whole(right(&question.replace(from, to))),
        Some(Fault::Cut | Fault::Half) => {
            let body = right(question).unwrap_or_default();
            let half = body[..body.len() / 2].to_vec();
            let is_cut = matches!(fault, Some(Fault::Cut));
            let announced = if is_cut { body.len() } else { half.len() };
            (200, "", half, announced)
        }
        Some(Fault::HangUp) => return Ok(()),
        Some(&Fault::Silence(time)) => {
            thread::sleep(time);
            whole(right(question))
        }
        Some(&Fault::Loses(row)) => {
            let mut table = state.table.lock().unwrap();
            table.rows.remove(row);
            table.edited += 1;
            drop(table);
            whole(right(question))
        }
        Some(Fault::Edits) => {
            state.table.lock().unwrap().edited += 1;
            whole(right(question))
        }
        Some(&Fault::Announces(body, bytes)) => (200, "", body.into(), bytes),
        Some(&Fault::Space(bytes)) => return space(stream, bytes),
    };
    let mut header = header.to_owned();
    if let Some(validator) = validator {
        header += &format!("{validator}\r\n");
    }
    let status = match begin {
        Some(begin) if status == 200 => {
            let end = begin + announced;
            header += &format!("Content-Range: bytes {begin}-{}/{end}\r\n", end - 1);
            206
        }
        _ => status,
    };
    let head = format!(
        "HTTP/1.1 {status} -\r\n{header}Content-Length: {announced}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(&body)
}

/// Sends so much space, a piece at a time.
fn space(stream: &mut TcpStream, bytes: usize) -> std::io::Result<()> {
    let piece = [b' '; 64 * 1024];
    let head = format!("HTTP/1.1 200 -\r\nContent-Length: {bytes}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes())?;
    (0..bytes / piece.len()).try_for_each(|_| stream.write_all(&piece))
}

fn whole(answer: Result<Vec<u8>, &'static str>) -> (u16, &'static str, Vec<u8>, usize) {
    let (status, body) = match answer {
        Ok(body) => (200, body),
        Err(problem) => (404, problem.into()),
    };
    let length = body.len();
    (status, "", body, length)
}

fn answer(state: &State, question: &str) -> Result<Vec<u8>, &'static str> {
    let (path, query) = question.split_once('?').unwrap();
    let value = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    };
    let table = state.table.lock().unwrap().clone();
    match path {
        LAYER => Ok(describe_layer(&table).into()),
        TABLE => socrata(&table, &value).map(Into::into),
        "/api/3/action/resource_show" => {
            let files = state.files.lock().unwrap();
            let address = files
                .get(value("id").unwrap_or_default())
                .ok_or("no such resource")?;
            let address = String::from_utf8(address.clone()).unwrap();
            Ok(format!(r#"{{"success":true,"result":{{"url":"{address}"}}}}"#).into())
        }
        "/api/3/action/package_show" => {
            let files = state.files.lock().unwrap();
            let package = files.get(value("id").unwrap_or_default());
            package.cloned().ok_or("no such package")
        }
        _ if path == format!("{LAYER}/query") => arcgis(&table, &value).map(Into::into),
        _ => {
            let files = state.files.lock().unwrap();
            files.get(path).cloned().ok_or("no such page")
        }
    }
}

fn describe_layer(table: &Table) -> String {
    let all: Vec<&str> = table.header.iter().map(String::as_str).collect();
    format!(
        r#"{{"objectIdField":"OBJECTID","maxRecordCount":1000,"fields":[{}],
        "editingInfo":{{"lastEditDate":{}}},"advancedQueryCapabilities":{{"supportsPagination":true}}}}"#,
        table.fields(&all),
        table.edited
    )
}

fn arcgis<'a>(
    table: &Table,
    value: &impl Fn(&str) -> Option<&'a str>,
) -> Result<String, &'static str> {
    if value("f") != Some("json") || value("where").is_none() {
        return Err("expected f=json and where");
    }
    if value("returnCountOnly") == Some("true") {
        return Ok(format!(r#"{{"count":{}}}"#, table.rows.len()));
    }
    let wanted: Vec<&str> = value("outFields")
        .ok_or("expected outFields")?
        .split(',')
        .collect();
    if wanted.contains(&"Age") || wanted.contains(&"*") {
        return Err("columns of persons were asked for");
    }
    if value("orderByFields") != Some("OBJECTID ASC") || value("returnGeometry") != Some("false") {
        return Err("expected rows by object id, without geometry");
    }
    let number = |name| value(name).and_then(|number| number.parse().ok());
    let offset = number("resultOffset").ok_or("expected resultOffset")?;
    let limit = number("resultRecordCount").ok_or("expected resultRecordCount")?;
    let (rows, more) = table.page(offset, limit);
    let feature =
        |row: &Vec<String>| format!(r#"{{"attributes":{}}}"#, table.object(row, &wanted, true));
    let features: Vec<String> = rows.iter().map(feature).collect();
    let exceeded = if more {
        r#","exceededTransferLimit":true"#
    } else {
        ""
    };
    Ok(format!(
        r#"{{"objectIdFieldName":"OBJECTID","fields":[{}],"features":[{}]{exceeded}}}"#,
        table.fields(&wanted),
        features.join(",")
    ))
}

fn socrata<'a>(
    table: &Table,
    value: &impl Fn(&str) -> Option<&'a str>,
) -> Result<String, &'static str> {
    let select = value("$select").ok_or("expected $select")?;
    if select.starts_with("count(*)") {
        let (rows, edited) = (table.rows.len(), table.edited);
        return Ok(format!(r#"[{{"rows":"{rows}","updated":"{edited}"}}]"#));
    }
    if select.contains("Age") || value("$order") != Some(":id") {
        return Err("columns of persons were asked for, or not in the order of rows");
    }
    let wanted: Vec<&str> = select.split(',').collect();
    let wanted: Vec<&str> = wanted
        .iter()
        .map(|name| if *name == ":id" { "OBJECTID" } else { name })
        .collect();
    let number = |name| value(name).and_then(|number| number.parse().ok());
    let offset = number("$offset").ok_or("expected $offset")?;
    let (rows, _) = table.page(offset, number("$limit").ok_or("expected $limit")?);
    let objects: Vec<String> = rows
        .iter()
        .map(|row| table.object(row, &wanted, false))
        .collect();
    Ok(format!("[{}]", objects.join(",")))
}
