// Every page: opens, fits every width, passes axe in both themes and languages, and keeps a theme.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { whenDrawn } from "./figures.mjs";
import { openSite } from "./harness.mjs";

const site = await openSite();
after(() => site.close());

const IN_ENGLISH = [
  "/", "/trends", "/places", "/places/neighborhood/cherry-hill", "/enforcement", "/partnership", "/compare", "/data",
  "/data/revisions", "/data/verify", "/methods", "/no-such-page",
];
const ROUTES = [...IN_ENGLISH, ...IN_ENGLISH.map((route) => `/es${route}`)];
const axe = await readFile(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

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
        if (["/", "/trends", "/enforcement", "/compare"].includes(route.replace(/^\/es/, ""))) await whenDrawn(page);
        await page.evaluate(axe);
        const violations = await page.evaluate(async () => (await window.axe.run()).violations);
        const said = violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(" | ")}`);
        assert.deepEqual(said, []);
      }));
  }
}

test("an address that is no page says so and leads on", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/no-such-page");
    assert.match(await page.locator("h1").innerText(), /no page at this address/);
    await page.locator("main").getByRole("link", { name: "Trends" }).click();
    await page.getByRole("heading", { level: 1, name: "Trends" }).waitFor();
  }));

test("a chosen theme stays", () =>
  site.visit({ colorScheme: "light" }, async ({ page, open, whenReady }) => {
    await open("/");
    await page.getByLabel("Theme").selectOption("dark");
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(await background(), "rgb(20, 23, 26)");
    await page.reload();
    await whenReady();
    assert.equal(await background(), "rgb(20, 23, 26)");
  }));

test("every download of the data page is the published file", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/data");
    const hrefs = await page.locator("main a[download]").evaluateAll((links) => links.map((link) => link.href));
    const manifestUrl = hrefs.find((href) => href.endsWith("manifest.json"));
    const manifest = await (await page.request.get(manifestUrl)).json();
    const listed = new Map(manifest.files.map((file) => [file.path, file.sha256]));
    const ofTables = manifest.tables.flatMap((table) => [table.csv, table.cube, ...Object.values(table.downloads ?? {})]);
    const described = (manifest.descriptions ?? []).map((description) => description.path);
    const paths = [...ofTables, ...described, ...(manifest.revisions ? [manifest.revisions] : [])];
    const folder = manifestUrl.replace(/manifest\.json$/, "");
    assert.deepEqual(new Set(hrefs.filter((href) => href !== manifestUrl)), new Set(paths.map((path) => folder + path)));
    for (const path of paths) {
      const response = await page.request.get(folder + path);
      assert.equal(createHash("sha256").update(await response.body()).digest("hex"), listed.get(path), path);
    }
  }));

test("the accounting of every source on the data page closes", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/data");
    const accounts = await page
      .locator(".accounting")
      .evaluateAll((lists) => lists.map((list) => [...list.querySelectorAll("dd")].map((dd) => Number(dd.textContent.replaceAll(",", "")))));
    assert.ok(accounts.length >= 8);
    for (const [read, used, aside, outside] of accounts) assert.equal(read, used + aside + outside);
  }));

test("the first key leads past the navigation, and the address stays", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends?t=arrests-city");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    assert.match(page.url(), /\/trends\?t=arrests-city$/);
  }));

test("the page of data and the folder of data share a name", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/data/");
    assert.equal(await page.locator("h1").innerText(), "Data");
  }));

test("a page in dark prints in the colors of paper", () =>
  site.visit({ colorScheme: "dark" }, async ({ page, open }) => {
    await open("/trends?t=crime-city&o=robbery");
    await whenDrawn(page);
    const stroke = () => page.locator('figure svg path[fill="none"][stroke-width]').evaluateAll((paths) => paths.map((path) => path.getAttribute("stroke")));
    const onScreen = await stroke();
    await page.emulateMedia({ media: "print" });
    await page.waitForFunction(() => document.querySelector("figure svg").outerHTML.includes("#b5592b"));
    assert.notDeepEqual(await stroke(), onScreen);
  }));
