//! What a reader points at: the position on the picture, of which `reading` tells the number of each line.
//!
//! In a program that goes [`WithLibrary`] a chart of it lies over the picture and knows the position. One
//! comes when the pointer does, and goes with it; so a page of many charts keeps no more than one, and
//! whoever only looks never loads the library. The other programs find the position on the picture itself,
//! and carry nothing of what only the library takes.

use std::time::Duration;

use charts::{Plan, Reading, Width, tokens::Theme};
use leptos::{ev::PointerEvent, html, prelude::*, task::spawn_local};

use super::{ChartPicture, Drawing, library::WithLibrary, reading::translation};

/// After a change of what is drawn, so long nothing may change before the chart is laid over it again.
const QUIET: Duration = Duration::from_millis(250);

/// A chart of the library over a picture, as long as it is kept.
pub(super) trait Laid {
    /// Points at a place, in CSS pixels from the upper left corner, as if a pointer had come there.
    fn point_at(&self, x_px: f64, y_px: f64);
}

/// The layer over one picture.
#[derive(Clone, Copy)]
pub(super) struct Live {
    /// The element over the picture.
    pub(super) place: NodeRef<html::Div>,
    drawing: Signal<Drawing>,
    picture: ChartPicture,
    theme: Signal<Theme>,
    width: Memo<Option<Width>>,
    library: Option<WithLibrary>,
    /// The chart, while there is one.
    chart: StoredValue<Option<Box<dyn Laid>>, LocalStorage>,
    /// What is told of each position of the chart.
    readings: StoredValue<Vec<Reading>>,
    /// The position that is pointed at.
    position: RwSignal<Option<usize>>,
    /// Where the pointer is, in CSS pixels from the upper left corner; none while it is elsewhere.
    pointer: StoredValue<Option<(f64, f64)>>,
    /// Where what is told stands, as CSS takes it.
    translation: RwSignal<String>,
    /// Counts what has been asked for, so that only the last request is answered.
    round: StoredValue<u32>,
    attempt: StoredValue<u32>,
    is_shown: RwSignal<bool>,
    failure: RwSignal<Option<String>>,
}

impl Live {
    pub(super) fn new(
        place: NodeRef<html::Div>,
        (drawing, picture): (Signal<Drawing>, ChartPicture),
        theme: Signal<Theme>,
        width: Memo<Option<Width>>,
    ) -> Self {
        Self {
            place,
            drawing,
            picture,
            theme,
            width,
            library: use_context(),
            chart: StoredValue::new_local(None),
            readings: StoredValue::default(),
            position: RwSignal::new(None),
            pointer: StoredValue::new(None),
            translation: RwSignal::default(),
            round: StoredValue::new(0),
            attempt: StoredValue::new(0),
            is_shown: RwSignal::new(false),
            failure: RwSignal::new(None),
        }
    }

    /// Whether the chart stands in place of the picture now.
    pub(super) fn is_shown(self) -> bool {
        self.is_shown.get()
    }

    /// What is told of the position that is pointed at.
    pub(super) fn reading(self) -> Option<Reading> {
        let position = self.position.get()?;
        self.readings
            .with_value(|readings| readings.get(position).cloned())
    }

    /// Where that stands in the picture, as CSS takes it.
    pub(super) fn translation(self) -> String {
        self.translation.get()
    }

    /// Where the rule over the picture stands, where no library draws one: its distance from the left edge,
    /// and those of its ends from the upper one, in CSS pixels.
    pub(super) fn rule_px(self) -> Option<(f64, f64, f64)> {
        let position = self.position.get().filter(|_| self.library.is_none())?;
        let picture = self.picture.get()?;
        let (top, bottom) = picture.reach_px();
        Some((picture.x_of(position), top, bottom))
    }

    /// Why the last one did not come.
    pub(super) fn failure(self) -> Option<String> {
        self.failure.get()
    }

    /// The pointer is on the picture.
    pub(super) fn enter(self, event: &PointerEvent) {
        self.pointer.set_value(self.offset_px(event));
        if self.chart.with_value(Option::is_none) {
            self.lay_over();
        }
    }

    pub(super) fn follow(self, event: &PointerEvent) {
        if self.pointer.get_value().is_some() {
            self.pointer.set_value(self.offset_px(event));
            self.stand();
        }
    }

    /// The pointer has left; a finger that was lifted has not, as its reader is still looking.
    pub(super) fn leave(self, event: &PointerEvent) {
        if event.pointer_type() != "touch" {
            self.pointer.set_value(None);
            self.take_away();
        }
    }

