// What is wrong around the page: a clock that is far off, storage that is full or forbidden, a page that
// slept for a day or comes back as the visitor goes back to it, and a release that is published meanwhile.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { startChangingServer } from "./changing.mjs";
import { whenDrawn } from "./figures.mjs";
import { openBrowser } from "./harness.mjs";

const DIST = new URL("../../dist/", import.meta.url);
const NEW = "2027-01-02-0000cafe";
const DAY_MILLIS = 24 * 60 * 60 * 1000;
const OFFER = "Newer numbers were published, those of January 2, 2027.";

const catalog = JSON.parse(await readFile(new URL("data/catalog.json", DIST), "utf8"));
const [city] = catalog.cities;
const folder = `data/releases/${city.current}`;

const host = await startChangingServer();
// Playwright switches the cache of pages off that one goes back to.
const site = await openBrowser(host, { ignoreDefaultArgs: ["--disable-back-forward-cache"] });
after(() => site.close());

async function visit(options, run) {
  host.changes.clear();
  host.moved.clear();
  host.asked.length = 0;
  await site.visit(options, run);
}

/** The current release once more, as a newer one. */
async function publish() {
  const manifest = JSON.parse(await readFile(new URL(`${folder}/manifest.json`, DIST), "utf8"));
  const bytes = Buffer.from(JSON.stringify({ ...manifest, id: NEW, released: "2027-01-02", previous: city.current }));
  const reference = { id: NEW, released: "2027-01-02", manifest_sha256: createHash("sha256").update(bytes).digest("hex") };
  const cities = [{ ...city, current: NEW, releases: [...city.releases, reference] }, ...catalog.cities.slice(1)];
  host.moved.set(`data/releases/${NEW}/`, `${folder}/`);
  host.changes.set(`data/releases/${NEW}/manifest.json`, () => bytes);
  host.changes.set("data/catalog.json", () => Buffer.from(JSON.stringify({ ...catalog, cities })));
}

const offer = (page) => page.locator(".notice", { hasText: OFFER });
/** The page looks for newer releases from here on. */
const whenLooking = (page) => page.waitForRequest(/offline\/page\.js/).then(() => page.waitForResponse(/catalog\.json/));
/** What a page says, with the words of its charts, which are drawn when what is seen has been painted; what
 *  the browser has kept of the site is told when the browser knows it. */
async function told(page) {
  await page.waitForFunction(() => {
    const charts = [...document.querySelectorAll("[data-chart]")].filter((chart) => chart.checkVisibility());
    return charts.every((chart) => chart.dataset.chart === "ready" && chart.querySelector("svg"));
  });
  return page.locator("main").evaluate((main) => {
    main.querySelector("section[aria-labelledby=kept]")?.remove();
    return main.innerText;
  });
}

test("a clock that is far off changes no word and no number", async () => {
  const seen = [];
  for (const year of [1970, 2026, 2099]) {
    await visit({}, async ({ page, open }) => {
      await page.clock.setFixedTime(new Date(Date.UTC(year, 1, 3)));
      const texts = [];
      for (const route of ["/", "/trends?t=crime-city&o=robbery&k=c", "/data", "/data/revisions", "/partnership"]) {
        await open(route);
        texts.push(await told(page));
      }
      seen.push(texts);
    });
  }
  assert.deepEqual(seen[0], seen[1]);
  assert.deepEqual(seen[2], seen[1]);
  assert.ok(seen[1].every((text) => text.length > 200));
});

const STORAGES = {
  "forbidden storage": () => {
    const refuse = () => {
      throw new DOMException("The user denied it.", "SecurityError");
    };
    for (const name of ["localStorage", "sessionStorage", "caches", "indexedDB"]) Object.defineProperty(globalThis, name, { get: refuse });
    Object.defineProperty(navigator, "storage", { get: refuse });
    Object.defineProperty(document, "cookie", { get: refuse, set: refuse });
  },
  "full storage": () => {
    const full = () => {
      throw new DOMException("No room is left.", "QuotaExceededError");
    };
    Storage.prototype.setItem = full;
    Cache.prototype.put = () => Promise.reject(new DOMException("No room is left.", "QuotaExceededError"));
    CacheStorage.prototype.open = () => Promise.reject(new DOMException("No room is left.", "QuotaExceededError"));
  },
};
for (const [name, take] of Object.entries(STORAGES)) {
  test(`${name} costs a remembered choice and nothing else`, () =>
    visit({}, async ({ page, open }) => {
      await page.addInitScript(take);
      await open("/trends?t=crime-city&o=homicide");
      await whenDrawn(page);
      await page.getByLabel("Theme").selectOption("dark");
      await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
      await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Data" }).click();
      await page.locator("#tables").waitFor();
      await page.waitForRequest(/offline\/page\.js/).catch(() => {});
      assert.equal(await page.locator(".failure, .stopped").count(), 0);
      await open("/");
      assert.match(await page.locator("h1").first().innerText(), /Baltimore/);
    }));
}

