//! Asks a portal, and asks again where the answer is a fault that may pass.
//!
//! It knows status codes, waiting and half answers, and nothing of what an answer means: the caller
//! says whether it is acceptable. Delays are fixed, so that a run can be repeated.

use std::io::{self, Read};
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use serde::de::DeserializeOwned;
use ureq::http::{HeaderMap, Response, StatusCode};
use ureq::{Agent, Body};

use super::address::shown;
use super::{Event, Reporter};

/// No page of rows is larger than this; something else is being sent.
const LARGEST_PAGE_BYTES: u64 = 256 * 1024 * 1024;

/// How patient a fetch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// How often one question is asked before it has failed.
    pub attempts: u32,
    /// The wait after the first fault; it doubles with each further one.
    pub first_delay: Duration,
    /// No wait is longer; a portal that asks for a longer one has failed.
    pub longest_delay: Duration,
    /// How long a connection, an answer's beginning and each piece of it may take.
    pub timeout: Duration,
}

impl Default for Pace {
    /// Five attempts within about half a minute: enough for a portal that restarts.
    fn default() -> Self {
        Self {
            attempts: 5,
            first_delay: Duration::from_secs(2),
            longest_delay: Duration::from_secs(300),
            timeout: Duration::from_secs(60),
        }
    }
}

impl Pace {
    /// The wait after so many faults.
    fn delay(&self, faults: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(faults.saturating_sub(1));
        self.first_delay
            .saturating_mul(doubled)
            .min(self.longest_delay)
    }
}

/// What is wrong with one answer.
#[derive(Debug)]
pub(super) struct Fault {
    expected: String,
    found: String,
    may_pass: bool,
    wait: Option<Duration>,
}

impl Fault {
    /// A fault that asking again may cure.
    pub(super) fn passing(expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self {
            expected: expected.into(),
            found: found.into(),
            may_pass: true,
            wait: None,
        }
    }

    /// A fault that stays, however often one asks.
    pub(super) fn lasting(expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self {
            may_pass: false,
            ..Self::passing(expected, found)
        }
    }

    /// The fault in words.
    pub(super) fn words(&self) -> String {
        format!("expected {}, found {}", self.expected, self.found)
    }

    /// The fault as the end of a question that was asked once.
    pub(super) fn at(self, url: &str) -> Unanswered {
        Unanswered {
            url: shown(url),
            expected: self.expected,
            found: self.found,
            attempts: 1,
        }
    }
}

/// A question that got no acceptable answer.
#[derive(Debug)]
pub(super) struct Unanswered {
    pub(super) url: String,
    pub(super) expected: String,
    pub(super) found: String,
    pub(super) attempts: u32,
}

/// Names and values of the headers of a question.
pub(super) type Headers = Vec<(&'static str, String)>;

/// Asks on behalf of one source.
pub(super) struct Client<'a> {
    agent: Agent,
    pace: Pace,
    source: &'a str,
    reporter: &'a dyn Reporter,
    clock: fn() -> Timestamp,
}

impl<'a> Client<'a> {
    pub(super) fn new(
        pace: Pace,
        source: &'a str,
        reporter: &'a dyn Reporter,
        clock: fn() -> Timestamp,
    ) -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .user_agent(concat!(
                env!("CARGO_PKG_NAME"),
                "/",
                env!("CARGO_PKG_VERSION")
            ))
            .timeout_connect(Some(pace.timeout))
            .timeout_recv_response(Some(pace.timeout))
            .timeout_per_read(Some(pace.timeout))
            .build()
            .into();
        Self {
            agent,
            pace,
            source,
            reporter,
            clock,
        }
    }

    pub(super) fn tell(&self, event: Event<'_>) {
        self.reporter.tell(self.source, event);
    }

    /// The first answer that `accept` takes, which gets those of a good status only.
    pub(super) fn get<T>(
        &self,
        url: &str,
        accept: impl Fn(Response<Body>) -> Result<T, Fault>,
    ) -> Result<T, Unanswered> {
        self.get_with(url, Vec::new, accept)
    }

    /// The same, with headers that are made anew each time; to a question for a range `accept` also
    /// gets the answer that there is none.
    pub(super) fn get_with<T>(
        &self,
        url: &str,
        headers: impl Fn() -> Headers,
        accept: impl Fn(Response<Body>) -> Result<T, Fault>,
    ) -> Result<T, Unanswered> {
        let mut attempts = 0;
        loop {
            attempts += 1;
            let answer = self.ask(url, &headers()).and_then(&accept);
            let mut fault = match answer {
                Ok(answer) => return Ok(answer),
                Err(fault) => fault,
            };
            // What the client says against an address repeats it.
            fault.found = fault.found.replace(url, &shown(url));
            let wait = fault.wait.unwrap_or_else(|| self.pace.delay(attempts));
            if !fault.may_pass || attempts >= self.pace.attempts || wait > self.pace.longest_delay {
                return Err(Unanswered {
                    url: shown(url),
                    expected: fault.expected,
                    found: fault.found,
                    attempts,
                });
            }
            self.tell(Event::Retrying {
                found: &fault.found,
                wait,
            });
            std::thread::sleep(wait);
        }
    }

    /// The first answer that is JSON of the right form and that `accept` takes.
    pub(super) fn get_json<J: DeserializeOwned, T>(
        &self,
        url: &str,
        accept: impl Fn(J) -> Result<T, Fault>,
    ) -> Result<T, Unanswered> {
        self.get(url, |mut answer| {
            let body = answer.body_mut().with_config().limit(LARGEST_PAGE_BYTES);
            let body = body.read_to_vec().map_err(|error| no_answer(&error))?;
            accept(json(&body)?)
        })
    }

    fn ask(&self, url: &str, headers: &Headers) -> Result<Response<Body>, Fault> {
        let mut question = self.agent.get(url);
        for (name, value) in headers {
            question = question.header(*name, value);
        }
        let mut answer = question.call().map_err(|error| no_answer(&error))?;
        let status = answer.status();
        let is_no_range = status == StatusCode::RANGE_NOT_SATISFIABLE && !headers.is_empty();
        if status.is_success() || is_no_range {
            return Ok(answer);
        }
        let wait = retry_after(answer.headers(), (self.clock)());
        // A portal often says in words what it did not like; a few of them are enough.
        let body = answer.body_mut().with_config().limit(LARGEST_PAGE_BYTES);
        let said = first_words(&mut body.reader());
        let found = format!("HTTP {}{said}", status.as_u16());
        let may_pass = status.is_server_error()
            || status == StatusCode::TOO_MANY_REQUESTS
            || status == StatusCode::REQUEST_TIMEOUT;
        let longest = self.pace.longest_delay;
        Err(Fault {
            found: match wait {
                Some(wait) if wait > longest => {
                    format!("{found}, to be asked again after {} s only", wait.as_secs())
                }
                _ => found,
            },
            expected: "HTTP 200".to_owned(),
            may_pass,
            wait,
        })
    }
}

