//! The commands that make a key, sign releases and check what is published: arguments in, text and
//! an exit code out.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use data_pipeline::publish::{self, Folder, keep_outside};
use data_pipeline::signing::{self, Signer};
use data_pipeline::verify::{self, Extent, Request, Summary};
use verification::PublicKey;

/// How long to wait for another run.
#[derive(clap::Args)]
pub struct WaitArguments {
    /// How long to wait for another run that publishes in the same folder.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    wait: u64,
}

impl WaitArguments {
    /// The time.
    pub fn patience(&self) -> Duration {
        Duration::from_secs(self.wait)
    }
}

/// The variables that hold a secret key, as a text, and the password that encrypts one.
const KEY_VARIABLE: &str = "SIGHTLINE_SIGNING_KEY";
const PASSWORD_VARIABLE: &str = "SIGHTLINE_SIGNING_PASSWORD";

/// Where the secret key is.
#[derive(clap::Args)]
pub struct KeyArguments {
    /// The file of the secret key that signs; else the text of a key in SIGHTLINE_SIGNING_KEY. The
    /// password of an encrypted key is read from SIGHTLINE_SIGNING_PASSWORD.
    #[arg(long, value_name = "FILE")]
    signing_key: Option<PathBuf>,
}

impl KeyArguments {
    /// The key to sign with; none where none is given.
    ///
    /// # Errors
    /// Where what is given is no key.
    pub fn signer(&self) -> anyhow::Result<Option<Signer>> {
        let (text, origin) = match &self.signing_key {
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .with_context(|| format!("cannot read the signing key {}", path.display()))?;
                (text, path.display().to_string())
            }
            None => match variable(KEY_VARIABLE) {
                Some(text) => (text, KEY_VARIABLE.to_owned()),
                None => return Ok(None),
            },
        };
        let password = variable(PASSWORD_VARIABLE);
        Ok(Some(Signer::parse(&text, password.as_deref(), &origin)?))
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.is_empty())
}

#[derive(clap::Args)]
#[command(after_help = "Examples:
  data-pipeline new-key my-city --secret ~/.config/sightline/minisign.key
  SIGHTLINE_SIGNING_PASSWORD=... data-pipeline new-key my-city --secret key

Exit codes: 0 written; 1 a file is there already, or the secret would lie in what is published.")]
pub struct NewKeyArguments {
    /// The cities that sign with it: the names of their folders of settings.
    #[arg(required = true)]
    cities: Vec<String>,
    /// The file to write the secret key to. Keep a copy where it cannot get lost, and show it nobody.
    #[arg(long, value_name = "FILE")]
    secret: PathBuf,
    /// The folder that holds a folder of settings for each city.
    #[arg(long, value_name = "FOLDER", default_value = "data-pipeline/cities")]
    settings: PathBuf,
}

/// Makes a key pair.
pub fn new_key(arguments: &NewKeyArguments) -> anyhow::Result<ExitCode> {
    keep_outside(&arguments.secret, None)?;
    let cities = arguments.cities.iter();
    let cities: Vec<PathBuf> = cities.map(|city| arguments.settings.join(city)).collect();
    if let Some(missing) = cities.iter().find(|city| !city.is_dir()) {
        anyhow::bail!("{}: expected the settings of a city", missing.display());
    }
    let password = variable(PASSWORD_VARIABLE);
    let key = signing::new_key(&arguments.secret, &cities, password.as_deref())?;
    let mut out = io::stdout().lock();
    writeln!(out, "key {}", key.id())?;
    let encrypted = match password {
        Some(_) => "encrypted",
        None => "not encrypted: whoever reads it can sign",
    };
    writeln!(out, "secret: {} ({encrypted})", arguments.secret.display())?;
    for city in cities {
        writeln!(out, "public: {}", city.join(signing::PUBLIC_KEY).display())?;
    }
    Ok(ExitCode::SUCCESS)
}

#[derive(clap::Args)]
#[command(after_help = "Examples:
  data-pipeline sign public/data --signing-key ~/.config/sightline/minisign.key
  data-pipeline sign public/data/releases/ID --signing-key key

Exit codes: 0 signed, or signed already; 1 the key is not that of the city, or a file is not as it was \
published.")]
pub struct SignArguments {
    /// The folder of catalog.json, of which the current release of each city is signed; or the folder
    /// of one release in it.
    #[arg(default_value = "public/data")]
    place: PathBuf,
    #[command(flatten)]
    key: KeyArguments,
    /// The folder that holds a folder of settings for each city, with its public key.
    #[arg(long, value_name = "FOLDER", default_value = "data-pipeline/cities")]
    settings: PathBuf,
    #[command(flatten)]
    wait: WaitArguments,
}

