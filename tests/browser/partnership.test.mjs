// The page about the program: its numbers are those of the release's CSV, every step has a source, and
// no sentence names a cause.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { openSite } from "./harness.mjs";
import { rowsOf } from "./published.mjs";
import { grade } from "./readability.mjs";

const site = await openSite();
after(() => site.close());

const axe = await readFile(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const CAUSAL = /\b(because of|caused|led to|thanks to|due to)\b/i;

/** A file of the current release, and the manifest. */
async function release(page, path) {
  const catalog = await (await page.request.get("/data/catalog.json")).json();
  const current = catalog.cities.find((city) => city.id === (catalog.default ?? "baltimore")).current;
  const text = async (file) => (await page.request.get(`/data/releases/${current}/${file}`)).text();
  const manifest = JSON.parse(await text("manifest.json"));
  return { manifest, text: await text(path(manifest)) };
}

test("the page tells its story, with a source at every step", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/partnership");
    assert.match(await page.locator("h1").innerText(), /National Public Safety Partnership/);
    const sources = await page.locator(".timeline > li").evaluateAll((steps) => steps.map((step) => step.querySelector(".timeline-source")?.textContent ?? ""));
    assert.ok(sources.length >= 15, `${sources.length} steps`);
    for (const source of sources) assert.match(source, /^Source: .{4}/);
    const areas = page.locator(".focus-area");
    assert.equal(await areas.count(), 8);
    for (const text of await areas.allInnerTexts()) assert.match(text, /not published/i);
    const lede = await page.locator(".lede.story > p").allInnerTexts();
    assert.equal(lede.length, 3);
  }));

test("no sentence of the page names a cause, and the page is plain", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/partnership");
    const text = await page.locator("main").innerText();
    assert.doesNotMatch(text, CAUSAL);
    const sentences = await page.locator("main p:not(.quiet), main .prose li").allInnerTexts();
    assert.ok(grade(sentences) <= 9.5, `grade ${grade(sentences)}`);
  }));

test("every measure shown is the one of the CSV", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/partnership");
    const { text } = await release(page, (manifest) => manifest.measures);
    const rows = rowsOf(text).filter((row) => row.period !== "fiscal_quarter");
    const shown = await page.locator("td[data-measure]").evaluateAll((cells) =>
      cells.map((cell) => [`${cell.dataset.measure}:${cell.dataset.first}`, cell.firstChild.textContent.trim(), cell.dataset.status]),
    );
    const byKey = new Map(shown.map(([key, ...rest]) => [key, rest]));
    assert.ok(rows.length > 100);
    for (const row of rows) {
      const [found, status] = byKey.get(`${row.measure}:${row.first}`);
      assert.equal(status, row.status, row.measure);
      const expected = row.value === "" ? "not collected" : row.value;
      assert.equal(found.replaceAll(",", ""), expected, `${row.measure} ${row.first}`);
    }
  }));

test("homicides before and during are those of the table", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/partnership");
    const { text } = await release(page, (manifest) => manifest.tables.find((table) => table.id === "index-city").csv);
    const months = rowsOf(text).filter((row) => (row.offense ?? row.category) === "homicide" && (row.area ?? row.geography ?? "baltimore") === "baltimore");
    const sum = (first, last) => months.filter((row) => row.month >= first && row.month <= last).reduce((total, row) => total + Number(row.value ?? row.count), 0);
    const table = page.locator("#outcome-homicides table.windows").first();
    const found = await table.locator("tbody tr").evaluateAll((rows) => rows.map((row) => row.cells[1].textContent));
    assert.equal(found.length, 9);
    assert.deepEqual(found.slice(0, 2), ["not collected", "not collected"]);
    const expected = ["2018-07", "2019-07", "2020-07", "2021-07"].map((first) => sum(first, `${Number(first.slice(0, 4)) + 1}-06`));
    assert.deepEqual(found.slice(2, 6).map(Number), expected);
    const finding = await page.locator("#outcome-homicides .finding").first().innerText();
    assert.ok(finding.includes(`${expected[0]} people were killed`), finding);
    assert.match(finding, /95% range/);
  }));

test("what was not collected says so, and gun arrests are said to be rounded", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/partnership");
    const shootings = await page.locator("#outcome-shootings table.windows").first().innerText();
    assert.match(shootings, /not collected|incomplete/);
    assert.match(await page.locator("#outcome-gun-arrests").innerText(), /rounded/);
  }));

test("a city without a program says so", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/partnership?c=new-orleans");
    assert.match(await page.locator("main").innerText(), /gap of this site/);
  }));

for (const colorScheme of ["light", "dark"]) {
  test(`the page passes axe in ${colorScheme} and fits 320 px`, () =>
    site.visit({ colorScheme, viewport: { width: 320, height: 700 } }, async ({ page, open }) => {
      await open("/partnership");
      await page.locator("#outcome-gun-arrests .chart[data-chart=ready]").waitFor();
      const [scroll, client] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(scroll <= client, `${scroll} px in ${client} px`);
      await page.evaluate(axe);
      const violations = await page.evaluate(async () => (await window.axe.run()).violations);
      assert.deepEqual(violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(" | ")}`), []);
    }));
}
