//! A drawing of two worlds: two sets of counts that add up to the same numbers shown.
//!
//! The numbers are made up, as the page says.

use leptos::prelude::*;
use wording::{Message, message, t};

/// The counts of one world: for each side, one of each kind.
type World = [[u32; 2]; 2];

const WORLDS: [(Message, World); 2] = [
    (message!("World one"), [[2, 3], [3, 2]]),
    (message!("World two"), [[4, 1], [1, 4]]),
];

/// What the sum of each side is called.
const SIDES: [Message; 2] = [message!("West side {sum}"), message!("East side {sum}")];

/// Pixels for each case, where the bars stand, and how wide they and their sides are.
const UNIT: u32 = 26;
const FLOOR: u32 = 132;
const BAR: u32 = 44;
const SIDE: u32 = 140;

/// The drawing, and what it shows in words for those who do not see it.
#[component]
pub fn TwoWorlds() -> impl IntoView {
    let worlds = WORLDS.map(|(name, world)| {
        view! {
            <div class="world">
                <p class="world-name">{name.text()}</p>
                {bars(&world)}
            </div>
        }
    });
    let label = t!(
        "Two small bar charts. In world one the four hidden counts are 2 and 3 on the west side, 3 and 2 on the \
         east side. In world two they are 4 and 1, then 1 and 4. Both add up to 5 on each side, 5 of each kind, \
         and 10 in all."
    );
    view! {
        <section aria-labelledby="worlds">
            <h2 id="worlds">{t!("Two worlds, one set of numbers")}</h2>
            <p class="prose">
                {t!("Here is an example with made-up numbers. We show that a district had 10 cases in a year, 5 of \
                     each kind and 5 on each side of a street. We hide the four counts behind them. Two different \
                     worlds both add up to what we show. A reader cannot tell which one is real.")}
            </p>
            <div class="worlds" role="img" aria-label=label>
                {worlds}
                <p class="world-key">
                    <svg viewBox="0 0 14 14" aria-hidden="true">
                        <rect class="kind-0" width="14" height="14" />
                    </svg>
                    {t!("First kind")}
                    <svg viewBox="0 0 14 14" aria-hidden="true">
                        <rect class="kind-1" x="1" y="1" width="12" height="12" />
                    </svg>
                    {t!("Second kind")}
                </p>
            </div>
        </section>
    }
}

/// The bars of one world over the sums that everyone sees.
fn bars(world: &World) -> impl IntoView + use<> {
    let total: u32 = world.iter().flatten().sum();
    let sides = (0_u32..)
        .zip(world)
        .zip(SIDES)
        .map(|((side, counts), shown)| {
            let left = 8 + side * SIDE;
            let bars = (0_u32..).zip(counts).map(|(kind, count)| {
                let (x, height) = (left + 14 + kind * (BAR + 8), count * UNIT);
                let top = FLOOR - height;
                view! {
                    <rect class=format!("kind-{kind}") x=x y=top width=BAR height=height />
                    <text x=x + BAR / 2 y=top - 6 text-anchor="middle">{count.to_string()}</text>
                }
            });
            let bars = bars.collect_view();
            let sum: u32 = counts.iter().sum();
            let middle = left + SIDE / 2 - 8;
            view! {
                {bars}
                <line class="floor" x1=left x2=left + SIDE - 16 y1=FLOOR y2=FLOOR />
                <text class="shown" x=middle y=FLOOR + 22 text-anchor="middle">
                    {shown.fill(&[("sum", &sum)])}
                </text>
            }
        });
    let total = t!("Total {sum}", sum = total);
    view! {
        <svg viewBox="0 0 288 186" aria-hidden="true">
            {sides.collect_view()}
            <text class="shown total" x="136" y=FLOOR + 46 text-anchor="middle">{total}</text>
        </svg>
    }
}
