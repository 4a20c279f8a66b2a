//! The entry of the wasm module: the panic hook and the mount, nothing else.

fn main() {
    console_error_panic_hook::set_once();
    sightline::start();
    wasm_bindgen_futures::spawn_local(async {
        sightline::enter().await;
        leptos::mount::mount_to_body(sightline::App);
    });
}
