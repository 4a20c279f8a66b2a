//! The lines that put a chart into a page of others, with a preview.

use std::sync::Arc;

use charts::{card, tokens::Theme};
use leptos::prelude::*;
use wording::{Language, language, t};

use super::fetched::{Fetched, fetch, needs};
use super::shown::{Body, Said, Shown};
use crate::{
    components::{FramePreview, Loaded, Pending, SnippetBox},
    data::{Library, Release},
    routes::{absolute, absolute_page},
    state::{Embed, Look},
};

/// The listener that gives frames their height: its file below the site's base, which never changes,
/// because pages name what it holds.
pub const LISTENER: &str = "embed/listener-1.js";

/// What a page checks the listener against, <https://www.w3.org/TR/SRI/>.
pub const LISTENER_INTEGRITY: &str = include_str!("../../../embed/listener-1.integrity");

/// The height of a frame until it has asked for one, in CSS pixels.
const HEIGHT_PX: u32 = 620;

/// The heights that can be asked for, in CSS pixels.
const HEIGHTS_PX: std::ops::RangeInclusive<u32> = 300..=2000;

/// The choices, the lines and the preview.
#[component]
pub fn Offer(
    /// Which chart.
    embed: Signal<Option<Embed>>,
) -> impl IntoView {
    let release = expect_context::<Pending<Release>>();
    let of_release = move |release: Arc<Release>| {
        let library = expect_context::<Library>();
        let needed = Memo::new(move |_| embed.with(|embed| embed.as_ref().map(needs)));
        let fetched = LocalResource::new(move || {
            let (library, release, embed) = (library.clone(), Arc::clone(&release), needed.get());
            async move { fetch(&library, release, embed).await.map(Arc::new) }
        });
        let offered = move |fetched| view! { <OfFetched embed fetched /> };
        view! { <Loaded pending=fetched placeholder="placeholder figure" view=offered /> }
    };
    view! { <Loaded pending=release placeholder="placeholder figure" view=of_release /> }
}

/// What is chosen of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Choices {
    language: Language,
    is_frozen: bool,
    look: Look,
    /// A height that was chosen by hand; none for the one that the chart asks for.
    height_px: Option<u32>,
    has_listener: bool,
}

#[component]
fn OfFetched(embed: Signal<Option<Embed>>, fetched: Arc<Fetched>) -> impl IntoView {
    let choices = RwSignal::new(Choices {
        language: language(),
        is_frozen: false,
        look: Look::default(),
        height_px: None,
        has_listener: true,
    });
    let asked_px = RwSignal::new(None::<u32>);
    let release = fetched.release.manifest.id.clone();
    let chosen = Memo::new(move |_| {
        let is_frozen = choices.with(|choices| choices.is_frozen);
        let embed = embed.get()?;
        Some(embed.of(is_frozen.then_some(release.as_str())))
    });
    let speech = Memo::new(move |_| choices.with(|choices| choices.language));
    let look = Memo::new(move |_| choices.with(|choices| choices.look));
    let address = Memo::new(move |_| {
        let address = chosen.with(|chosen| Some(chosen.as_ref()?.address(look.get())));
        address
            .map(|address| absolute_page(speech.get(), &address))
            .unwrap_or_default()
    });
    let made = Arc::clone(&fetched);
    let shown = Memo::new(move |_| embed.with(|embed| made.shown(embed.as_ref()?)));
    let said =
        Memo::new(move |_| shown.with(|shown| shown.as_ref().map(|shown| shown.body.said())));
    let height = move || {
        let chosen = choices.with(|choices| choices.height_px);
        chosen.or(asked_px.get()).unwrap_or(HEIGHT_PX)
    };
    let snippet = Signal::derive(move || {
        let said = said.get().unwrap_or_default();
        let embed = chosen.get()?;
        let is_prebuilt = embed.query().is_empty();
        let picture = match is_prebuilt {
            true => absolute_page(speech.get(), &format!("{}picture.png", embed.folder())),
            false => shown
                .with(|shown| shown.as_ref().map(drawn_inline))
                .unwrap_or_default(),
        };
        let listener = absolute(LISTENER);
        let has_listener = choices.with(|choices| choices.has_listener);
        Some(lines(&Lines {
            address: &address.get(),
            said: &said,
            picture: &picture,
            height_px: height(),
            listener: has_listener.then_some(listener.as_str()),
            spoken: (speech.get() != language()).then(language),
        }))
    });
    let title = Signal::derive(move || said.get().unwrap_or_default().title);
    let on_height = Callback::new(move |height: f64| {
        // A height is a few thousand pixels at most.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let height = height.clamp(0.0, 10_000.0).ceil() as u32;
        asked_px.set(Some(height));
    });
    let released = charts::format::date(&fetched.release.manifest.released);
    let is_whole = move || said.with(Option::is_some);
    view! {
        <Show when=is_whole fallback=NotHeld>
            <ChoiceForm choices asked_px released=released.clone() />
            <SnippetBox text=Signal::derive(move || snippet.get().unwrap_or_default()) />
            <p class="quiet">
                {t!("The frame tells its height to pages that listen as for charts of Datawrapper, AMP or Medium. For all \
                     others there is the last line, a script of less than one kilobyte. Without scripts readers see the \
                     picture.")}
            </p>
            <h3>{t!("Preview")}</h3>
            <FramePreview address title height=Signal::derive(height) on_height />
        </Show>
    }
}

