// Starts the program of the page; esbuild makes one file of this and of what wasm-bindgen writes.
import start from "./four-charts.js";

await start({ module_or_path: new URL("main.wasm", import.meta.url) });
