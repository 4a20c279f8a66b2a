//! Files as the host sends them now: what the browser has kept does not answer.

use gloo_net::http::Request;
use web_sys::RequestCache;

/// What came instead of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoFile {
    /// Nothing: why, in the browser's own words.
    NoAnswer(String),
    /// The host says that it has no such file.
    Missing,
    /// The host says that it does not send it, by this status.
    Status(u16),
}

/// The bytes at a path below the site's base.
///
/// # Errors
/// Where nobody answers, or the host does not send the file.
pub async fn fetch(path: &str) -> Result<Vec<u8>, NoFile> {
    let no_answer = |error: gloo_net::Error| NoFile::NoAnswer(error.to_string());
    let request = Request::get(path).cache(RequestCache::NoStore);
    let response = request.send().await.map_err(no_answer)?;
    match (response.ok(), response.status()) {
        (true, _) => response.binary().await.map_err(no_answer),
        (false, 404 | 410) => Err(NoFile::Missing),
        (false, status) => Err(NoFile::Status(status)),
    }
}
