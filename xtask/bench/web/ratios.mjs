// node ratios.mjs result.json -> how our page stands beside each other one: the ratio of each pair of
// runs of one round, as median (least to most). Below 1 ours takes less.
import { readFileSync } from "node:fs";
import { stats } from "./lib/util.mjs";

const result = JSON.parse(readFileSync(process.argv[2], "utf8"));
const p95 = (run, filter) => stats(run[filter].settled).p95;
const LOAD = [
  ["first contentful paint", (run) => run.fcp], ["first chart", (run) => run.firstChart], ["all four charts", (run) => run.allCharts],
  ["blocking time", (run) => run.tbt], ["bytes, brotli", (run) => run.bodyBytes], ["memory of the page", (run) => run.rendererPssMB],
];
const INTERACT = ["offence", "district"].map((filter) => [`${filter}: choice to paint, p95`, (run) => p95(run, filter)]);

function table(heading, first, pages, measures) {
  const others = Object.keys(pages).filter((name) => name !== first);
  if (!pages[first] || !others.length) return;
  console.log(`\n### ${heading}: ${first} beside the others\n`);
  console.log(["", ...others].join(" | "));
  console.log(["---", ...others.map(() => "---")].join("|"));
  for (const [name, of] of measures) {
    const cells = others.map((other) => {
      const pairs = pages[first].raw.map((run, at) => [run, pages[other].raw[at]]);
      const ratios = stats(pairs.filter(([one, two]) => one?.ok && two?.ok).map(([one, two]) => of(one) / of(two)));
      return ratios.n ? `${ratios.median.toFixed(2)} (${ratios.min.toFixed(2)} to ${ratios.max.toFixed(2)})` : "-";
    });
    console.log([name, ...cells].join(" | "));
  }
}

for (const [profile, pages] of Object.entries(result.load ?? {})) {
  const { "ours-live": live, "front-page": front, ...ahead } = pages;
  table(profile, "ours", ahead, LOAD);
  // Charts that follow a choice: those of others do as soon as they are there.
  const { ours, ...others } = ahead;
  const LIVE = ["first chart", "all four charts", "blocking time"];
  table(profile, "ours-live", { "ours-live": live, ...others }, LOAD.filter(([name]) => LIVE.includes(name)));
}
if (Object.keys(result.interact ?? {}).length) table(`processor ${result.interactCpu} times slower`, "ours-live", result.interact, INTERACT);
