//! The entry of the wasm module: the panic hook and the mount, nothing else.

fn main() {
    console_error_panic_hook::set_once();
    sightline::enter();
    leptos::mount::mount_to_body(sightline::App);
}
