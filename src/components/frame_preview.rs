//! A chart in a frame, as it will stand in a page of others.

use leptos::{html, prelude::*};

use crate::platform::frame::FrameWatch;

/// The frame.
#[component]
pub fn FramePreview(
    /// The whole address of the chart.
    #[prop(into)]
    address: Signal<String>,
    /// Its title.
    title: Signal<String>,
    /// The height of the frame in CSS pixels.
    height: Signal<u32>,
    /// Called with each height that the chart asks for, in CSS pixels.
    on_height: Callback<f64>,
) -> impl IntoView {
    let frame = NodeRef::<html::Iframe>::new();
    let watch = StoredValue::new_local(None::<FrameWatch>);
    Effect::new(move |_| {
        if let Some(frame) = frame.get() {
            watch.set_value(Some(FrameWatch::start(&frame, move |height| {
                on_height.run(height);
            })));
        }
    });
    view! {
        <iframe node_ref=frame class="frame-preview" src=address title=title height=move || height.get().to_string()></iframe>
    }
}
