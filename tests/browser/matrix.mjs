// Every file that the site asks for, with everything that can be wrong with it: what the visitor is told,
// that the rest of the page goes on, and that trying again works once the file is as it should be.
//
// The files are those that a browser asks for on all routes of the sitemap, and when a reader points at a
// chart, opens what is closed and asks for the check. Files of one kind (cubes, outlines, …) go the same
// way: the first of them meets every fault, each of the others one.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { after, suite, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { startChangingServer } from "./changing.mjs";
import { openBrowser } from "./harness.mjs";

/** Pages that are open at the same time, each of a host of its own. */
const AT_ONCE = 4;
/** The page waits so long before it says that its program is late, and fetches what it does not need (`src/watch.js`, `platform::offline`). */
const PATIENCE_MILLIS = 11_000;
const WAIT_MILLIS = 20_000;
const DIST = new URL("../../dist/", import.meta.url);
const HTML = "<!doctype html><title>Welcome</title><p>Welcome to this host</p>";

const browser = await openBrowser({ origin: "about:blank", close() {} });
const hosts = await Promise.all(Array.from({ length: AT_ONCE }, () => startChangingServer()));
after(async () => {
  await browser.close();
  await Promise.all(hosts.map((host) => host.close()));
});

const catalog = JSON.parse(await readFile(new URL("data/catalog.json", DIST), "utf8"));
const [city] = catalog.cities;
const earlier = city.releases.find(({ id }) => id !== city.current).id;

const flip = (bytes) => {
  const changed = Buffer.from(bytes);
  if (changed.length) changed[changed.length >> 1] ^= 1;
  return changed;
};

/** What was there before, at the same path: of an earlier release, or else of a build that held something else. */
async function older(path, bytes) {
  if (path === "data/catalog.json") {
    const cities = catalog.cities.map((one) => (one.id === city.id ? { ...one, current: earlier } : one));
    return Buffer.from(JSON.stringify({ ...catalog, cities }));
  }
  const before = path === "" || path.endsWith("/") ? `r/${earlier}/${path}index.html` : path.replace(city.current, earlier);
  const found = before === path ? undefined : await readFile(new URL(before, DIST)).catch(() => undefined);
  if (found && !found.equals(bytes)) return found;
  // WebAssembly takes a section of its own at its end, every other format a line.
  return Buffer.concat([bytes, path.endsWith(".wasm") ? Buffer.from([0, 2, 1, 120]) : Buffer.from("\n")]);
}

/** What a host answers in the place of a file. */
const FAULTS = {
  missing: () => ({ status: 404, headers: {}, bytes: "" }),
  trouble: () => ({ status: 500, headers: {}, bytes: "" }),
  cut: (answer) => ({ ...answer, bytes: answer.bytes.subarray(0, answer.bytes.length >> 1) }),
  flipped: (answer) => ({ ...answer, bytes: flip(answer.bytes) }),
  late: (answer, host) => new Promise((resolve) => (host.release = () => resolve(answer))),
  older: async (answer, _, path) => ({ ...answer, bytes: await older(path, answer.bytes) }),
  html: (answer) => ({ ...answer, headers: { ...answer.headers, "content-type": "text/html;charset=utf-8" }, bytes: HTML }),
  empty: (answer) => ({ ...answer, bytes: "" }),
};

/** What a reader does on a page, each where it can be done: where, what, and what comes of it. */
const ACTIONS = {
  "points at a chart": {
    at: ".chart[data-chart=ready]",
    act: (chart) => chart.hover(),
    comes: ".chart-live svg, .chart-rule, .chart-failure",
  },
  "asks how it was computed": {
    at: "main details:has(> summary:text-is('How this was computed')) > summary",
    act: (summary) => summary.click(),
    comes: "main details[open] pre, main details[open] .failure",
  },
  "asks for the check": {
    at: "button:text-is('Check it yourself')",
    act: (button) => button.click(),
    comes: ".verdict, .failure, main [role=alert]",
  },
};

