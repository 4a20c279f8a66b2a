//! One file: fetched, and verified where its hash is known.

use cube::release::hex;
use gloo_net::http::{Request, RequestBuilder};
use sha2::{Digest, Sha256};

use super::DataError;

/// The bytes at a path below the site's base.
///
/// # Errors
/// Where nobody answers, or the answer is not the file.
pub async fn fetch(path: &str) -> Result<Vec<u8>, DataError> {
    answered(path, Request::get(path)).await
}

/// The bytes at a path, if the browser finds that they have a hash, which is written as an attribute
/// `integrity` has it.
///
/// # Errors
/// As [`fetch`], and where the bytes have another hash: browsers tell no difference.
pub async fn fetch_known(path: &str, integrity: &str) -> Result<Vec<u8>, DataError> {
    answered(path, Request::get(path).integrity(integrity)).await
}

async fn answered(path: &str, request: RequestBuilder) -> Result<Vec<u8>, DataError> {
    let unreachable = |error: gloo_net::Error| DataError::Unreachable {
        path: path.to_owned(),
        reason: error.to_string(),
    };
    let response = request.send().await.map_err(unreachable)?;
    if !response.ok() {
        return Err(DataError::Status {
            path: path.to_owned(),
            status: response.status(),
        });
    }
    response.binary().await.map_err(unreachable)
}

/// The bytes at a path, if they hash to what was published.
///
/// # Errors
/// As [`fetch`], and where the bytes are not those that were published.
pub async fn fetch_verified(path: &str, sha256: &str) -> Result<Vec<u8>, DataError> {
    let bytes = fetch(path).await?;
    let found = hex(&Sha256::digest(&bytes));
    if found == sha256 {
        Ok(bytes)
    } else {
        Err(DataError::Altered {
            path: path.to_owned(),
            expected: sha256.to_owned(),
            found,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_written_in_lower_case() {
        assert_eq!(
            hex(&Sha256::digest(b"abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
