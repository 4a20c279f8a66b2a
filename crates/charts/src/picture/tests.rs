use insta::assert_snapshot;

use cube::Series;

use super::*;
use crate::plan::Drawn;
use crate::tests::goldens::plan;
use crate::tests::sample::{broken, homicides_rolling, several, with_context};
use crate::tokens::Theme;
use crate::{PANELS, Width, sparkline_plan};

const DESK: Size = Size {
    width_px: 785.0,
    height_px: 420.0,
};

/// A picture with an element on each line, so that a diff shows what changed.
fn set(plan: &Plan, size: Size) -> String {
    picture(plan, size).svg.replace('>', ">\n")
}

#[test]
fn a_picture_has_all_that_the_plan_says() {
    let wide = |series: &Series| set(&plan(series, Theme::Light, Width::Wide), DESK);
    assert_snapshot!("picture_one_line", wide(&homicides_rolling(4)));
    assert_snapshot!("picture_several_lines", wide(&several()));
    assert_snapshot!("picture_break", wide(&broken()));
    let size = Size {
        width_px: 120.0,
        height_px: 32.0,
    };
    let spark = sparkline_plan(&several(), Theme::Dark);
    assert_snapshot!("picture_sparkline", set(&spark, size));
}

#[test]
fn a_place_in_the_picture_is_that_of_the_nearest_period() {
    let series = several();
    let drawn = picture(&plan(&series, Theme::Light, Width::Wide), DESK);
    let last = series.periods.len() - 1;
    assert_eq!(drawn.position_at(-5.0), Some(0));
    assert_eq!(drawn.position_at(DESK.width_px), Some(last));
    for at in [0, last / 2, last] {
        assert_eq!(drawn.position_at(drawn.plot.x(at) + 0.4), Some(at));
    }
    assert_eq!(
        picture(&Plan::nothing(Theme::Light), DESK).position_at(3.0),
        None
    );
}

#[test]
fn panels_stand_above_each_other_each_on_its_own_scale() {
    let plan = |series: &Series| {
        with_context(|context| (PANELS.plan)(series, context, Theme::Light, Width::Wide))
    };
    let plan = plan(&several());
    assert_snapshot!("picture_panels", set(&plan, DESK));
    let plots = plots(&plan, DESK);
    for pair in plots.windows(2) {
        assert!(pair[0].end <= pair[1].begin);
        let height = |plot: &Plot| plot.bottom - plot.top;
        assert!(height(&pair[0]) >= 60.0);
        assert!((height(&pair[0]) - height(&pair[1])).abs() < 1e-9);
        assert_eq!((pair[0].left, pair[0].right), (pair[1].left, pair[1].right));
    }
    for (panel, plot) in plan.panels.iter().zip(&plots) {
        for height in panel.lines.iter().flat_map(Drawn::heights).flatten() {
            let y = plot.y(height);
            assert!(plot.top - 0.5 <= y && y <= plot.bottom + 0.5, "{height}");
        }
    }
}
