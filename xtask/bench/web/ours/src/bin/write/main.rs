//! Writes the page ahead of time, with its tables, from the files that all pages of the comparison are
//! made from: `write <folder of those files> <folder of the page>`.

#[cfg(not(target_family = "wasm"))]
mod ahead;

#[cfg(not(target_family = "wasm"))]
fn main() -> std::process::ExitCode {
    match ahead::run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}

#[cfg(target_family = "wasm")]
fn main() {}
