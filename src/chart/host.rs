//! The element that holds a chart: it draws the picture, follows size and theme, and lets the reader
//! point at it.

use std::sync::Arc;

use charts::{Picture, Size, Width, tokens::Theme};
use leptos::{html, prelude::*};
use wording::t;

use super::{Drawing, brush::Brush, live::Live, reading::ReadingBox};
use crate::platform::{markup, size::SizeWatch, view};

/// Below this width, in CSS pixels, a chart is drawn for a phone.
const NARROW_BELOW_PX: f64 = 560.0;

/// The picture of a chart, for whoever saves it.
#[derive(Clone, Copy, Default)]
pub struct ChartPicture(RwSignal<Option<Arc<Picture>>>);

impl ChartPicture {
    /// A place for the picture of a chart that is still to come.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The picture, once it is drawn.
    #[must_use]
    pub fn get(self) -> Option<Arc<Picture>> {
        self.0.try_get_untracked().flatten()
    }

    /// Where the first position of the horizontal axis is, in CSS pixels from the left edge, and the last
    /// one from the right edge, as they change.
    #[must_use]
    pub fn edges_px(self) -> Option<(f64, f64)> {
        self.0.with(|picture| {
            let picture = picture.as_ref()?;
            let (first, last, _) = picture.positions();
            Some((first, picture.size.width_px - last))
        })
    }
}

/// A chart that follows its drawing, the theme and its own size.
///
/// It keeps the place of the chart until the size is known.
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
    /// The position that is read without a pointer, where one is.
    #[prop(default = Signal::stored(None), into)]
    read_at: Signal<Option<usize>>,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    let layer = NodeRef::<html::Div>::new();
    let theme = expect_context::<Signal<Theme>>();
    let size = RwSignal::new(None::<Size>);
    let width = Memo::new(move |_| size.get().map(|size| width_class(size.width_px)));
    let picture = picture.unwrap_or_default();
    let brush = Brush::new(place, picture, on_brush);
    let live = Live::new(layer, (drawing, picture), theme, width);
    let watch = StoredValue::new_local(None::<SizeWatch>);
    let round = StoredValue::new(0_u32);

    Effect::new(move |_| {
        let Some(element) = place.get() else { return };
        // From now on it is known.
        view::is_seen(&element);
        watch.set_value(SizeWatch::start(&element, move |width_px, height_px| {
            // An element without a size is not on the screen; there is nothing to draw for.
            let is_there = width_px >= 1.0 && height_px >= 1.0;
            size.try_set(is_there.then_some(Size {
                width_px,
                height_px,
            }));
        }));
    });
    Effect::new(move |before: Option<Option<(Theme, Size)>>| {
        let room = size.get()?;
        let theme = theme.get();
        drawing.track();
        live.change();
        let draw = move || {
            let plan = drawing
                .try_with_untracked(|drawing| drawing.plan(theme, width_class(room.width_px)));
            let drawn = plan.map(|plan| charts::picture(&plan, room));
            picture.0.try_set(drawn.map(Arc::new));
        };
        round.update_value(|round| *round += 1);
        let own = round.get_value();
        // Another theme may be that of a page that is printed right now.
        let can_wait = before.flatten() == Some((theme, room));
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
        Some((theme, room))
    });
    Effect::new(move |was_read: Option<bool>| {
        let place = read_at.get().and_then(|at| picture.get()?.place_px(at));
        match place {
            Some(place) => live.ask(place),
            None if was_read == Some(true) => live.leave_alone(),
            None => {}
        }
        place.is_some()
    });
    Effect::new(move |_| {
        let Some(element) = place.get() else { return };
        let svg = |picture: &Option<Arc<Picture>>| {
            markup::redraw(
                &element,
                picture.as_ref().map_or("", |picture| &picture.svg),
            );
        };
        picture.0.with(svg);
    });
    let state = move || match picture.0.with(Option::is_some) {
        true => "ready",
        false => "loading",
    };
    let can_be_asked = Memo::new(move |_| drawing.with(|drawing| drawing.kind.can_be_asked()));
    let enter = move |event| {
        if can_be_asked.get_untracked() {
            live.enter(&event);
        }
    };
    let failure = move || {
        live.failure().map(|reason| {
            view! {
                <div class="chart-failure" role="alert">
                    <p>
                        {t!("Pointing at this chart tells no numbers, because a part of the page did not \
                             load. They are in the table below.")}
                    </p>
                    <p class="quiet">{reason}</p>
                    <button type="button" on:click=move |_| live.retry()>{t!("Try again")}</button>
                </div>
            }
        })
    };
    view! {
        <div
            class=class
            role="img"
            aria-label=label
            data-chart=state
            class:live=move || live.is_shown()
            on:pointerenter=enter
            on:pointerleave=move |event| live.leave(&event)
            on:pointerdown=move |event| brush.press(&event)
            on:pointermove=move |event| {
                live.follow(&event);
                brush.follow(&event);
            }
            on:pointerup=move |_| brush.release()
            on:pointercancel=move |_| brush.cancel()
        >
            <div
                class="chart-canvas"
                class:brushable=move || on_brush.get().is_some()
                node_ref=place
            ></div>
            <div class="chart-live" node_ref=layer></div>
            {brush.band()}
            <ReadingBox live />
        </div>
        {failure}
    }
}

fn width_class(width_px: f64) -> Width {
    match width_px {
        width if width < NARROW_BELOW_PX => Width::Narrow,
        _ => Width::Wide,
    }
}
