// The site from a disk: the ZIP that `cargo xtask bundle` writes, unpacked in an empty folder and shown
// by its own small server. BUNDLE names the ZIP; `cargo xtask test` makes it.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { openBrowser } from "./harness.mjs";

const target = process.env.CARGO_TARGET_DIR ?? "target";
const PYTHON = process.env.PYTHON ?? "python3";

const empty = await mkdtemp(join(tmpdir(), "sightline disk "));
const bundle = process.env.BUNDLE ?? (await newestBundle());
await promisify(execFile)(PYTHON, ["-m", "zipfile", "-e", bundle, empty]);
const [name, ...others] = await readdir(empty);
const folder = join(empty, name);
const { origin, server } = await start();
const site = await openBrowser({ origin, close: () => server.kill() });
after(async () => {
  await site.close();
  await rm(empty, { recursive: true });
});

async function newestBundle() {
  const found = (await readdir(target)).filter((file) => /^sightline-.*\.zip$/.test(file)).sort().pop();
  assert.ok(found, `${target} holds no ZIP of the site: run \`cargo xtask bundle\` first`);
  return join(target, found);
}

/** The server as a reader starts it, from elsewhere, on any free port. */
async function start() {
  const server = spawn(PYTHON, ["-I", "-B", join(folder, "serve.py"), "--no-browser", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const said = await new Promise((resolve, reject) => {
    server.stdout.once("data", (text) => resolve(String(text)));
    server.once("exit", () => reject(new Error("serve.py ended")));
  });
  return { server, origin: said.match(/http:\/\/127\.0\.0\.1:\d+/)[0] };
}

test("the ZIP is one folder with the site, its server, and a page to read first", async () => {
  assert.deepEqual(others, []);
  assert.match(name, /^sightline-[a-z-]+-\d{4}-\d\d-\d\d-[0-9a-f]{8}$/);
  assert.deepEqual((await readdir(folder)).sort(), ["READ-ME-FIRST.html", "serve.py", "site"]);
});

test("a browser keeps nothing of it", () =>
  site.visit({ serviceWorkers: "allow" }, async ({ page, open, requests }) => {
    await open("/data");
    await page.getByText("This browser keeps nothing of this site.").waitFor();
    await page.waitForTimeout(6000);
    assert.ok(requests().includes("/offline/page.js"));
    const left = await page.evaluate(async () => [...(await caches.keys()), ...(await navigator.serviceWorker.getRegistrations())]);
    assert.deepEqual(left, []);
    assert.match(await (await fetch(`${origin}/worker.js`)).text(), /unregister/);
  }));

test("the pages run, a page that is not there is said, and folders are not listed", () =>
  site.visit({ expectComplaints: true }, async ({ page, open, whenReady, complaints }) => {
    await open("/");
    await page.getByRole("heading", { level: 1, name: /Baltimore/ }).waitFor();
    await open("/data/revisions");
    await page.reload();
    await whenReady();
    assert.deepEqual(complaints, []);
    assert.equal((await page.goto("/no/such/page")).status(), 404);
    await page.getByRole("heading", { level: 1 }).waitFor();
    for (const path of ["/data/releases/", "/%2e%2e/serve.py", "/..%2fserve.py", "/data/no-such-file.json"]) {
      const response = await page.request.get(path);
      assert.equal(response.status(), 404, path);
      assert.match(await response.text(), /<base href="\/">/, path);
    }
    const types = { "/explore_bg.wasm": "application/wasm", "/data/latest/baltimore/crime-neighborhood.csv.gz": "application/gzip", "/explore.js": /javascript/ };
    for (const [path, type] of Object.entries(types)) {
      const headers = (await page.request.head(path)).headers();
      assert.match(headers["content-type"], new RegExp(type), path);
      assert.equal(headers["content-encoding"], undefined, path);
    }
  }));

test("the page to read first opens from the disk and says the command", () =>
  site.visit({}, async ({ page }) => {
    await page.goto(pathToFileURL(join(folder, "READ-ME-FIRST.html")).href);
    await page.getByText("python3 serve.py").waitFor();
  }));

// The reason for the server; a browser that lets it pass one day makes it superfluous.
test("from the disk itself a browser shows what was written ahead of time, and does not run the site", () =>
  site.visit({ expectComplaints: true }, async ({ page, complaints }) => {
    await page.goto(pathToFileURL(join(folder, "site/index.html")).href);
    await page.waitForLoadState("load");
    assert.ok(complaints.length > 0);
    assert.equal(await page.locator("#prebuilt h1").count(), 1);
    assert.equal(await page.locator("body > main").count(), 0);
  }));

test("without its folder the server says what is wrong", async () => {
  await rename(join(folder, "site"), join(folder, "elsewhere"));
  const failed = promisify(execFile)(PYTHON, [join(folder, "serve.py"), "--no-browser"]);
  await assert.rejects(failed, /unpack the whole ZIP/);
  await rename(join(folder, "elsewhere"), join(folder, "site"));
});
