// Texts that want to be more than text, in every part of an address and in every text of a release: they
// are shown as they are. No element, attribute or script comes that a harmless text does not bring, nothing
// is asked of another host, and the policy of contents has nothing to refuse.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { openSite } from "./harness.mjs";
import { walk } from "./walk.mjs";

const root = new URL("../../", import.meta.url);
const { seen, unseen, fields } = JSON.parse(await readFile(new URL("tests/fixtures/hostile.json", root), "utf8"));
const TEXTS = [...seen, ...unseen];
const HARMLESS = "Some harmless words";
/** Long enough for a table to arrive on a busy machine. */
const PATIENCE_MILLIS = 60_000;

/** In which a page whose data are here is whole. */
const WHOLE_MILLIS = 500;

const ROUTES = ["/", "/trends", "/places", "/enforcement", "/partnership", "/compare", "/data", "/data/revisions", "/data/verify", "/methods"];
const EMBEDS = ["/embed/trends/robbery/", "/embed/map/neighborhood/", "/embed/compare/", "/embed/tables/crime-hours-2014/"];
/** Parameters that choose what is shown; a city or a release that is not there leaves nothing of it. */
const CHOICES = ["t", "o", "p", "f", "u", "g", "e", "k", "x", "d", "m", "q", "race", "age", "sex", "theme", "controls", "lang"];
const RELEASE = ["c", "r"];

const site = await openSite();
after(() => site.close());

/** What must not come to pass, told as it happens. */
async function watch(context, page) {
  const found = [];
  context.setDefaultTimeout(PATIENCE_MILLIS);
  await context.exposeBinding("hostile", (_, ...what) => found.push(`a script ran: ${what}`));
  await context.exposeBinding("reportViolation", (_, what) => found.push(what));
  await context.addInitScript(() =>
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) =>
      window.reportViolation(`against the policy: ${effectiveDirective} ${blockedURI} ${sample}`)));
  page.on("dialog", (dialog) => {
    found.push(`a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("popup", (popup) => found.push(`a window: ${popup.url()}`));
  context.on("request", (request) => {
    if (new URL(request.url()).origin !== site.origin && !request.url().startsWith("blob:")) found.push(`a request: ${request.url()}`);
  });
  return found;
}

/** The kinds of elements in a page and of their attributes, and where its links lead elsewhere. */
const KINDS = () => {
  const kinds = new Set();
  for (const element of document.querySelectorAll("*")) {
    kinds.add(element.localName);
    for (const { name, value } of element.attributes) {
      // What belongs to one record, as `data-code`, has any value.
      kinds.add(`${element.localName}[${name}]`);
      if (["href", "src", "action", "srcset", "formaction", "xlink:href", "data"].includes(name)) {
        const { protocol, host } = new URL(value, document.baseURI);
        if (!["http:", "https:", "blob:"].includes(protocol) || host.includes("hostile")) kinds.add(`${name} leads to ${protocol}//${host}`);
      }
    }
  }
  if (Object.keys(Object.prototype).length > 0) kinds.add("a changed prototype");
  return [...kinds];
};

/** Addresses that have a text in each of their parameters and open parts; release and unknown names are the
 * same on every page, so that each text meets them on one. */
function addresses(text, language, at = 0) {
  const value = encodeURIComponent(text.toWellFormed?.() ?? text);
  const query = (names) => names.map((name) => `${name}=${value}`).join("&");
  const views = ROUTES.map((route) => `${route}?${query(CHOICES)}`);
  views.push(`${ROUTES[at % ROUTES.length]}?${query(RELEASE)}`, `${ROUTES[at % ROUTES.length]}?${value}=${value}`);
  // Dots lead up in a path, as they should.
  const part = value.slice(0, 300).replace(/%[0-9A-F]?$/, "").replaceAll(".", "%2E");
  return [...views, `/places/${part}/${part}`, `/places/neighborhood/${part}`, `/trends/${part}`, `/${part}`].map((address) => language + address);
}

const extra = (found, known) => found.filter((kind) => !known.has(kind));

