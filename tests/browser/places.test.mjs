// Places: a map, its list and the published table say the same; names are found in spite of slips; a
// location stays in the browser; a profile prints as one sheet.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openSite } from "./harness.mjs";

const site = await openSite();
after(() => site.close());

const ROBBERIES = "/places?k=neighborhood&t=crime-neighborhood&o=robbery&f=2011&u=2015&m=count";

/** The rows of the list as code to cells. */
const listed = (page) =>
  page.locator("#place-list tbody tr[data-code]").evaluateAll((rows) =>
    Object.fromEntries(rows.map((row) => [row.dataset.code, [...row.cells].map((cell) => cell.textContent.trim())])),
  );

/** The areas of the map as code to accessible name. */
const mapped = (page) =>
  page.locator(".map a.area").evaluateAll((areas) =>
    Object.fromEntries(areas.map((area) => [area.dataset.code, area.getAttribute("aria-label")])),
  );

/** Sums of a published CSV by the code of the area, for a category and years. */
async function sums(page, table, category, first, last) {
  const text = await page.evaluate(async (table) => {
    const catalog = await (await fetch("data/catalog.json")).json();
    const release = catalog.cities.find((city) => city.id === "baltimore").current;
    const manifest = await (await fetch(`data/releases/${release}/manifest.json`)).json();
    const { csv } = manifest.tables.find((entry) => entry.id === table);
    const response = await fetch(`data/releases/${release}/${csv}`);
    const bytes = csv.endsWith(".gz")
      ? response.body.pipeThrough(new DecompressionStream("gzip"))
      : response.body;
    return new Response(bytes).text();
  }, table);
  const lines = text.trim().split("\n").map((line) => line.match(/("([^"]|"")*"|[^,]*)(,|$)/g).map((cell) => cell.replace(/,$/, "")));
  const [head, ...rows] = lines;
  const at = (name) => head.indexOf(name);
  const [offense, area, month, value] = [
    head.findIndex((name) => /^(offense|offenses|category)(_code)?$/.test(name)),
    head.findIndex((name) => /^(geography|area|place)(_code)?$/.test(name)),
    at("month"),
    at("value"),
  ];
  assert.ok(Math.min(offense, area, month, value) >= 0, head.join());
  const found = {};
  for (const row of rows) {
    const year = Number(row[month].slice(0, 4));
    if (row[offense] === category && year >= first && year <= last && row[value] !== "") {
      found[row[area]] = (found[row[area]] ?? 0) + Number(row[value]);
    }
  }
  return found;
}

test("map, list and published table have the same numbers", () =>
  site.visit({}, async ({ page, open }) => {
    await open(ROBBERIES);
    await page.locator("#place-list").waitFor();
    const [rows, names, published] = [
      await listed(page),
      await mapped(page),
      await sums(page, "crime-neighborhood", "robbery", 2011, 2015),
    ];
    assert.ok(Object.keys(rows).length > 250);
    assert.deepEqual(Object.keys(names).sort(), Object.keys(rows).sort());
    for (const [code, [label, count]] of Object.entries(rows)) {
      assert.equal(Number(count.replaceAll(",", "")), published[code], code);
      assert.ok(names[code].startsWith(`${label}: ${count} `), names[code]);
    }
    const legend = await page.locator(".map-legend li").allInnerTexts();
    const areas = legend.map((text) => Number(/(\d+) areas?$/.exec(text)[1]));
    assert.equal(areas.reduce((sum, one) => sum + one, 0), Object.keys(rows).length);
    assert.ok(legend.length <= 6, legend.join());
  }));

test("a place is chosen by keyboard on the map, is in the address, and leads to its page", () =>
  site.visit({}, async ({ page, open }) => {
    await open(ROBBERIES);
    const area = page.locator('.map a[data-code="cherry-hill"]');
    await area.focus();
    await page.keyboard.press("Enter");
    await page.locator("#chosen").waitFor();
    assert.match(page.url(), /p=cherry-hill/);
    assert.equal(await area.getAttribute("aria-current"), "true");
    await page.locator('#place-list tr[data-code="cherry-hill"] a[aria-current="true"]').waitFor();
    await page.reload();
    await page.locator("#chosen").getByRole("link", { name: "Open the page of Cherry Hill" }).click();
    await page.getByRole("heading", { level: 1, name: "Cherry Hill" }).waitFor();
    await page.goBack();
    await page.locator("#chosen").waitFor();
  }));

test("names are found in spite of slips", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/places");
    const box = page.locator("#place-search");
    for (const typed of ["sandtwon winchestr", "Sandtown Winchester", "SANDTOWN"]) {
      await box.fill(typed);
      await page.locator(".found").getByRole("link", { name: "Sandtown-Winchester" }).first().waitFor();
    }
    assert.match(page.url(), /q=SANDTOWN/);
    await box.fill("zzzz");
    await page.locator("#search-status", { hasText: "No place with a name like" }).waitFor();
  }));

