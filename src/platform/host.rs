//! Files as the host sends them now: what the browser has kept does not answer.

use gloo_net::http::Request;
use web_sys::RequestCache;

/// The bytes at a path below the site's base, or what came instead of them, in a few words.
///
/// # Errors
/// Where nobody answers, or the host says that it has no such file.
pub async fn fetch(path: &str) -> Result<Vec<u8>, String> {
    let no_answer = |error: gloo_net::Error| format!("no answer ({error})");
    let request = Request::get(path).cache(RequestCache::NoStore);
    let response = request.send().await.map_err(no_answer)?;
    match (response.ok(), response.status()) {
        (true, _) => response.binary().await.map_err(no_answer),
        (false, 404 | 410) => Err("no file".to_owned()),
        (false, status) => Err(format!("the status {status}")),
    }
}
