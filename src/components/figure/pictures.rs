//! The picture of a figure as a file, with its title, its source and the day of its release in it.

use std::sync::Arc;

use charts::{Poster, poster, tokens::Theme};
use leptos::prelude::*;
use wording::t;

use crate::chart::ChartPicture;
use crate::data::Release;
use crate::platform::{download, picture};

/// Two buttons that save the picture.
#[component]
pub fn Pictures(
    /// The release of the figure.
    release: Arc<Release>,
    /// Where the picture is.
    picture: ChartPicture,
    /// The title of the figure.
    title: Memo<String>,
    /// Its source line.
    source: Memo<String>,
    /// The name of the file, without its ending.
    file_name: Signal<String>,
    /// What became of the last action.
    said: RwSignal<&'static str>,
) -> impl IntoView {
    let theme = expect_context::<Signal<Theme>>();
    let released = charts::format::date(&release.manifest.released);
    let dated = t!(
        "Release {id} of {date}.",
        id = release.manifest.id,
        date = released,
    );
    let make = move || {
        let picture = picture.get()?;
        let notes = [source.get_untracked(), dated.clone()];
        let theme = theme.get_untracked();
        Some(poster(&picture, &title.get_untracked(), &notes, theme))
    };
    let make = StoredValue::new(make);
    let made = move || make.with_value(|make| make());
    let save_svg = move |_| {
        let name = format!("{}.svg", file_name.get_untracked());
        let saved =
            made().is_some_and(|made| download::save(made.svg.as_bytes(), &name, "image/svg+xml"));
        say(said, saved);
    };
    let save_png = move |_| {
        let name = format!("{}.png", file_name.get_untracked());
        let made = made();
        leptos::task::spawn_local(async move {
            let saved = save_png(made, &name).await;
            say(said, saved);
        });
    };
    view! {
        <button type="button" on:click=save_png>{t!("Picture (PNG)")}</button>
        <button type="button" on:click=save_svg>{t!("Picture (SVG)")}</button>
    }
}

async fn save_png(made: Option<Poster>, name: &str) -> bool {
    let Some(Poster { svg, width, height }) = made else {
        return false;
    };
    let png = picture::png(&svg, width, height).await;
    png.is_some_and(|png| download::save(&png, name, "image/png"))
}

fn say(said: RwSignal<&'static str>, saved: bool) {
    said.try_set(if saved {
        t!("Picture saved.")
    } else {
        t!("Your browser did not save the picture.")
    });
}
