//! A drawing of two worlds: two sets of counts that add up to the same numbers shown.
//!
//! The numbers are made up, as the page says.

use std::sync::Arc;

use leptos::prelude::*;

use crate::locale::{Key, Texts};

/// The counts of one world: for each side, one of each kind.
type World = [[u32; 2]; 2];

const WORLDS: [(Key, World); 2] = [
    (Key::WorldOne, [[2, 3], [3, 2]]),
    (Key::WorldTwo, [[4, 1], [1, 4]]),
];

/// Pixels for each case, where the bars stand, and how wide they and their sides are.
const UNIT: u32 = 26;
const FLOOR: u32 = 132;
const BAR: u32 = 44;
const SIDE: u32 = 140;

/// What it shows, in words for those who do not see it.
#[component]
pub fn TwoWorlds(
    /// The texts of the interface.
    texts: Arc<Texts>,
) -> impl IntoView {
    let worlds = WORLDS.map(|(name, world)| {
        view! {
            <div class="world">
                <p class="world-name">{texts.get(name)}</p>
                {bars(&texts, &world)}
            </div>
        }
    });
    view! {
        <section aria-labelledby="worlds">
            <h2 id="worlds">{texts.get(Key::WorldsTitle)}</h2>
            <p class="prose">{texts.get(Key::WorldsText)}</p>
            <div class="worlds" role="img" aria-label=texts.get(Key::WorldsFigure)>
                {worlds}
                <p class="world-key">
                    <svg viewBox="0 0 14 14" aria-hidden="true">
                        <rect class="kind-0" width="14" height="14" />
                    </svg>
                    {texts.get(Key::WorldsKindA)}
                    <svg viewBox="0 0 14 14" aria-hidden="true">
                        <rect class="kind-1" x="1" y="1" width="12" height="12" />
                    </svg>
                    {texts.get(Key::WorldsKindB)}
                </p>
            </div>
        </section>
    }
}

/// The bars of one world over the sums that everyone sees.
fn bars(texts: &Texts, world: &World) -> impl IntoView + use<> {
    let names = [texts.get(Key::WorldsLeft), texts.get(Key::WorldsRight)];
    let total: u32 = world.iter().flatten().sum();
    let sides = (0_u32..)
        .zip(world)
        .zip(names)
        .map(|((side, counts), name)| {
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
                    {format!("{name} {sum}")}
                </text>
            }
        });
    let total = format!("{} {total}", texts.get(Key::WorldsTotal));
    view! {
        <svg viewBox="0 0 288 186" aria-hidden="true">
            {sides.collect_view()}
            <text class="shown total" x="136" y=FLOOR + 46 text-anchor="middle">{total}</text>
        </svg>
    }
}
