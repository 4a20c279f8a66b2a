//! The element that holds a chart: it loads, draws, follows size and theme, and cleans up.

use charts::{Width, tokens::Theme};
use leptos::{html, prelude::*, task::spawn_local};

use super::{
    Drawing, DrawingKind,
    brush::Brush,
    echarts::{Library, Mounted},
};
use crate::platform::{size::SizeWatch, view};

/// Below this width, in CSS pixels, a chart is drawn for a phone.
const NARROW_BELOW_PX: f64 = 560.0;

/// The picture of a chart, for whoever saves it.
#[derive(Clone, Copy)]
pub struct ChartPicture(StoredValue<Option<Mounted>, LocalStorage>);

impl ChartPicture {
    /// A place for the picture of a chart that is still to come.
    #[must_use]
    pub fn new() -> Self {
        Self(StoredValue::new_local(None))
    }

    /// The picture as an SVG document with its width and height in pixels, once it is drawn.
    #[must_use]
    pub fn svg(self) -> Option<(String, f64, f64)> {
        self.0.try_with_value(|chart| chart.as_ref()?.picture())?
    }
}

impl Default for ChartPicture {
    fn default() -> Self {
        Self::new()
    }
}

/// A chart that follows its drawing, the theme and its own width.
///
/// It keeps the place of the chart while the library loads, and says so where it cannot.
#[component]
pub fn Chart(
    /// What to draw.
    #[prop(into)]
    drawing: Signal<Drawing>,
    /// The accessible name: what the chart is, and what it shows.
    #[prop(into)]
    label: Signal<String>,
    /// The class of the element, which decides its height.
    class: &'static str,
    /// From where others may take the picture.
    #[prop(optional)]
    picture: Option<ChartPicture>,
    /// Takes the positions of the first and the last period that were dragged across, where it can be.
    #[prop(default = Signal::stored(None))]
    on_brush: Signal<Option<Callback<(usize, usize)>>>,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    let theme = expect_context::<Signal<Theme>>();
    let width_px = RwSignal::new(0.0);
    let width = Memo::new(move |_| width_class(width_px.get()));
    let mounted = picture.unwrap_or_default().0;
    let brush = Brush::new(place, mounted, on_brush);
    let watch = StoredValue::new_local(None::<SizeWatch>);
    let state = RwSignal::new(State::Loading);
    let attempt = RwSignal::new(0_u32);
    let round = StoredValue::new(0_u32);
    let shown = StoredValue::new(None::<(DrawingKind, Theme, Width)>);

    Effect::new(move |_| {
        let attempt = attempt.get();
        let Some(element) = place.get() else { return };
        watch.set_value(SizeWatch::start(&element, move |width| {
            width_px.try_set(width);
        }));
        spawn_local(async move {
            let library = Library::load(attempt).await;
            let mount = |slot: &mut Option<Mounted>| -> Result<(), String> {
                // Another round may have been quicker; an element holds one chart.
                if slot.is_none() {
                    *slot = Some(library?.mount(&element)?);
                }
                Ok(())
            };
            // The page may be gone by now; then there is nobody to tell.
            match mounted.try_update_value(mount) {
                None => {}
                Some(Ok(())) => {
                    state.try_set(State::Ready);
                }
                Some(Err(reason)) => {
                    state.try_set(State::Failed(reason));
                }
            }
        });
    });
    Effect::new(move |before: Option<Option<(Theme, f64)>>| {
        let (State::Ready, Some(width)) = (state.get(), width.get()) else {
            return None;
        };
        // Tracked so that a new width alone draws again: labels are laid out for it.
        let (width_px, theme) = (width_px.get(), theme.get());
        drawing.track();
        let draw = move || {
            let Some((options, kind)) =
                drawing.try_with_untracked(|drawing| (drawing.options(theme, width), drawing.kind))
            else {
                return;
            };
            let before = shown.try_get_value().flatten();
            let is_of_same_kind = before.is_some_and(|(before, ..)| before.is_like(kind))
                && before.map(|(_, theme, width)| (theme, width)) == Some((theme, width));
            shown.try_set_value(Some((kind, theme, width)));
            let draw = |chart: &Mounted| Some(chart.draw(&options, width_px, is_of_same_kind));
            let drawn = mounted.try_with_value(|chart| chart.as_ref().and_then(draw));
            if let Some(Some(Err(reason))) = drawn {
                state.try_set(State::Failed(reason));
            }
        };
        round.update_value(|round| *round += 1);
        let own = round.get_value();
        // Another theme may be that of a page that is printed right now.
        let can_wait = before.flatten() == Some((theme, width_px));
        let is_unseen = || {
            place
                .get_untracked()
                .is_some_and(|place| !view::is_seen(&place))
        };
        match can_wait && is_unseen() {
            false => draw(),
            // What nobody sees yet waits until what is seen has been painted.
            true => view::after_paint(move || {
                if round.try_get_value() == Some(own) {
                    draw();
                }
            }),
        }
        Some((theme, width_px))
    });
    let retry = move |_| {
        state.set(State::Loading);
        attempt.update(|count| *count += 1);
    };
    let failure = move || match state.get() {
        State::Failed(reason) => Some(view! {
            <div class="chart-failure" role="alert">
                <p>"The chart could not be drawn. The numbers are in the table below."</p>
                <p class="quiet">{reason}</p>
                <button type="button" on:click=retry>"Try again"</button>
            </div>
        }),
        State::Loading | State::Ready => None,
    };
    view! {
        <div class=class role="img" aria-label=label data-chart=move || state.get().name()>
            <div
                class="chart-canvas"
                class:brushable=move || on_brush.get().is_some()
                node_ref=place
                on:pointerdown=move |event| brush.press(&event)
                on:pointermove=move |event| brush.follow(&event)
                on:pointerup=move |_| brush.release()
                on:pointercancel=move |_| brush.cancel()
            ></div>
            {brush.band()}
        </div>
        {failure}
    }
}

/// How far a chart has come.
#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    Loading,
    Ready,
    Failed(String),
}

impl State {
    fn name(&self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Ready => "ready",
            Self::Failed(_) => "failed",
        }
    }
}

fn width_class(width_px: f64) -> Option<Width> {
    match width_px {
        // An element without a size is not on the screen; drawing it would measure nothing.
        width if width < 1.0 => None,
        width if width < NARROW_BELOW_PX => Some(Width::Narrow),
        _ => Some(Width::Wide),
    }
}
