//! The page in the browser: the site's components over the numbers, for the offense and the district
//! that are chosen.

#[cfg(target_family = "wasm")]
mod page;

fn main() {
    #[cfg(target_family = "wasm")]
    page::open();
}