/// Signs current releases, or one.
pub fn sign(arguments: &SignArguments) -> anyhow::Result<ExitCode> {
    let signer = arguments.key.signer()?;
    let signer = signer.with_context(|| {
        format!("expected a key by --signing-key or in {KEY_VARIABLE}, found none")
    })?;
    let place = std::path::absolute(&arguments.place)?;
    let lies_in = |name: &str| place.join(name).is_file();
    let (out, one) = match (lies_in("catalog.json"), lies_in("manifest.json")) {
        (true, _) => (place.as_path(), None),
        (false, true) => {
            let out = place.parent().and_then(Path::parent);
            let id = place.file_name().map(|name| name.to_string_lossy());
            (out.unwrap_or(&place), id)
        }
        (false, false) => anyhow::bail!(
            "{}: expected catalog.json or manifest.json in it, found none",
            place.display()
        ),
    };
    let folder = Folder::open_within(out, arguments.wait.patience())?;
    let releases = match one {
        Some(id) => vec![id.into_owned()],
        None => publish::current_releases(&folder)?,
    };
    for release in releases {
        signed(&folder, &release, &arguments.settings, &signer)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn signed(folder: &Folder, release: &str, settings: &Path, signer: &Signer) -> anyhow::Result<()> {
    let done = publish::sign(folder, release, settings, signer)?;
    let what = match done.is_new {
        true => "signed",
        false => "signed already",
    };
    let (city, key) = (&done.city, signer.public().id());
    writeln!(io::stdout(), "{city} {release}: {what} by key {key}")?;
    Ok(())
}

/// Signs what a build has published, or says that it is unsigned.
pub fn sign_built(
    out: &Path,
    release: &str,
    settings: &Path,
    signer: Option<&Signer>,
    patience: Duration,
) -> anyhow::Result<()> {
    let folder = Folder::open_within(out, patience)?;
    if let Some(signer) = signer {
        return signed(&folder, release, settings, signer);
    }
    match publish::signing_key(&folder, release)? {
        Some(_) => writeln!(
            io::stdout(),
            "signed: an earlier run has signed this release"
        )?,
        None => writeln!(
            io::stdout(),
            "unsigned: nobody vouches for this release; with a key, `data-pipeline sign {}` signs it",
            out.display()
        )?,
    }
    Ok(())
}

#[derive(clap::Args)]
#[command(after_help = "Examples:
  data-pipeline verify public/data
  data-pipeline verify dist
  data-pipeline verify https://example.org/sightline --key RWQ...

Exit codes: 0 everything is as it was published; 1 something is not, or nothing can be checked.")]
pub struct VerifyArguments {
    /// A folder or an address: of a site, of its data, or of one release.
    place: String,
    /// The public key that has signed, as a file or as one line; get it from somebody you trust. An
    /// unsigned current release is a fault then. Without it, the keys in --settings count.
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// The folder that holds a folder of settings for each city, with its public key.
    #[arg(long, value_name = "FOLDER", default_value = "data-pipeline/cities")]
    settings: PathBuf,
    /// Check the current release of each city alone, and not the earlier ones.
    #[arg(long)]
    current: bool,
}

/// Checks what is published, and says what that proves.
pub fn verify(arguments: &VerifyArguments) -> anyhow::Result<ExitCode> {
    let key = arguments.key.as_deref().map(given_key).transpose()?;
    let request = Request {
        place: &arguments.place,
        key,
        settings: Some(&arguments.settings),
        extent: match arguments.current {
            true => Extent::Current,
            false => Extent::All,
        },
    };
    let mut told = Ok(());
    let mut out = io::stdout().lock();
    let summary = verify::verify(&request, &mut |line| {
        if told.is_ok() {
            told = writeln!(out, "{line}");
        }
    })?;
    told?;
    out.write_all(verdict(&summary).as_bytes())?;
    Ok(match summary.faults.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

fn given_key(text: &str) -> anyhow::Result<PublicKey> {
    let path = Path::new(text);
    if path.is_file() {
        let key = signing::public_key(path)?;
        return key.with_context(|| format!("{text}: expected a public key"));
    }
    PublicKey::parse(text).with_context(|| format!("--key {text}"))
}

/// The last lines of a check.
fn verdict(summary: &Summary) -> String {
    let mut text = String::new();
    if !summary.faults.is_empty() {
        text.push_str("\nNot as published:\n");
        for fault in &summary.faults {
            text.push_str(&format!("  {fault}\n"));
        }
    }
    let Summary {
        files,
        bytes,
        signed,
        unsigned,
        certificates,
        faults,
    } = summary;
    text.push_str(&format!(
        "\n{files} files, {bytes} bytes checked: {} faults; {signed} releases signed, {unsigned} \
         unsigned; {certificates} certificates hold\n",
        faults.len()
    ));
    text.push_str(match (faults.is_empty(), *unsigned) {
        (false, _) => "What is named above is not what was published.\n",
        (true, 0) => {
            "Every file is the one that its signed list names. That does not say that the numbers are \
             right, nor that no newer release exists.\n"
        }
        (true, _) => {
            "Every file is the one that its list names; of an unsigned release, nobody vouches for the \
             list. That does not say that the numbers are right, nor that no newer release exists.\n"
        }
    });
    text
}
