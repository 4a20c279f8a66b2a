// Pages as they were written ahead of time: what `curl` gets, and what a reader without scripts meets.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { whenDrawn } from "./figures.mjs";
import { faults, openSite } from "./harness.mjs";
import { rowsOf } from "./published.mjs";

const site = await openSite();
after(() => site.close());

const DIST = new URL("../../dist/", import.meta.url);
const FEWEST_PAGES = 300;

const part = (html, pattern) => html.match(pattern)?.[1];
const get = async (path) => (await fetch(site.origin + path)).text();

async function listed() {
  const sitemap = await get("/sitemap.xml");
  return [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address]) => new URL(address).pathname);
}

test("every page of the sitemap says by itself what it is", async () => {
  const paths = await listed();
  assert.ok(paths.length >= FEWEST_PAGES, `${paths.length} pages`);
  const seen = { title: new Map(), canonical: new Map() };
  for (const path of paths) {
    const html = await get(path);
    const said = {
      title: part(html, /<title>([^<]+)<\/title>/),
      description: part(html, /<meta name="description" content="([^"]+)">/),
      canonical: part(html, /<link rel="canonical" href="([^"]+)">/),
      picture: part(html, /<meta property="og:image" content="([^"]+)">/),
      heading: part(html, /<h1>([^<]+)<\/h1>/),
    };
    for (const [name, text] of Object.entries(said)) assert.ok(text, `${path} has no ${name}`);
    assert.equal(new URL(said.canonical).pathname, path);
    // Names of places are the same in both languages.
    said.title = `${part(html, /<html lang="(..)"/)}: ${said.title}`;
    for (const name of ["title", "canonical"]) {
      assert.ok(!seen[name].has(said[name]), `${path} and ${seen[name].get(said[name])} have one ${name}`);
      seen[name].set(said[name], path);
    }
    const png = await readFile(new URL(`.${new URL(said.picture).pathname}`, DIST));
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [1200, 630], path);
    const data = JSON.parse(part(html, /<script type="application\/ld\+json">(.+?)<\/script>/s));
    assert.equal(data.url, said.canonical);
  }
});

const numberOf = (text) => (/^[\d,]+$/.test(text) ? Number(text.replaceAll(",", "")) : undefined);
const cellsOf = (row) => [...row.matchAll(/<td>([^<]*)<\/td>/g)].map(([, cell]) => cell);

/** The rows of a table of the current release of Baltimore, read past the site. */
async function published(table) {
  const { cities } = JSON.parse(await get("/data/catalog.json"));
  const folder = `data/releases/${cities[0].current}/downloads/${table}.csv`;
  const plain = await readFile(new URL(folder, DIST)).catch(() => undefined);
  return rowsOf((plain ?? gunzipSync(await readFile(new URL(`${folder}.gz`, DIST)))).toString());
}

test("the numbers of every place are those of the published tables", async () => {
  const pages = new Set();
  for (const [kind, id] of [["neighborhood", "crime-neighborhood"], ["community_area", "crime-csa"], ["district", "crime-district"]]) {
    const counts = new Map();
    for (const { geography, offense, month, value } of await published(id)) {
      const key = `${geography} ${offense} ${month.slice(0, 4)}`;
      counts.set(key, (counts.get(key) ?? 0) + Number(value));
    }
    for (const code of await readdir(new URL(`places/${kind}/`, DIST))) {
      const html = await get(`/places/${kind}/${code}/`);
      const table = part(html, new RegExp(`data-table="${id}">.*?<table class="numbers">(.*?)</table>`, "s"));
      if (!table) continue;
      const years = [...table.matchAll(/<th scope="col">(\d{4})<\/th>/g)].map(([, year]) => year);
      const cells = cellsOf(part(table, /<th scope="row">Robbery<\/th>(.*?)<\/tr>/s));
      for (const [position, year] of years.entries()) {
        const shown = numberOf(cells[position]);
        if (shown === undefined) continue;
        assert.equal(shown, counts.get(`${code} robbery ${year}`), `${kind} ${code} ${year}`);
        pages.add(`${kind} ${code}`);
      }
    }
  }
  assert.ok(pages.size >= FEWEST_PAGES, `${pages.size} pages`);
});

test("the numbers of every offense are those of the published table", async () => {
  const months = new Map();
  for (const { offense, month, value, status } of await published("crime-city")) {
    if (status === "observed") months.set(`${offense} ${month}`, Number(value));
  }
  let compared = 0;
  for (const entry of await readdir(new URL("trends/", DIST), { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const html = await get(`/trends/${entry.name}/`);
    for (const [, period, rest] of html.matchAll(/<th scope="row">12 months to (\w+ \d{4})<\/th>(.*?)<\/tr>/gs)) {
      const shown = numberOf(cellsOf(rest)[0]);
      if (shown === undefined) continue;
      const last = new Date(`${period} 1 UTC`);
      const twelve = Array.from({ length: 12 }, (_, back) => new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - back, 1)));
      const sum = twelve.reduce((sum, day) => sum + months.get(`${entry.name} ${day.toISOString().slice(0, 7)}`), 0);
      assert.equal(shown, sum, `${entry.name}, ${period}`);
      compared += 1;
    }
  }
  assert.ok(compared > 1000, `${compared} numbers`);
});