test("a release that is published meanwhile changes nothing that is open, and is offered, also without a worker", () =>
  visit({ serviceWorkers: "block" }, async ({ page, whenReady }) => {
    await Promise.all([page.goto("/trends?t=crime-city&o=homicide"), whenLooking(page)]);
    await whenReady();
    const before = await told(page);
    await publish();
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await offer(page).waitFor();
    assert.ok((await told(page)).endsWith(before), "what was read has changed");
    // Files that only now are asked for are those of the release that is shown.
    host.asked.length = 0;
    await page.selectOption("#table", "arrests-city");
    await page.locator("figure h2", { hasText: /[Aa]rrest/ }).waitFor();
    assert.ok(host.asked.includes(`${folder}/cubes/arrests-city.cube`));
    assert.ok(!host.asked.some((path) => path.includes(NEW)));
    assert.match(await page.locator("footer").innerText(), new RegExp(city.current));
    await page.getByRole("link", { name: "Show the newest numbers" }).click();
    await page.waitForFunction((id) => document.querySelector("footer")?.innerText.includes(id), NEW);
    await whenReady();
    assert.equal(await offer(page).count(), 0);
  }));

test("a computer that slept for a day with the page in sight offers the newer release", () =>
  visit({}, async ({ page }) => {
    await page.clock.install();
    await Promise.all([page.goto("/"), whenLooking(page)]);
    await publish();
    await page.clock.fastForward(DAY_MILLIS);
    await offer(page).waitFor();
  }));

test("a page that the browser had frozen offers the newer release when it thaws", () =>
  visit({}, async ({ page }) => {
    await Promise.all([page.goto("/"), whenLooking(page)]);
    await publish();
    // Chromium without a screen freezes no page, so it is told as a browser tells it.
    await page.evaluate(() => document.dispatchEvent(new Event("resume")));
    await offer(page).waitFor();
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Methods" }).click();
    await page.locator("main h1").first().waitFor();
  }));

test("a page that one goes back to comes back alive, as it was, and offers the newer release", () =>
  visit({}, async ({ page, open }) => {
    await page.addInitScript(() => addEventListener("pageshow", ({ persisted }) => (globalThis.cameBack = persisted)));
    await Promise.all([page.goto("/trends?t=crime-city&o=homicide"), whenLooking(page)]);
    await whenDrawn(page);
    await page.evaluate(() => (globalThis.mark = 1));
    await page.goto("/offline/missing/");
    await publish();
    // The page is loaded already: no event of that comes again.
    await page.goBack({ waitUntil: "commit" });
    await page.waitForFunction(() => globalThis.cameBack !== undefined);
    const [mark, cameBack, why] = await page.evaluate(() => [globalThis.mark, globalThis.cameBack, JSON.stringify(performance.getEntriesByType("navigation")[0].notRestoredReasons)]);
    assert.deepEqual([mark, cameBack], [1, true], why);
    await offer(page).waitFor();
    // Its program still answers.
    await page.selectOption("#table", "arrests-city");
    await page.locator("figure h2", { hasText: /[Aa]rrest/ }).waitFor();
    await open("/");
  }));

test("a page that the browser did not keep is the same view when one goes back to it", () =>
  visit({}, async ({ page, open, whenReady }) => {
    await open("/trends?t=crime-city&o=homicide&g=y");
    // Browsers keep no page that listens to this.
    await page.evaluate(() => addEventListener("unload", () => {}));
    await whenDrawn(page);
    const title = await page.locator("figure h2").first().innerText();
    await page.goto("/offline/missing/");
    await page.goBack({ waitUntil: "commit" });
    await whenReady();
    await whenDrawn(page);
    assert.equal(await page.locator("figure h2").first().innerText(), title);
  }));
