//! The command that writes the pages of a built site ahead of time.

// A command line tool talks on standard output.
#![allow(clippy::print_stdout)]

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, ensure};
use clap::Parser;
use prebuild::{Library, Printer, everything};

/// Write the pages of a built site ahead of time.
#[derive(Parser)]
#[command(name = "prebuild")]
struct Options {
    /// The folder of the built site, with index.html and data/
    #[arg(long, value_name = "FOLDER", default_value = "dist")]
    site: PathBuf,
    /// The typeface of the pictures, as WOFF2
    #[arg(
        long,
        value_name = "FILE",
        default_value = "vendor/fonts/public-sans-latin.woff2"
    )]
    typeface: PathBuf,
    /// Where the site will be on the web, with the path that it is under; previews, the sitemap and
    /// the feed need whole addresses
    #[arg(long, value_name = "URL", default_value = "http://localhost:8080/")]
    address: String,
}

fn main() -> ExitCode {
    match run(Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: Options) -> Result<()> {
    let Options {
        site,
        typeface,
        address,
    } = options;
    ensure!(
        address.starts_with("http://") || address.starts_with("https://"),
        "--address {address}: expected an address that begins with http:// or https://"
    );
    let address = format!("{}/", address.trim_end_matches('/'));
    let library = Library::open(&site.join("data"))?;
    let printer = Printer::open(&typeface)?;
    let written = everything(&site, &library, &printer, &address)?;
    println!(
        "Wrote {} pages, {} charts for pages of others and {} pictures ahead of time, for {address}",
        written.pages, written.embeds, written.pictures
    );
    Ok(())
}
