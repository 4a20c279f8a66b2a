//! Whether published files are what was published: the one set of rules by which the site's page
//! and the command decide, from bytes alone.
//!
//! A release is held together from the top: a key signs the manifest, the manifest names every file
//! by length and SHA-256, its id is the hash of itself, and the catalogue names the manifest. Each
//! fault names the one file that is not as it should be. Nothing here fetches, reads a disk or makes
//! a signature.

mod catalog;
mod fault;
mod file;
mod key;
mod latest;
mod list;
mod signature;

pub use catalog::{Named, check_key, read_catalog};
pub use fault::Fault;
pub use file::{Kind, check_file, sha256_hex};
pub use key::{KeyError, PublicKey};
pub use latest::{check_origin, copies_of};
pub use list::{List, Signing, check_list};
pub use signature::{TRUSTED_WORDS, UNTRUSTED_COMMENT, check_signature};
