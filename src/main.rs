//! The entry of the wasm module: what every program does first, and the mount, nothing else.

fn main() {
    sightline::start();
    wasm_bindgen_futures::spawn_local(async {
        sightline::enter().await;
        leptos::mount::mount_to_body(sightline::App);
    });
}
