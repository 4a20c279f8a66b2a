// The site without a network: after one visit every page, and every download of the current releases
// where the visitor asked for them, from a browser whose host is gone. New releases are offered, broken
// files are not kept, versions are not mixed, and the worker can be taken back.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { after, test } from "node:test";
import { brotliCompressSync, constants } from "node:zlib";
import { startChangingServer } from "./changing.mjs";
import { openBrowser } from "./harness.mjs";

const axe = await readFile(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const DIST = new URL("../../dist/", import.meta.url);
/** Pages are kept some seconds after they are there, one file after the other. */
const KEEPING_MILLIS = 60_000;
/** What the data page says that keeping pages and numbers fetches. */
const SAID_BYTES = 3_000_000;
const NEW = "2027-01-02-0000cafe";
const DOWNLOAD = "downloads/crime-city.csv";

const host = await startChangingServer();
const site = await openBrowser(host);
after(() => site.close());

const hashOf = (bytes) => createHash("sha256").update(bytes).digest("hex");
const published = async (path) => JSON.parse(await readFile(new URL(`data/${path}`, DIST), "utf8"));
const catalog = await published("catalog.json");
const manifests = await Promise.all(catalog.cities.map(({ current }) => published(`releases/${current}/manifest.json`)));
const [baltimore] = catalog.cities;
const superseded = baltimore.releases.find(({ id }) => id !== baltimore.current).id;
const folder = `data/releases/${baltimore.current}`;
const cube = `${folder}/${manifests[0].tables[0].cube}`;

/** A visitor of a fresh host, in a browser that lets workers in. */
async function visit(options, run) {
  host.changes.clear();
  host.moved.clear();
  host.delays.clear();
  host.headers = {};
  host.asked.length = 0;
  try {
    await site.visit({ serviceWorkers: "allow", ...options }, run);
  } finally {
    await host.stop();
    await host.start();
  }
}

/** How much the browser has kept: undefined, `numbers` or `all`, and of which releases. */
const kept = (page) =>
  page.evaluate(async () => {
    const names = (await caches.keys()).map((name) => name.split(" ").slice(2).join(" "));
    const catalog = await caches.match(new URL("data/catalog.json", document.baseURI));
    const level = catalog?.headers.get("Sightline-Kept");
    return { names: names.sort(), level, current: (await catalog?.json())?.cities.map(({ current }) => current) };
  });

async function until(look, isDone, millis = KEEPING_MILLIS) {
  const end = Date.now() + millis;
  for (;;) {
    const found = await look();
    if (isDone(found)) return found;
    assert.ok(Date.now() < end, `nothing came of waiting: ${JSON.stringify(found)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const whenKept = (page, level = "numbers") => until(() => kept(page), (found) => found.level === level);

async function keepDownloads({ page, open }) {
  await open("/data");
  await page.getByRole("button", { name: /^Keep the downloads, too/ }).click();
  await page.getByText("All of it opens without a network").waitFor({ timeout: KEEPING_MILLIS });
}

/** A file of the site with something else in it, or none. */
const broken = (bytes) => {
  const changed = Buffer.from(bytes);
  changed[changed.length >> 1] ^= 1;
  return changed;
};
const gone = () => undefined;

/** The current release of Baltimore once more, as a newer one, in which one download has a line more. */
async function publishNew({ withdraws = [] } = {}) {
  const longer = Buffer.concat([await readFile(new URL(`${folder}/${DOWNLOAD}`, DIST)), Buffer.from("\n")]);
  host.changes.set(`data/releases/${NEW}/${DOWNLOAD}`, () => longer);
  const files = manifests[0].files.map((file) => (file.path === DOWNLOAD ? { ...file, sha256: hashOf(longer) } : file));
  const manifest = { ...manifests[0], files, id: NEW, released: "2027-01-02", previous: baltimore.current };
  const bytes = Buffer.from(JSON.stringify(manifest));
  const reference = { id: NEW, released: manifest.released, manifest_sha256: hashOf(bytes) };
  const releases = [...baltimore.releases.filter(({ id }) => !withdraws.includes(id)), reference];
  const cities = [{ ...baltimore, current: NEW, releases }, ...catalog.cities.slice(1)];
  host.moved.set(`data/releases/${NEW}/`, `${folder}/`);
  host.changes.set(`data/releases/${NEW}/manifest.json`, () => bytes);
  host.changes.set("data/catalog.json", () => Buffer.from(JSON.stringify({ ...catalog, cities })));
}

/** A page whose scripts may be other than those that it was built with. */
const withoutIntegrity = (bytes) => Buffer.from(String(bytes).replaceAll(/(<script[^>]*) integrity="[^"]*"/g, "$1"));

/** The same worker with another list of files: a newer version of the site. */
function withSite(change) {
  return (bytes) => {
    const [, list, rest] = /^const SITE = (.*?);\n([^]*)$/.exec(String(bytes));
    return Buffer.from(`const SITE = ${JSON.stringify(change(JSON.parse(list)))};\n${rest}`);
  };
}

test("nothing is kept by who glances, who saves data, or who is shown the site in a frame", async () => {
  await visit({}, async ({ page, open }) => {
    await open("/");
    await page.waitForTimeout(2000);
    assert.deepEqual(host.asked.filter((path) => /worker|offline/.test(path)), []);
  });
  await visit({}, async ({ page, open }) => {
    await page.addInitScript(() => {
      Object.defineProperty(navigator, "connection", { value: { saveData: true } });
    });
    await open("/");
    await until(() => host.asked, (asked) => asked.includes("offline/page.js"));
    await page.waitForTimeout(1000);
    assert.ok(!host.asked.includes("worker.js"));
    assert.deepEqual((await kept(page)).names, []);
  });
  await visit({ expectComplaints: true }, async ({ page }) => {
    // A host that sends no headers lets everybody frame the site.
    host.headers = { "content-security-policy": "" };
    host.changes.set("framing", () => Buffer.from('<!doctype html><iframe src="/" width="800" height="800"></iframe>'));
    host.moved.set("framing", "offline/missing/index.html");
    await page.goto("/framing");
    await until(() => host.asked, (asked) => asked.includes("offline/page.js"));
    await page.waitForTimeout(1000);
    assert.ok(!host.asked.includes("worker.js"));
  });
});

test("after one visit every page opens without a host", (t) =>
  visit({ expectComplaints: true }, async ({ page, open, context }) => {
    await open("/");
    await whenKept(page);
    const visited = host.asked.indexOf("offline/page.js");
    t.diagnostic(`fetched by the first visit: ${await transferred([...new Set(host.asked.slice(0, visited))])} bytes`);
    const fetched = await transferred([...new Set(host.asked)]);
    t.diagnostic(`worker ${(await readFile(new URL("worker.js", DIST))).length} bytes`);
    t.diagnostic(`fetched by it and by keeping: ${fetched} bytes as a host with brotli sends them`);
    assert.ok(fetched <= SAID_BYTES, `${fetched}`);
    await host.stop();
    await page.close();

    const places = await readdir(new URL("places/neighborhood/", DIST));
    const routes = {
      "/": /Baltimore/,
      "/trends": /Trends/,
      "/trends/robbery/": /Trends/,
      "/trends?t=crime-city&o=homicide&g=m": /Trends/,
      "/places": /./,
      "/places/district/central": /Central/,
      [`/places/neighborhood/${places.at(-1)}/`]: /./,
      "/enforcement": /./,
      "/partnership": /./,
      "/compare": /./,
      "/data": /Data/,
      "/data/revisions": /./,
      "/data/verify": /./,
      "/methods": /./,
      "/cities/new-orleans/": /New Orleans/,
      "/cities/new-orleans/trends/": /Trends/,
      "/data?c=new-orleans": /Data/,
      [`/r/${baltimore.current}/data/`]: /Data/,
      "/no/such/page": /There is no page/,
      "/es/": /Baltimore/,
      "/es/trends": /Tendencias/,
      "/es/data": /Datos/,
    };
    const visitor = await context.newPage();
    for (const [route, heading] of Object.entries(routes)) {
      await visitor.goto(route);
      await visitor.locator("main h1").first().waitFor();
      await visitor.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
      assert.match(await visitor.locator("h1").first().innerText(), heading, route);
      assert.equal(await visitor.locator(".failure, .chart-failure").count(), 0, route);
    }
    // What only a pointer fetches, and what is fetched with a page that is open.
    await visitor.goto("/");
    await visitor.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Trends" }).click();
    await visitor.locator("figure .chart[data-chart=ready]").first().hover();
    await visitor.locator("figure .chart.live .chart-live svg").waitFor();
    await visitor.goto("/methods");
    await visitor.getByRole("button", { name: "Check it yourself" }).click();
    await visitor.locator(".verdict").first().waitFor();

    // What is not kept is said, by the site or by a page that says just that.
    await visitor.goto(`/r/${superseded}/trends/`);
    assert.match(await visitor.locator(".failure").first().innerText(), /could not be fetched/);
    for (const path of ["/feed.atom", "/embed/trends/", `/${folder}/downloads/crime-city.csv`, `/data/releases/${superseded}/manifest.json`]) {
      const response = await visitor.goto(path);
      assert.equal(response.status(), 503, path);
      assert.equal(await visitor.locator("h1").innerText(), "This page is not kept in your browser", path);
    }
    await visitor.evaluate(axe);
    const violations = await visitor.evaluate(async () => (await window.axe.run()).violations);
    assert.deepEqual(violations.map(({ id, nodes }) => `${id} ${nodes[0].html}`), []);
    const { fontFamily } = await visitor.evaluate(() => getComputedStyle(document.body));
    assert.match(fontFamily, /Public Sans/);
    await visitor.getByRole("link", { name: "Places" }).click();
    await visitor.locator("main h1").waitFor();
    // The check of every file asks the host, and nobody else.
    await visitor.goto("/data/verify");
    await assert.rejects(visitor.evaluate((path) => fetch(path, { cache: "no-store" }), `/${cube}`));
  }));

test("every download of the current releases opens without a host, once the visitor has asked for it", (t) =>
  visit({ expectComplaints: true }, async ({ page, open, context }) => {
    await open("/");
    await whenKept(page);
    const before = host.asked.length;
    await keepDownloads({ page, open });
    t.diagnostic(await page.locator("section[aria-labelledby=kept] [role=status]").innerText());
    t.diagnostic(`fetched for the downloads: ${await transferred(host.asked.slice(before))} bytes as a host with brotli sends them`);
    await host.stop();
    await page.close();

    const visitor = await context.newPage();
    await visitor.goto("/");
    for (const [at, { files }] of manifests.entries()) {
      const { current } = catalog.cities[at];
      const found = await visitor.evaluate(async ([folder, paths]) => {
        const hash = async (path) => {
          const digest = await crypto.subtle.digest("SHA-256", await (await fetch(`${folder}/${path}`)).arrayBuffer());
          return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
        };
        return Promise.all(paths.map(hash));
      }, [`/data/releases/${current}`, files.map(({ path }) => path)]);
      assert.deepEqual(found, files.map(({ sha256 }) => sha256));
    }
    // As a visitor does it: every link of the page, saved as a file.
    for (const [at, route] of ["/data", "/data?c=new-orleans"].entries()) {
      await visitor.goto(route);
      await visitor.locator("#tables").waitFor();
      await visitor.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
      const links = visitor.locator("main a[download]");
      const hashes = new Map(manifests[at].files.map(({ path, sha256 }) => [path, sha256]));
      let saved = 0;
      for (const link of await links.all()) {
        const path = (await link.getAttribute("href")).split(`${catalog.cities[at].current}/`)[1];
        const [download] = await Promise.all([visitor.waitForEvent("download"), link.click()]);
        assert.equal(await download.failure(), null, path);
        if (hashes.has(path)) assert.equal(hashOf(await readFile(await download.path())), hashes.get(path), path);
        saved += 1;
        // Chromium lets a page save ten files a second.
        await visitor.waitForTimeout(100);
      }
      assert.ok(saved > 40, `${saved} links`);
    }
    const latest = await visitor.evaluate(() => fetch("/data/latest/baltimore/crime-city.csv").then((response) => response.text()));
    assert.equal(hashOf(latest), manifests[0].files.find(({ path }) => path === "downloads/crime-city.csv").sha256);
    const part = await visitor.evaluate(async (path) => {
      const of = async (Range) => {
        const response = await fetch(path, { headers: { Range } });
        return [response.status, response.headers.get("Content-Range"), await response.text()];
      };
      return [await of("bytes=0-9"), await of("bytes=-4"), await of("bytes=999999999-")];
    }, `/${folder}/downloads/crime-city.csv`);
    const whole = await readFile(new URL(`${folder}/downloads/crime-city.csv`, DIST), "utf8");
    const size = Buffer.byteLength(whole);
    assert.deepEqual(part, [
      [206, `bytes 0-9/${size}`, whole.slice(0, 10)],
      [206, `bytes ${size - 4}-${size - 1}/${size}`, whole.slice(-4)],
      [416, `bytes */${size}`, ""],
    ]);
  }));

test("a new release is offered to who has a page open, and comes when it is taken", () =>
  visit({ expectComplaints: true }, async ({ page, open, whenReady }) => {
    await open("/");
    await whenKept(page);
    const footer = page.locator("footer");
    await publishNew();
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    const offer = page.locator(".notice", { hasText: "Newer numbers were published, those of January 2, 2027." });
    await offer.waitFor();
    assert.match(await footer.innerText(), new RegExp(baltimore.current));
    // Also on a page whose program comes only now, and reads the catalogue for itself.
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Data" }).click();
    await page.locator("#tables").waitFor();
    assert.match(await page.locator("main").innerText(), new RegExp(`Release ${baltimore.current}`));
    assert.deepEqual((await kept(page)).current, catalog.cities.map(({ current }) => current));
    await offer.getByRole("link", { name: "Show the newest numbers" }).click();
    await page.waitForFunction((id) => document.querySelector("footer")?.innerText.includes(id), NEW);
    await whenReady();
    assert.match(await page.locator("main").innerText(), new RegExp(`Release ${NEW}`));
    assert.equal(await offer.count(), 0);
    // It is kept now, and what is the same in both was not fetched again; the other goes next time.
    await until(() => kept(page), ({ current }) => current?.[0] === NEW);
    const again = host.asked.filter((path) => path.startsWith(`data/releases/${NEW}/geo/`));
    assert.deepEqual(again, []);
    await open("/");
    await until(() => kept(page), ({ names }) => !names.includes(`release ${baltimore.current}`));
    await host.stop();
    await open("/");
    assert.match(await footer.innerText(), new RegExp(NEW));
  }));

test("a release of which one file is missing is not kept, and the one before stays whole", () =>
  visit({ expectComplaints: true }, async ({ page, open }) => {
    await open("/");
    await whenKept(page);
    await keepDownloads({ page, open });
    await publishNew();
    const missing = `data/releases/${NEW}/${DOWNLOAD}`;
    host.changes.set(missing, gone);
    await open("/data");
    assert.match(await page.locator("footer").innerText(), new RegExp(NEW));
    await page.getByText("The connection ended before everything was here.").waitFor({ timeout: KEEPING_MILLIS });
    assert.ok(host.asked.includes(missing));
    assert.ok((await kept(page)).names.includes(`release ${NEW}`));
    assert.deepEqual((await kept(page)).current, catalog.cities.map(({ current }) => current));
    await host.stop();
    await open("/");
    assert.match(await page.locator("footer").innerText(), new RegExp(baltimore.current));
    const status = await page.evaluate((path) => fetch(path).then(({ status }) => status), `/${folder}/${DOWNLOAD}`);
    assert.equal(status, 200);
  }));

test("a file that is not the published one is not kept, until it is", () =>
  visit({ expectComplaints: true }, async ({ page, open }) => {
    host.changes.set(cube, broken);
    await open("/data");
    await page.getByText("A file was not the one that was published, so it was not kept.").waitFor({ timeout: KEEPING_MILLIS });
    assert.equal((await kept(page)).level, undefined);
    assert.equal(await page.evaluate((path) => caches.match(path), `/${cube}`), undefined);
    host.changes.delete(cube);
    await page.getByRole("button", { name: /^Keep pages and numbers/ }).click();
    await whenKept(page);
  }));

test("a site of which one file is not the one of the list is not kept", () =>
  visit({ expectComplaints: true }, async ({ page, open }) => {
    host.changes.set("methods.js", (bytes) => Buffer.concat([bytes, Buffer.from("\n")]));
    await open("/data");
    await page.getByText("A file was not the one that was published, so it was not kept.").waitFor({ timeout: KEEPING_MILLIS });
    const registrations = await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).filter(({ active }) => active).length);
    assert.equal(registrations, 0);
    await host.stop();
    await assert.rejects(page.reload());
  }));

test("a version of the site comes as a whole, and goes to work with the page that belongs to it", () =>
  visit({ expectComplaints: true }, async ({ page, open, context }) => {
    await open("/");
    await whenKept(page);
    const versions = async () => (await kept(page)).names.filter((name) => name.startsWith("site "));
    const [first] = await versions();
    // Another page of methods: what it says without a network tells the versions apart.
    const marked = (bytes) => Buffer.from(String(bytes).replaceAll("This page is not kept", "Nothing is kept"));
    const page2 = marked(await readFile(new URL("offline/missing/index.html", DIST)));
    const second = (sha256) =>
      withSite((list) => ({
        ...list,
        version: "0000000000000002",
        files: list.files.map((file) => (file.path === "offline/missing/" ? { ...file, sha256 } : file)),
      }));
    host.changes.set("offline/missing/", marked);
    host.changes.set("worker.js", second(hashOf("something else")));
    const asked = host.asked.length;
    await open("/");
    await until(() => host.asked.slice(asked), (paths) => paths.filter((path) => path === "offline/missing/").length > 1);
    await page.waitForTimeout(1000);
    const says = async () => {
      await host.stop();
      await page.goto("/feed.atom");
      const heading = await page.locator("h1").innerText();
      await host.start();
      return heading;
    };
    assert.match(await says(), /^This page is not kept/);

    // Whole, it waits for a page that is open beside it.
    host.changes.set("worker.js", second(hashOf(page2)));
    const other = await context.newPage();
    await other.goto("/");
    await open("/");
    await until(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).waiting?.state), (state) => state === "installed");
    await page.waitForTimeout(6000);
    assert.match(await says(), /^This page is not kept/);
    await other.close();
    await open("/");
    await until(versions, (names) => names.join() === "site 0000000000000002");
    assert.notEqual(first, "site 0000000000000002");
    assert.match(await says(), /^Nothing is kept/);
    await page.goto("/");
    await whenKept(page);
  }));

test("a page of another version gets no program of the kept one while the host has its own", () =>
  visit({ expectComplaints: true }, async ({ page, open }) => {
    await open("/");
    await whenKept(page);
    // The page of this version: no request for what is kept.
    await open("/trends");
    await page.locator("main h1").waitFor();
    const asked = () => host.asked.filter((path) => path === "explore.js").length;
    const before = asked();
    await open("/trends");
    assert.equal(asked(), before);
    // The page of another: its main program has another name.
    const [program] = (await readdir(DIST)).filter((name) => /^sightline-.*\.js$/.test(name));
    const renamed = program.replace("sightline-", "sightline-0").replace(/.(?=\.js$)/, "");
    host.moved.set(renamed, program);
    for (const path of ["trends", (await readdir(DIST)).find((name) => /^page-/.test(name))]) host.changes.set(path, rename);
    for (const path of (await readdir(DIST)).filter((name) => /^page-.*\.js$/.test(name))) {
      const text = await readFile(new URL(path, DIST), "utf8");
      if (!text.includes(program)) continue;
      host.moved.set(`page-0000000000000000.js`, path);
      host.changes.set("page-0000000000000000.js", rename);
      host.changes.set("trends", (bytes) => withoutIntegrity(rename(Buffer.from(String(bytes).replaceAll(path, "page-0000000000000000.js")))));
    }
    function rename(bytes) {
      return Buffer.from(String(bytes).replaceAll(program, renamed));
    }
    await open("/trends");
    assert.ok(host.asked.includes(renamed));
    assert.equal(asked(), before + 1);
  }));

test("a host that is slow does not keep a visitor waiting", () =>
  visit({}, async ({ page, open }) => {
    await open("/");
    await whenKept(page);
    host.delays.set("trends", 20_000);
    host.delays.set("data/catalog.json", 20_000);
    const begun = Date.now();
    await open("/trends");
    assert.match(await page.locator("h1").innerText(), /Trends/);
    const millis = Date.now() - begun;
    assert.ok(millis < 10_000, `${millis} ms`);
  }));

test("a host that answers with its own trouble is as one that does not answer", () =>
  visit({ expectComplaints: true }, async ({ page, open }) => {
    await open("/");
    await whenKept(page);
    const trouble = () => Promise.reject(new Error("trouble"));
    host.changes.set("", trouble);
    host.changes.set("data/catalog.json", trouble);
    await open("/");
    assert.match(await page.locator("h1").first().innerText(), /Baltimore/);
    await page.getByText("This site gives no answer now.").waitFor();
  }));

test("a withdrawn release is kept nowhere", () =>
  visit({ expectComplaints: true }, async ({ page, open }) => {
    await open("/");
    await whenKept(page);
    await publishNew({ withdraws: [baltimore.current] });
    host.changes.set(`data/releases/${NEW}/overview.json`, gone);
    await page.goto("/");
    const names = await until(() => kept(page), ({ names }) => !names.includes(`release ${baltimore.current}`));
    assert.equal(names.level, undefined);
  }));

test("what is kept can be removed, and stays removed", () =>
  visit({}, async ({ page, open }) => {
    await open("/data");
    await whenKept(page);
    await page.getByRole("button", { name: "Remove from this browser" }).click();
    await page.getByText("Nothing is kept in this browser.").waitFor();
    assert.deepEqual((await kept(page)).names, []);
    await open("/data");
    await page.waitForTimeout(7000);
    assert.deepEqual((await kept(page)).names, []);
    const registered = () => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
    assert.equal(await registered(), 0);
    await page.getByRole("button", { name: /^Keep pages and numbers/ }).click();
    await whenKept(page);
    assert.equal(await registered(), 1);
  }));

test("what the browser has thrown away is said, and comes again", () =>
  visit({ expectComplaints: true }, async ({ page, open }) => {
    await open("/");
    await whenKept(page);
    const throwAway = (kind) =>
      page.evaluate(async (kind) => {
        const names = (await caches.keys()).filter((name) => name.includes(` ${kind} `));
        for (const name of names) await caches.delete(name);
        return names.length;
      }, kind);
    assert.equal(await throwAway("site"), 1);
    assert.equal(await throwAway("release"), 2);
    await host.stop();
    assert.equal((await page.goto("/trends")).status(), 503);
    assert.match(await page.locator("body").innerText(), /This page needs a connection/);
    await host.start();
    await open("/data");
    await page.getByText("Files are being fetched for use without a network.").waitFor();
    await page.getByText("open without a network. Downloads need one.").waitFor();
    await host.stop();
    await open("/trends");
    assert.match(await page.locator("h1").innerText(), /Trends/);
  }));

test("a browser with too little room keeps nothing, and says so", () =>
  visit({ expectComplaints: true }, async ({ page, open, context }) => {
    const browser = await context.newCDPSession(page);
    await browser.send("Storage.overrideQuotaForOrigin", { origin: host.origin, quotaSize: 5_000_000 });
    await open("/data");
    await page.getByRole("alert").getByText("This browser has too little room for it.").waitFor({ timeout: KEEPING_MILLIS });
    assert.equal((await kept(page)).level, undefined);
  }));

test("the worker can be taken back", () =>
  visit({ expectComplaints: true }, async ({ page, open }) => {
    await open("/");
    await whenKept(page);
    const retired = await readFile(new URL("../../offline/retired.js", import.meta.url));
    host.changes.set("worker.js", () => retired);
    await open("/");
    await until(
      () => page.evaluate(async () => [...(await caches.keys()), ...(await navigator.serviceWorker.getRegistrations())].length),
      (left) => left === 0,
    );
    await host.stop();
    await assert.rejects(page.goto("/"));
  }));

test("a browser that lets no worker in shows the site as before", () =>
  visit({ serviceWorkers: "block" }, async ({ page, open }) => {
    await page.addInitScript(() => {
      navigator.serviceWorker.register = () => Promise.reject(new DOMException("no", "SecurityError"));
    });
    await open("/data");
    await page.waitForTimeout(6000);
    assert.match(await page.locator("h1").innerText(), /Data/);
    await page.getByRole("button", { name: /^Keep pages and numbers/ }).click();
    await page.getByText("This browser refused to keep it.").waitFor();
  }));

test("pages that take trusted types alone get the worker, and no other", () =>
  visit({ expectComplaints: true }, async ({ page }) => {
    host.headers = { "content-security-policy": "require-trusted-types-for 'script'; trusted-types sightline" };
    await page.goto("/offline/missing/");
    await page.evaluate(() => import("/offline/page.js").then((page) => page.begin(() => {})));
    await whenKept(page);
    await assert.rejects(page.evaluate(() => navigator.serviceWorker.register("/worker.js?other")), /TrustedScriptURL/);
  }));

test("below a path of a host, the worker keeps to the path", async () => {
  const base = "/sightline/";
  const below = await startChangingServer({ base });
  const inner = await openBrowser(below);
  const based = (bytes) => withoutIntegrity(Buffer.from(String(bytes).replaceAll(/((?:href|src)=")\/(?!\/)/g, `$1${base}`)));
  const scripted = (bytes) => Buffer.from(String(bytes).replaceAll(/(['"])\/(?=sightline-)/g, `$1${base}`));
  try {
    const read = (path) => readFile(new URL(path, DIST));
    const changed = { "offline/app/": based(await read("offline/app/index.html")), "offline/missing/": based(await read("offline/missing/index.html")) };
    const pages = (await readdir(DIST)).filter((name) => /^page-.*\.js$/.test(name));
    for (const name of pages) changed[name] = scripted(await read(name));
    for (const [path, bytes] of Object.entries(changed)) below.changes.set(path, () => bytes);
    for (const path of ["", "trends"]) below.changes.set(path, based);
    below.changes.set("worker.js", withSite((list) => ({
      ...list,
      files: list.files.map((file) => (changed[file.path] ? { ...file, sha256: hashOf(changed[file.path]) } : file)),
    })));
    await inner.visit({ serviceWorkers: "allow", expectComplaints: true }, async ({ page, open }) => {
      await open(base);
      await whenKept(page);
      const scopes = await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope));
      assert.deepEqual(scopes, [`${below.origin}${base}`]);
      await below.stop();
      await open(`${base}trends/robbery/`);
      assert.match(await page.locator("h1").innerText(), /Trends/);
      assert.equal(page.url(), `${below.origin}${base}trends?o=robbery`);
    });
  } finally {
    await inner.close();
  }
});

/** The bytes of files as a host with brotli sends them. */
async function transferred(paths) {
  const sizes = paths.map(async (path) => {
    const name = path === "" || path.endsWith("/") ? `${path}index.html` : path;
    const bytes = await readFile(new URL(name, DIST)).catch(() => Buffer.alloc(0));
    if (/\.(woff2|gz|zip|xlsx|parquet|png)$/.test(name)) return bytes.length;
    return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
