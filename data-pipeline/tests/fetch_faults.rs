//! Every fault of a portal that is known to happen: survived, or refused with a message that says
//! where it was and what was expected. A good snapshot survives all of them.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;
mod portal;

use std::time::{Duration, Instant};

use portal::Fault;
use portal::city::{Fetching, layer, other};

const FIRST: &str = "resultOffset=0&";
const SECOND: &str = "resultOffset=4&";

/// A fault that passes leaves no trace in the snapshot, and asks again only where it happened.
#[track_caller]
fn check_survived(part: &'static str, times: u32, fault: Fault, asked: &[usize]) {
    let whole = Fetching::layer();
    whole.succeed();
    let city = Fetching::layer();
    city.portal.breaks(part, times, fault);
    let fetched = city.succeed();
    assert_eq!(
        city.snapshot("incidents.csv"),
        whole.snapshot("incidents.csv")
    );
    assert_eq!(fetched.record.duplicates, 0);
    assert_eq!(city.portal.offsets(), asked);
}

/// A fault that stays leaves the snapshot as it was, and the message says what and where.
#[track_caller]
fn check_refused(part: &'static str, fault: Fault, expected: &[&str]) {
    let city = Fetching::layer();
    city.succeed();
    let good = city.snapshot("incidents.csv");
    let record = city.record("incidents.csv");
    city.portal.change(|table| table.grow(1));
    city.portal.breaks(part, u32::MAX, fault);
    let message = city.fail();
    for part in expected {
        assert!(message.contains(part), "{part:?} is not in: {message}");
    }
    assert!(
        message.starts_with("source incidents: {portal}/"),
        "{message}"
    );
    assert_eq!(city.snapshot("incidents.csv"), good);
    assert_eq!(city.record("incidents.csv"), record);

    city.portal.heals();
    assert_eq!(city.succeed().record.rows, 12);
}

#[test]
fn a_server_error_that_passes() {
    let fault = || Fault::Status(500, "", "");
    check_survived(SECOND, 2, fault(), &[0, 4, 4, 4, 8]);
    check_survived("FeatureServer/0?", 2, fault(), &[0, 4, 8]);
    check_survived("returnCountOnly", 2, fault(), &[0, 4, 8]);
}

#[test]
fn a_server_error_that_stays() {
    let expected = [
        "rows from 4",
        "expected HTTP 200",
        "found HTTP 500 (too busy)",
        "asked 3 times",
    ];
    check_refused(SECOND, Fault::Status(500, "", "too busy"), &expected);
    check_refused(
        "FeatureServer/0?",
        Fault::Status(503, "", "<html>"),
        &["found HTTP 503 ("],
    );
}

#[test]
fn a_client_error_is_not_asked_again() {
    let expected = ["rows from 0", "found HTTP 403 (no token)", "asked 1 time)"];
    check_refused(FIRST, Fault::Status(403, "", "no token"), &expected);
}

#[test]
fn too_many_requests_waits_as_long_as_it_is_told() {
    let city = Fetching::layer();
    city.portal
        .breaks(SECOND, 1, Fault::Status(429, "Retry-After: 1\r\n", ""));
    let started = Instant::now();
    city.succeed();
    assert!(started.elapsed() >= Duration::from_secs(1));
}

#[test]
fn too_long_a_wait_is_not_waited() {
    let fault = Fault::Status(429, "Retry-After: 3600\r\n", "");
    let expected = [
        "HTTP 429, to be asked again after 3600 s only",
        "asked 1 time)",
    ];
    check_refused(SECOND, fault, &expected);
}

#[test]
fn a_connection_that_ends_in_the_middle() {
    check_survived(SECOND, 2, Fault::Cut, &[0, 4, 4, 4, 8]);
    check_survived(SECOND, 2, Fault::HangUp, &[0, 4, 4, 4, 8]);
    check_refused(
        SECOND,
        Fault::Cut,
        &["rows from 4", "expected a whole answer"],
    );
}

#[test]
fn half_a_page() {
    check_survived(SECOND, 2, Fault::Half, &[0, 4, 4, 4, 8]);
    check_refused(
        SECOND,
        Fault::Half,
        &["rows from 4", "found JSON that ends after"],
    );
}

#[test]
fn silence() {
    let fault = || Fault::Silence(Duration::from_millis(900));
    check_survived(SECOND, 1, fault(), &[0, 4, 4, 8]);
    check_refused(SECOND, fault(), &["rows from 4", "timeout"]);
}

#[test]
fn html_instead_of_json() {
    let fault = || Fault::Body("<!DOCTYPE html><title>Maintenance</title>");
    check_survived(SECOND, 2, fault(), &[0, 4, 4, 4, 8]);
    let expected = [
        "rows from 4",
        "expected JSON as this kind of portal sends it, found HTML",
    ];
    check_refused(SECOND, fault(), &expected);
}

