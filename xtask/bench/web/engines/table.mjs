// The figures of a run as the tables of docs/performance.md.
//
//     node table.mjs benches/results/engine.json [D2]
import { readFileSync } from "node:fs";

const [file, dataset = "D2"] = process.argv.slice(2);
const { commit, date, browser, machine, rounds, bandwidth, scan, table } = JSON.parse(readFileSync(file, "utf8"));
const entries = Object.entries(table[dataset]);
const [[first, ours]] = entries;
const kinds = Object.keys(ours.steps);

const figure = (value) => (value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(3));
const spread = (found, by = 1) => (found?.median == null ? "–" : `${figure(found.median * by)} (${figure(found.min * by)}–${figure(found.max * by)})`);
const times = (theirs, ours) => (theirs?.median == null ? "–" : `${figure(theirs.median / ours.median)}`);
const line = (cells) => console.log(`| ${cells.join(" | ")} |`);
const head = (cells) => {
  line(cells);
  line(cells.map(() => "---"));
};

console.log(`Commit ${commit}, ${date.slice(0, 10)}, ${browser}, ${machine.processors} x ${machine.processor}, load ${spread(machine.load)}, ${rounds} rounds; median (least–most).\n`);
head(["p95 of a step, ms", "build", ...kinds]);
for (const [engine, { build, steps }] of entries) {
  line([engine, spread(build), ...kinds.map((kind) => spread(steps[kind]?.p95) + (steps[kind]?.answered < ours.steps[kind].answered ? "*" : ""))]);
}
console.log("\n\\* stopped before its 60th step\n");
head([`times ${first}`, "build", ...kinds]);
for (const [engine, { build, steps }] of entries.slice(1)) {
  line([engine, times(build, ours.build), ...kinds.map((kind) => times(steps[kind]?.p95, ours.steps[kind].p95))]);
}
console.log();
head(["mean of a step, µs", ...kinds]);
for (const [engine, { steps }] of entries) {
  if (kinds.some((kind) => steps[kind]?.mean?.median != null)) line([engine, ...kinds.map((kind) => spread(steps[kind]?.mean, 1000))]);
}
console.log();
head(["build in parts, ms", "start", "load", "count", "index"]);
for (const [engine, { init, parts }] of entries) {
  if (parts.index) line([engine, spread(init), spread(parts.load), spread(parts.count), spread(parts.index)]);
}
console.log();
head(["GB/s", "", "share of the fastest read"]);
const fastest = Math.max(...Object.values(bandwidth).map(({ median }) => median));
for (const [kind, found] of [...Object.entries(bandwidth).map(([kind, found]) => [`read, ${kind}`, found]), ...Object.entries(scan).map(([kind, found]) => [`scan, ${kind}`, found])]) {
  line([kind, spread(found), (found.median / fastest).toFixed(2)]);
}
