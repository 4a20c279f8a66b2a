//! The language that the page says it is in.

/// Names the language of the page by its tag, for the browser and for those who read aloud.
///
/// A page that says so already is left alone: where its language is written once more, browsers find all
/// styles anew, which takes a slow phone a tenth of a second.
pub fn set(tag: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(root) = document.and_then(|document| document.document_element())
        && root.get_attribute("lang").as_deref() != Some(tag)
    {
        // A page whose language cannot be named is still read.
        let _ = root.set_attribute("lang", tag);
    }
}
