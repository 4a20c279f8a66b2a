//! Signatures of manifests: prehashed Ed25519, in the format of `minisign`.

use base64::{Engine, engine::general_purpose::STANDARD};
use wording::t;

use crate::fault::quoted;
use crate::key::{PublicKey, key_id};

/// The first line of every signature. No signature covers it, so it is always the same.
pub const UNTRUSTED_COMMENT: &str = "manifest of a Sightline release, signed with minisign";

/// How the signed comment begins; the id of the release follows.
pub const TRUSTED_WORDS: &str = "Sightline release";

/// What the decoded second and fourth lines hold, in bytes.
const SIGNATURE_BYTES: usize = 74;
const GLOBAL_BYTES: usize = 64;

/// The id of the key that made a signature of a manifest, if the key is this one and everything in
/// the file is as it was written.
///
/// # Errors
/// What is wrong, in a few words: what was found in place of a signature by this key.
pub fn check_signature(
    key: &PublicKey,
    manifest: &[u8],
    signature: &[u8],
) -> Result<String, String> {
    let text =
        std::str::from_utf8(signature).map_err(|_| t!("bytes that are no text").to_owned())?;
    let id = written_by(text)?;
    if id != key.id() {
        return Err(t!(in "in the place of a signature", "one by key {id}", id = id));
    }
    let decoded = minisign_verify::Signature::decode(text)
        .map_err(|error| t!(in "in the place of a signature", "none ({reason})", reason = error))?;
    match key.verifier().verify(manifest, &decoded, false) {
        Ok(()) => Ok(id),
        Err(_) => {
            let found = t!(in "in the place of a signature", "one that does not fit this manifest");
            Err(found.to_owned())
        }
    }
}

/// The id of the key that a signature names, if the file has the one form that it can have: what no
/// signature covers must not vary either.
fn written_by(text: &str) -> Result<String, String> {
    let mut lines = text.split('\n');
    let parts = [lines.next(), lines.next(), lines.next(), lines.next()];
    let ([Some(comment), Some(bytes), Some(trusted), Some(global)], Some(""), None) =
        (parts, lines.next(), lines.next())
    else {
        return Err(t!("other content than four lines").to_owned());
    };
    if comment.strip_prefix("untrusted comment: ") != Some(UNTRUSTED_COMMENT) {
        return Err(t!("the first line {line}", line = quoted(comment)));
    }
    if !trusted.starts_with("trusted comment: ") {
        return Err(t!("the third line {line}", line = quoted(trusted)));
    }
    let decode = |line: &str, length: usize| {
        let bytes = STANDARD.decode(line).ok();
        let bytes = bytes.filter(|bytes| bytes.len() == length);
        bytes.ok_or_else(|| t!("the line {line}", line = quoted(line)))
    };
    decode(global, GLOBAL_BYTES)?;
    let bytes = decode(bytes, SIGNATURE_BYTES)?;
    key_id(&bytes).ok_or_else(|| t!("no id of a key").to_owned())
}
