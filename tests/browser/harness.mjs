// What the browser tests share: the built site on a free port, one Chromium, and a page that
// records what it asks for and what it complains about. It asserts nothing by itself, except that
// a test which ends with an unexpected complaint fails.
import assert from "node:assert/strict";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";
import { startSiteServer } from "../../xtask/site-server.mjs";

/** For whatever a test waits for: ample on a busy machine, short enough when it never comes. */
const TIMEOUT_MILLIS = 15_000;

const CHROMIUM_ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The program that CHROMIUM names, or one on PATH; `cargo xtask test` sets the variable. */
function chromiumPath() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
  if (!found) throw new Error("no Chromium on PATH: install one, or name it in CHROMIUM");
  return found;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The site in a browser, for the tests of one file.
 *
 *     const site = await openSite();
 *     after(() => site.close());
 */
export async function openSite() {
  return openBrowser(await startSiteServer());
}

/** The same for a server that runs already; options are Playwright's for a browser. */
export async function openBrowser(server, options = {}) {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGUMENTS, ...options });
  return {
    origin: server.origin,
    browser,
    /**
     * Runs `visit` with a fresh visitor: nothing cached, nothing stored. Options are Playwright's
     * for a context (`viewport`, `colorScheme`, `locale`, …). `expectComplaints` says that this
     * visit breaks something on purpose; otherwise any complaint of the page fails the test. Visitors
     * begin to use a page as soon as it is loaded, so that its program comes; `glances` says that this
     * one does nothing by itself.
     */
    async visit({ expectComplaints = false, glances = false, ...options }, visit) {
      // What a service worker answers, `breakRequests` does not see; who tests the worker allows it.
      const context = await browser.newContext({ baseURL: server.origin, serviceWorkers: "block", ...options });
      if (!glances) await context.addInitScript(() => addEventListener("load", () => dispatchEvent(new Event("pointermove"))));
      try {
        const visitor = await newVisitor(context, server.origin);
        await visit(visitor);
        if (!expectComplaints) assert.deepEqual(visitor.complaints, []);
      } finally {
        await context.close();
      }
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

async function newVisitor(context, origin) {
  context.setDefaultTimeout(TIMEOUT_MILLIS);
  const page = await context.newPage();
  const complaints = [];
  const requests = [];
  const navigated = new Set();
  // A host answers an address that is no page with 404.html and says so, which browsers repeat.
  const isMissingPage = (message) => / 404 /.test(message.text()) && navigated.has(message.location().url);
  page.on("console", (message) => {
    if (message.type() === "error" && !isMissingPage(message)) complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
  page.on("request", (request) => {
    requests.push(request.url());
    if (request.isNavigationRequest()) navigated.add(request.url());
  });

  return {
    page,
    context,
    /** Errors on the console and uncaught exceptions, in order. */
    complaints,
    /** The addresses of all requests, in order; those of the site itself without the origin. */
    requests: () => requests.map((url) => (url.startsWith(origin) ? url.slice(origin.length) : url)),
    /** Opens a route and waits until the page has its heading and no part of it is loading. */
    async open(route) {
      await page.goto(route);
      await whenReady(page);
    },
    whenReady: () => whenReady(page),
    /** Breaks what matches `pattern` (a glob or a regular expression) in one way of `faults`. */
    breakRequests: (pattern, fault) => page.route(pattern, fault),
  };
}

/** A page is ready when its heading is there and nothing in it says that it is busy. */
async function whenReady(page) {
  // Until the app has its own page, the one that was written ahead of time stands in its place.
  await page.locator("#prebuilt").waitFor({ state: "detached" });
  await page.locator("main h1").first().waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
}

/** Ways in which a request can go wrong, for `breakRequests`. */
export const faults = {
  /** The host says that there is no such file. */
  notFound: (route) => route.fulfill({ status: 404, body: "" }),
  /** The connection does not come about. */
  offline: (route) => route.abort("internetdisconnected"),
  /** A static host's page for everything stands where the file should be. */
  htmlInstead: (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><p>Not here" }),
  /** The file ends after half of its bytes. */
  cutShort: (route) => answerWith(route, (bytes) => bytes.subarray(0, bytes.length >> 1)),
  /** One bit in the middle of the file is wrong. */
  flippedBit: (route) =>
    answerWith(route, (bytes) => {
      const changed = Buffer.from(bytes);
      changed[changed.length >> 1] ^= 1;
      return changed;
    }),
};

async function answerWith(route, change) {
  const response = await route.fetch();
  const headers = response.headers();
  delete headers["content-length"];
  await route.fulfill({ status: response.status(), headers, body: change(await response.body()) });
}
