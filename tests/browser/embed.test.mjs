// Charts in pages of others: a host page on another origin frames them in the ways in which newsrooms
// do, with the lines that the site offers, and looks at their height, picture and text.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { brotliCompressSync, constants } from "node:zlib";
import { openSite } from "./harness.mjs";

const axe = await readFile(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const site = await openSite();
const hosts = [];
after(async () => {
  for (const host of hosts) host.close();
  await site.close();
});

const DIST = new URL("../../dist/", import.meta.url);
const LISTENER = "embed/listener-1.js";
// Pages name this hash for as long as they stand: whoever changes the listener writes a second one.
const LISTENER_HASH = "sha384-Yrs3E+/GtytGPP/EOEzwGOzRtsczfOHMdYy3mjKGbk4goMY1f6rMjqWNJBuwRgRt";
// What pages that already listen for charts of Datawrapper do with what they hear.
const AS_DATAWRAPPER = `addEventListener("message", ({ data, source }) => {
  for (const height of Object.values(data["datawrapper-height"] ?? {}))
    for (const frame of document.querySelectorAll("iframe"))
      if (frame.contentWindow === source) frame.style.height = height + "px";
});`;

/** A page on an origin of its own. */
async function hostOf(body, head = "") {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Story</title>
    <link rel="icon" href="data:,">${head}</head>
    <body style="margin:0"><p>Before</p><div style="width:640px">${body}</div><p>After</p></body></html>`;
  const server = createServer((_, response) => {
    response.writeHead(200, { "Content-Type": "text/html" });
    response.end(html);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  hosts.push(server);
  return `http://127.0.0.1:${server.address().port}/`;
}

/** What stands in the offer of the first chart of a page, after `choose` has chosen there. */
async function offered(path, choose = async () => {}) {
  let text;
  await site.visit({}, async ({ page, open }) => {
    await open(path);
    await page.locator("summary", { hasText: /^Embed this (chart|map)$/ }).first().click();
    const offer = page.locator("details.embedding").first();
    await offer.locator("iframe").waitFor();
    await choose(offer);
    // The height that the preview has asked for stands in the lines.
    await page.waitForFunction(() => /height="(?!620)\d+"/.test(document.querySelector("details.embedding textarea").value));
    text = await offer.locator("textarea").inputValue();
  });
  return text;
}

const withoutListener = (lines) => lines.replace(/\n<script.*<\/script>/, "");
const frameOf = (page) => page.frames().find((frame) => frame !== page.mainFrame());
const heightIn = (frame) => frame.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));
const SOON = { timeout: 10_000 };

async function fits(page) {
  await page.locator("iframe").scrollIntoViewIfNeeded();
  await page.waitForFunction(() => document.querySelector("iframe").style.height.endsWith("px"), undefined, SOON);
  const frame = frameOf(page);
  const [outer, inner] = [await page.locator("iframe").evaluate((it) => it.clientHeight), await heightIn(frame)];
  assert.equal(outer, inner);
  return { frame, height: inner };
}

test("with the site's own listener a frame is as high as its chart, and follows it", async () => {
  const host = await hostOf(await offered("/trends?o=robbery"));
  await site.visit({}, async ({ page }) => {
    await page.goto(host);
    const { frame, height } = await fits(page);
    assert.match(await frame.locator("h1").innerText(), /^Robbery victims in Baltimore/);
    assert.ok(await frame.locator(".prebuilt-picture svg:visible").count() === 1);
    await frame.locator("summary", { hasText: "Table of the same numbers" }).click();
    await page.waitForFunction((before) => document.querySelector("iframe").clientHeight > before + 100, height, SOON);
    await fits(page);
    await page.setViewportSize({ width: 390, height: 800 });
    await page.evaluate(() => { document.querySelector("div").style.width = "100%"; });
    await page.waitForFunction(() => document.querySelector("iframe").clientWidth < 400, undefined, SOON);
    await page.waitForTimeout(300);
    await fits(page);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  });
});

test("a page that listens as for charts of Datawrapper needs no script of ours", async () => {
  const lines = withoutListener(await offered("/trends?o=robbery"));
  assert.doesNotMatch(lines, /<script/);
  const host = await hostOf(lines, `<script>${AS_DATAWRAPPER}</script>`);
  await site.visit({}, async ({ page }) => {
    await page.goto(host);
    await fits(page);
  });
});

