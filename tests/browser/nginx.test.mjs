// The site behind a real nginx, with the configuration that `cargo xtask nginx` writes: as a host of
// its own, and below a path of one.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { openBrowser } from "./harness.mjs";
import { FOLDER, startNginx } from "./nginx.mjs";

const FOREVER = "public, max-age=31536000, immutable";

/** A request as it is written: no path is tidied up, nothing is unpacked. */
function ask(server, path, { method = "GET", headers = {} } = {}) {
  return new Promise((resolve, reject) => {
    const sent = request({ port: server.port, host: "127.0.0.1", path, method, headers }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
    });
    sent.on("error", reject).end();
  });
}

const site = join(FOLDER, "site");
const inSite = (path) => readFile(join(site, path));

describe("a host of its own", () => {
  let server;
  let release;
  before(async () => {
    server = await startNginx("root.test.conf", site);
    const { cities, default: shown } = JSON.parse(await inSite("data/catalog.json"));
    release = `/data/releases/${cities.find(({ id }) => id === shown).current}`;
  });
  after(() => server.close());

  test("a page is answered as a file, with and without a slash, and nothing leads elsewhere", async () => {
    for (const path of ["/", "/trends", "/trends/", "/data", "/data/", "/data/revisions", "/trends?t=crime-city"]) {
      const { status, headers, body } = await ask(server, path);
      assert.equal(status, 200, path);
      assert.equal(headers["content-type"], "text/html; charset=utf-8", path);
      assert.match(body.toString(), /<base href="\/">/, path);
    }
  });

  test("what is not there is the site's page with the status 404, and is asked for again", async () => {
    for (const path of ["/no-such-page", "/a/b/c", "/data/no-such-file.json", `${release}/no-such-file.csv`, "/data/releases/", "/no-such.js"]) {
      const { status, headers, body } = await ask(server, path);
      assert.equal(status, 404, path);
      assert.equal(headers["cache-control"], "no-cache", path);
      assert.equal(headers["x-content-type-options"], "nosniff", path);
      assert.match(body.toString(), /<base href="\/">/, path);
    }
  });

  test("no path leads out of the site, nor to what is not for visitors", async () => {
    const paths = [
      "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/data/..%2f..%2f..%2fetc/passwd", "/data/%2e%2e%5c%2e%2e%5cetc/passwd",
      "/_headers", "/vendor/.stamp", "/.git/config", "//etc/passwd", "/trends/%00", "/data../root.test.conf",
    ];
    for (const path of paths) {
      const { status, body } = await ask(server, path);
      assert.ok([400, 404].includes(status), `${path}: ${status}`);
      assert.doesNotMatch(body.toString(), /root:|worker_processes|sightline_content/, path);
    }
  });

  test("every answer has the headers that keep a visitor safe", async () => {
    for (const path of ["/", "/trends", "/no-such-page", "/explore.js", "/checker_loader.js", "/data/catalog.json"]) {
      const { headers } = await ask(server, path);
      assert.match(headers["content-security-policy"], /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';/, path);
      assert.match(headers["content-security-policy"], /; require-trusted-types-for 'script'; trusted-types sightline;/, path);
      assert.doesNotMatch(headers["content-security-policy"], /unsafe-inline|'unsafe-eval'|data:|https?:/, path);
      assert.match(headers["content-security-policy"], /frame-ancestors 'none'$/, path);
      assert.equal(headers["x-content-type-options"], "nosniff", path);
      assert.equal(headers["referrer-policy"], "same-origin", path);
      assert.match(headers["permissions-policy"], /^geolocation=\(self\), .*camera=\(\), .*microphone=\(\)/, path);
      assert.equal(headers["cross-origin-opener-policy"], "same-origin", path);
      assert.equal(headers["cross-origin-resource-policy"], path.startsWith("/data/") ? "cross-origin" : "same-origin", path);
      assert.doesNotMatch(headers.server, /\d/, path);
    }
  });

  test("what a browser may keep follows from the path", async () => {
    const hashed = (await readdir(site)).filter((name) => /-[0-9a-f]{12,16}(_bg)?\.(js|wasm|css|svg)$/.test(name));
    assert.ok(hashed.length > 5, "the site has files with a hash in their name");
    const expected = {
      ...Object.fromEntries(hashed.map((name) => [`/${name}`, FOREVER])),
      [`${release}/manifest.json`]: FOREVER,
      [`${release}/downloads/crime-city.csv`]: FOREVER,
      "/data/latest/baltimore/crime-city.csv": "public, max-age=300",
      "/data/catalog.json": "public, max-age=60",
      "/vendor/fonts/public-sans-core.woff2": "public, max-age=86400",
      "/": "no-cache",
      "/trends": "no-cache",
      "/explore.js": "no-cache",
      "/explore_bg.wasm": "no-cache",
      "/worker.js": "no-cache",
      "/offline/page.js": "no-cache",
      "/vendor/echarts.js": "no-cache",
    };
    for (const [path, kept] of Object.entries(expected)) {
      const { status, headers } = await ask(server, path);
      assert.equal(status, 200, path);
      assert.equal(headers["cache-control"], kept, path);
    }
  });

  test("every kind of file is sent as what it is, and data may be read from anywhere", async () => {
    const downloads = `${release}/downloads`;
    const types = {
      "/explore_bg.wasm": "application/wasm",
      "/explore.js": "application/javascript; charset=utf-8",
      "/data/catalog.json": "application/json; charset=utf-8",
      [`${release}/cubes/crime-city.cube`]: "application/octet-stream",
      [`${release}/queries/crime-city.sql`]: "application/sql; charset=utf-8",
      [`${downloads}/crime-city.csv`]: "text/csv; charset=utf-8",
      [`${downloads}/crime-neighborhood.csv.gz`]: "application/gzip",
      [`${downloads}/crime-city.md`]: "text/markdown; charset=utf-8",
      [`${downloads}/crime-city.parquet`]: "application/vnd.apache.parquet",
      [`${downloads}/crime-city.xlsx`]: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      [`${downloads}/crime-city.zip`]: "application/zip",
      [`${downloads}/dataset.jsonld`]: "application/ld+json; charset=utf-8",
    };
    for (const [path, type] of Object.entries(types)) {
      const { status, headers } = await ask(server, path);
      assert.equal(status, 200, path);
      assert.equal(headers["content-type"], type, path);
      assert.equal(headers["content-encoding"], undefined, path);
      assert.equal(headers["access-control-allow-origin"], path.startsWith("/data/") ? "*" : undefined, path);
    }
  });

  test("files that were compressed before are sent so, and are the same bytes", async () => {
    const paths = [
      "index.html", "trends/index.html", "404.html", "explore.js", "explore_bg.wasm", "data/catalog.json",
      `${release.slice(1)}/cubes/crime-district.cube`, `${release.slice(1)}/downloads/crime-district.csv`,
    ];
    const unpack = { br: brotliDecompressSync, gzip: gunzipSync };
    for (const path of paths) {
      const plain = await inSite(path);
      const sizes = {};
      for (const [coding, decode] of Object.entries(unpack)) {
        const { headers, body } = await ask(server, `/${path}`, { headers: { "Accept-Encoding": coding } });
        assert.equal(headers["content-encoding"], coding, `${path} ${coding}`);
        assert.match(headers.vary, /Accept-Encoding/, path);
        assert.ok(decode(body).equals(plain), `${path} ${coding}`);
        sizes[coding] = body.length;
      }
      assert.ok(sizes.br <= sizes.gzip && sizes.gzip < plain.length, `${path}: ${JSON.stringify(sizes)} of ${plain.length}`);
    }
    const missing = await ask(server, "/no-such-page", { headers: { "Accept-Encoding": "br" } });
    assert.deepEqual([missing.status, missing.headers["content-encoding"]], [404, "br"]);
    // What is compressed in itself is sent as it is.
    for (const path of ["crime-neighborhood.csv.gz", "crime-city.parquet", "crime-city.xlsx"].map((name) => `${release}/downloads/${name}`)) {
      const { headers, body } = await ask(server, path, { headers: { "Accept-Encoding": "gzip, br" } });
      assert.equal(headers["content-encoding"], undefined, path);
      assert.ok(body.equals(await inSite(path)), path);
    }
  });

  test("a file that a browser has is not sent again", async () => {
    for (const path of ["/", "/explore.js", "/data/catalog.json", `${release}/manifest.json`]) {
      for (const coding of ["br", "identity"]) {
        const first = await ask(server, path, { headers: { "Accept-Encoding": coding } });
        const again = await ask(server, path, { headers: { "Accept-Encoding": coding, "If-None-Match": first.headers.etag } });
        assert.deepEqual([again.status, again.body.length], [304, 0], path);
        assert.equal(again.headers["cache-control"], first.headers["cache-control"], path);
      }
    }
  });

  test("a part of a Parquet file can be read, also by a page of elsewhere", async () => {
    const path = `${release}/downloads/crime-district.parquet`;
    const whole = await inSite(path);
    const { status, headers, body } = await ask(server, path, { headers: { Range: "bytes=-8" } });
    assert.equal(status, 206);
    assert.equal(headers["content-range"], `bytes ${whole.length - 8}-${whole.length - 1}/${whole.length}`);
    assert.equal(body.subarray(4).toString(), "PAR1");
    const head = await ask(server, path, { method: "HEAD" });
    assert.deepEqual([head.headers["accept-ranges"], Number(head.headers["content-length"])], ["bytes", whole.length]);
    const asked = await ask(server, path, { method: "OPTIONS", headers: { Origin: "https://example.org", "Access-Control-Request-Headers": "range" } });
    assert.deepEqual([asked.status, asked.headers["access-control-allow-headers"], asked.headers["access-control-allow-origin"]], [204, "Range", "*"]);
  });

  test("nothing but reading is answered", async () => {
    for (const method of ["POST", "PUT", "DELETE"]) {
      assert.equal((await ask(server, "/trends", { method })).status, 405, method);
    }
  });

  test("the site runs under its policy", () =>
    visitPages(server, "", { "/": /Baltimore/, "/trends": /Trends/, "/places": /Places/, "/methods": /protected/i, "/data": /Data/ }));
});

describe("below a path of a host", () => {
  let folder;
  let server;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "sightline-site-"));
    // What trunk writes otherwise for another base is in the pages alone.
    await cp(site, folder, { recursive: true, filter: (path) => !/\/data\/latest$|\.html\.(br|gz)$/.test(path) });
    const hashOf = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;
    const hashes = new Map();
    for (const name of (await readdir(folder)).filter((path) => /^page-.*\.js$/.test(path))) {
      const script = await readFile(join(folder, name), "utf8");
      const based = script.replaceAll(/(['"])\/(?=sightline-)/g, "$1/sightline/");
      await writeFile(join(folder, name), based);
      hashes.set(hashOf(script), hashOf(based));
      for (const ending of ["br", "gz"]) await rm(join(folder, `${name}.${ending}`), { force: true });
    }
    for (const name of (await readdir(folder, { recursive: true })).filter((path) => path.endsWith(".html"))) {
      const page = await readFile(join(folder, name), "utf8");
      const based = page.replaceAll(/((?:href|src)=")\/(?!\/)/g, "$1/sightline/");
      await writeFile(join(folder, name), based.replaceAll(/sha256-[^"]*/g, (hash) => hashes.get(hash) ?? hash));
    }
    server = await startNginx("below.test.conf", folder);
  });
  after(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  test("pages, files and headers are those of the path", async () => {
    for (const path of ["/sightline/", "/sightline/trends", "/sightline/trends/", "/sightline/data/revisions"]) {
      const { status, headers, body } = await ask(server, path);
      assert.equal(status, 200, path);
      assert.equal(headers["cache-control"], "no-cache", path);
      assert.match(body.toString(), /<base href="\/sightline\/">/, path);
    }
    const bare = await ask(server, "/sightline");
    assert.deepEqual([bare.status, bare.headers.location], [301, "/sightline/"]);
    const missing = await ask(server, "/sightline/no/such/page");
    assert.equal(missing.status, 404);
    assert.match(missing.body.toString(), /<base href="\/sightline\/">/);
    assert.equal((await ask(server, "/trends")).status, 404, "nothing of the site is outside of its path");
    const catalog = await ask(server, "/sightline/data/catalog.json", { headers: { "Accept-Encoding": "br" } });
    assert.deepEqual([catalog.headers["cache-control"], catalog.headers["content-encoding"], catalog.headers["access-control-allow-origin"]], ["public, max-age=60", "br", "*"]);
  });

  test("the site runs there", () => visitPages(server, "/sightline", { "/": /Baltimore/, "/data/revisions": /./ }));
});

/** Opens each page twice, starts a worker, and expects no complaint but of what is missing. */
async function visitPages(server, base, headings) {
  // The server goes on after the browser.
  const site = await openBrowser({ origin: server.origin, close: () => {} });
  try {
    for (const [route, heading] of Object.entries(headings)) {
      await site.visit({}, async ({ page, open, whenReady }) => {
        await open(base + route);
        await page.getByRole("heading", { level: 1, name: heading }).waitFor();
        await page.reload();
        await whenReady();
        const link = page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Trends" });
        assert.equal(await link.getAttribute("href"), `${base}/trends`);
      });
    }
    await site.visit({}, async ({ page, open }) => {
      await open(`${base}/methods`);
      // A worker, with WebAssembly in it, has to be let in, too.
      await page.getByRole("button", { name: "Check it yourself" }).click();
      await page.locator(".verdict").first().waitFor();
    });
    await site.visit({ expectComplaints: true }, async ({ page, complaints }) => {
      const response = await page.goto(`${base}/no/such/page`);
      assert.equal(response.status(), 404);
      await page.getByRole("heading", { level: 1 }).waitFor();
      assert.deepEqual(complaints.filter((text) => !text.includes("404")), []);
    });
  } finally {
    await site.close();
  }
}
