// The byte budgets: what a visit to the overview transfers, as a host with brotli sends it. The files are
// those that the browser asks for, so that nothing can be left out of a sum.
//
// Who only glances at the page has all of it for the first sum; the second is what comes with the program,
// when somebody uses the page (prebuild/src/wake.js). Where one is exceeded, `cargo xtask bench size` tells
// what has grown in the programs and in the chart library since it was recorded.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { brotliCompressSync, constants } from "node:zlib";
import { openSite } from "./harness.mjs";

/** In bytes. What is larger than it should be has room for two hundredths of itself, and no more. */
const BUDGETS = {
  glance: { all: 43_000, page: 50_000, styles: 20_000 },
  use: { all: 411_500, program: 342_000, data: 30_000 },
  chartLibrary: 180_000,
};
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
/** Compressed in themselves: a host sends them as they are. */
const SENT_AS_THEY_ARE = /\.woff2$/;

const dist = new URL("../../dist/", import.meta.url);
const site = await openSite();
after(() => site.close());

async function transferredBytes(path) {
  const bytes = await readFile(new URL(path === "/" ? "index.html" : `.${path}`, dist));
  return SENT_AS_THEY_ARE.test(path) ? bytes.length : brotliCompressSync(bytes, BROTLI).length;
}

/** What was asked for, the largest first, and its sums by the kinds that budgets name. */
async function weigh(t, requests) {
  const paths = requests().map((address) => address.split("?")[0]);
  assert.equal(new Set(paths).size, paths.length, "nothing is fetched twice");
  const rows = await Promise.all(paths.map(async (path) => ({ path, bytes: await transferredBytes(path) })));
  rows.sort((a, b) => b.bytes - a.bytes);
  for (const { path, bytes } of rows) t.diagnostic(`${String(bytes).padStart(8)}  ${path}`);
  const sum = (pattern) => rows.filter(({ path }) => pattern.test(path)).reduce((sum, { bytes }) => sum + bytes, 0);
  return { all: sum(/./), page: sum(/^\/$|\.css$/), styles: sum(/\.css$/), program: sum(/\.wasm$/), data: sum(/^\/(data\/|excerpt-)/) };
}

function hold(t, sums, budgets) {
  for (const [kind, budget] of Object.entries(budgets)) {
    t.diagnostic(`${String(sums[kind]).padStart(8)}  ${kind}, of ${budget}`);
    assert.ok(sums[kind] > 0, `nothing of ${kind} was asked for`);
  }
  for (const [kind, budget] of Object.entries(budgets)) {
    assert.ok(sums[kind] <= budget, `${kind} takes ${sums[kind]} bytes, of ${budget}`);
  }
}

test("a glance at the overview stays within its budget", (t) =>
  site.visit({ glances: true }, async ({ page, requests }) => {
    await page.goto("/");
    await page.waitForLoadState("networkidle");
    hold(t, await weigh(t, requests), BUDGETS.glance);
  }));

test("using the overview stays within its budget", (t) =>
  site.visit({}, async ({ page, open, requests }) => {
    await open("/");
    await page.waitForLoadState("networkidle");
    hold(t, await weigh(t, requests), BUDGETS.use);
  }));

test("the chart library stays within its budget", async (t) => {
  const bytes = await transferredBytes("/vendor/echarts.js");
  t.diagnostic(`${bytes} bytes`);
  assert.ok(bytes <= BUDGETS.chartLibrary, `${bytes} bytes`);
});
