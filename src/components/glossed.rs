//! A text in which words that a reader may not know are explained on the spot.

use std::sync::atomic::{AtomicU32, Ordering};

use charts::{Piece, Term, glossed};
use leptos::{ev::KeyboardEvent, html, prelude::*};

/// How wide a note is, in CSS pixels, where the window has room for it.
const NOTE_WIDTH_PX: f64 = 340.0;
/// What stays free beside it.
const EDGE_PX: f64 = 16.0;

/// A text; each word of the glossary in it opens on pointing at it, with the keyboard and on a tap.
#[component]
pub fn Glossed(
    /// The text.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    move || {
        text.with(|text| {
            let pieces = glossed(text).into_iter();
            let pieces = pieces.map(|piece| match piece {
                Piece::Text(part) => part.to_owned().into_any(),
                Piece::Explained(word, term) => {
                    let word = word.to_owned();
                    view! { <Explained word term /> }.into_any()
                }
            });
            pieces.collect_view()
        })
    }
}

/// How figures show their texts; a program whose pages explain words provides it.
#[derive(Clone, Copy)]
pub struct Explaining(fn(Signal<String>) -> AnyView);

impl Explaining {
    /// Texts in which words are explained.
    #[must_use]
    pub fn words() -> Self {
        Self(|text| view! { <Glossed text /> }.into_any())
    }
}

/// The text of a figure, in the way of its program. The first visit has no room for the list of words.
pub fn explained(text: impl Into<Signal<String>>) -> AnyView {
    let text = text.into();
    match use_context::<Explaining>() {
        Some(Explaining(show)) => show(text),
        None => (move || text.get()).into_any(),
    }
}

#[component]
fn Explained(word: String, term: Term) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let id = next_id();
    let described = id.clone();
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" => is_open.set(false),
        "Enter" | " " => {
            // Space would scroll the page.
            event.prevent_default();
            is_open.set(true);
        }
        _ => {}
    };
    let place = NodeRef::<html::Span>::new();
    let note = move || {
        let id = id.clone();
        is_open.get().then(|| {
            let (left, width) = note_place(place);
            view! {
                <span
                    class="term-note"
                    role="tooltip"
                    id=id
                    style:left=format!("{left}px")
                    style:width=format!("{width}px")
                >
                    {term.meaning}
                </span>
            }
        })
    };
    // A button would stand in the line as a block that cannot be broken.
    view! {
        <span
            class="term"
            on:pointerenter=move |_| is_open.set(true)
            on:pointerleave=move |_| is_open.set(false)
        >
            <span
                class="term-word"
                role="button"
                tabindex="0"
                node_ref=place
                aria-expanded=move || is_open.get().to_string()
                aria-describedby=move || is_open.get().then(|| described.clone())
                on:focus=move |_| is_open.set(true)
                on:blur=move |_| is_open.set(false)
                on:click=move |_| is_open.set(true)
                on:keydown=on_key
            >
                {word}
            </span>
            {note}
        </span>
    }
}

/// Where the note of a word begins, from the left edge of the word, and how wide it is, in CSS pixels:
/// as far left as it has to be to stay in the window.
fn note_place(word: NodeRef<html::Span>) -> (i32, i32) {
    let window_px = window().inner_width().ok().and_then(|width| width.as_f64());
    let window_px = window_px.unwrap_or(NOTE_WIDTH_PX);
    let width = NOTE_WIDTH_PX.min(window_px - 2.0 * EDGE_PX);
    let word_px = word
        .get_untracked()
        .map(|word| word.get_bounding_client_rect().left());
    let left = (window_px - EDGE_PX - width) - word_px.unwrap_or(0.0);
    (left.min(0.0).round() as i32, width.round() as i32)
}

/// An id that no other note on the page has.
fn next_id() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("term-{}", COUNT.fetch_add(1, Ordering::Relaxed))
}