#[component]
fn NotHeld() -> impl IntoView {
    view! { <p class="notice">{t!("This release does not hold this chart.")}</p> }
}

#[component]
fn ChoiceForm(
    choices: RwSignal<Choices>,
    asked_px: RwSignal<Option<u32>>,
    released: String,
) -> impl IntoView {
    let languages: [Radio; 2] = [
        (
            t!("English").to_owned(),
            |choices| choices.language == Language::English,
            |choices| choices.language = Language::English,
        ),
        (
            t!("Spanish").to_owned(),
            |choices| choices.language == Language::Spanish,
            |choices| choices.language = Language::Spanish,
        ),
    ];
    let numbers: [Radio; 2] = [
        (
            t!("Live: the newest ones, as they are published").to_owned(),
            |choices| !choices.is_frozen,
            |choices| choices.is_frozen = false,
        ),
        (
            t!("Frozen: those of {date}, for good", date = released),
            |choices| choices.is_frozen,
            |choices| choices.is_frozen = true,
        ),
    ];
    let themes: [Radio; 3] = [
        (
            t!("As the reader's device").to_owned(),
            |choices| choices.look.is_dark.is_none(),
            |choices| choices.look.is_dark = None,
        ),
        (
            t!("Light").to_owned(),
            |choices| choices.look.is_dark == Some(false),
            |choices| choices.look.is_dark = Some(false),
        ),
        (
            t!("Dark").to_owned(),
            |choices| choices.look.is_dark == Some(true),
            |choices| choices.look.is_dark = Some(true),
        ),
    ];
    let set_height = move |text: String| {
        let height = text
            .trim()
            .parse()
            .ok()
            .filter(|height| HEIGHTS_PX.contains(height));
        choices.update(|choices| choices.height_px = height);
    };
    // A chart that asks for another height does not take away what is being typed.
    let is_typed_in = RwSignal::new(false);
    let shown_height = Memo::new(move |shown: Option<&String>| match shown {
        Some(shown) if is_typed_in.get() => shown.clone(),
        _ => {
            let height = choices.with(|choices| choices.height_px).or(asked_px.get());
            height.unwrap_or(HEIGHT_PX).to_string()
        }
    });
    view! {
        <div class="controls embed-offer">
            <OneOf legend=t!("Language") name="embed-language" radios=languages.into() choices />
            <OneOf legend=t!("Numbers") name="embed-numbers" radios=numbers.into() choices />
            <OneOf legend=t!("Colors") name="embed-theme" radios=themes.into() choices />
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || !choices.with(|choices| choices.look.is_bare)
                    on:change:target=move |event| {
                        let is_bare = !event.target().checked();
                        choices.update(|choices| choices.look.is_bare = is_bare);
                    }
                />
                {t!("Readers may choose another line")}
            </label>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || choices.with(|choices| choices.has_listener)
                    on:change:target=move |event| {
                        let has_listener = event.target().checked();
                        choices.update(|choices| choices.has_listener = has_listener);
                    }
                />
                {t!("With the script that fits the height")}
            </label>
            <label class="field">
                <span>{t!("Height without it, in pixels")}</span>
                <input
                    type="number"
                    min=HEIGHTS_PX.start().to_string()
                    max=HEIGHTS_PX.end().to_string()
                    prop:value=shown_height
                    on:focus=move |_| is_typed_in.set(true)
                    on:change:target=move |event| set_height(event.target().value())
                    on:blur:target=move |event| {
                        is_typed_in.set(false);
                        // What was typed may be no height at all.
                        event.target().set_value(&shown_height.get_untracked());
                    }
                />
            </label>
        </div>
    }
}