test("AMP's and Medium's forms are told, too", async () => {
  const told = "const said = []; addEventListener('message', ({ data }) => said.push(data));";
  const host = await hostOf(`<iframe src="${site.origin}/embed/trends/robbery/"></iframe>`, `<script>${told}</script>`);
  await site.visit({}, async ({ page }) => {
    await page.goto(host);
    await page.waitForFunction("said.length >= 4", undefined, SOON);
    const said = await page.evaluate("said");
    const amp = said.find(({ sentinel }) => sentinel === "amp");
    assert.equal(amp.type, "embed-size");
    const medium = JSON.parse(said.find((one) => typeof one === "string"));
    assert.deepEqual([medium.context, medium.height], ["iframe.resize", amp.height]);
    const own = said.find(({ sightline }) => sightline).sightline;
    assert.deepEqual(own, { id: "trends-robbery", height: amp.height });
  });
});

for (const [path, name] of [["/trends?o=robbery", "of a view that has a file"], ["/trends?o=robbery,arson&g=y", "of a view that has none"]]) {
  test(`without scripts the picture ${name} stands in the page, with its text`, async () => {
    const host = await hostOf(withoutListener(await offered(path)));
    await site.visit({ javaScriptEnabled: false }, async ({ page }) => {
      await page.goto(host);
      const picture = page.locator("noscript img, img");
      const box = await picture.boundingBox();
      assert.ok(Math.abs(box.width - 640) < 1 && Math.abs(box.height - 336) < 1, JSON.stringify(box));
      assert.match(await picture.getAttribute("alt"), /^Line chart\. Robbery victims.*\d/);
      assert.equal(await page.locator("iframe").isVisible(), false);
      const natural = await picture.evaluate((image) => image.complete && image.naturalWidth).catch(() => undefined);
      assert.ok(natural === undefined || natural === 1200, `${natural}`);
      const link = await page.locator("a").getAttribute("href");
      assert.ok(link.startsWith(`${site.origin}/embed/trends/`));
    });
  });
}

test("a frame without scripts shows picture, sentence and table", async () => {
  await site.visit({ javaScriptEnabled: false }, async ({ page }) => {
    await page.goto("/embed/trends/robbery/");
    assert.equal(await page.locator(".prebuilt-picture:visible").count(), 1);
    assert.match(await page.locator(".prebuilt-picture:visible").getAttribute("aria-label"), /^Line chart\. Robbery/);
    assert.match(await page.locator(".finding").innerText(), /robbery victims/);
    assert.ok((await page.locator("table.numbers tbody tr").count()) > 50);
  });
});

test("the offer's choices are in its lines", async () => {
  const lines = await offered("/trends?o=robbery", async (offer) => {
    await offer.getByLabel(/^Frozen/).check();
    await offer.getByLabel("Dark").check();
    await offer.getByLabel("Readers may choose another line").uncheck();
    await offer.getByLabel("With the script that fits the height").uncheck();
    await offer.getByLabel("Height without it, in pixels").fill("700");
    await offer.getByLabel("Height without it, in pixels").blur();
  });
  const { cities } = JSON.parse(await readFile(new URL("data/catalog.json", DIST), "utf8"));
  const frozen = `${site.origin}/embed/r/${cities[0].current}/trends/robbery/`;
  assert.ok(lines.startsWith(`<iframe src="${frozen}?theme=dark&amp;controls=0" title="Robbery victims`), lines);
  assert.match(lines, /height="700"/);
  assert.match(lines, /style="width:0;min-width:100%;border:0"/);
  assert.ok(lines.includes(`<img src="${frozen}picture.png" alt="Line chart. Robbery`), lines);
  assert.doesNotMatch(lines, /<script/);
});

