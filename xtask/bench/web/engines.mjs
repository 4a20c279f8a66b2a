// How long engines take to answer four linked counts while brushes move, in one browser and one
// interleaved run: each round opens every engine in a fresh page, in another order. What they do,
// and what they are asked, is in engines/main.js. Started in the folder with `build/`.
//
//     node engines.mjs --out FILE [--rounds 3] [--datasets D1,D2] [--engines a,b,c] [--cap 20000]
//                      [--commit HASH] [--ext NAME=DIR[/MODULE.js] …] [--scan NAME …]
//
// --cap: a sequence of brushes ends early after so many milliseconds.
// --ext: an engine of one's own: a folder with engine.js, or a module in it.
// --scan: ones of those that can scan rows, too.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { basename, dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { Browser } from "./lib/cdp.mjs";
import { serve } from "./lib/server.mjs";
import { renderers, sleep, stats } from "./lib/util.mjs";

const PEERS = "js-rows,js-rows-sorted,js-cube,js-cube-prefix,crossfilter2,arquero,duckdb-sql,duckdb-cube";
/** So often the rows of D2 are scanned one after the other: as many bytes as the bandwidth is measured with. */
const SCANNED_TIMES = 13;
/** What the engine is held to. */
const GOALS = { stepMillis: 0.35, indexMillis: 50, shareOfBandwidth: 0.5 };

const { values: options } = parseArgs({
  options: {
    out: { type: "string" },
    rounds: { type: "string", default: "3" },
    datasets: { type: "string", default: "D1,D2" },
    engines: { type: "string", default: PEERS },
    cap: { type: "string", default: "20000" },
    commit: { type: "string", default: "" },
    ext: { type: "string", multiple: true, default: [] },
    scan: { type: "string", multiple: true, default: [] },
  },
});
const rounds = Number(options.rounds);
const datasets = options.datasets.split(",");
const own = new Map(options.ext.map((text) => [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)]));
const paths = new Map();
rmSync("build/engines/ext", { recursive: true, force: true });
for (const [name, path] of own) {
  const module = path.endsWith(".js") ? basename(path) : "engine.js";
  cpSync(path.endsWith(".js") ? dirname(path) : path, join("build/engines/ext", name), { recursive: true });
  paths.set(name, `ext/${name}/${module}`);
}
const engines = [...own.keys(), ...options.engines.split(",").filter(Boolean)];

const server = await serve("build/engines");
const browser = await Browser.launch();
const runs = [];
const bandwidths = [];
const scans = new Map(options.scan.map((name) => [name, []]));
const loads = [];
try {
  for (let round = 0; round < rounds; round += 1) {
    for (const dataset of datasets) {
      for (const at of engines.keys()) {
        const run = await measure(engines[(at + round * 3) % engines.length], dataset);
        runs.push(run);
        loads.push(run.load);
        console.log(`${round + 1}/${rounds} ${dataset} ${tell(run)}`);
      }
    }
    bandwidths.push(await inPage((page) => page.eval("bandwidth()")));
    for (const [name, found] of scans) {
      found.push(await inPage((page) => page.eval(`scan(${JSON.stringify(paths.get(name))}, ${SCANNED_TIMES})`)));
    }
  }
} finally {
  await browser.close();
  server.close();
}