/** What tells a reader that something is wrong. */
const ALERT = ":is(.stopped, .failure, .chart-failure, [role=alert], .late, .verdict.is-broken):visible";

/** A page of each kind that the sitemap names. */
async function routes() {
  const sitemap = await readFile(new URL("sitemap.xml", DIST), "utf8");
  const paths = [...sitemap.matchAll(/<loc>https?:\/\/[^/]+(\/[^<]*)<\/loc>/g)].map(([, path]) => path);
  const shape = (path) => path.replace(/\/trends\/[^/]+\/$/, "/trends/*").replace(/(\/places\/[^/]+)\/[^/]+\/$/, "$1/*");
  const kinds = new Map(paths.toReversed().map((path) => [shape(path), path]));
  return [...kinds.values()].toReversed();
}

const texts = new Map();
for (const name of (await readdir(DIST)).filter((name) => /^page-.*\.js$/.test(name))) texts.set(name, await readFile(new URL(name, DIST), "utf8"));

/** The kind of a file: its path without what tells one of a kind from another. */
function kindOf(path) {
  if (path === "" || path.endsWith("/")) return "page";
  if (texts.has(path)) return texts.get(path).includes("module_or_path") ? "start of the main program" : "watch.js";
  return path
    .replace(/^data\/releases\/[^/]+\//, "release/")
    .replace(/-[0-9a-f]{8,16}(?=[._/])/g, "")
    .replace(/^(release\/(?:cubes|geo|queries|texts))\/[^/]+(\.\w+)$/, "$1/*$2")
    .replace(/^(snippets\/[^/]+)\/.*$/, "$1/*.js")
    .replace(/^[a-z]+\.css$/, "*.css");
}

/** Faults that nobody is told of, and why that is no loss, or cannot be. */
const UNTOLD = [
  [/^vendor\/fonts\//, /./, "another typeface stands in"],
  [/^offline\/page\.js$/, /./, "nothing is kept; what the page shows does not need it"],
  [/^watch\.js$/, /./, "it is what tells; all else goes on without it"],
  [/^wake\.js$/, /./, "the page fetches its program at once"],
  [/^vendor\/echarts\.js$/, /late/, "the picture stays, and the chart comes when it can"],
  [/^\*\.css$/, /late/, "the page shows without it after a while, and takes it when it comes"],
  [/^excerpt\.txt$/, /^(?!late)/, "the release itself has all that is in it"],
  [/^page$/, /cut|flipped|older/, "the program makes the page from files that it has checked"],
  [/^page$/, /missing|trouble|late|html|empty/, "the browser or the host speaks, there is no page that could"],
  [/^data\/catalog\.json$/, /older/, "no hash names the catalogue; the footer says which release is shown"],
];
/** Faults that break something or nothing, after what they hit: no hash names the file. */
const EITHER = [[/^data\/catalog\.json$/, /flipped/]];
const isAmong = (list, kind, fault) => list.some(([kinds, faults]) => kinds.test(kind) && faults.test(fault));
/** Where no page of the site came. */
const isNoPage = (kind, fault) => kind === "page" && /missing|trouble|html|empty/.test(fault);

async function visit(host, run) {
  host.answers.clear();
  host.release = undefined;
  const context = await browser.browser.newContext({ baseURL: host.origin, serviceWorkers: "block" });
  context.setDefaultTimeout(WAIT_MILLIS);
  try {
    return await run(await context.newPage());
  } finally {
    host.answers.clear();
    host.release?.();
    await context.close();
  }
}

async function whenReady(page) {
  await page.locator("#prebuilt").waitFor({ state: "detached" });
  await page.locator("main h1").first().waitFor();
  await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
}

async function act(page, { at, act, comes }) {
  const place = page.locator(at).first();
  await place.scrollIntoViewIfNeeded();
  await act(place);
  await page.locator(comes).first().waitFor();
}

/** A page that the program of a part shows. */
const ROUTE_OF = { "explore.js": "/trends/", "methods.js": "/methods/" };

/** What the site asks for: each path with the route and the action that ask for it first. */
async function discover() {
  const found = new Map();
  const waiting = await routes();
  const walk = async (host) => {
    for (let route = waiting.shift(); route; route = waiting.shift()) {
      host.asked.length = 0;
      await visit(host, async (page) => {
        const note = (action) => {
          for (const path of host.asked.splice(0)) if (!found.has(path)) found.set(path, { path, route, action });
        };
        await page.goto(route);
        await whenReady(page);
        if (route === "/") await page.waitForRequest(/offline\/page\.js/);
        note();
        if (/^\/(es|cities)\//.test(route)) return;
        for (const [name, action] of Object.entries(ACTIONS)) {
          if ((await page.locator(action.at).count()) === 0) continue;
          await act(page, action);
          note(name);
        }
      });
    }
  };
  await Promise.all(hosts.map(walk));
  // A page fetches all pieces of its programs ahead; only one that is run is missed, and some belong to
  // the charts in pages of others alone.
  const names = (await readdir(DIST)).filter((name) => /^(sightline-.*|explore|methods)\.js$/.test(name));
  const runs = await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, DIST), "utf8")]));
  for (const file of [...found.values()].filter(({ path }) => path.startsWith("snippets/"))) {
    const [program] = runs.find(([, text]) => text.includes(file.path)) ?? [];
    if (program) Object.assign(file, { route: ROUTE_OF[program] ?? "/", action: undefined });
    else found.delete(file.path);
  }
  // The picture of the tab is asked for once in the life of a browser; a tab without one is no loss.
  for (const path of found.keys()) if (kindOf(path) === "favicon.svg") found.delete(path);
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** One file with one fault, from the visitor's side. */
async function meet(host, page, { path, route, action }, fault) {
  const kind = kindOf(path);
  const isLate = fault === "late";
  if (isLate) await page.clock.install();
  const isAsked = later();
  host.answers.set(path, (answer) => {
    isAsked.resolve();
    return FAULTS[fault](answer, host, path);
  });
  if (isNoPage(kind, fault)) {
    await page.goto(route, { waitUntil: "commit" }).catch(() => {});
  } else if (kind === "page" && isLate) {
    const going = page.goto(route);
    await isAsked.promise;
    host.release();
    await going;
  } else if (isLate && /^(watch|wake)\.js$/.test(kind)) {
    await page.goto(route, { waitUntil: "commit" });
    await isAsked.promise;
    host.release();
  } else {
    await page.goto(route, { waitUntil: "commit" });
    if (action) {
      await whenReady(page);
      await act(page, isLate ? { ...ACTIONS[action], comes: "body" } : ACTIONS[action]);
    }
    if (kind === "offline/page.js") await page.waitForRequest(/offline\/page\.js/);
    await isAsked.promise;
    if (isLate) {
      await page.locator("h1").first().waitFor({ state: "attached" });
      await page.clock.fastForward(PATIENCE_MILLIS);
      await page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()));
      // Whoever uses the page has its program, whatever else is on its way.
      if (!action) await page.mouse.move(9, 9);
    }
    const alert = page.locator(ALERT).first();
    if (isAmong(EITHER, kind, fault)) await Promise.any([alert.waitFor(), whenReady(page)]);
    else if (isAmong(UNTOLD, kind, fault)) {
      await whenReady(page);
      assert.equal(await page.locator(ALERT).count(), 0, "something was said");
    } else {
      await alert.waitFor();
      const said = await alert.innerText();
      assert.match(said, /\w{3,}\W+\w+/);
      assert.doesNotMatch(said, /[A-Z]\w+Error|undefined|panicked|https?:|\bfetch\b/, said);
      if (route.startsWith("/es/")) assert.doesNotMatch(said, /\b(the|was|could)\b/, said);
      // The rest of the page is there, and leads on.
      assert.ok(await page.locator("nav.pages a:visible").first().isVisible());
      assert.ok(await page.locator("h1:visible").first().isVisible());
    }
  }

  host.answers.clear();
  if (isLate) {
    host.release?.();
  } else if (isNoPage(kind, fault)) {
    // The browser's own page of an error may still be on its way, and tries again by itself: either comes
    // in between, and the last leads to the page.
    for (let most = 3; most > 0; most -= 1) {
      const isThere = await page.goto(route).then(() => true, () => false);
      if (isThere) break;
      await setTimeout(500);
    }
  } else {
    // Each place that misses the file has a way back of its own.
    const again = page.locator(`${ALERT} >> button:visible`);
    if (!(await again.count())) await page.reload();
    for (let most = 20; most > 0 && (await again.count()); most -= 1) {
      await again.first().click({ timeout: 1000 }).catch(() => {});
      await page.waitForTimeout(200);
    }
  }
  await whenReady(page);
  if (action && !isLate && (await page.locator(ACTIONS[action].comes).count()) === 0) await act(page, ACTIONS[action]);
  await page.waitForFunction(() => !document.querySelector(".stopped, .failure, .chart-failure, main [role=alert]"));
  if (action) await page.locator(ACTIONS[action].comes).first().waitFor();
}

