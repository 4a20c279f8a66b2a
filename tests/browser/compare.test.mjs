// Cities beside each other: what is shown is what the published counts give, worked out here again from
// the CSV, and every choice is in the address.
import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { after, test } from "node:test";
import { readCsv, readTable, whenDrawn } from "./figures.mjs";
import { openSite } from "./harness.mjs";

const site = await openSite();
after(() => site.close());

/** The published counts by city and month, and what is known of the cities. */
async function published(page) {
  const catalog = await (await page.request.get("/data/catalog.json")).json();
  const folder = `/data/releases/${catalog.cities.find(({ id }) => id === "baltimore").current}`;
  const comparison = await (await page.request.get(`${folder}/comparison.json`)).json();
  const manifest = await (await page.request.get(`${folder}/manifest.json`)).json();
  const table = manifest.tables.find(({ id }) => id === comparison.table);
  const body = await (await page.request.get(`${folder}/${table.csv}`)).body();
  const text = (table.csv.endsWith(".gz") ? gunzipSync(body) : body).toString("utf8");
  const [header, ...lines] = text.trimEnd().split("\n");
  const names = header.split(",");
  const counts = new Map();
  for (const line of lines) {
    // Labels may hold commas in quotes; the columns that are used come before and after them.
    const fields = [...line.matchAll(/("[^"]*"|[^,]*)(,|$)/g)].map(([, field]) => field);
    const row = Object.fromEntries(names.map((name, at) => [name, fields[at]]));
    if (row.status === "observed") counts.set(`${row.geography} ${row.offense} ${row.month}`, Number(row.value));
  }
  const ofMonths = (city, offense, months) => {
    const all = months.map((month) => counts.get(`${city} ${offense} ${month}`));
    return all.includes(undefined) ? null : all.reduce((sum, count) => sum + count, 0);
  };
  const residents = Object.fromEntries(comparison.city.map((city) => [city.code, city.residents]));
  return { comparison, ofMonths, residents };
}

const months = (first, count) =>
  Array.from({ length: count }, (_, at) => {
    const index = Number(first.slice(0, 4)) * 12 + Number(first.slice(5)) - 1 + at;
    return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
  });

test("New Orleans and Baltimore per 100,000 residents since 2018 are the published counts over the residents", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/compare?p=baltimore,new-orleans&g=y&m=rate");
    await whenDrawn(page);
    assert.match(await page.locator("figure h2").innerText(), /^Homicides per 100,000 residents in Baltimore and New Orleans, by year/);
    const { ofMonths, residents } = await published(page);
    const { columns, rows } = await readTable(page);
    assert.deepEqual(columns, ["Period", "Baltimore", "New Orleans"]);
    assert.deepEqual(rows.map((row) => row.heading), ["2025", "2024", "2023", "2022", "2021", "2020", "2019", "2018"]);
    for (const row of rows) {
      for (const [at, city] of ["baltimore", "new-orleans"].entries()) {
        const count = ofMonths(city, "homicide", months(`${row.heading}-01`, 12));
        const shown = row.cells[at];
        if (count === null) assert.notEqual(shown.status, "observed", `${city} ${row.heading}`);
        else assert.equal(shown.text, (Math.round((count * 1_000_000) / residents[city]) / 10).toFixed(1), `${city} ${row.heading}`);
      }
    }
  }));

test("a city is 100 in the twelve months before it joined", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/compare?p=baltimore,new-orleans&m=joining");
    await whenDrawn(page);
    const { ofMonths } = await published(page);
    const base = ofMonths("baltimore", "homicide", months("2018-06", 12));
    const { rows } = await readTable(page);
    const cell = (ending) => rows.find((row) => row.heading.includes(ending)).cells[0].text;
    assert.equal(cell("May 2019"), "100");
    const later = ofMonths("baltimore", "homicide", months("2025-01", 12));
    assert.equal(cell("December 2025"), String(Math.round((later * 100) / base)));
    // New Orleans joined before the index begins.
    assert.ok(rows.every((row) => row.cells[1].status !== "observed"));
    const notices = await page.locator("main .notice").allInnerTexts();
    assert.ok(notices.some((text) => /year before joining for New Orleans/.test(text)), notices.join());
  }));

test("each city has a small chart, a date of joining and a sentence, in the order in which they are chosen", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/compare?p=philadelphia,baltimore,cleveland");
    await whenDrawn(page);
    assert.deepEqual(await page.locator(".panel h3").allInnerTexts(), ["Philadelphia", "Baltimore", "Cleveland"]);
    assert.equal(await page.locator(".panel svg").count(), 3);
    assert.match(await page.locator(".panel").nth(1).innerText(), /Joined: June 3, 2019/);
    for (const text of await page.locator(".panel").allInnerTexts()) assert.match(text, /\d/);
    assert.doesNotMatch(await page.locator("main").innerText(), /\b(best|worst|safest|most dangerous|rank(ed|ing)?)\b/i);
  }));

test("every choice is in the address, and the address brings it back", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/compare");
    await whenDrawn(page);
    await page.getByLabel("Per 100,000 residents").check();
    await page.waitForFunction(() => location.search.includes("m=rate"));
    await page.locator('.toggle[data-code="robbery"]').click();
    await page.waitForFunction(() => location.search.includes("o=robbery"));
    await page.getByRole("button", { name: "Remove Cleveland" }).click();
    await page.waitForFunction(() => /p=[^&]*baltimore/.test(location.search) && !location.search.includes("cleveland"));
    await page.locator("figure h2", { hasText: /^Robberies per 100,000 residents in Baltimore/ }).waitFor();
    const title = await page.locator("figure h2").innerText();
    await page.reload();
    await whenDrawn(page);
    assert.equal(await page.locator("figure h2").innerText(), title);
    await page.getByRole("button", { name: "Start over" }).click();
    await page.waitForFunction(() => location.search === "");
  }));

test("the download holds what the table shows", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/compare?p=baltimore,new-orleans&g=y&m=rate");
    await whenDrawn(page);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("figure").getByRole("button", { name: /Download these numbers/ }).click(),
    ]);
    const csv = await readCsv(download);
    const { rows } = await readTable(page);
    const shown = rows.flatMap((row) => row.cells).filter((cell) => cell.status === "observed").map((cell) => Number(cell.text)).sort();
    assert.deepEqual(csv.filter((row) => row.status === "observed").map((row) => Number(row.value)).sort(), shown);
  }));

test("New Orleans' printed counts stand with their sources, several where sources differ", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/compare");
    const table = page.locator("table.printed").first();
    const rows = await table.locator("tbody tr").evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
    assert.deepEqual(rows.filter(([year]) => year === "2019").map(([, value]) => value), ["119", "121", "119"]);
    assert.ok(rows.every((row) => row.length === 2 || row[4].length > 3));
    assert.deepEqual([...new Set(rows.map(([year]) => year))], Array.from({ length: 15 }, (_, at) => String(2011 + at)));
  }));

test("a city without others beside it says so", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/compare?c=new-orleans");
    assert.match(await page.locator("main .notice").innerText(), /not collected/);
    assert.equal(await page.locator("h1").innerText(), "Compare cities");
  }));
