//! What is kept in the visitor's browser for use without a network. The work is done by the service
//! worker (`offline/worker.js`); a page talks to it by `offline/page.js`, which it fetches after the rest.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
export const call = async (name, told) => (await import(new URL("offline/page.js", document.baseURI).href))[name](told);
export async function begin_later(millis, told) {
    const begin = () => call("begin", told).catch(() => {});
    // Whoever has been here has this file, and may need it now.
    const later = () => setTimeout(begin, navigator.serviceWorker?.controller ? 0 : millis);
    if (document.readyState === "complete") later();
    else addEventListener("load", later);
}
"#)]
extern "C" {
    /// Begins after the page is loaded. Where the browser refuses, nothing is begun.
    fn begin_later(millis: u32, told: &JsValue) -> js_sys::Promise;

    /// Calls a function of the page's side by its name.
    #[wasm_bindgen(catch)]
    async fn call(name: &str, told: &JsValue) -> Result<JsValue, JsValue>;
}

type Telling = dyn Fn(String, f64, f64, f64, f64, String);

/// How long a page has been there before anything is kept, so that whoever only glances at it fetches
/// nothing more.
const GLANCE_MILLIS: u32 = 4000;

/// Keeps the site and its current releases some time after the page is there, unless the visitor does
/// not want it or pays dearly for what is fetched, and looks for newer releases whenever the visitor
/// comes back to the page.
///
/// `told` hears what is published as that changes, a line for each city: its id, that of its current
/// release, and the day of it; and whether that is only what is kept, because the host gives no answer.
pub fn begin(told: impl Fn(String, bool) + 'static) {
    // Meant for the life of the page.
    let told = Closure::<dyn Fn(String, bool)>::new(told).into_js_value();
    let _ = begin_later(GLANCE_MILLIS, &told);
}

/// How much is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The browser keeps nothing, or does not say.
    Impossible,
    /// Nothing.
    Nothing,
    /// The pages, and the numbers that they show.
    Numbers,
    /// These, and every download.
    All,
}

/// Why something is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A file is not the one that was published.
    Altered,
    /// Nobody answers, or not with the file.
    Unreachable,
    /// The browser has too little room.
    Room,
}

/// How much is kept, and what goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keeping {
    /// How much is kept.
    pub kept: Kept,
    /// Its size in bytes.
    pub bytes: u64,
    /// The size in bytes of the downloads that are not kept.
    pub more: u64,
    /// How many files of those that are being fetched are here, and of how many.
    pub fetched: Option<(u64, u64)>,
    /// What went wrong the last time.
    pub fault: Option<Fault>,
}

/// Tells how much is kept, now and as it changes, as long as it lives.
pub struct KeptWatch {
    stop: js_sys::Function,
    // The browser calls it as long as it listens.
    _told: Closure<Telling>,
}

impl KeptWatch {
    /// Begins to tell; none where the page's side cannot be had.
    pub async fn start(told: impl Fn(Keeping) + 'static) -> Option<Self> {
        let told = Closure::<Telling>::new(
            move |kept: String, bytes: f64, more: f64, done: f64, total: f64, fault: String| {
                told(Keeping {
                    kept: match kept.as_str() {
                        "nothing" => Kept::Nothing,
                        "numbers" => Kept::Numbers,
                        "all" => Kept::All,
                        _ => Kept::Impossible,
                    },
                    bytes: whole(bytes),
                    more: whole(more),
                    fetched: (total > 0.0).then(|| (whole(done), whole(total))),
                    fault: match fault.as_str() {
                        "altered" => Some(Fault::Altered),
                        "unreachable" => Some(Fault::Unreachable),
                        "room" => Some(Fault::Room),
                        _ => None,
                    },
                });
            },
        );
        let stop = call("watch", told.as_ref()).await.ok()?;
        Some(Self {
            stop: stop.unchecked_into(),
            _told: told,
        })
    }
}

impl Drop for KeptWatch {
    fn drop(&mut self) {
        // Nothing is left to be done where it fails: the page is gone.
        let _ = self.stop.call0(&JsValue::NULL);
    }
}

/// Sizes come as JavaScript's numbers.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(number: f64) -> u64 {
    number as u64
}

/// Keeps the pages and numbers, or the downloads too; whether the browser began.
pub async fn keep(downloads: bool) -> bool {
    let wanted = if downloads { "all" } else { "numbers" };
    call("keep", &JsValue::from_str(wanted)).await.is_ok()
}

/// Removes what is kept, and keeps nothing by itself any more; whether the browser began.
pub async fn remove() -> bool {
    call("remove", &JsValue::UNDEFINED).await.is_ok()
}
