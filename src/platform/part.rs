//! A part of the site that is a program of its own: fetched when it is opened, then shown in an
//! element of the page and told of what changes.

use wasm_bindgen::prelude::*;

use super::programs::{checked, text};

#[wasm_bindgen(inline_js = r#"
function program(name) {
    const integrity = globalThis.sightlineHashes?.[name];
    return integrity && { module_or_path: fetch(new URL(name, document.baseURI), { integrity }) };
}

export async function open_part(name, module, place, address, isDark, [language, catalogue], navigate) {
    const part = await import(module);
    await part.default(program(name.replace(".js", "_bg.wasm")));
    return part.open(place, address, isDark, language, catalogue, navigate);
}
"#)]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn open_part(
        name: &str,
        module: &str,
        place: &web_sys::HtmlElement,
        address: &str,
        is_dark: bool,
        speech: Vec<String>,
        navigate: &JsValue,
    ) -> Result<JsValue, JsValue>;

    type Opened;

    #[wasm_bindgen(method)]
    fn update(this: &Opened, address: &str, is_dark: bool);

    #[wasm_bindgen(method)]
    fn free(this: &Opened);
}

/// What a part is told, at first and as it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// The path below the home of the page's language, with its query.
    pub address: String,
    /// Whether the page is dark.
    pub is_dark: bool,
}

/// The language that a part shall speak: its tag, and its catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Speech {
    /// The tag of the language.
    pub language: &'static str,
    /// Its catalogue; empty for the language that the texts are written in.
    pub catalogue: &'static str,
}

/// A part that is shown; it is taken out of the page when this is dropped.
pub struct Part {
    opened: Opened,
    // The part calls it as long as it is shown.
    _navigate: Closure<dyn Fn(String, bool)>,
}

impl Part {
    /// Fetches the program of a part, below the site's base, and shows it in an element.
    ///
    /// `attempt` counts the retries. The part goes to an address of the site by `navigate`, which is
    /// also told whether the address takes the place of the present one.
    ///
    /// # Errors
    /// Where it cannot be fetched, with the browser's own words.
    pub async fn open(
        name: &str,
        attempt: u32,
        place: &web_sys::HtmlElement,
        speech: Speech,
        told: &Telling,
        navigate: impl Fn(String, bool) + 'static,
    ) -> Result<Self, String> {
        let navigate = Closure::<dyn Fn(String, bool)>::new(navigate);
        let Telling { address, is_dark } = told;
        let way = navigate.as_ref();
        let speech = [speech.language, speech.catalogue]
            .map(str::to_owned)
            .to_vec();
        let module = checked(name, attempt).await?;
        let opened = open_part(name, &module, place, address, *is_dark, speech, way).await;
        match opened {
            Ok(opened) => Ok(Self {
                opened: opened.unchecked_into(),
                _navigate: navigate,
            }),
            Err(error) => Err(text(&error)),
        }
    }

    /// Tells the part what has changed.
    pub fn update(&self, told: &Telling) {
        self.opened.update(&told.address, told.is_dark);
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        self.opened.free();
    }
}