/** A promise that others keep, within as long as a page is waited for. */
function later() {
  const made = {};
  const kept = new Promise((resolve) => (made.resolve = resolve));
  const tooLate = () => Promise.reject(new Error("the page did not ask for the file"));
  made.promise = Promise.race([kept, setTimeout(WAIT_MILLIS, undefined, { ref: false }).then(tooLate)]);
  // Not everything that may come is waited for.
  made.promise.catch(() => {});
  return made;
}

const free = [...hosts];
const waiting = [];
/** A host that nobody else uses. */
async function withHost(run) {
  const host = free.pop() ?? (await new Promise((resolve) => waiting.push(resolve)));
  try {
    return await run(host);
  } finally {
    const next = waiting.shift();
    if (next) next(host);
    else free.push(host);
  }
}

const files = await discover();
const seen = new Set();
const names = Object.keys(FAULTS);
/** Some files, for whoever works on one of them: FILES=explore. */
const only = process.env.FILES ? new RegExp(process.env.FILES) : /(?:)/;

test("the walk through the site finds every kind of file", () => {
  const kinds = new Set(files.map(({ path }) => kindOf(path)));
  for (const kind of ["page", "watch.js", "*.css", "sightline.js", "explore_bg.wasm", "checker.js", "vendor/echarts.js", "offline/page.js", "data/catalog.json", "excerpt.txt", "release/manifest.json", "release/cubes/*.cube", "release/texts/*.json", "locales/es.txt"]) {
    assert.ok(kinds.has(kind), `nobody asked for ${kind}: ${[...kinds].join(", ")}`);
  }
});

suite("every file with every fault", { concurrency: AT_ONCE }, () => {
  for (const [at, file] of files.entries()) {
    const kind = kindOf(file.path);
    const isFirst = !seen.has(kind);
    seen.add(kind);
    if (!only.test(file.path)) continue;
    // Pages of other languages and cities are written by the same lines, and are as many again.
    if (!isFirst && /^(es|cities)\//.test(file.path)) continue;
    const faults = isFirst ? names : [names[at % names.length]];
    test(`/${file.path} (${faults.join(", ")})`, () =>
      withHost(async (host) => {
        const failed = [];
        for (const fault of faults) {
          await visit(host, (page) => meet(host, page, file, fault)).catch((error) => failed.push(`${fault}: ${error.message.slice(0, 400)}`));
        }
        assert.deepEqual(failed, []);
      }));
  }
});
