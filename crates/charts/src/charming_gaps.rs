//! What ECharts understands and `charming` 0.6 has no words for, laid over charming's own output.
//!
//! The only place where options are patched as JSON: dashes by pixels, end labels and their
//! layout, series that say nothing to who points at them, marks at positions, and axis line colours
//! (charming writes those of a gauge). Nothing here decides how a chart looks.

use charming::component::Grid;
use serde::Serialize;
use serde_json::{Value, json};

/// What charming built, as JSON, with `extra` laid over it: objects are joined key by key, and
/// everything else is replaced.
pub(crate) fn completed(built: &impl Serialize, extra: Value) -> Value {
    // Charming's options are plain structs with text keys, which always become JSON.
    let mut value = serde_json::to_value(built).unwrap_or_default();
    overlay(&mut value, extra);
    value
}

/// A whole chart on a grid, without motion, with `rest` beside it.
///
/// Charming's own `Chart` would write the same and bring the code of every kind of chart with it.
pub(crate) fn chart(grid: &Grid, rest: Value) -> Value {
    // The margins are what they say, whatever ECharts makes of the labels in them.
    let grid = completed(grid, json!({"outerBoundsMode": "none"}));
    let mut chart = json!({"animation": false, "grid": [grid]});
    overlay(&mut chart, rest);
    chart
}

/// Lays one JSON value over another.
pub(crate) fn overlay(under: &mut Value, over: Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (key, value) in over {
                overlay(under.entry(key).or_insert(Value::Null), value);
            }
        }
        (under, over) => *under = over,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_joined_and_the_rest_is_replaced() {
        let mut under = json!({"a": {"b": 1, "c": [1, 2]}, "d": null});
        overlay(&mut under, json!({"a": {"c": [3]}, "d": {"e": true}}));
        assert_eq!(under, json!({"a": {"b": 1, "c": [3]}, "d": {"e": true}}));
    }
}
