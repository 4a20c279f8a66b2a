//! Writes the pages of the site ahead of time, into the folder of a built site.
//!
//! Each is a real HTML file with title, description, sentences, picture and table, for readers whose
//! scripts are blocked, for search engines, and for the previews that messengers show. The app takes
//! over where it can. Every number comes from the files of the release, each of them checked against
//! its hash, through the same functions as in the app.

// A command line tool talks on standard output.
#![allow(clippy::print_stdout)]

mod colors;
mod embed;
mod feed;
mod figure;
mod hours;
mod library;
mod map;
mod markup;
mod missing;
mod page;
mod pages;
mod picture;
mod sitemap;
mod stopped;
mod waking;
mod write;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, ensure};
use clap::Parser;

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
    let library = library::Library::open(&site.join("data"))?;
    let printer = picture::Printer::open(&typeface)?;
    let written = write::everything(&site, &library, &printer, &address)?;
    println!(
        "Wrote {} pages, {} charts for pages of others and {} pictures ahead of time, for {address}",
        written.pages, written.embeds, written.pictures
    );
    Ok(())
}