for (const path of ["/", "/trends/robbery/", "/places/neighborhood/sandtown-winchester/", "/enforcement/", "/cities/new-orleans/"]) {
  test(`${path} answers without scripts`, async () => {
    await site.visit({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } }, async ({ page }) => {
      await page.goto(path);
      assert.ok((await page.locator("#prebuilt h1").innerText()).length > 3);
      assert.ok(await page.locator("#prebuilt .prebuilt-picture:visible svg").first().isVisible());
      assert.ok(await page.locator("#prebuilt a[href$='.csv'], #prebuilt a[href$='.csv.gz']").first().isVisible());
      const { width, scroll } = await page.evaluate(() => ({ width: innerWidth, scroll: document.documentElement.scrollWidth }));
      assert.ok(scroll <= width, `${scroll} of ${width} pixels`);
    });
  });

  test(`${path} stays where the program cannot come, and goes where it does`, async () => {
    await site.visit({ expectComplaints: true }, async ({ page, breakRequests }) => {
      await breakRequests("**/*.wasm", (route) => route.abort());
      await page.goto(path);
      assert.ok(await page.locator("#prebuilt h1").isVisible());
    });
    await site.visit({}, async ({ page, open }) => {
      await open(path);
      assert.equal(await page.locator("#prebuilt").count(), 0);
      assert.equal(await page.locator("main").count(), 1);
    });
  });
}

test("an entrance leads to its view", async () => {
  // A former address has no file: the host says so, and the app knows better.
  await site.visit({ expectComplaints: true }, async ({ page, open }) => {
    const { cities } = await (await page.request.get("/data/catalog.json")).json();
    const old = cities[0].releases.find(({ id }) => id !== cities[0].current).id;
    for (const [path, to] of [
      ["/trends/robbery/", "/trends?o=robbery"],
      ["/cities/new-orleans/", "/?c=new-orleans"],
      ["/places/neighborhood:cherry-hill", "/places/neighborhood/cherry-hill"],
      [`/r/${old}/trends/`, `/trends?r=${old}`],
    ]) {
      await open(path);
      assert.equal(page.url(), site.origin + to);
    }
  });
});

const isProgram = (path) => /\.wasm$/.test(path);

test("who only glances at a page fetches no program, and who does something does", (t) =>
  site.visit({ glances: true }, async ({ page, requests, whenReady }) => {
    await page.goto("/");
    await page.waitForTimeout(2500);
    assert.deepEqual(requests().filter(isProgram), []);
    assert.ok(await page.locator("#prebuilt h1").isVisible());
    t.diagnostic(`${requests().length} requests`);
    await page.keyboard.press("Tab");
    await whenReady();
    assert.equal(await page.locator("#prebuilt").count(), 0);
    assert.ok(requests().some(isProgram));
  }));

test("on a phone the headline and the first picture are there before any program", (t) =>
  site.visit({ glances: true, viewport: { width: 390, height: 844 } }, async ({ page, context, requests }) => {
    const devtools = await context.newCDPSession(page);
    // A slow line and a quarter of this processor's speed.
    await devtools.send("Network.enable");
    await devtools.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 });
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await page.goto("/", { waitUntil: "commit" });
    await page.locator("h1", { hasText: /people were killed/ }).waitFor();
    const painted = () => page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
    await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
    assert.ok(await page.locator("figure .prebuilt-picture svg:visible").first().isVisible());
    assert.deepEqual(requests().filter(isProgram), []);
    t.diagnostic(`first paint after ${Math.round(await painted())} ms`);
  }));

test("a page that stays open gets its program, but not where it is paid for dearly", async () => {
  await site.visit({ glances: true }, async ({ page }) => {
    await page.goto("/");
    await page.locator("#prebuilt").waitFor({ state: "detached" });
  });
  await site.visit({ glances: true }, async ({ page, requests, whenReady }) => {
    await page.addInitScript(() => {
      Object.defineProperty(navigator, "connection", { value: { saveData: true } });
    });
    await page.goto("/");
    await page.waitForTimeout(6000);
    assert.deepEqual(requests().filter(isProgram), []);
    await page.mouse.wheel(0, 200);
    await whenReady();
    assert.equal(await page.locator("#prebuilt").count(), 0);
  });
});