#[test]
fn errors_inside_of_an_answer() {
    let busy = r#"{"error":{"code":504,"message":"Timed out","details":["Wait"]}}"#;
    check_survived(SECOND, 2, Fault::Body(busy), &[0, 4, 4, 4, 8]);
    let wrong = r#"{"error":{"code":400,"message":"Invalid query","details":[]}}"#;
    let expected = [
        "found the portal's error 400 (Invalid query)",
        "asked 1 time)",
    ];
    check_refused(SECOND, Fault::Body(wrong), &expected);
    check_refused(SECOND, Fault::Body("{}"), &["expected features"]);
    check_refused(
        "returnCountOnly",
        Fault::Body("{}"),
        &["expected a count of rows"],
    );
}

#[test]
fn a_schema_that_changes_between_pages() {
    let text = r#""Latitude","type":"esriFieldTypeDouble""#;
    let number = r#""Latitude","type":"esriFieldTypeString""#;
    let expected = [
        "rows from 4",
        "expected column Latitude of type esriFieldTypeDouble, as the layer described itself",
        "found type esriFieldTypeString",
        "asked 1 time)",
    ];
    check_refused(SECOND, Fault::Replaced(text, number), &expected);
    let renamed = Fault::Replaced(r#""name":"District""#, r#""name":"Area""#);
    check_refused(
        SECOND,
        renamed,
        &["expected column District", "found no such column"],
    );
    let gone = Fault::Replaced(r#""District":"#, r#""Area":"#);
    check_refused(
        SECOND,
        gone,
        &["expected column District", "found a row without it"],
    );
}

#[test]
fn a_date_that_is_none() {
    let fault = Fault::Replaced("1515110400000", "\"yesterday\"");
    let expected = ["expected milliseconds in", "found yesterday"];
    check_refused(SECOND, fault, &expected);
}

#[test]
fn a_page_that_was_here_before() {
    let stale = || Fault::AnswerTo(SECOND, FIRST);
    check_survived(SECOND, 2, stale(), &[0, 4, 4, 4, 8]);
    let expected = [
        "rows from 4",
        "expected new rows from 4 on",
        "found a page that was here before",
    ];
    check_refused(SECOND, stale(), &expected);
}

#[test]
fn a_row_that_comes_twice_is_kept_once_and_counted() {
    let again = r#""features":[{"attributes":{"OBJECTID":3,"CrimeDateTime":0,"Reported":0,
        "Description":"AGAIN","District":null,"Latitude":null}},"#;
    let city = Fetching::layer();
    let fault = Fault::Replaced("\"features\":[", again);
    city.portal.breaks("resultOffset=8&", 1, fault);
    let record = city.succeed().record;
    assert_eq!((record.rows, record.duplicates), (11, 1));
    assert!(!city.snapshot("incidents.csv").contains("AGAIN"));
}

/// Rows that come twice push others aside: the count shows it, and the table is read anew.
#[test]
fn pages_that_overlap() {
    let city = Fetching::layer();
    city.portal
        .breaks(SECOND, 1, Fault::AnswerTo(SECOND, "resultOffset=2&"));
    let fetched = city.succeed();
    let whole = Fetching::layer();
    whole.succeed();
    assert_eq!(
        city.snapshot("incidents.csv"),
        whole.snapshot("incidents.csv")
    );
    assert_eq!(fetched.record.rows, 11);
}

#[test]
fn a_portal_that_gives_short_pages() {
    let city = Fetching::layer();
    city.portal.change(|table| table.short_pages = vec![0, 5]);
    let whole = Fetching::layer();
    whole.succeed();
    city.succeed();
    assert_eq!(city.portal.offsets(), [0, 1, 5, 6, 10]);
    assert_eq!(
        city.snapshot("incidents.csv"),
        whole.snapshot("incidents.csv")
    );
}

