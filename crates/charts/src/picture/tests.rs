use insta::assert_snapshot;

use cube::Series;

use super::*;
use crate::tests::goldens::options;
use crate::tests::sample::{broken, homicides_rolling, several};
use crate::tokens::Theme;
use crate::{Width, sparkline_options};

const DESK: Size = Size {
    width_px: 785.0,
    height_px: 420.0,
};

/// A picture with an element on each line, so that a diff shows what changed.
fn set(options: &Value, size: Size) -> String {
    picture(options, size).svg.replace('>', ">\n")
}

#[test]
fn a_picture_has_all_that_the_options_say() {
    let wide = |series: &Series| set(&options(series, Theme::Light, Width::Wide), DESK);
    assert_snapshot!("picture_one_line", wide(&homicides_rolling(4)));
    assert_snapshot!("picture_several_lines", wide(&several()));
    assert_snapshot!("picture_break", wide(&broken()));
    let size = Size {
        width_px: 120.0,
        height_px: 32.0,
    };
    let spark = sparkline_options(&several(), Theme::Dark);
    assert_snapshot!("picture_sparkline", set(&spark, size));
}

#[test]
fn a_place_in_the_picture_is_that_of_the_nearest_period() {
    let series = several();
    let drawn = picture(&options(&series, Theme::Light, Width::Wide), DESK);
    let last = series.periods.len() - 1;
    assert_eq!(drawn.position_at(-5.0), Some(0));
    assert_eq!(drawn.position_at(DESK.width_px), Some(last));
    for at in [0, last / 2, last] {
        assert_eq!(drawn.position_at(drawn.plot.x(at) + 0.4), Some(at));
    }
    assert_eq!(picture(&Value::Null, DESK).position_at(3.0), None);
}

#[test]
fn whatever_the_options_a_picture_comes() {
    let odd = serde_json::json!({
        "series": [{"data": [null, "a", [1], [9, 3]], "lineStyle": {}, "stack": 3}, 7, {"markLine": {"data": [[], 5]}}],
        "xAxis": {"data": 3},
        "yAxis": {"max": 0, "interval": 0},
    });
    assert!(picture(&odd, DESK).svg.ends_with("</svg>"));
}