test("the overview's box leads to a place", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/");
    await page.getByLabel("Find my neighborhood").fill("chery hill");
    await page.keyboard.press("Enter");
    await page.locator(".found").getByRole("link", { name: "Cherry Hill" }).first().click();
    await page.getByRole("heading", { level: 1, name: "Cherry Hill" }).waitFor();
  }));

for (const [what, geolocation, said] of [
  ["in the city", { longitude: -76.6413, latitude: 39.3037 }, "You are in these places"],
  ["elsewhere", { longitude: -77.0365, latitude: 38.8977 }, "outside the city"],
]) {
  test(`a location ${what} is told and not sent`, () =>
    site.visit({ geolocation, permissions: ["geolocation"] }, async ({ page, open }) => {
      await open("/places");
      const before = page.url();
      const requests = [];
      page.on("request", (request) => requests.push(request.url()));
      await page.getByRole("button", { name: "Use my location" }).click();
      await page.locator("#location-status", { hasText: said }).waitFor();
      assert.deepEqual(requests, []);
      assert.equal(page.url(), before);
      const names = await page.locator("#location-status + .found a").allInnerTexts();
      if (what === "in the city") assert.ok(names.includes("Sandtown-Winchester"), names.join());
      else assert.deepEqual(names, []);
    }));
}

test("a location that is refused is said", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/places");
    await page.getByRole("button", { name: "Use my location" }).click();
    await page.locator("#location-status", { hasText: "did not tell where you are" }).waitFor();
  }));

test("where few arrests have a place there is no map, and the page says why", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/places?k=district&t=arrests-district");
    await page.locator("#no-map", { hasText: "There is no map of these numbers" }).waitFor();
    assert.equal(await page.locator(".map").count(), 0);
    assert.equal(await page.locator("#place-list tbody tr[data-code]").count(), 9);
  }));

test("a profile has its residents, its surroundings, its numbers, and prints on one page", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/places/neighborhood/sandtown-winchester");
    await page.getByRole("heading", { level: 1, name: "Sandtown-Winchester" }).waitFor();
    await page.locator(".profile-table table").first().waitFor();
    await page.locator(".side-by-side .chart").nth(1).waitFor();
    const text = await page.locator(".profile").innerText();
    assert.match(text, /people lived there at the census of 2010/);
    assert.match(text, /In the community statistical area Sandtown-Winchester\/Harlem Park/);
    assert.match(text, /Arrest records are not counted by neighborhood/);
    await page.waitForTimeout(500);
    const pdf = await page.pdf({ format: "Letter", preferCSSPageSize: false });
    const pages = pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g) ?? [];
    assert.equal(pages.length, 1);
  }));

test("a place that is none says so", () =>
  site.visit({}, async ({ page, open }) => {
    for (const id of ["neighborhood/nowhere", "neighborhood:nowhere", "x:y:z"]) {
      await open(`/places/${id}`);
      await page.getByRole("heading", { level: 1, name: "There is no such place" }).waitFor();
    }
  }));

test("a city without outlines says so and shows its list", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/places?c=new-orleans");
    await page.locator("#no-map").waitFor();
    assert.equal(await page.locator(".map").count(), 0);
    assert.ok((await page.locator("#place-list tbody tr[data-code]").count()) > 5);
  }));

for (const colorScheme of ["light", "dark"]) {
  test(`the pages pass the width of a small phone in ${colorScheme}`, () =>
    site.visit({ colorScheme, viewport: { width: 320, height: 700 } }, async ({ page, open }) => {
      for (const route of [ROBBERIES, "/places/neighborhood/cherry-hill", "/places?k=district_2023"]) {
        await open(route);
        await page.locator("h1").waitFor();
        await page.locator(".finding").first().waitFor();
        const [scroll, client] = await page.evaluate(() => [
          document.documentElement.scrollWidth,
          document.documentElement.clientWidth,
        ]);
        assert.ok(scroll <= client, `${route}: ${scroll} px in ${client} px`);
      }
    }));
}
