// A program that does not start, is late, or panics: the page says so in its own language, keeps or brings
// back the answer as it was written ahead of time, leads on, and loads anew.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { startChangingServer } from "./changing.mjs";
import { whenDrawn } from "./figures.mjs";
import { faults, openBrowser } from "./harness.mjs";

const axe = await readFile(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const { default: standard, cities } = JSON.parse(await readFile(new URL("../../dist/data/catalog.json", import.meta.url), "utf8"));
const { current } = cities.find(({ id }) => id === standard);
const LATE_MILLIS = 11_000;

const host = await startChangingServer();
const site = await openBrowser(host);
after(() => site.close());

/** A visitor of a page that something is wrong with. */
async function visit(options, run) {
  host.answers.clear();
  host.headers = {};
  host.delays.clear();
  await site.visit({ expectComplaints: true, ...options }, run);
}

const notice = (page) => page.locator(".stopped");

/** From now on the browser refuses what every program needs to draw: the next one that does panics. */
const refuseElements = (page) =>
  page.evaluate(() => {
    const refuse = () => {
      throw new DOMException("no more elements", "InvalidStateError");
    };
    const { createElement, createElementNS } = Document.prototype;
    const { cloneNode } = Node.prototype;
    globalThis.giveBack = () => {
      Object.assign(Document.prototype, { createElement, createElementNS });
      Node.prototype.cloneNode = cloneNode;
    };
    Object.assign(Document.prototype, { createElement: refuse, createElementNS: refuse });
    Node.prototype.cloneNode = refuse;
  });

/** A trap in code that draws nothing, as the browser reports one. */
const trap = (page) => page.evaluate(() => setTimeout(() => { throw new WebAssembly.RuntimeError("unreachable"); }));

async function isReadable(page) {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => (await window.axe.run()).violations);
  assert.deepEqual(violations.map(({ id, nodes }) => `${id} ${nodes[0].html}`), []);
}

/** The page as it was written: its heading, its numbers, no half-made page beside it. */
async function isAsWritten(page, heading) {
  await page.locator("#prebuilt h1").waitFor();
  assert.equal(await page.locator("h1:visible").count(), 1);
  assert.match(await page.locator("h1:visible").innerText(), heading);
  assert.equal(await page.locator("body > main:not(#prebuilt)").count(), 0);
  assert.ok(await page.locator("#prebuilt nav a").first().isVisible());
}

async function reports(page, ...lines) {
  await notice(page).locator("summary").click();
  const text = await notice(page).locator("code").innerText();
  for (const line of [current, page.url(), ...lines]) assert.ok(text.includes(line), `${line} in ${text}`);
}

for (const [home, said, again] of [["", "This page has stopped working", "Reload this page"], ["/es", "Esta página dejó de funcionar", "Volver a cargar esta página"]]) {
  test(`a panic of the main program is said, and what was written comes back, under ${home || "/"}`, () =>
    visit({}, async ({ page, open }) => {
      await open(`${home}/`);
      await refuseElements(page);
      await page.locator("header nav.pages a").nth(1).click();
      await notice(page).getByRole("heading", { name: said }).waitFor();
      await isAsWritten(page, /Trends|Tendencias/);
      assert.equal(await notice(page).getAttribute("role"), "alert");
      await reports(page, "panicked at", "/trends");
      await notice(page).getByRole("button", { name: again }).click();
      await page.locator("body > main h1").waitFor();
      await whenDrawn(page);
      assert.equal(await notice(page).count(), 0);
    }));

  test(`a panic of a part is said, and what was written comes back, under ${home || "/"}`, () =>
    visit({}, async ({ page, open }) => {
      await open(`${home}/trends`);
      await whenDrawn(page);
      await refuseElements(page);
      await page.locator("header nav.pages a").nth(2).click();
      await notice(page).getByRole("heading", { name: said }).waitFor();
      await isAsWritten(page, /./);
      await reports(page, "panicked at", "/places");
      await page.evaluate(() => globalThis.giveBack());
      await isReadable(page);
      // Links are those of the browser again, and each leads to a page that works.
      await page.locator("#prebuilt nav.pages a").nth(1).click();
      await page.locator("body > main h1").waitFor();
      await whenDrawn(page);
      assert.equal(await notice(page).count(), 0);
    }));
}

