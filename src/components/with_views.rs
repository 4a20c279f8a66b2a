//! A text in which links, code and the like stand.

use leptos::prelude::*;

/// A text with a view in each of its places, `{link}`, by the name of the place. Translations of a text
/// have the same places in an order of their own.
pub fn with_views<const COUNT: usize>(
    text: &'static str,
    mut views: [(&str, AnyView); COUNT],
) -> impl IntoView + use<COUNT> {
    let pieces = pieces(text).into_iter().map(|piece| match piece {
        Piece::Words(words) => words.into_any(),
        Piece::Place(name) => {
            let view = views.iter_mut().find(|(known, _)| *known == name);
            view.map_or_else(
                || ().into_any(),
                |(_, view)| std::mem::replace(view, ().into_any()),
            )
        }
    });
    pieces.collect_view()
}

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Words(&'static str),
    /// The name of a place.
    Place(&'static str),
}

fn pieces(text: &'static str) -> Vec<Piece> {
    let mut opened = text.split('{');
    let before = opened.next().map(Piece::Words);
    let after = opened
        .filter_map(|rest| rest.split_once('}'))
        .flat_map(|(name, words)| [Piece::Place(name), Piece::Words(words)]);
    let pieces = before.into_iter().chain(after);
    pieces.filter(|piece| *piece != Piece::Words("")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_apart_at_its_places() {
        assert_eq!(
            pieces("{first} lies in {second}."),
            [
                Piece::Place("first"),
                Piece::Words(" lies in "),
                Piece::Place("second"),
                Piece::Words("."),
            ]
        );
        assert_eq!(pieces("Nothing"), [Piece::Words("Nothing")]);
    }
}
