// The server of the tests behaves as the static hosts do for which the site is built.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { startSiteServer } from "../../xtask/site-server.mjs";

const server = await startSiteServer();
after(() => server.close());

async function check(path, status, type) {
  const response = await fetch(server.origin + path);
  assert.equal(response.status, status, path);
  if (type) assert.match(response.headers.get("content-type"), type, path);
}

test("a page is its file, and what is none is a page that says so", async () => {
  await check("/", 200, /^text\/html/);
  await check("/trends", 200, /^text\/html/);
  await check("/places/district/central?from=2015-01", 200, /^text\/html/);
  const missing = await fetch(`${server.origin}/places/district/nowhere`, { headers: { accept: "text/html" } });
  assert.equal(missing.status, 404);
  assert.match(await missing.text(), /<title>/);
});

test("a file is itself", () => check("/vendor/echarts.js", 200, /javascript/));

test("a missing file is missing", async () => {
  await check("/no-such-file.js", 404);
  await check("/data/no-such-file.json", 404);
  await check("/data/no-such-folder", 404);
});

test("headers are those that a host reads from the built site", async () => {
  const headers = async (path) => (await fetch(server.origin + path)).headers;
  const page = await headers("/trends");
  assert.match(page.get("content-security-policy"), /script-src 'self' 'wasm-unsafe-eval';.*frame-ancestors 'none'/);
  assert.equal(page.get("x-content-type-options"), "nosniff");
  assert.equal(page.get("referrer-policy"), "same-origin");
  assert.match(page.get("permissions-policy"), /^geolocation=\(self\), .*camera=\(\), .*microphone=\(\)/);
  assert.equal(page.get("cross-origin-opener-policy"), "same-origin");
  assert.equal((await headers("/data/catalog.json")).get("access-control-allow-origin"), "*");
  assert.equal((await headers("/explore.js")).get("access-control-allow-origin"), null);
});