const faults = [];
const table = Object.fromEntries(datasets.map((dataset) => [dataset, summary(dataset)]));
const gbs = (lists) => stats(lists.flat());
const bandwidth = Object.fromEntries(["js", "wasm", "simd"].map((kind) => [kind, gbs(bandwidths.map((found) => found[kind]))]));
const scan = Object.fromEntries([...scans].map(([name, found]) => [name, gbs(found.map(({ gbs }) => gbs))]));
if (bandwidths.some(({ bad }) => bad)) faults.push("the sums of the bandwidth differ");
for (const [name, found] of scans) if (found.some(({ bad }) => bad)) faults.push(`${name} scans wrongly`);
report();
if (options.out) {
  const result = {
    commit: options.commit,
    date: new Date().toISOString(),
    machine: { processor: cpus()[0].model, processors: cpus().length, memoryGB: totalmem() / 1e9, load: stats(loads) },
    browser: browser.version,
    versions: JSON.parse(readFileSync("build/engines.versions.json", "utf8")),
    data: JSON.parse(readFileSync("build/data/d1.json", "utf8")),
    goals: GOALS,
    rounds,
    faults,
    bandwidth,
    scan,
    table,
  };
  const short = (_, value) => (typeof value === "number" ? Number(value.toPrecision(4)) : value);
  mkdirSync(dirname(options.out), { recursive: true });
  writeFileSync(options.out, `${JSON.stringify(JSON.parse(JSON.stringify(result, short)), null, 1)}\n`);
  console.log(`\nWritten to ${options.out}`);
}
if (faults.length > 0) {
  console.error(`\n${faults.join("\n")}`);
  process.exit(1);
}

/** Opens a fresh page, does something in it and closes it. */
async function inPage(work) {
  const page = await browser.newPage();
  try {
    await page.send("Page.navigate", { url: `${server.origin}/` });
    for (let tries = 0; !(await page.eval("window.ready ?? false").catch(() => false)); tries += 1) {
      if (tries > 100) throw new Error("the page of the engines does not load");
      await sleep(100);
    }
    return await work(page);
  } finally {
    await page.close();
  }
}

async function measure(engine, dataset) {
  const before = await renderers(browser);
  const memory = async (page) => {
    await page.send("HeapProfiler.collectGarbage");
    await sleep(200);
    const pages = [...(await renderers(browser))].filter(([id]) => !before.has(id));
    return Math.max(0, ...pages.map(([, megabytes]) => megabytes));
  };
  const load = loadavg()[0];
  try {
    return await inPage(async (page) => {
      await page.eval(`prepare(${JSON.stringify(dataset)}, ${JSON.stringify(engine)}, ${JSON.stringify(paths.get(engine) ?? null)})`);
      const empty = await memory(page);
      const found = await page.eval(`bench(${JSON.stringify(engine)}, ${Number(options.cap)})`);
      return { ...found, dataset, load, memoryMB: (await memory(page)) - empty };
    });
  } catch (error) {
    return { engine, dataset, load, error: String(error).slice(0, 300) };
  }
}

function tell({ engine, error, build, parts, seq, load }) {
  if (error) return `${engine}: ${error}`;
  const told = Object.entries(seq).map(([kind, { t }]) => `${kind} ${figure(stats(t).p95)}`);
  const inParts = Object.entries(parts).map(([part, time]) => `${part} ${time.toFixed(1)}`);
  return `${engine.padEnd(18)} build ${build.toFixed(0)} (${inParts.join(", ")}); p95 ${told.join(", ")}; load ${load.toFixed(1)}`;
}

/** The figures of all engines over all rounds; notes where one counts otherwise than the first. */
function summary(dataset) {
  const expected = new Map();
  const entries = [];
  for (const engine of engines) {
    const all = runs.filter((run) => run.dataset === dataset && run.engine === engine);
    for (const { error } of all) if (error) faults.push(`${dataset}, ${engine}: ${error}`);
    const found = all.filter(({ error }) => !error);
    if (found.length === 0) continue;
    const of = (value) => stats(found.map(value));
    const parts = Object.keys(found[0].parts).map((part) => [part, of(({ parts }) => parts[part])]);
    const entry = { build: of(({ build }) => build), init: of(({ init }) => init), ready: of(({ ready }) => ready), parts: Object.fromEntries(parts), memoryMB: of(({ memoryMB }) => memoryMB), steps: {} };
    for (const kind of Object.keys(found[0].seq)) {
      for (const { seq } of found) {
        const { sums } = seq[kind];
        const known = expected.get(kind) ?? sums;
        const same = Math.min(known.length, sums.length);
        if (same === 0 || known[same - 1] !== sums[same - 1]) faults.push(`${dataset}, ${kind}: ${engine} counts otherwise than ${engines[0]}`);
        if (sums.length >= known.length) expected.set(kind, sums);
      }
      entry.steps[kind] = {
        answered: Math.min(...found.map(({ seq }) => seq[kind].t.length)),
        p50: of(({ seq }) => stats(seq[kind].t).median),
        p95: of(({ seq }) => stats(seq[kind].t).p95),
        mean: of(({ seq }) => seq[kind].mean),
        sum: found[0].seq[kind].sums.at(-1),
      };
    }
    entries.push([engine, entry]);
  }
  return Object.fromEntries(entries);
}

