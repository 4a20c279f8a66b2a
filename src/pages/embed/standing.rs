//! What an embed says of the age of its numbers.

use cube::release::Catalog;

use crate::{data::Release, state::Embed};

/// The state of the numbers of an embed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// A sentence.
    pub text: String,
    /// Where there is something newer: what to call it, and its address below the site's base.
    pub newer: Option<(String, String)>,
}

/// Whether the numbers stay, of which day they are, and whether there are newer ones.
#[must_use]
pub fn standing(embed: &Embed, release: &Release, catalog: &Catalog) -> Standing {
    let manifest = &release.manifest;
    let date = charts::format::date(&manifest.released);
    let Some(asked) = &embed.asked().release else {
        return Standing {
            text: format!("Release of {date}. Numbers change here with each new release."),
            newer: None,
        };
    };
    if asked != &manifest.id {
        return Standing {
            text: format!(
                "There is no release “{asked}” here. These are the newest numbers, of {date}."
            ),
            newer: None,
        };
    }
    let city = catalog.city(embed.asked().city.as_deref());
    let newest = city
        .and_then(|city| city.release(None))
        .map(|(newest, _)| newest);
    let newer = newest
        .filter(|newest| newest.id != manifest.id)
        .map(|newest| {
            let date = charts::format::date(&newest.released);
            let live = embed
                .clone()
                .of(None)
                .address(crate::state::Look::default());
            (format!("A newer version exists, of {date}"), live)
        });
    Standing {
        text: format!("Numbers of the release of {date}, which stay as they are."),
        newer,
    }
}
