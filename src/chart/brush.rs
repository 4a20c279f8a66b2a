//! Dragging across a chart with a mouse or a pen to choose a stretch of its time axis.
//!
//! A finger scrolls the page and asks the chart for values; for it, and for the keyboard, the same
//! choice stands beside the chart as two lists.

use leptos::{ev::PointerEvent, html, prelude::*};

use super::ChartPicture;

/// A shorter way of the pointer, in CSS pixels, is a click.
const LEAST_WAY_PX: f64 = 8.0;

/// A drag that has not ended.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Drag {
    /// Where it began, in CSS pixels from the left edge of the chart.
    from_px: f64,
    /// Where it is.
    to_px: f64,
}

impl Drag {
    fn is_click(self) -> bool {
        (self.to_px - self.from_px).abs() < LEAST_WAY_PX
    }

    fn edges_px(self) -> (f64, f64) {
        (self.from_px.min(self.to_px), self.from_px.max(self.to_px))
    }
}

/// The drag across one chart.
#[derive(Clone, Copy)]
pub(super) struct Brush {
    place: NodeRef<html::Div>,
    picture: ChartPicture,
    on_choose: Signal<Option<Callback<(usize, usize)>>>,
    drag: RwSignal<Option<Drag>>,
}

impl Brush {
    /// `on_choose` takes the positions of the first and the last period chosen; while there is none, a
    /// drag does nothing.
    pub(super) fn new(
        place: NodeRef<html::Div>,
        picture: ChartPicture,
        on_choose: Signal<Option<Callback<(usize, usize)>>>,
    ) -> Self {
        let drag = RwSignal::new(None);
        Self {
            place,
            picture,
            on_choose,
            drag,
        }
    }

    pub(super) fn press(self, event: &PointerEvent) {
        let is_meant = event.pointer_type() != "touch" && event.button() == 0;
        if is_meant && self.on_choose.get_untracked().is_some() {
            let at = self.offset_px(event);
            self.drag.set(at.map(|at| Drag {
                from_px: at,
                to_px: at,
            }));
        }
    }

    pub(super) fn follow(self, event: &PointerEvent) {
        let (Some(drag), Some(to_px)) = (self.drag.get_untracked(), self.offset_px(event)) else {
            return;
        };
        // A button that was let go of beside the chart ends the drag, too.
        if event.buttons() == 0 {
            return self.cancel();
        }
        let now = Drag { to_px, ..drag };
        if drag.is_click() && !now.is_click() {
            // From here on the way is followed outside of the chart, too.
            if let Some(place) = self.place.get_untracked() {
                let _ = place.set_pointer_capture(event.pointer_id());
            }
        }
        self.drag.set(Some(now));
    }

    pub(super) fn release(self) {
        let drag = self.drag.get_untracked();
        self.cancel();
        let drag = drag.filter(|drag| !drag.is_click());
        let Some((drag, on_choose)) = drag.zip(self.on_choose.get_untracked()) else {
            return;
        };
        let (from_px, to_px) = drag.edges_px();
        let position = |offset_px: f64| self.picture.get()?.position_at(offset_px);
        if let Some(positions) = position(from_px).zip(position(to_px)) {
            on_choose.run(positions);
        }
    }

    pub(super) fn cancel(self) {
        if self.drag.get_untracked().is_some() {
            self.drag.set(None);
        }
    }

    /// The stretch under way, over the chart.
    pub(super) fn band(self) -> impl IntoView {
        let edges = move || {
            let drag = self.drag.get().filter(|drag| !drag.is_click());
            drag.map(Drag::edges_px)
        };
        move || {
            edges().map(|(from_px, to_px)| {
                let pixels = |length: f64| format!("{}px", length.round() as i32);
                let (left, width) = (pixels(from_px), pixels(to_px - from_px));
                view! { <div class="brush" style:left=left style:width=width></div> }
            })
        }
    }

    fn offset_px(self, event: &PointerEvent) -> Option<f64> {
        let edges = self.place.get_untracked()?.get_bounding_client_rect();
        Some((f64::from(event.client_x()) - edges.left()).clamp(0.0, edges.width()))
    }
}