/// A fault of the connection, or of a body that ends too early.
pub(super) fn no_answer(error: &ureq::Error) -> Fault {
    let lasting = matches!(
        error,
        ureq::Error::BadUri(_) | ureq::Error::Http(_) | ureq::Error::BodyExceedsLimit(_)
    );
    let make = if lasting {
        Fault::lasting
    } else {
        Fault::passing
    };
    make("a whole answer", error.to_string())
}

/// Parses an answer; anything else than JSON may be the page of a portal that is being repaired.
pub(super) fn json<J: DeserializeOwned>(body: &[u8]) -> Result<J, Fault> {
    serde_json::from_slice(body).map_err(|error| {
        let begin = body.trim_ascii_start();
        let found = if begin.starts_with(b"<") {
            "HTML".to_owned()
        } else if error.is_eof() {
            format!("JSON that ends after {} bytes", body.len())
        } else {
            format!("other content ({error})")
        };
        Fault::passing("JSON as this kind of portal sends it", found)
    })
}

/// The wait that a portal asks for: seconds, or a date.
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get("retry-after")?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = rfc2822::parse(text).ok()?.timestamp();
    let wait = until.duration_since(now);
    // A date that has passed asks for no wait.
    Some(Duration::try_from(wait).unwrap_or_default())
}

fn first_words(body: &mut impl Read) -> String {
    let mut bytes = Vec::new();
    let read: io::Result<_> = body.take(160).read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes);
    // A terminal would do what a control character says.
    let letters = text.split(|letter: char| letter.is_whitespace() || letter.is_control());
    let words: Vec<_> = letters.filter(|word| !word.is_empty()).collect();
    let words = words.join(" ");
    if read.is_err() || words.is_empty() || words.starts_with('<') {
        return String::new();
    }
    format!(" ({words})")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::Lines;

    #[test]
    fn waits_double_up_to_the_longest() {
        let pace = Pace {
            first_delay: Duration::from_secs(2),
            longest_delay: Duration::from_secs(10),
            ..Pace::default()
        };
        let waits: Vec<u64> = (1..=5).map(|faults| pace.delay(faults).as_secs()).collect();
        assert_eq!(waits, [2, 4, 8, 10, 10]);
        assert_eq!(pace.delay(u32::MAX), pace.longest_delay);
    }

    /// Where a host is missing, the client repeats all that it was given.
    #[test]
    fn what_the_client_repeats_of_an_address_shows_no_secret() {
        let reporter = Lines::new(io::sink());
        let client = Client::new(Pace::default(), "crime", &reporter, || {
            Timestamp::UNIX_EPOCH
        });
        let answer = client.get("/crime.csv?token=opensesame", |_| Ok(()));
        let found = answer.unwrap_err().found;
        assert_eq!(found, "bad uri: /crime.csv?token=*** is missing scheme");
    }

    #[track_caller]
    fn check_retry_after(header: &str, expected: Option<u64>) {
        let now = "2024-03-05T10:00:00Z".parse().unwrap();
        let headers =
            HeaderMap::from_iter([(ureq::http::header::RETRY_AFTER, header.parse().unwrap())]);
        assert_eq!(
            retry_after(&headers, now),
            expected.map(Duration::from_secs),
            "{header}"
        );
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        check_retry_after("7", Some(7));
        check_retry_after("Tue, 05 Mar 2024 10:01:30 GMT", Some(90));
        check_retry_after("Tue, 05 Mar 2024 09:00:00 GMT", Some(0));
        check_retry_after("soon", None);
    }
}
