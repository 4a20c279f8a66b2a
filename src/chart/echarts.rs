//! The only code that talks to ECharts: load it, mount a chart, set options, resize, dispose.
//!
//! The library is a file of its own, fetched when the first chart needs it.

use serde_json::{Value, json};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
export async function load_echarts(attempt) {
    const url = new URL("vendor/echarts.js", document.baseURI);
    if (attempt > 0) url.searchParams.set("retry", attempt);
    return await import(url.href);
}
"#)]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn load_echarts(attempt: u32) -> Result<JsValue, JsValue>;

    type Module;

    #[wasm_bindgen(method, catch)]
    fn init(
        this: &Module,
        element: &web_sys::Element,
        theme: &JsValue,
        settings: &JsValue,
    ) -> Result<Instance, JsValue>;

    type Instance;

    #[wasm_bindgen(method, catch, js_name = setOption)]
    fn set_option(this: &Instance, option: &JsValue, how: &JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(method, js_name = getWidth)]
    fn width_px(this: &Instance) -> f64;

    #[wasm_bindgen(method, js_name = getHeight)]
    fn height_px(this: &Instance) -> f64;

    #[wasm_bindgen(method, catch, js_name = renderToSVGString)]
    fn svg(this: &Instance) -> Result<String, JsValue>;

    #[wasm_bindgen(method, js_name = convertFromPixel)]
    fn at_pixel(this: &Instance, axis: &JsValue, pixel: f64) -> JsValue;

    #[wasm_bindgen(method, catch)]
    fn resize(this: &Instance) -> Result<(), JsValue>;

    #[wasm_bindgen(method)]
    fn dispose(this: &Instance);
}

/// The library, once it is here.
pub struct Library(Module);

impl Library {
    /// Loads the library if it is not there yet.
    ///
    /// `attempt` counts the retries: a browser may remember that an address failed.
    ///
    /// # Errors
    /// Where the library cannot be fetched, with the browser's own words.
    pub async fn load(attempt: u32) -> Result<Self, String> {
        let module = load_echarts(attempt).await.map_err(|error| text(&error))?;
        Ok(Self(module.unchecked_into()))
    }

    /// Puts an empty chart into an element that holds none.
    ///
    /// # Errors
    /// Where the library refuses, with its own words.
    pub fn mount(&self, element: &web_sys::Element) -> Result<Mounted, String> {
        let settings = parse(&json!({ "renderer": "svg" }))?;
        let instance = self.0.init(element, &JsValue::NULL, &settings);
        instance.map(Mounted).map_err(|error| text(&error))
    }
}

/// A chart in an element; it is disposed of when dropped.
pub struct Mounted(Instance);

impl Mounted {
    /// Draws the options in place of what was there, in an element of a width in CSS pixels. Where they
    /// differ in nothing but lines and axes, the rest stays, which is sooner done.
    ///
    /// # Errors
    /// Where the library refuses the options.
    pub fn draw(
        &self,
        options: &Value,
        width_px: f64,
        is_of_same_kind: bool,
    ) -> Result<(), String> {
        // Series that are not in the new options must go, so the lists are replaced, not merged.
        let how = match is_of_same_kind {
            true => json!({ "replaceMerge": ["grid", "series", "xAxis", "yAxis"] }),
            false => json!({ "notMerge": true }),
        };
        let how = parse(&how)?;
        // Resizing draws the old options once more, so it is kept to changes of width.
        if (self.0.width_px() - width_px).abs() >= 1.0 {
            self.0.resize().map_err(|error| text(&error))?;
        }
        self.0
            .set_option(&parse(options)?, &how)
            .map_err(|error| text(&error))
    }
}

impl Mounted {
    /// The picture as an SVG document with its width and height in pixels; none where the library
    /// has nothing drawn.
    #[must_use]
    pub fn picture(&self) -> Option<(String, f64, f64)> {
        let svg = self.0.svg().ok()?;
        Some((svg, self.0.width_px(), self.0.height_px()))
    }

    /// The position on the time axis at an offset from the left edge in CSS pixels: that of the
    /// first or last one where the offset is beside the axis; none where there is no axis.
    #[must_use]
    pub fn position_at(&self, offset_px: f64) -> Option<usize> {
        let axis = parse(&json!({ "xAxisIndex": 0 })).ok()?;
        let position = self.0.at_pixel(&axis, offset_px).as_f64()?;
        // A negative number becomes 0; whoever has the periods knows the last one.
        Some(position.round() as usize)
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.0.dispose();
    }
}

fn parse(value: &Value) -> Result<JsValue, String> {
    js_sys::JSON::parse(&value.to_string()).map_err(|error| text(&error))
}

fn text(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(
        || format!("{error:?}"),
        |error| String::from(error.message()),
    )
}
