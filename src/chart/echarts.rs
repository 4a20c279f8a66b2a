//! The only code that talks to ECharts: load it, mount a chart, set options, dispose.
//!
//! The library is a file of its own, fetched when a reader first points at a chart.

use serde_json::{Value, json};
use wasm_bindgen::prelude::*;

use super::live::Laid;
use crate::platform::programs::{checked, text};

#[wasm_bindgen(inline_js = r#"
export const load_echarts = (address) => import(address);
export function tell_positions(chart, tell) {
    chart.on("updateAxisPointer", ({ axesInfo: [axis] }) => tell(axis?.value));
}
"#)]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn load_echarts(address: &str) -> Result<JsValue, JsValue>;

    fn tell_positions(chart: &Instance, tell: &Closure<dyn Fn(Option<u32>)>);

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
    fn set_option(this: &Instance, option: &JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(method, js_name = dispatchAction)]
    fn dispatch(this: &Instance, action: &JsValue);

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
        let address = checked("vendor/echarts.js", attempt).await?;
        let module = load_echarts(&address).await;
        let module = module.map_err(|error| text(&error))?;
        Ok(Self(module.unchecked_into()))
    }

    /// Puts an empty chart into an element that holds none. It tells each position on its horizontal
    /// axis that is pointed at, and none where the pointer leaves the axis.
    ///
    /// # Errors
    /// Where the library refuses, with its own words.
    pub fn mount(
        &self,
        element: &web_sys::Element,
        tell: impl Fn(Option<usize>) + 'static,
    ) -> Result<Mounted, String> {
        let settings = parse(&json!({ "renderer": "svg" }))?;
        let instance = self.0.init(element, &JsValue::NULL, &settings);
        let instance = instance.map_err(|error| text(&error))?;
        let tell = Closure::<dyn Fn(Option<u32>)>::new(move |position: Option<u32>| {
            tell(position.and_then(|position| usize::try_from(position).ok()));
        });
        tell_positions(&instance, &tell);
        Ok(Mounted {
            instance,
            _tell: tell,
        })
    }
}

/// A chart in an element; it is disposed of when dropped.
pub struct Mounted {
    instance: Instance,
    // The library calls it as long as the chart is there.
    _tell: Closure<dyn Fn(Option<u32>)>,
}

impl Mounted {
    /// Draws the options.
    ///
    /// # Errors
    /// Where the library refuses the options.
    pub fn draw(&self, options: &Value) -> Result<(), String> {
        self.instance
            .set_option(&parse(options)?)
            .map_err(|error| text(&error))
    }
}

impl Laid for Mounted {
    fn point_at(&self, x_px: f64, y_px: f64) {
        let action = json!({ "type": "updateAxisPointer", "currTrigger": "mousemove", "x": x_px, "y": y_px });
        if let Ok(action) = parse(&action) {
            self.instance.dispatch(&action);
        }
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.instance.dispose();
    }
}

fn parse(value: &Value) -> Result<JsValue, String> {
    js_sys::JSON::parse(&value.to_string()).map_err(|error| text(&error))
}
