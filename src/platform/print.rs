//! Printing the page.

/// Opens the browser's print dialog; a browser without one does nothing.
pub fn page() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}
