//! Pictures for previews: 1200 by 630 pixels, as messengers and search engines ask for.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use charts::tokens::Theme;
use charts::{CARD_SIZE, Width, card};
use resvg::{tiny_skia, usvg};

use crate::figure::Drawn;
use crate::page::Page;

/// Draws pictures with the typeface of the site.
pub struct Printer {
    options: usvg::Options<'static>,
}

impl Printer {
    /// Reads the typeface.
    ///
    /// # Errors
    /// Where it is missing or is no WOFF2.
    pub fn open(typeface: &Path) -> Result<Self> {
        let packed =
            fs::read(typeface).with_context(|| format!("reading {}", typeface.display()))?;
        let font = wuff::decompress_woff2(&packed)
            .map_err(|error| anyhow::anyhow!("{}: {error:?}", typeface.display()))?;
        let mut options = usvg::Options::default();
        options.fontdb_mut().load_font_data(font);
        let names = options
            .fontdb
            .faces()
            .flat_map(|face| face.families.clone());
        let family = names.map(|(name, _)| name).next();
        if let Some(family) = family {
            // Whatever the charts ask for, this is the typeface that is there.
            let fonts = Arc::make_mut(&mut options.fontdb);
            fonts.set_sans_serif_family(&family);
            options.font_family = family;
        }
        Ok(Self { options })
    }

    /// The picture of a page as SVG: its chart, or where it has none its heading and description.
    #[must_use]
    pub fn card(page: &Page) -> String {
        let theme = Theme::Light;
        match &page.drawn {
            Some(drawn) => Self::chart(drawn),
            None => card(&page.heading, &page.description, theme, None),
        }
    }

    /// The picture of a chart as SVG.
    #[must_use]
    pub fn chart(drawn: &Drawn) -> String {
        let theme = Theme::Light;
        let draw = |size| drawn.picture(theme, Width::Wide, size).svg;
        card(&drawn.title, &drawn.source, theme, Some(&draw))
    }

    /// The picture of something that is drawn by a style sheet on its page.
    #[must_use]
    pub fn drawn_by(title: &str, source: &str, draw: &dyn Fn(charts::Size) -> String) -> String {
        card(title, source, Theme::Light, Some(draw))
    }

    /// A picture as PNG.
    ///
    /// # Errors
    /// Where it cannot be drawn.
    pub fn png(&self, svg: &str) -> Result<Vec<u8>> {
        let tree = usvg::Tree::from_str(svg, &self.options)?;
        // The size is a constant far below what a cast could lose.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let (width, height) = (CARD_SIZE.width_px as u32, CARD_SIZE.height_px as u32);
        let mut picture = tiny_skia::Pixmap::new(width, height).context("no room for a picture")?;
        resvg::render(
            &tree,
            tiny_skia::Transform::identity(),
            &mut picture.as_mut(),
        );
        Ok(picture.encode_png()?)
    }
}