/// What a choice is called, whether it is the chosen one, and how it is chosen.
type Radio = (String, fn(&Choices) -> bool, fn(&mut Choices));

/// Choices of which one is chosen.
#[component]
fn OneOf(
    legend: &'static str,
    name: &'static str,
    radios: Vec<Radio>,
    choices: RwSignal<Choices>,
) -> impl IntoView {
    let radios = radios.into_iter().map(|(label, is_it, choose)| {
        view! {
            <label>
                <input
                    type="radio"
                    name=name
                    prop:checked=move || choices.with(is_it)
                    on:change=move |_| choices.update(choose)
                />
                {label}
            </label>
        }
    });
    view! { <fieldset class="choice"><legend>{legend}</legend>{radios.collect_view()}</fieldset> }
}

/// The picture of a view that no file shows, as an address that holds it.
fn drawn_inline(shown: &Shown) -> String {
    let Said {
        title,
        sentence,
        source,
        ..
    } = shown.body.said();
    let svg = match &shown.body {
        Body::Chart { content, form } => {
            let (series, context) = (&content.series, content.context.borrowed());
            let draw = |size| {
                let plan = (form.plan)(series, &context, Theme::Light, charts::Width::Wide);
                charts::picture(&plan, size).svg
            };
            card(&title, &source, Theme::Light, Some(&draw))
        }
        // Their pictures take the colors of a style sheet; what they say stands in words.
        Body::Hours { .. } | Body::Map { .. } => card(&title, &sentence, Theme::Light, None),
    };
    let mut address = "data:image/svg+xml,".to_owned();
    for letter in svg.chars() {
        match letter {
            '"' => address.push('\''),
            '\'' => address.push_str("%27"),
            '#' => address.push_str("%23"),
            '%' => address.push_str("%25"),
            '&' => address.push_str("%26"),
            '<' => address.push_str("%3C"),
            '>' => address.push_str("%3E"),
            '\n' => address.push(' '),
            letter => address.push(letter),
        }
    }
    address
}

/// What the lines are made of.
pub struct Lines<'a> {
    /// The whole address of the frame.
    pub address: &'a str,
    /// What the chart says of itself.
    pub said: &'a Said,
    /// The whole address of the picture.
    pub picture: &'a str,
    /// The height of the frame until a script gives it another, in CSS pixels.
    pub height_px: u32,
    /// The whole address of the script that fits the height; none to do without it.
    pub listener: Option<&'a str>,
    /// The language of what the chart says here, where the chart in the frame speaks another one.
    pub spoken: Option<Language>,
}

/// The lines that put a chart into a page.
#[must_use]
pub fn lines(lines: &Lines<'_>) -> String {
    let Lines {
        address,
        said,
        picture,
        height_px,
        listener,
        spoken,
    } = lines;
    let lang = spoken.map_or_else(String::new, |spoken| format!(" lang=\"{}\"", spoken.tag()));
    // A style sheet takes the address as it is; no address of this site has a quotation mark.
    let [quoted, title, label, picture] =
        [*address, &said.title, &said.label, *picture].map(charts::escaped);
    let mut text = format!(
        "<iframe src=\"{quoted}\" title=\"{title}\"{lang} loading=\"lazy\" height=\"{height_px}\" \
         style=\"width:0;min-width:100%;border:0\"></iframe>\n\
         <noscript><style>iframe[src=\"{address}\"]{{display:none}}</style><a href=\"{quoted}\">\
         <img src=\"{picture}\" alt=\"{label}\"{lang} width=\"1200\" height=\"630\" \
         style=\"max-width:100%;height:auto\"></a></noscript>"
    );
    if let Some(script) = listener {
        let script = charts::escaped(script);
        let integrity = LISTENER_INTEGRITY.trim();
        text += &format!(
            "\n<script src=\"{script}\" integrity=\"{integrity}\" crossorigin=\"anonymous\" async></script>"
        );
    }
    text
}