test("a panic while a program starts leaves what was written where it is", () =>
  visit({}, async ({ page }) => {
    await page.addInitScript(() => {
      addEventListener("DOMContentLoaded", () => {
        const refuse = () => {
          throw new DOMException("no more elements", "InvalidStateError");
        };
        Object.assign(Document.prototype, { createElement: refuse, createElementNS: refuse });
        Node.prototype.cloneNode = refuse;
      });
    });
    // The program comes after that.
    host.delays.set("data/catalog.json", 0);
    await page.goto("/trends/robbery/");
    await notice(page).getByRole("heading", { name: "This page has stopped working" }).waitFor();
    await isAsWritten(page, /./);
    await reports(page, "panicked at");
  }));

test("a page that is whole keeps the visitor's view; its links lead on, its choices rest", () =>
  visit({}, async ({ page, open }) => {
    await open("/trends?t=crime-city&o=homicide");
    await whenDrawn(page);
    const title = await page.locator("figure h2").first().innerText();
    await trap(page);
    await notice(page).getByRole("heading", { name: "This page has stopped working" }).waitFor();
    assert.equal(await page.locator("figure h2").first().innerText(), title);
    assert.ok(await page.locator("figure svg").first().isVisible());
    assert.equal(await page.locator("#table").isDisabled(), true);
    await reports(page, "unreachable");
    await isReadable(page);
    await page.locator("header nav.pages a", { hasText: "Methods" }).click();
    await page.waitForURL(/\/methods/);
    await page.locator("body > main h1").waitFor();
    assert.equal(await notice(page).count(), 0);
    await page.goBack();
    await page.locator("figure h2").first().waitFor();
    assert.equal(await notice(page).count(), 0);
  }));

test("back from a page that has stopped loads the page before", () =>
  visit({}, async ({ page, open }) => {
    await open("/");
    await page.locator("header nav.pages a", { hasText: "Data" }).click();
    await page.locator("#tables").waitFor();
    await trap(page);
    await notice(page).waitFor();
    await page.goBack();
    await page.locator("h1", { hasText: "Baltimore" }).first().waitFor();
    await page.waitForFunction(() => !document.querySelector(".stopped"));
  }));

test("where nothing was written for an address, what there is stays", () =>
  visit({}, async ({ page, open }) => {
    await page.goto("/no/such/page");
    await page.locator("main h1").waitFor();
    await trap(page);
    await notice(page).waitFor();
    assert.match(await page.locator("main h1").innerText(), /no page at this address/);
  }));

test("a chart in a page of others that stops is as it was written", () =>
  visit({}, async ({ page }) => {
    await page.goto("/embed/trends/robbery/?g=y&o=robbery,arson&t=crime-city");
    await page.locator("#prebuilt").waitFor({ state: "detached" });
    await refuseElements(page);
    await page.locator("#live .embed-choices summary").click();
    await page.locator("#live select").last().selectOption({ label: "Each month" });
    await page.getByText("This chart has stopped working.").waitFor();
    assert.ok(await page.locator("#prebuilt figure .prebuilt-picture svg:visible").first().isVisible());
    assert.equal(await page.locator("#live").count(), 0);
  }));

for (const [home, said] of [["", "This browser cannot run the program of this page"], ["/es", "Este navegador no puede ejecutar el programa de esta página"]]) {
  test(`a browser without WebAssembly shows what was written, and says so, under ${home || "/"}`, () =>
    visit({}, async ({ page }) => {
      await page.addInitScript(() => delete globalThis.WebAssembly);
      await page.goto(`${home}/trends/?t=crime-city&o=homicide`);
      await notice(page).getByRole("heading", { name: said }).waitFor();
      await isAsWritten(page, /Trends|Tendencias/);
      await isReadable(page);
      await page.locator("#prebuilt nav.pages a").nth(2).click();
      await isAsWritten(page, /./);
    }));
}