// The pages in Spanish are the same program: a part of the texts is enough there.
for (const [language, texts] of [["", TEXTS], ["/es", TEXTS.filter((_, at) => at % 15 === 0)]]) {
  test(`every parameter and path of ${language || "the site"} takes ${texts.length} hostile texts for text`, (t) =>
    site.visit({ expectComplaints: true }, async ({ page, context, open, complaints }) => {
      const found = await watch(context, page);
      await open(`${language}/trends`);
      const visit = (all, stayMillis) => walk(page, all, { patienceMillis: PATIENCE_MILLIS, stayMillis, collect: KINDS });
      // What codes of tables and views bring, and what texts that nobody knows do.
      const real = ROUTES.map((route) => language + route).concat(`${language}/places/neighborhood/cherry-hill`, `${language}/trends?d=t&k=o&m=rate&x=city`);
      const harmless = ROUTES.flatMap((_, at) => addresses(HARMLESS, language, at));
      const plain = await visit([...real, ...new Set(harmless)], WHOLE_MILLIS);
      assert.equal(plain.blank, undefined);
      const known = new Set(plain.found);
      for (const [at, text] of texts.entries()) {
        const { found: kinds, blank } = await visit(addresses(text, language, at));
        assert.equal(blank, undefined, JSON.stringify(text));
        assert.deepEqual(extra(kinds, known), [], JSON.stringify(text));
        assert.deepEqual([found, complaints], [[], []], JSON.stringify(text));
      }
      t.diagnostic(`${addresses("", "").length} addresses for each text`);
    }));
}

test("what is looked for and what is not there is shown as it was written", () =>
  site.visit({}, async ({ page, context, open }) => {
    const found = await watch(context, page);
    for (const text of ["<img src=x onerror=hostile()>", "\" onmouseover=\"hostile()", "&lt;b&gt;", "{{1+1}}", "${1}"]) {
      const value = encodeURIComponent(text);
      await open(`/places?q=${value}`);
      assert.equal(await page.locator("input[type=search]").first().inputValue(), text);
      await open(`/?c=${value}`);
      assert.ok((await page.locator("h1").innerText()).includes(text), await page.locator("h1").innerText());
      assert.deepEqual(found, []);
    }
  }));

test("a page that is loaded with hostile texts in its address is the page", () =>
  site.visit({ expectComplaints: true }, async ({ page, context, whenReady }) => {
    const found = await watch(context, page);
    const pages = [...ROUTES.slice(0, 7), "/places/neighborhood/cherry-hill", ...EMBEDS];
    const load = async (path, text) => {
      const names = [...CHOICES, ...(EMBEDS.includes(path) ? RELEASE : [])];
      await page.goto(`${path}?${names.map((name) => `${name}=${encodeURIComponent(text)}`).join("&")}#${encodeURIComponent(text)}`);
      if (path.startsWith("/embed/")) await page.locator("#prebuilt").waitFor({ state: "detached" });
      else await whenReady();
      return page.evaluate(KINDS);
    };
    const known = new Set();
    for (const path of pages) for (const kind of [...(await load(path, HARMLESS)), ...(await page.goto(path), await page.evaluate(KINDS))]) known.add(kind);
    for (const [at, text] of TEXTS.filter((text) => text.length < 1000).entries()) {
      const path = pages[at % pages.length];
      assert.deepEqual(extra(await load(path, text), known), [], `${path} ${JSON.stringify(text)}`);
      assert.deepEqual(found, [], `${path} ${JSON.stringify(text)}`);
    }
  }));

/** The same JSON with a hostile text at the end of each of its texts. */
function spoilt(value, next, field = "") {
  if (Array.isArray(value)) return value.map((one) => spoilt(one, next, field));
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, spoilt(one, next, name)]));
  }
  return typeof value === "string" && fields.includes(field) ? `${value} ${next()}` : value;
}

