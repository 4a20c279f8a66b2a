//! The key by which a city signs its releases: read, made, and held against the city's public key.
//!
//! The secret half is a text that is handed in; it is written nowhere but where somebody who makes a
//! key asks for it. What is signed, and where signatures lie, is [`crate::publish`].

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use minisign::{KeyPair, SecretKey, SecretKeyBox};
use thiserror::Error;
use verification::{KeyError, PublicKey, TRUSTED_WORDS, UNTRUSTED_COMMENT};

/// The file of a city's public key, in its folder of settings.
pub const PUBLIC_KEY: &str = "minisign.pub";

/// Why there is no key to sign with, or nothing to sign for.
#[derive(Debug, Error)]
pub enum SigningError {
    /// What should be a secret key is none, or is encrypted and the password is wrong.
    #[error("{origin}: expected a secret key of minisign{hint}: {error}")]
    Secret {
        /// The file or variable.
        origin: String,
        /// What else may be missing.
        hint: &'static str,
        /// What the library says.
        error: String,
    },
    /// What should be a public key is none.
    #[error("{}: {error}", path.display())]
    Public {
        /// The file.
        path: PathBuf,
        /// Why.
        error: KeyError,
    },
    /// The city has no public key.
    #[error(
        "{}: expected the public key of the city, found no file; `data-pipeline new-key` makes one",
        _0.display()
    )]
    NoPublic(PathBuf),
    /// The secret key is that of somebody else.
    #[error("{}: expected the key {expected} of the secret key, found {found}", path.display())]
    Other {
        /// The file of the public key.
        path: PathBuf,
        /// The id of the secret key.
        expected: String,
        /// The id in the file.
        found: String,
    },
    /// A new key would replace something.
    #[error("{}: expected no file; a key is never written over", _0.display())]
    Exists(PathBuf),
    /// The system refuses to read or write.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The system gives no randomness, or a signature cannot be made.
    #[error("cannot sign: {0}")]
    Library(String),
}

/// Somebody who can sign: both halves of a key.
pub struct Signer {
    secret: SecretKey,
    public: PublicKey,
}

impl std::fmt::Debug for Signer {
    /// The secret half is not told.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signer({})", self.public.id())
    }
}

impl Signer {
    /// The key in a text: a file of two lines as `minisign` writes it, or its second line alone.
    /// `origin` is where it is from, for messages.
    ///
    /// # Errors
    /// Where it is none, or is encrypted by another password.
    pub fn parse(text: &str, password: Option<&str>, origin: &str) -> Result<Self, SigningError> {
        let text = text.trim();
        let text = match text.lines().count() {
            1 => format!("untrusted comment: secret key\n{text}\n"),
            _ => format!("{text}\n"),
        };
        let in_box = || SecretKeyBox::from_string(&text);
        let plain = in_box().and_then(SecretKeyBox::into_unencrypted_secret_key);
        let secret = match (plain, password) {
            (Ok(secret), _) => Ok(secret),
            (Err(error), None) => Err((error, " without a password, or its password")),
            (Err(_), Some(password)) => in_box()
                .and_then(|key| key.into_secret_key(Some(password.to_owned())))
                .map_err(|error| (error, " and its password")),
        };
        let secret = secret.map_err(|(error, hint)| SigningError::Secret {
            origin: origin.to_owned(),
            hint,
            error: error.to_string(),
        })?;
        let public = public_of(&secret)?;
        Ok(Self { secret, public })
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Checks that the key is the one that the city's settings name.
    ///
    /// # Errors
    /// Where they name none, or another.
    pub fn is_of_city(&self, settings: &Path) -> Result<(), SigningError> {
        let path = settings.join(PUBLIC_KEY);
        let named = public_key(&path)?.ok_or_else(|| SigningError::NoPublic(path.clone()))?;
        match named == self.public {
            true => Ok(()),
            false => Err(SigningError::Other {
                path,
                expected: self.public.id().to_owned(),
                found: named.id().to_owned(),
            }),
        }
    }

    /// The signature of a manifest, as a file of four lines.
    ///
    /// # Errors
    /// Where the system gives no randomness.
    pub fn sign(&self, manifest: &[u8], release: &str) -> Result<String, SigningError> {
        let trusted = format!("{TRUSTED_WORDS} {release}");
        let comments = (Some(trusted.as_str()), Some(UNTRUSTED_COMMENT));
        let signature = minisign::sign(None, &self.secret, manifest, comments.0, comments.1);
        signature
            .map(|signature| signature.to_string())
            .map_err(|error| SigningError::Library(error.to_string()))
    }
}

/// The public key in a file; none where there is no file.
///
/// # Errors
/// Where the file cannot be read, or holds something else.
pub fn public_key(path: &Path) -> Result<Option<PublicKey>, SigningError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(io_error(path)(error)),
    };
    let key = PublicKey::parse(&text).map_err(|error| SigningError::Public {
        path: path.to_owned(),
        error,
    })?;
    Ok(Some(key))
}

/// Makes a key: the secret half in a file of its own that only its owner can read, the public half in
/// the settings of each city. With a password, the secret half is encrypted.
///
/// # Errors
/// Where one of the files is there already, or cannot be written. Nothing is written over.
pub fn new_key(
    secret: &Path,
    cities: &[PathBuf],
    password: Option<&str>,
) -> Result<PublicKey, SigningError> {
    let public: Vec<PathBuf> = cities.iter().map(|city| city.join(PUBLIC_KEY)).collect();
    let mut wanted = public.iter().map(PathBuf::as_path).chain([secret]);
    if let Some(path) = wanted.find(|path| path.exists()) {
        return Err(SigningError::Exists(path.to_owned()));
    }
    let library = |error: minisign::PError| SigningError::Library(error.to_string());
    let pair = match password {
        Some(password) => KeyPair::generate_encrypted_keypair(Some(password.to_owned())),
        None => KeyPair::generate_unencrypted_keypair(),
    };
    let pair = pair.map_err(library)?;
    let key = PublicKey::parse(&pair.pk.to_base64())
        .map_err(|error| SigningError::Library(error.to_string()))?;
    let comment = format!(
        "secret key {} of Sightline, never to be published",
        key.id()
    );
    let text = pair.sk.to_box(Some(&comment)).map_err(library)?;
    write_new(secret, text.into_string().as_bytes(), OWNER_ALONE)?;
    for path in &public {
        write_new(path, key.file_text().as_bytes(), EVERYBODY)?;
    }
    Ok(key)
}

/// Who may read a file, in the bits of Unix.
const OWNER_ALONE: u32 = 0o600;
const EVERYBODY: u32 = 0o644;

/// Writes a file that is not there yet.
#[cfg_attr(
    not(unix),
    allow(unused_variables, reason = "elsewhere a file takes after its folder")
)]
fn write_new(path: &Path, bytes: &[u8], mode: u32) -> Result<(), SigningError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(io_error(folder))?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    let mut file = options.open(path).map_err(io_error(path))?;
    file.write_all(bytes).map_err(io_error(path))
}

fn public_of(secret: &SecretKey) -> Result<PublicKey, SigningError> {
    let public = minisign::PublicKey::from_secret_key(secret);
    let line = public.map(|public| public.to_base64());
    let line = line.map_err(|error| SigningError::Library(error.to_string()))?;
    PublicKey::parse(&line).map_err(|error| SigningError::Library(error.to_string()))
}

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> SigningError + '_ {
    move |error| SigningError::Io {
        path: path.to_owned(),
        error,
    }
}