function report() {
  console.log("\nMilliseconds: median (least to most) of the rounds; p95 of a step, and how many times that of the first engine.");
  for (const [dataset, entries] of Object.entries(table)) {
    const [[first, ours]] = Object.entries(entries);
    const kinds = Object.keys(ours.steps);
    console.log(`\n== ${dataset} ==`);
    console.log(row("", "build", ...kinds));
    for (const [engine, { build, steps }] of Object.entries(entries)) {
      const cells = kinds.map((kind) => (steps[kind] ? `${spread(steps[kind].p95)}${steps[kind].answered < ours.steps[kind].answered ? "*" : ""}` : "–"));
      console.log(row(engine, spread(build), ...cells));
      if (engine !== first) console.log(row("", times(build, ours.build), ...kinds.map((kind) => (steps[kind] ? times(steps[kind].p95, ours.steps[kind].p95) : ""))));
    }
    console.log("* did not answer all 60 steps in its time");
    for (const [engine, { build, init, parts, steps }] of Object.entries(entries)) {
      if (!own.has(engine)) continue;
      const inParts = [["start", init], ...Object.entries(parts)].map(([part, time]) => `${part} ${spread(time)}`);
      console.log(`${engine}: ${inParts.join("; ")}`);
      console.log(`${engine}: microseconds a step in the mean: ${kinds.map((kind) => `${kind} ${spread(scaled(steps[kind].mean, 1000))}`).join("; ")}`);
      const slowest = Math.max(...kinds.map((kind) => steps[kind].p95.median));
      const keeps = (is) => (is ? "keeps" : "does not keep");
      console.log(`${engine}: ${keeps(slowest <= GOALS.stepMillis)} ${GOALS.stepMillis} ms at p95 of a step`);
      // Those that begin with rows have to count them first.
      if (!parts.count) console.log(`${engine}: ${keeps(build.median < GOALS.indexMillis)} ${GOALS.indexMillis} ms of load and index`);
      console.log();
    }
  }
  console.log("Sequential reads, GB/s:");
  for (const [kind, found] of Object.entries(bandwidth)) console.log(row(kind, spread(found)));
  const fastest = Math.max(...Object.values(bandwidth).map(({ median }) => median));
  console.log(`Plain scans of rows, four columns with a range in each, GB/s (goal: ${GOALS.shareOfBandwidth} of the fastest read):`);
  for (const [name, found] of Object.entries(scan)) console.log(row(name, spread(found), `${(found.median / fastest).toFixed(2)} of it`));
  console.log(`Load of the machine, one minute: ${spread(stats(loads))}`);
}

function scaled({ median, min, max }, by) {
  return { median: median * by, min: min * by, max: max * by };
}

function figure(value) {
  if (!Number.isFinite(value)) return "–";
  return value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(3);
}

function spread({ median, min, max }) {
  return Number.isFinite(median) ? `${figure(median)} (${figure(min)}–${figure(max)})` : "–";
}

function times(theirs, ours) {
  return `${figure(theirs.median / ours.median)}x`;
}

function row(name, ...cells) {
  return name.padEnd(20) + cells.map((cell) => cell.padStart(24)).join("");
}