test("a chosen theme holds before the program is there", () =>
  site.visit({ glances: true, colorScheme: "light" }, async ({ page }) => {
    await page.goto("/");
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.evaluate(() => localStorage.setItem("sightline-theme", "dark"));
    await page.reload();
    assert.ok(await page.locator("#prebuilt").count());
    assert.notEqual(await ground(), light);
  }));

for (const width of [390, 1280]) {
  test(`what a visitor looks at, has opened and has the focus on stays as the app takes over, at ${width} px`, () =>
    site.visit({ glances: true, viewport: { width, height: 800 } }, async ({ page, whenReady }) => {
      await page.goto("/");
      const figure = page.locator("#prebuilt figure").nth(1);
      const heading = await figure.locator("h2, h3").first().textContent();
      const hold = new Promise((go) => page.route(/_bg\.wasm/, (route) => { go(route); }));
      await figure.locator("summary", { hasText: "What to know" }).click();
      const summary = figure.locator("summary", { hasText: "Table of the same numbers" });
      await summary.focus();
      await figure.locator("h2, h3").first().evaluate((one) => scrollBy(0, one.getBoundingClientRect().top - 120));
      const topOf = (root) =>
        page.evaluate(([root, text]) => {
          const all = [...document.querySelectorAll(`${root} h2, ${root} h3`)];
          return all.find((one) => one.textContent === text).getBoundingClientRect().top;
        }, [root, heading]);
      const before = await topOf("#prebuilt");
      await (await hold).continue();
      await page.locator("#prebuilt").waitFor({ state: "detached" });
      assert.ok(Math.abs((await topOf("main")) - before) <= 2, `${await topOf("main")} of ${before}`);
      const app = page.locator("main figure").nth(1);
      assert.notEqual(await app.locator("details", { hasText: "What to know" }).getAttribute("open"), null);
      assert.match(await page.evaluate(() => document.activeElement.textContent), /^Table of the same numbers/);
      await whenReady();
    }));
}

const isExcerpt = (path) => /\/excerpt-[0-9a-f]{16}\.txt$/.test(path);
const isManifest = (path) => path.endsWith("/manifest.json");

for (const path of ["/", "/es", "/cities/new-orleans/"]) {
  test(`the program of ${path} reads an excerpt of the release, which its page names`, () =>
    site.visit({}, async ({ page, open, requests }) => {
      await open(path);
      const asked = requests();
      assert.equal(asked.filter(isExcerpt).length, 1);
      assert.deepEqual(asked.filter(isManifest), []);
      // Whoever goes on gets what the other pages need.
      await page.locator("header nav a", { hasText: /^(Trends|Tendencias)$/ }).click();
      await whenDrawn(page);
      assert.equal(requests().filter(isManifest).length, 1);
    }));
}

for (const fault of ["notFound", "offline", "htmlInstead", "cutShort", "flippedBit"]) {
  test(`an excerpt, ${fault}: the release itself has all that is in it`, () =>
    site.visit({ expectComplaints: true }, async ({ page, open, breakRequests, requests }) => {
      await open("/");
      const heading = await page.locator("h1").innerText();
      await breakRequests(/\/excerpt-/, faults[fault]);
      await open("/");
      assert.equal(await page.locator("h1").innerText(), heading);
      assert.equal(await page.locator(".failure, [role=alert]").count(), 0);
      assert.ok(requests().some(isManifest));
    }));
}

test("an excerpt of another manifest than the catalogue names is not used", () =>
  site.visit({ expectComplaints: true }, async ({ page, requests }) => {
    await page.route("**/data/catalog.json", async (route) => {
      const catalog = await (await route.fetch()).json();
      catalog.cities[0].releases.at(-1).manifest_sha256 = "0".repeat(64);
      await route.fulfill({ json: catalog });
    });
    await page.goto("/");
    await page.locator(".failure").first().waitFor();
    assert.match(await page.locator(".failure").first().innerText(), /not the one that was published/);
    assert.ok(requests().some(isManifest));
  }));

test("what an excerpt leaves out is asked of the release", () =>
  site.visit({}, async ({ page, open, requests }) => {
    await open("/");
    assert.deepEqual(requests().filter(isManifest), []);
    const ofNumbers = page.waitForResponse(/\/revisions\.csv$/);
    await page.locator(".numbers-details summary").first().click();
    assert.equal((await ofNumbers).status(), 200);
    const computed = page.locator("details", { has: page.locator("> summary", { hasText: "How this was computed" }) }).first();
    await computed.evaluate((details) => (details.open = true));
    await computed.locator("pre code", { hasText: "SELECT" }).first().waitFor();
    assert.ok(requests().some(isManifest));
    assert.equal(await page.locator(".failure").count(), 0);
  }));
