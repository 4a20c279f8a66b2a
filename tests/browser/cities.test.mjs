// Several cities: which one is shown is in the address, every link keeps it, and an invented one says
// that it is.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { readTable, whenDrawn } from "./figures.mjs";
import { openSite } from "./harness.mjs";

const site = await openSite();
after(() => site.close());

const axe = await readFile(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const city = (page) => new URL(page.url()).searchParams.get("c");
const cities = (page) => page.getByRole("navigation", { name: "Cities" });
const ROUTES = ["/?c=new-orleans", "/trends?c=new-orleans&t=force-type&o=hands,firearm_pointed", "/data?c=new-orleans", "/?c=atlantis"];

for (const route of ROUTES) {
  test(`${route} has a title, one main heading and no sideways scroll at 320 px`, () =>
    site.visit({ viewport: { width: 320, height: 700 } }, async ({ page, open }) => {
      await open(route);
      assert.match(await page.title(), /Sightline/);
      assert.equal(await page.locator("h1").count(), 1);
      const [scroll, client] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.clientWidth,
      ]);
      assert.ok(scroll <= client, `${scroll} px in ${client} px`);
    }));

  for (const colorScheme of ["light", "dark"]) {
    test(`${route} passes axe in ${colorScheme}`, () =>
      site.visit({ colorScheme }, async ({ page, open }) => {
        await open(route);
        if ((await page.locator("figure").count()) > 0) await whenDrawn(page);
        await page.evaluate(axe);
        const violations = await page.evaluate(async () => (await window.axe.run()).violations);
        const said = violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(" | ")}`);
        assert.deepEqual(said, []);
      }));
  }
}

test("an address without a city keeps its meaning", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends?t=crime-city&o=homicide&g=y");
    assert.match(await page.locator("figure h2").innerText(), /in Baltimore/);
    assert.equal(city(page), null);
    assert.match(await page.title(), /Baltimore/);
    assert.equal(await cities(page).locator('[aria-current="true"]').innerText(), "Baltimore");
  }));

test("the cities are links that the keyboard reaches, and lead to the same page of the other city", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/data");
    const link = cities(page).getByRole("link", { name: "New Orleans" });
    await link.focus();
    await page.keyboard.press("Enter");
    await page.getByText("Uses of force by police in New Orleans by level").first().waitFor();
    assert.equal(city(page), "new-orleans");
    assert.match(page.url(), /\/data\?/);
    assert.equal(await page.locator("h1").innerText(), "Data");
    assert.equal(await page.title(), "Data – New Orleans – Sightline");
    assert.equal(await cities(page).locator('[aria-current="true"]').innerText(), "New Orleans");
    assert.equal(await page.locator("main").getByText("Baltimore").count(), 0);
    await cities(page).getByRole("link", { name: "Baltimore" }).click();
    await page.getByText("Reported crime in Baltimore by month").first().waitFor();
    assert.equal(city(page), null);
  }));

test("the front page of the second city leads with its own numbers and names no other city", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/?c=new-orleans");
    await whenDrawn(page);
    assert.match(await page.locator("h1").innerText(), /people were killed in New Orleans/);
    const text = await page.locator("main").innerText();
    assert.doesNotMatch(text, /Baltimore|Freddie Gray/);
    assert.match(text, /use-of-force incidents/);
    assert.match(await page.locator("footer").innerText(), /New Orleans Police Department/);
    assert.doesNotMatch(await page.locator("footer").innerText(), /Baltimore/);
    assert.equal((await page.locator(".tile").count()), 5);
  }));

test("every link inside the pages of a city keeps the city", () =>
  site.visit({}, async ({ page, open }) => {
    for (const route of ["/?c=new-orleans", "/trends?c=new-orleans", "/data?c=new-orleans", "/no-such-page?c=new-orleans"]) {
      await open(route);
      const hrefs = await page
        .locator("main a:not([download]), .pages a, .site-name a, footer a")
        .evaluateAll((links) => links.filter((link) => link.origin === location.origin).map((link) => link.href));
      assert.ok(hrefs.length >= 4, route);
      for (const href of hrefs) assert.match(href, /[?&]c=new-orleans/, `${route}: ${href}`);
    }
  }));

test("a view of the second city opens again from its address", () =>
  site.visit({}, async ({ page, open, context }) => {
    await open("/trends?c=new-orleans&t=force-level&g=y&f=2016-01&u=2022-12");
    await whenDrawn(page);
    const { rows } = await readTable(page);
    const counts = Object.fromEntries(rows.map((row) => [row.heading, row.cells[0].text]));
    assert.deepEqual(counts, { 2022: "443", 2021: "400", 2020: "352", 2019: "377", 2018: "440", 2017: "607", 2016: "585" });
    await page.getByLabel("Quarter", { exact: true }).check();
    await page.waitForFunction(() => location.search.includes("g=q"));
    assert.equal(city(page), "new-orleans");
    const title = await page.locator("figure h2").innerText();
    const other = await context.newPage();
    await other.goto(page.url());
    await whenDrawn(other);
    assert.equal(await other.locator("figure h2").innerText(), title);
    await page.selectOption("#table", "complaints-origin");
    await page.waitForFunction(() => location.search.includes("complaints-origin"));
    assert.equal(city(page), "new-orleans");
  }));

test("events of one city are not told of the other", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends?c=new-orleans&t=force-level");
    await whenDrawn(page);
    await page.getByText("Events in this time, with their sources").click();
    const events = await page.locator("figure details[open] ul").innerText();
    assert.match(events, /New Orleans among them/);
    assert.doesNotMatch(events, /consent decree|Baltimore/);
  }));

test("a city that is not here is said, with a way back", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends?c=atlantis");
    assert.equal(await page.locator("h1").innerText(), "There is no city “atlantis” here");
    await page.locator("main").getByRole("link", { name: "New Orleans" }).click();
    await page.getByRole("heading", { level: 1, name: /killed in New Orleans/ }).waitFor();
    await page.waitForURL(/\?c=new-orleans$/);
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: /no city/ }).waitFor();
  }));

// The invented city has the files of a real one; what makes it one are the words of the manifest.
async function addInventedCity(page) {
  const catalog = await (await page.request.get("/data/catalog.json")).json();
  const real = catalog.cities.find(({ id }) => id === "new-orleans");
  const folder = `/data/releases/${real.current}`;
  const manifest = await (await page.request.get(`${folder}/manifest.json`)).json();
  const bytes = JSON.stringify({ ...manifest, id: "invented", city: "lakeport", city_label: "Lakeport", sample: true });
  const manifest_sha256 = createHash("sha256").update(bytes).digest("hex");
  const invented = { id: "lakeport", label: "Lakeport", sample: true, current: "invented" };
  invented.releases = [{ id: "invented", released: manifest.released, manifest_sha256 }];
  const body = JSON.stringify({ ...catalog, cities: [...catalog.cities, invented] });
  await page.route("**/data/catalog.json", (route) => route.fulfill({ contentType: "application/json", body }));
  await page.route("**/data/releases/invented/**", async (route) => {
    const path = new URL(route.request().url()).pathname.split("/invented/")[1];
    if (path === "manifest.json") return route.fulfill({ contentType: "application/json", body: bytes });
    return route.fulfill({ response: await page.request.get(`${folder}/${path}`) });
  });
}

test("invented numbers are called sample data on every page", () =>
  site.visit({}, async ({ page, open }) => {
    await addInventedCity(page);
    for (const route of ["/?c=lakeport", "/trends?c=lakeport", "/data?c=lakeport"]) {
      await open(route);
      assert.match(await page.locator("main .sample").innerText(), /^Sample data\. Lakeport and its numbers are invented/);
    }
    assert.match(await cities(page).innerText(), /Lakeport \(sample\)/);
    await open("/");
    assert.equal(await page.locator("main .sample").count(), 0);
  }));
