//! A part of the site that is a program of its own: fetched when it is opened, and then shown in an
//! element of the page.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
export async function open_part(name, place, city, language) {
    const part = await import(new URL(name, document.baseURI).href);
    await part.default();
    return part.open(place, city, language);
}
"#)]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn open_part(
        name: &str,
        place: &web_sys::HtmlElement,
        city: &str,
        language: &str,
    ) -> Result<JsValue, JsValue>;

    type Opened;

    #[wasm_bindgen(method)]
    fn free(this: &Opened);
}

/// A part that is shown; it is taken out of the page when this is dropped.
pub struct Part(Opened);

impl Part {
    /// Fetches the program of a part, below the site's base, and shows it in an element.
    ///
    /// An empty city is the one that is shown by default.
    ///
    /// # Errors
    /// Where it cannot be fetched, with the browser's own words.
    pub async fn open(
        name: &str,
        place: &web_sys::HtmlElement,
        city: &str,
        language: &str,
    ) -> Result<Self, String> {
        match open_part(name, place, city, language).await {
            Ok(opened) => Ok(Self(opened.unchecked_into())),
            Err(error) => Err(error
                .dyn_ref::<js_sys::Error>()
                .map_or_else(String::new, |error| String::from(error.message()))),
        }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        self.0.free();
    }
}
