//! Pictures: an SVG document as the bytes of a PNG, drawn by the browser itself.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
export async function png_bytes(svg, width, height, scale) {
    const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    try {
        const image = new Image(width, height);
        image.src = url;
        await image.decode();
        const canvas = document.createElement("canvas");
        canvas.width = Math.round(width * scale);
        canvas.height = Math.round(height * scale);
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
        return new Uint8Array(await blob.arrayBuffer());
    } finally {
        URL.revokeObjectURL(url);
    }
}
"#)]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn png_bytes(svg: &str, width: f64, height: f64, scale: f64) -> Result<JsValue, JsValue>;
}

/// How many pixels of the picture stand for one of the document.
const SCALE: f64 = 2.0;

/// An SVG document of a size in CSS pixels as a PNG; none where the browser cannot draw it.
pub async fn png(svg: &str, width: f64, height: f64) -> Option<Vec<u8>> {
    let bytes = png_bytes(svg, width, height, SCALE).await.ok()?;
    let bytes: js_sys::Uint8Array = bytes.dyn_into().ok()?;
    Some(bytes.to_vec())
}