test("a browser that refuses to run WebAssembly shows what was written, and says so", () =>
  visit({}, async ({ page }) => {
    // As a policy of an employer or a school adds it on the way.
    host.headers = { "content-security-policy": "script-src 'self'" };
    await page.goto("/places/");
    await notice(page).getByRole("heading", { name: "The program of this page did not start" }).waitFor();
    await isAsWritten(page, /./);
    host.headers = {};
    await notice(page).getByRole("button", { name: "Reload this page" }).click();
    await page.locator("body > main h1").waitFor();
    assert.equal(await notice(page).count(), 0);
  }));

test("WebAssembly that the browser does not know is said", () =>
  visit({}, async ({ page }) => {
    // As an old browser answers to instructions of a newer standard.
    await page.addInitScript(() => {
      const refuse = () => Promise.reject(new WebAssembly.CompileError("invalid opcode"));
      Object.assign(WebAssembly, { instantiate: refuse, instantiateStreaming: refuse, compile: refuse });
    });
    await page.goto("/");
    await notice(page).getByRole("heading", { name: "The program of this page did not start" }).waitFor();
    await isAsWritten(page, /Baltimore/);
    await reports(page, "invalid opcode");
  }));

test("an address for which nothing was written says that its program did not start, in its language", () =>
  visit({}, async ({ page }) => {
    await page.addInitScript(() => delete globalThis.WebAssembly);
    await page.goto("/es/no/such/page");
    await notice(page).getByRole("heading", { name: "Este navegador no puede ejecutar el programa de esta página" }).waitFor();
    assert.doesNotMatch(await notice(page).innerText(), /se escribió de antemano/);
  }));

test("what is late is said once it is, and no more once it is there", () =>
  visit({}, async ({ page }) => {
    let ask;
    const isAsked = new Promise((resolve) => (ask = resolve));
    const wasm = (await readFile(new URL("../../dist/index.html", import.meta.url), "utf8")).match(/href="\/(sightline-[^"]+\.wasm)"/)[1];
    host.answers.set(wasm, (answer) => new Promise((resolve) => ask(() => resolve(answer))));
    await page.clock.install();
    await page.goto("/?x=1", { waitUntil: "commit" });
    await page.locator("#prebuilt").waitFor({ state: "attached" });
    assert.equal(await notice(page).count(), 0);
    await page.clock.fastForward(LATE_MILLIS);
    await notice(page).getByRole("heading", { name: "This page is still on its way" }).waitFor();
    await isAsWritten(page, /Baltimore/);
    const release = await isAsked;
    release();
    await page.locator("#prebuilt").waitFor({ state: "detached" });
    await page.waitForFunction(() => !document.querySelector(".stopped"));
    assert.match(await page.locator("main h1").first().innerText(), /Baltimore/);
  }));

test("a page whose style sheet does not come says so, and is whole when it does", () =>
  visit({}, async ({ page, open, breakRequests }) => {
    const sheets = /\.css$/;
    await breakRequests(sheets, faults.notFound);
    await open("/");
    await notice(page).getByRole("heading", { name: "This page has lost its looks" }).waitFor();
    assert.match(await page.locator("body > main h1").innerText(), /Baltimore/);
    await page.unroute(sheets);
    await notice(page).getByRole("button", { name: "Reload this page" }).click();
    await page.waitForFunction(() => document.readyState === "complete" && !document.querySelector(".stopped"));
    assert.ok(await page.evaluate(() => [...document.styleSheets].some((sheet) => sheet.cssRules.length > 0)));
  }));

test("without its texts a Spanish address is in English, and says so in Spanish", () =>
  visit({}, async ({ page, open, breakRequests }) => {
    await breakRequests(/locales\//, (route) => route.fulfill({ status: 404, body: "" }));
    await open("/es/trends");
    assert.equal(await page.locator("body > main h1").innerText(), "Trends");
    await notice(page).getByRole("heading", { name: "No se pudieron descargar los textos en español" }).waitFor();
    await page.unroute(/locales\//);
    await notice(page).getByRole("button").click();
    await page.getByRole("heading", { level: 1, name: "Tendencias" }).waitFor();
  }));