/** A cube with such labels: a mark, the length of its header, the header as JSON, and the numbers. */
function spoiltCube(bytes, next) {
  const length = bytes.readUInt32LE(8);
  const header = Buffer.from(JSON.stringify(spoilt(JSON.parse(bytes.subarray(12, 12 + length)), next)));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(header.length);
  return Buffer.concat([bytes.subarray(0, 8), size, header, bytes.subarray(12 + length)]);
}

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** The files of the current releases with hostile texts, and the catalogue that names them: by path. */
async function spoiltRelease(texts) {
  const data = new URL("dist/data/", root);
  const read = (path) => readFile(new URL(path, data));
  let at = 0;
  const next = () => texts[at++ % texts.length];
  const files = new Map();
  const catalog = JSON.parse(await read("catalog.json"));
  for (const city of catalog.cities) {
    city.label = `${city.label} ${next()}`;
    const reference = city.releases.find(({ id }) => id === city.current);
    const folder = `releases/${reference.id}/`;
    const manifest = spoilt(JSON.parse(await read(`${folder}manifest.json`)), next);
    for (const file of manifest.files) {
      const isJson = file.path.endsWith(".json") && !/^(downloads|certificate)/.test(file.path);
      if (!isJson && !file.path.endsWith(".cube")) continue;
      const bytes = await read(folder + file.path);
      // Of texts in Spanish, each value is one; the English that it is of is said otherwise already.
      const isTexts = file.path.startsWith("texts/");
      const changed = isTexts
        ? bytes
        : isJson ? Buffer.from(JSON.stringify(spoilt(JSON.parse(bytes), next))) : spoiltCube(bytes, next);
      Object.assign(file, { sha256: sha256(changed), bytes: changed.length });
      files.set(folder + file.path, changed);
    }
    const bytes = Buffer.from(JSON.stringify(manifest));
    reference.manifest_sha256 = sha256(bytes);
    files.set(`${folder}manifest.json`, bytes);
  }
  files.set("catalog.json", Buffer.from(JSON.stringify(catalog)));
  return files;
}

/** Opens what is closed, points at charts and places. */
async function lookAtEverything(page) {
  for (const summary of await page.locator("main summary:visible").all()) await summary.click({ timeout: 2000 }).catch(() => {});
  const charts = page.locator(":is(.chart, .panel-chart)[data-chart=ready], .area path:visible");
  for (let at = 0; at < Math.min(await charts.count(), 3); at += 1) {
    await charts.nth(at).scrollIntoViewIfNeeded().catch(() => {});
    await charts.nth(at).hover({ force: true, timeout: 2000 }).catch(() => {});
  }
}

test("every text of a release takes hostile texts for text, on every page", (t) =>
  site.visit({ expectComplaints: true }, async ({ page, context, open, complaints }) => {
    const found = await watch(context, page);
    const routes = [...ROUTES.filter((route) => route !== "/data/verify"), "/places/neighborhood/cherry-hill", "/?c=new-orleans", "/trends?d=t&k=o"];
    // A language changes words and not how texts are put in: every fourth page again in the other one.
    const spanish = routes.filter((_, at) => at % 4 === 0).map((route) => `/es${route}`);
    const pages = [...routes, ...spanish, ...EMBEDS.map((path) => `${path}?controls=1&g=y`)];
    const look = async (path) => {
      if (path.startsWith("/embed/")) {
        await page.goto(path);
        await page.locator("#prebuilt").waitFor({ state: "detached" });
      } else {
        await open(path);
      }
      await lookAtEverything(page);
      return page.evaluate(KINDS);
    };
    const known = new Set();
    for (const path of pages) for (const kind of await look(path)) known.add(kind);
    // As long as texts are in earnest.
    const files = await spoiltRelease(TEXTS.filter((text) => text.length < 200));
    await page.route(/\/data\/(catalog\.json|releases\/)/, async (route) => {
      const body = files.get(decodeURIComponent(new URL(route.request().url()).pathname).replace("/data/", ""));
      return body === undefined ? route.continue() : route.fulfill({ body, contentType: "application/octet-stream" });
    });
    let shown = 0;
    for (const path of pages) {
      assert.deepEqual(extra(await look(path), known), [], path);
      assert.deepEqual([found, complaints], [[], []], path);
      assert.equal(await page.locator(".failure").count(), 0, `${path}: ${await page.locator(".failure").allInnerTexts()}`);
      if ((await page.locator("body").textContent()).includes("hostile()")) shown += 1;
    }
    t.diagnostic(`${shown} of ${pages.length} pages showed a hostile text`);
    assert.ok(shown > pages.length / 2, `${shown}`);
  }));