    /// Tells the numbers at a place, in CSS pixels from the upper left corner, without a pointer.
    pub(super) fn ask(self, (x_px, y_px): (f64, f64)) {
        self.pointer.set_value(Some((x_px, y_px)));
        self.stand();
        let is_there = self.chart.with_value(|chart| {
            let chart = chart.as_ref();
            chart.map(|chart| chart.point_at(x_px, y_px)).is_some()
        });
        if !is_there {
            self.lay_over();
        }
    }

    /// Nobody asks any more.
    pub(super) fn leave_alone(self) {
        self.pointer.set_value(None);
        self.take_away();
    }

    /// What is drawn has changed: the picture shows it at once, and the chart once that has come to rest.
    pub(super) fn change(self) {
        self.take_away();
        if self.pointer.get_value().is_some() {
            let own = self.round.get_value();
            let lay_over = move || {
                if self.round.try_get_value() == Some(own) {
                    self.lay_over();
                }
            };
            set_timeout(lay_over, QUIET);
        }
    }

    pub(super) fn retry(self) {
        self.attempt.update_value(|attempt| *attempt += 1);
        self.failure.set(None);
        self.pointer.set_value(Some((0.0, 0.0)));
        self.lay_over();
    }

    fn take_away(self) {
        self.round.update_value(|round| *round += 1);
        self.chart.set_value(None);
        self.readings.set_value(Vec::new());
        if self.position.get_untracked().is_some() {
            self.position.set(None);
        }
        if self.is_shown.get_untracked() {
            self.is_shown.set(false);
        }
    }

    fn lay_over(self) {
        self.round.update_value(|round| *round += 1);
        match self.library {
            None => self.stand(),
            Some(WithLibrary(lay_over)) => {
                let own = self.round.get_value();
                spawn_local(lay_over(self, self.attempt.get_value(), own));
            }
        }
    }

    /// Whether a request for a chart, the one of a round, is still the last one, and somebody points.
    pub(super) fn is_wanted(self, own: u32) -> bool {
        let is_pointed_at = self.pointer.try_get_value().flatten().is_some();
        self.round.try_get_value() == Some(own) && is_pointed_at
    }

    /// Takes the chart that was asked for, or the reason why there is none.
    pub(super) fn take(self, laid: Result<Option<Box<dyn Laid>>, String>) {
        match laid {
            Ok(chart) => {
                self.chart.set_value(chart);
                self.is_shown.set(true);
            }
            Err(reason) => self.failure.set(Some(reason)),
        }
    }

    /// What is drawn now, and is told from now on; none before its size is known.
    pub(super) fn shown(self) -> Option<Plan> {
        let (theme, width) = (self.theme.get_untracked(), self.width.get_untracked()?);
        Some(self.drawing.with_untracked(|drawing| {
            let plan = drawing.plan(theme, width);
            self.readings.set_value(drawing.readings(&plan));
            plan
        }))
    }

    /// Points at a chart that has just come where the reader points.
    pub(super) fn point(self, chart: &dyn Laid) {
        if let Some((x_px, y_px)) = self.pointer.get_value() {
            chart.point_at(x_px, y_px);
        }
    }

    /// A position is pointed at, or none any more.
    pub(super) fn tell(self, position: Option<usize>) {
        // A pointer moves many times within one position.
        if self.position.try_get_untracked() != Some(position) {
            self.position.try_set(position);
            self.stand();
        }
    }

    /// Takes the position of the picture that is next to the pointer for the one that is pointed at.
    fn find_position(self) {
        if self.readings.with_value(Vec::is_empty)
            && let Some(width) = self.width.get_untracked()
        {
            let theme = self.theme.get_untracked();
            let readings = |drawing: &Drawing| drawing.readings(&drawing.plan(theme, width));
            self.readings
                .set_value(self.drawing.with_untracked(readings));
        }
        let pointer = self.pointer.try_get_value().flatten();
        let told = pointer.zip(self.picture.get());
        let position = told.and_then(|((x_px, _), picture)| picture.position_at(x_px));
        if self.position.try_get_untracked() != Some(position) {
            self.position.try_set(position);
        }
    }

    /// Puts what is told beside the position, at the height of the pointer.
    fn stand(self) {
        if self.library.is_none() {
            self.find_position();
        }
        let position = self.position.try_get_untracked().flatten();
        let pointer = self.pointer.try_get_value().flatten();
        let told = position.zip(pointer).zip(self.picture.get());
        if let Some(((position, (_, y_px)), picture)) = told {
            let place = (picture.x_of(position), y_px);
            self.translation.try_set(translation(picture.size, place));
        }
    }

    fn offset_px(self, event: &PointerEvent) -> Option<(f64, f64)> {
        let edges = self.place.get_untracked()?.get_bounding_client_rect();
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        Some((x - edges.left(), y - edges.top()))
    }
}