test("a height that is being typed stays when the chart asks for another", async () => {
  const asks = (height) => parent.postMessage({ sightline: { id: "trends-robbery", height } }, "*");
  const lines = await offered("/trends?o=robbery", async (offer) => {
    const field = offer.getByLabel("Height without it, in pixels");
    const preview = offer.locator("iframe");
    const frame = await (await preview.elementHandle()).contentFrame();
    const heard = async (height) => {
      await frame.evaluate(asks, height);
      await preview.and(offer.locator(`[height="${height}"]`)).waitFor();
    };
    await heard(901);
    assert.equal(await field.inputValue(), "901");
    await field.fill("700");
    await heard(902);
    assert.equal(await field.inputValue(), "700");
    await field.fill("12");
    await field.blur();
    // Twelve pixels are no height for a chart, and what stands in the field is what is in the lines.
    assert.equal(await field.inputValue(), "902");
    await field.fill("700");
    await heard(903);
    await field.blur();
    assert.equal(await field.inputValue(), "700");
  });
  assert.match(lines, /height="700"/);
});

test("a chart is offered in another language than that of the page", async () => {
  const lines = await offered("/trends?o=robbery", (offer) => offer.getByLabel("Spanish").check());
  const spanish = `${site.origin}/embed/es/trends/robbery/`;
  assert.ok(lines.startsWith(`<iframe src="${spanish}" `), lines);
  assert.ok(lines.includes(`<img src="${spanish}picture.png" `), lines);
  // What it is called is in the language of the page that offers it, and says so.
  assert.equal(lines.match(/ (title|alt)="[^"]*" lang="en" /g).length, 2, lines);
});

for (const path of ["/", "/trends", "/trends?t=crime-hours-2014", "/enforcement", "/partnership", "/compare", "/places/neighborhood/cherry-hill"]) {
  test(`every chart of ${path} can be embedded`, async () => {
    await site.visit({}, async ({ page, open }) => {
      await open(path);
      const figures = page.locator("figure.figure");
      const count = await figures.count();
      assert.ok(count > 0);
      for (let at = 0; at < count; at += 1) {
        assert.ok((await figures.nth(at).locator("details.embedding").count()) > 0, `chart ${at + 1} of ${path}`);
      }
      const offer = page.locator("details.embedding").last();
      await offer.locator("summary").click();
      const preview = offer.locator("iframe");
      await preview.waitFor();
      const title = await figures.last().locator("h2").last().innerText();
      assert.equal(await preview.getAttribute("title"), title);
      const { status, text } = await page.evaluate(async (address) => {
        const response = await fetch(address);
        return { status: response.status, text: await response.text() };
      }, await preview.getAttribute("src"));
      assert.equal(status, 200);
      assert.match(text, /oembed\.json/);
    });
  });
}

/** The numbers of the picture within a part of a frame are read off by pointing and by keys. */
async function readsOff(page, within) {
  const rows = await page.locator(`${within} table.numbers tbody tr`).evaluateAll((rows) =>
    rows.map((row) => [...row.children].map((cell) => cell.textContent)));
  const picture = page.locator(`${within} .prebuilt-picture:visible`);
  const { width, height } = await picture.boundingBox();
  await picture.hover({ position: { x: width - 2, y: height / 2 } });
  const said = async () => (await page.locator(".reading").innerText()).split("\n").filter((line) => line.trim() !== "");
  assert.deepEqual(await said(), rows[0]);
  await page.locator(`${within} .source`).hover();
  assert.equal(await page.locator(".reading").count(), 0);
  await picture.focus();
  await page.keyboard.press("ArrowLeft");
  assert.deepEqual(await said(), rows[0]);
  await page.keyboard.press("ArrowLeft");
  assert.deepEqual(await said(), rows[1]);
  await page.keyboard.press("Home");
  assert.deepEqual(await said(), rows.at(-1));
  await page.keyboard.press("PageUp");
  assert.deepEqual(await said(), rows.at(-1));
  assert.match(await page.locator("p[role=status].visually-hidden").textContent(), new RegExp(rows.at(-1)[1]));
}

test("numbers are read off the picture by pointing and by keys, and nothing else is fetched", async () => {
  await site.visit({ viewport: { width: 680, height: 700 } }, async ({ page, requests }) => {
    await page.goto("/embed/trends/robbery/");
    await readsOff(page, "#prebuilt");
    assert.deepEqual(requests().filter((path) => /wasm|echarts|\/data\//.test(path)), []);
  });
});

test("a reader who changes the chart gets its program, in the same height", async () => {
  await site.visit({ viewport: { width: 680, height: 700 } }, async ({ page }) => {
    await page.goto("/embed/trends/robbery/");
    const before = await heightIn(page.mainFrame());
    const written = await page.locator("#prebuilt figure").innerText();
    await page.locator("#prebuilt summary", { hasText: "Change this chart" }).click();
    await page.locator("#prebuilt").waitFor({ state: "detached" });
    assert.equal(await page.evaluate(() => document.activeElement.closest("#live")?.id), "live");
    await page.locator("#live select").first().waitFor();
    await page.locator("#live summary", { hasText: "Change this chart" }).click();
    const after = await heightIn(page.mainFrame());
    assert.equal(after, before);
    assert.equal(await page.locator("#live figure").innerText(), written);
    assert.equal(new URL(page.url()).pathname, "/embed/trends/robbery/");
  });
});

test("what the program shows tells numbers by pointing and by keys, of one choice and of the next", async () => {
  await site.visit({ viewport: { width: 680, height: 700 } }, async ({ page, requests }) => {
    await page.goto("/embed/trends/?o=robbery&g=y");
    await page.locator("#prebuilt").waitFor({ state: "detached" });
    await readsOff(page, "#live");
    await page.locator("#live .embed-choices summary").click();
    await page.locator("#live select").last().selectOption({ label: "Each quarter" });
    await page.waitForFunction(() => document.querySelectorAll("#live tbody tr").length > 40);
    // What a reader has opened stays open, and what they chose stays chosen.
    assert.equal(await page.locator("#live .embed-choices").evaluate((choices) => choices.open), true);
    assert.equal(await page.locator("#live select").last().evaluate((list) => list.selectedOptions[0].label), "Each quarter");
    await readsOff(page, "#live");
    assert.deepEqual(requests().filter((path) => /echarts/.test(path)), []);
  });
});

test("where its numbers do not come, a frame says so, and they come where a reader asks again", async () => {
  await site.visit({ expectComplaints: true }, async ({ page, breakRequests }) => {
    await breakRequests("**/*.cube", (route) => route.fulfill({ status: 503 }));
    await page.goto("/embed/trends/?o=robbery&g=y");
    await page.locator("#live [role=alert]").waitFor();
    assert.match(await page.locator("#live [role=alert]").innerText(), /The server could not send the numbers\./);
    await page.locator("#live button", { hasText: "Try again" }).click();
    await page.waitForTimeout(300);
    assert.equal(await page.locator("#live [role=alert]").count(), 1);
    await page.unroute("**/*.cube");
    await page.locator("#live button", { hasText: "Try again" }).click();
    await page.locator("#live h1", { hasText: /^Robbery victims in Baltimore, by year/ }).waitFor();
    assert.equal(await page.locator("#live [role=alert]").count(), 0);
  });
});

test("an address with a view of its own shows it, and what a reader chooses stands in the address", async () => {
  await site.visit({}, async ({ page }) => {
    await page.goto("/embed/trends/?o=robbery&g=y&theme=dark");
    await page.locator("#prebuilt").waitFor({ state: "detached" });
    const title = page.locator("#live h1");
    assert.match(await title.innerText(), /^Robbery victims in Baltimore, by year/);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
    await page.locator("summary", { hasText: "Change this chart" }).click();
    const arson = await page.locator(".embed-choices option", { hasText: /^Arson/ }).innerText();
    await page.locator(".embed-choices select").first().selectOption({ label: arson });
    await page.waitForFunction(() => document.querySelector("#live h1").innerText.startsWith("Arson"));
    assert.equal(page.url(), `${site.origin}/embed/trends/arson/?g=y&theme=dark`);
    await page.goto("/embed/trends/?o=robbery&g=y&controls=0");
    await page.locator("#prebuilt").waitFor({ state: "detached" });
    assert.equal(await page.locator("summary", { hasText: "Change this chart" }).count(), 0);
  });
});

test("where the program cannot come, what was written stands, and says what it is not", async () => {
  await site.visit({ expectComplaints: true }, async ({ page, breakRequests }) => {
    await breakRequests("**/embedded*", (route) => route.abort());
    await page.goto("/embed/trends/?o=robbery&g=y");
    await page.getByText("could not be loaded").waitFor();
    assert.equal(await page.locator(".prebuilt-picture:visible").count(), 1);
  });
});

test("an earlier release says so by itself, and the program keeps to it", async () => {
  const { cities } = JSON.parse(await readFile(new URL("data/catalog.json", DIST), "utf8"));
  const [city] = cities;
  const older = city.releases.find(({ id }) => id !== city.current).id;
  await site.visit({ viewport: { width: 680, height: 700 } }, async ({ page, requests }) => {
    await page.goto(`/embed/r/${older}/trends/robbery/`);
    const newer = page.locator("#prebuilt .standing a");
    assert.match(await newer.innerText(), /^A newer version exists, of /);
    assert.equal(await newer.evaluate((link) => link.href), `${site.origin}/embed/trends/robbery/`);
    await page.locator("#prebuilt summary", { hasText: "Change this chart" }).click();
    await page.locator("#prebuilt").waitFor({ state: "detached" });
    assert.match(await page.locator("#live .standing").innerText(), /A newer version exists/);
    const cubes = requests().filter((path) => path.endsWith(".cube"));
    assert.ok(cubes.length > 0 && cubes.every((path) => path.includes(older)), cubes.join());
  });
});

test("the listener is small, and is the one that pages name", async () => {
  const bytes = await readFile(new URL(LISTENER, DIST));
  assert.ok(bytes.length <= 1024, `${bytes.length} bytes`);
  assert.equal(`sha384-${createHash("sha384").update(bytes).digest("base64")}`, LISTENER_HASH);
  const lines = await offered("/trends?o=robbery");
  assert.ok(lines.includes(`<script src="${site.origin}/${LISTENER}" integrity="${LISTENER_HASH}" crossorigin="anonymous" async>`));
});

test("the listener hears nobody but the site's own frames", async () => {
  const shouting = await hostOf(`<script>parent.postMessage({ sightline: { height: 5000 } }, "*")</script>`);
  const lines = await offered("/trends?o=robbery");
  const host = await hostOf(`<iframe id="other" src="${shouting}" height="100"></iframe>${lines}`);
  await site.visit({}, async ({ page }) => {
    await page.goto(host);
    await page.waitForFunction(() => document.querySelector('iframe[src*="/embed/"]').style.height !== "", undefined, SOON);
    assert.equal(await page.locator("#other").evaluate((frame) => frame.clientHeight), 100);
  });
});

test("a map says the number of the place that is pointed at, and the program's map follows its address", async () => {
  await site.visit({ viewport: { width: 680, height: 1200 } }, async ({ page, requests }) => {
    await page.goto("/embed/map/neighborhood/");
    const area = page.locator("#prebuilt path[data-name^='Cherry Hill']");
    const name = await area.getAttribute("data-name");
    assert.match(name, /^Cherry Hill: [\d.]+ people killed per 100,000 residents a year/);
    await area.hover();
    assert.equal(await page.locator("#prebuilt .map-said").innerText(), name);
    assert.deepEqual(requests().filter((path) => /wasm|echarts|\/data\//.test(path)), []);
    const row = page.locator("#prebuilt tbody tr", { has: page.locator("th", { hasText: /^Cherry Hill$/ }) });
    assert.ok(name.includes((await row.locator("td").last().textContent()).split(" ")[0]), name);
    await page.goto("/embed/map/neighborhood/?o=robbery&t=crime-neighborhood&m=count");
    await page.locator("#prebuilt").waitFor({ state: "detached" });
    assert.match(await page.locator("#live h1").innerText(), /^Robbery victims by neighborhood/);
    await page.locator("#live path[data-name^='Cherry Hill']").click();
    assert.match(await page.locator("#live .map-said").innerText(), /^Cherry Hill: [\d,]+ robbery victims/);
  });
});

test("hours stand as a shaded table, written and by the program", async () => {
  await site.visit({}, async ({ page }) => {
    await page.goto("/embed/tables/crime-hours-2014/");
    const cells = (within) => page.locator(`${within} table.hours td`).allTextContents();
    const written = await cells("#prebuilt");
    assert.equal(written.length, 24 * 8);
    await page.locator("#prebuilt summary", { hasText: "Change this chart" }).click();
    await page.locator("#prebuilt").waitFor({ state: "detached" });
    assert.deepEqual(await cells("#live"), written);
  });
});

for (const [path, colorScheme] of [["/embed/trends/robbery/", "light"], ["/embed/compare/", "dark"], ["/embed/es/trends/robbery/", "dark"], ["/embed/es/map/district/", "light"], ["/embed/map/district/", "dark"], ["/embed/tables/crime-hours-2014/", "light"], ["/trends/?o=robbery,arson", "light"]]) {
  test(`${path} passes axe and fits 320 px, in ${colorScheme}`, () =>
    site.visit({ colorScheme, viewport: { width: 320, height: 700 } }, async ({ page, open }) => {
      if (path.startsWith("/embed/")) await page.goto(path);
      else {
        await open(path);
        await page.locator("details.embedding > summary").click();
        await page.locator("details.embedding iframe").waitFor();
      }
      await page.evaluate(axe);
      const violations = await page.evaluate(async () => (await window.axe.run({ iframes: false })).violations);
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
    }));
}

const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
// Beside them: what others publish of theirs. The package @datawrapper/chart-core 8.47.0 is 86,481
// bytes (main.js and dw-2.0.min.js by the same brotli) before the code of a kind of chart and its data;
// Our World in Data allows its program 1.72 MB and 545 kB before compression (bundlewatch settings of
// owid-grapher).
const WRITTEN_BYTES = 40_000;
const WHOLE_BYTES = 287_500;

test("an embed loads no more than its chart needs", (t) =>
  site.visit({ viewport: { width: 680, height: 700 } }, async ({ page, requests }) => {
    const bytes = async () => {
      const paths = [...new Set(requests().map((path) => path.split("?")[0]))].filter((path) => path.startsWith("/"));
      const rows = await Promise.all(paths.map(async (path) => {
        const file = await readFile(new URL(`.${path.endsWith("/") ? `${path}index.html` : path}`, DIST));
        return [path, path.endsWith(".woff2") ? file.length : brotliCompressSync(file, BROTLI).length];
      }));
      return { rows, total: rows.reduce((sum, [, size]) => sum + size, 0) };
    };
    await page.goto("/embed/trends/robbery/");
    await page.waitForLoadState("networkidle");
    const written = await bytes();
    for (const [path, size] of written.rows) t.diagnostic(`${String(size).padStart(8)}  ${path}`);
    t.diagnostic(`${String(written.total).padStart(8)}  as it stands in a page, of ${WRITTEN_BYTES}`);
    await page.locator("#prebuilt summary", { hasText: "Change this chart" }).click();
    await page.locator("#prebuilt").waitFor({ state: "detached" });
    await page.locator("#live .prebuilt-picture:visible").hover();
    await page.locator("#live .reading").waitFor();
    await page.waitForLoadState("networkidle");
    const whole = await bytes();
    for (const [path, size] of whole.rows.slice(written.rows.length)) t.diagnostic(`${String(size).padStart(8)}  ${path}`);
    t.diagnostic(`${String(whole.total).padStart(8)}  with the program, where a reader changes the chart and points at it, of ${WHOLE_BYTES}`);
    assert.ok(written.total <= WRITTEN_BYTES, `${written.total} bytes`);
    assert.ok(whole.total <= WHOLE_BYTES, `${whole.total} bytes`);
  }));

test("the map of the page of places can be embedded", async () => {
  const lines = await offered("/places");
  assert.ok(lines.startsWith(`<iframe src="${site.origin}/embed/map/district/" title=`), lines.slice(0, 200));
});

test("every table, place and outcome has an embed with its picture", async () => {
  const folder = new URL("embed/places/neighborhood/", DIST);
  const places = await readdir(folder);
  assert.ok(places.length > 200, `${places.length}`);
  for (const place of places) {
    const files = await readdir(new URL(`${place}/`, folder));
    assert.deepEqual(files.sort(), ["index.html", "oembed.json", "picture.png"], place);
  }
});