#[test]
fn a_portal_that_does_not_say_that_there_is_more() {
    let quiet = Fault::Replaced(r#","exceededTransferLimit":true"#, "");
    check_survived(FIRST, 1, quiet, &[0, 4, 8]);
}

#[test]
fn an_empty_page_where_rows_were_announced() {
    let empty = || Fault::Body(r#"{"features":[]}"#);
    check_survived(SECOND, 2, empty(), &[0, 4, 4, 4, 8]);
    let expected = [
        "expected rows from 4 on, of 12",
        "found a page without rows",
    ];
    check_refused(SECOND, empty(), &expected);
}

/// A row that vanishes shifts all later ones: one would be skipped, and no count of pages shows it.
#[test]
fn a_table_that_changes_while_it_is_read() {
    let city = Fetching::layer();
    city.portal.breaks(SECOND, 1, Fault::Loses(1));
    let fetched = city.succeed();
    assert_eq!(fetched.record.rows, 10);
    assert!(
        city.snapshot("incidents.csv").contains("2018-01-06"),
        "a row was skipped"
    );
    assert!(!city.snapshot("incidents.csv").contains("THEFT, OTHER"));

    let city = Fetching::layer();
    city.portal.breaks(SECOND, u32::MAX, Fault::Loses(1));
    let message = city.fail();
    assert!(
        message.contains("expected 10 rows as announced, found a page"),
        "{message}"
    );
    assert!(
        message.contains("announces 9 now; it is being edited"),
        "{message}"
    );
}

/// As many rows as before, and not the same: pages that came before the edit may be of the old ones.
#[test]
fn a_table_that_is_edited_while_it_is_read() {
    let city = Fetching::layer();
    city.portal.breaks(SECOND, 1, Fault::Edits);
    city.succeed();
    assert_eq!(city.portal.offsets(), [0, 4, 8, 0, 4, 8]);
    city.portal.breaks(SECOND, 2, Fault::Edits);
    let message = city.fail();
    assert!(message.contains("it is being edited"), "{message}");
}

#[test]
fn faults_of_a_socrata_table() {
    let remote = "kind = \"socrata\"\nurl = \"{portal}/resource/abcd-1234.json\"\npage_rows = 4\n\
                  columns = [\"Description\", \"District\"]";
    let city = Fetching::new(&other("crime", "crime.csv", remote));
    city.portal
        .breaks("$offset=4&", 1, Fault::Status(503, "", ""));
    city.portal.breaks("$offset=4&", 1, Fault::Half);
    assert_eq!(city.succeed().record.rows, 11);
    city.portal
        .breaks("$offset=8&", 1, Fault::Replaced("\"District\"", "\"Area\""));
    let message = city.fail();
    assert!(message.contains("rows from 8"), "{message}");
    assert!(
        message.contains("expected the columns Description, District"),
        "{message}"
    );
    assert!(message.contains("found a row with \"Area\""), "{message}");
    city.portal.breaks("count(*)", 9, Fault::Body("[]"));
    assert!(city.fail().contains("expected a count of rows"));
}

#[test]
fn faults_of_a_file() {
    let remote = "kind = \"file\"\nurl = \"{portal}/files/crime.csv\"";
    let city = Fetching::new(&other("crime", "crime.csv", remote));
    city.portal.publish(
        "/files/crime.csv",
        b"Day,Note\n2018-01-01,a\n2018-01-02,b\n",
    );
    city.portal.breaks("/files", 1, Fault::Cut);
    city.portal.breaks("/files", 1, Fault::Body("<html>"));
    assert_eq!(city.succeed().record.rows, 2);
    let good = city.snapshot("crime.csv");
    let fails = |fault: Fault, expected: &str| {
        city.portal.breaks("/files", 3, fault);
        let message = city.fail();
        assert!(message.contains(expected), "{message}");
        assert!(message.contains("{portal}/files/crime.csv"), "{message}");
        assert_eq!(city.snapshot("crime.csv"), good);
        assert!(!city.snapshots().join(".partial/crime/download").exists());
        city.portal.heals();
    };
    fails(Fault::Body(""), "expected a file of rows, found nothing");
    fails(
        Fault::Body("<!DOCTYPE html>"),
        "expected a file of rows, found HTML",
    );
    fails(Fault::Cut, "expected a whole answer");
    fails(
        Fault::Announces("Day,Note\n", 1 << 40),
        "expected a file of at most 68719476736 bytes, found 1099511627776 bytes",
    );
    fails(Fault::Body("Day,Note\n2018-01-01\n"), "line 2");
    let cut = "kind = \"file\"\nurl = \"{portal}/files/crime.csv\"\ncolumns = [\"Ward\"]";
    city.settings(&other("crime", "crime.csv", cut));
    let missing = "line 1: expected a column \"Ward\", found Day, Note";
    fails(Fault::Body("Day,Note\n2018-01-01,a\n"), missing);
    let gzip = invented::gzipped(b"Day,Ward\n2018-01-01,a\n");
    city.portal.publish("/files/crime.csv", &gzip);
    fails(Fault::Half, "found: ");
}

#[test]
fn what_a_portal_says_does_nothing_to_a_terminal() {
    let said = "no \u{1b}[31mroom\u{9b}2J\u{7}\r\nhere";
    let expected = ["found HTTP 500 (no [31mroom 2J here)"];
    check_refused(FIRST, Fault::Status(500, "", said), &expected);
}

#[test]
fn a_page_that_is_longer_than_any_should_be() {
    let bytes = 257 * 1024 * 1024;
    let expected = ["the response body is larger than request limit: 268435456"];
    check_refused(FIRST, Fault::Space(bytes), &expected);
}

#[test]
fn a_portal_that_is_not_there() {
    let city = Fetching::new(&layer("incidents").replace("{portal}", "http://127.0.0.1:1"));
    let message = city.fail();
    assert!(message.contains("expected a whole answer"), "{message}");
    assert!(message.contains("asked 3 times"), "{message}");
}
