// What a visit asks for: of every page in both languages, of every kind of chart for pages of others, and of
// whatever they start (programs, workers, frames), nothing goes to any other host, and nothing that is kept
// tells one visitor from another.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openSite } from "./harness.mjs";

const site = await openSite();
after(() => site.close());

const dist = fileURLToPath(new URL("../../dist/", import.meta.url));
const IN_ENGLISH = [
  "/", "/trends", "/trends?t=crime-hours-2014", "/trends?k=o", "/places", "/places/neighborhood/cherry-hill", "/enforcement", "/partnership", "/compare", "/data",
  "/data/revisions", "/data/verify", "/methods", "/cities/new-orleans/", "/no-such-page",
];
const ROUTES = [...IN_ENGLISH, ...IN_ENGLISH.map((route) => `/es${route}`)];
const OF_EMBEDS = ["trends/robbery/", "map/neighborhood/", "compare/", "tables/crime-hours-2014/", "places/neighborhood/cherry-hill/"];
const EMBEDS = OF_EMBEDS.flatMap((path) => [`/embed/${path}`, `/embed/es/${path}`, `/embed/${path}?controls=1&theme=dark`]);

/** Every address that is asked for, by whichever document or worker of a visitor. */
function recorded(context) {
  const asked = [];
  // Ample on a busy machine.
  context.setDefaultTimeout(60_000);
  context.on("request", (request) => asked.push(request.url()));
  context.on("weberror", (error) => asked.push(`an error: ${error.error().message}`));
  return asked;
}

/** Opens what is closed and points at the first chart, so that all that it needs is asked for. */
async function useIt(page) {
  for (const summary of await page.locator("main summary:visible").all()) await summary.click({ timeout: 1000 }).catch(() => {});
  const chart = page.locator(":is(.chart, .panel-chart)[data-chart=ready], path[data-code]:visible").first();
  if (await chart.count()) await chart.hover({ force: true, timeout: 2000 }).catch(() => {});
  await page.waitForLoadState("networkidle", { timeout: 5000 }).catch(() => {});
}

const isOwn = (address) => address.startsWith(`${site.origin}/`) || address.startsWith(`blob:${site.origin}/`);

for (const [name, paths] of [["pages", ROUTES], ["charts for pages of others", EMBEDS]]) {
  test(`${name} ask nothing of anybody else, and keep nothing about who looks`, (t) =>
    site.visit({ serviceWorkers: "allow" }, async ({ page, context }) => {
      const asked = recorded(context);
      for (const path of paths) {
        await page.goto(path);
        await page.locator("h1, figure, .embed").first().waitFor();
        await useIt(page);
        assert.deepEqual(asked.filter((address) => !isOwn(address)), [], path);
        assert.deepEqual(await context.cookies(), [], path);
      }
      t.diagnostic(`${asked.length} requests of ${paths.length} pages`);
      assert.ok(asked.length > 3 * paths.length, `${asked.length}`);
    }));
}

test("a request to somebody else would be seen", () =>
  site.visit({ expectComplaints: true }, async ({ page, context }) => {
    const asked = recorded(context);
    // A page of this host without the policy of contents, which lets nothing out.
    await page.route("**/without-policy", (route) => route.fulfill({ contentType: "text/html", body: '<img src="https://elsewhere.example/a.png">' }));
    await page.goto("/without-policy");
    assert.deepEqual(asked.filter((address) => !isOwn(address)), ["https://elsewhere.example/a.png"]);
  }));

test("nothing in the files of the site leads a browser to load from elsewhere", async () => {
  const pages = (await readdir(dist, { recursive: true })).filter((path) => path.endsWith(".html") && !path.startsWith("data/"));
  assert.ok(pages.length > 1000, `${pages.length}`);
  const loads = /<(?:script|img|iframe|source|audio|video|embed|object|use|image)\b[^>]*?\s(?:src|srcset|data|href)="([^"]*)"|<link\b(?=[^>]*rel="(?:stylesheet|preload|modulepreload|icon|preconnect|dns-prefetch|prefetch)")[^>]*?\shref="([^"]*)"/g;
  for (const path of pages) {
    for (const [whole, source, link] of (await readFile(dist + path, "utf8")).matchAll(loads)) {
      assert.doesNotMatch(source ?? link, /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i, `${path}: ${whole}`);
    }
  }
  const sheets = (await readdir(dist)).filter((path) => path.endsWith(".css"));
  for (const path of sheets) assert.doesNotMatch(await readFile(dist + path, "utf8"), /url\(\s*["']?(?:[a-z]+:|\/\/)|@import/i, path);
});

test("scripts and style sheets that a page names are named with their hashes, and these are theirs", async () => {
  const hash = (kind, bytes) => `${kind}-${createHash(kind).update(bytes).digest("base64")}`;
  for (const path of ["index.html", "trends/index.html", "es/places/index.html", "404.html"]) {
    const page = await readFile(dist + path, "utf8");
    const tags = page.match(/<script[^>]* src="[^"]*"[^>]*>|<link[^>]*rel="stylesheet"[^>]*>/g);
    assert.ok(tags.length > 1, `${path}: ${tags.length}`);
    for (const tag of tags) {
      const [, address] = tag.match(/(?:src|href)="([^"]*)"/);
      const integrity = tag.match(/integrity="(sha\d+)-([^"]*)"/);
      assert.ok(integrity, `${path}: ${tag}`);
      assert.equal(hash(integrity[1], await readFile(dist + address.replace(/^\//, ""))), `${integrity[1]}-${integrity[2]}`, `${path}: ${tag}`);
    }
  }
  const listener = await readFile(`${dist}embed/listener-1.js`);
  assert.equal(hash("sha384", listener), (await readFile(`${dist}embed/listener-1.integrity`, "utf8")).trim());
});
