// For everybody: the page in Spanish, read by keys and by ear, in any colors, at any size, on paper, and
// as long as it stays open. axe looks at every page in pages.test.mjs and at embeds in embed.test.mjs;
// scripts off are in prebuilt.test.mjs, no network in offline.test.mjs.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { readTable, whenDrawn } from "./figures.mjs";
import { openSite } from "./harness.mjs";

const site = await openSite();
after(() => site.close());

const ROUTES = [
  "/", "/trends", "/places", "/places/neighborhood/cherry-hill", "/enforcement", "/partnership", "/compare", "/data",
  "/data/revisions", "/data/verify", "/methods",
];
const TRENDS = "/trends?o=homicide,robbery&f=2015-01&u=2020-12";

const numbers = (text) => text.match(/\d[\d,.]*\d|\d/g) ?? [];
const isCommon = (word) => /^(the|and|of|with|for|this|that|from|are|was|were|which)$/i.test(word);

for (const route of ROUTES) {
  test(`${route} is in Spanish under /es, with the same figures`, () =>
    site.visit({}, async ({ page, open }) => {
      const read = async (path) => {
        await open(path);
        if (await page.locator("[data-chart]").count()) await whenDrawn(page);
        return page.evaluate(() => ({
          lang: document.documentElement.lang,
          title: document.title,
          heading: document.querySelector("h1").textContent,
          findings: [...document.querySelectorAll("p.finding, p.lede, h1")].map((one) => one.textContent),
          links: [...document.querySelectorAll("main a[href], header a[href]:not(.language)")].map((one) => one.getAttribute("href")),
        }));
      };
      const english = await read(route);
      const spanish = await read(`/es${route === "/" ? "/" : route}`);
      assert.deepEqual([english.lang, spanish.lang], ["en", "es"]);
      if (!route.includes("cherry-hill")) assert.notEqual(english.heading, spanish.heading);
      assert.equal(english.findings.length, spanish.findings.length);
      for (const [at, finding] of english.findings.entries()) {
        assert.deepEqual(numbers(spanish.findings[at]).sort(), numbers(finding).sort(), spanish.findings[at]);
        const left = spanish.findings[at].split(/[^\p{L}]+/u).filter(isCommon);
        assert.deepEqual(left, [], spanish.findings[at]);
      }
      const pages = spanish.links.filter((href) => /^\//.test(href) && !href.startsWith("/data/releases/") && !href.startsWith("/data/latest/"));
      const astray = pages.filter((href) => !/^\/(es(\/|\?|$)|embed\/es\/)/.test(href));
      assert.deepEqual(astray.filter((href) => href !== english.links.find((own) => own === href && !own.startsWith("/es"))), []);
    }));
}

test("the language is chosen in the header, for the same view, and earlier links with lang=es lead there", () =>
  site.visit({}, async ({ page, open, whenReady }) => {
    await open(TRENDS);
    await page.getByRole("link", { name: "Español" }).click();
    await page.waitForURL(/\/es\/trends\?/);
    await whenReady();
    const { search } = new URL(page.url());
    assert.equal(search, TRENDS.slice("/trends".length));
    await page.getByRole("link", { name: "English" }).click();
    await page.waitForURL((url) => url.pathname === "/trends");
    await open("/methods?lang=es");
    assert.equal(new URL(page.url()).pathname, "/es/methods");
    assert.equal(await page.evaluate(() => document.documentElement.lang), "es");
  }));

test("without its texts a Spanish address is a page in English", () =>
  site.visit({ expectComplaints: true }, async ({ page, open, breakRequests }) => {
    await breakRequests(/locales\//, (route) => route.fulfill({ status: 404, body: "" }));
    await open("/es/trends");
    assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
    assert.equal(await page.locator("main h1").innerText(), "Trends");
  }));

for (const home of ["", "/es"]) {
  test(`a chart is named by what it says, and the name follows the choice, under ${home || "/"}`, () =>
    site.visit({}, async ({ page, open }) => {
      await open(`${home}${TRENDS}`);
      await whenDrawn(page);
      const said = () =>
        page.locator("figure").first().evaluate((figure) => ({
          name: figure.querySelector("[data-chart]").getAttribute("aria-label"),
          title: figure.querySelector("h2").textContent,
          finding: figure.querySelector(".finding").textContent,
        }));
      const before = await said();
      assert.ok(before.name.endsWith(`${before.title}. ${before.finding}`), before.name);
      await page.goto(`${home}/trends?o=arson`);
      await page.waitForFunction((name) => document.querySelector("[data-chart]")?.getAttribute("aria-label") !== name, before.name);
      await whenDrawn(page);
      const after = await said();
      assert.ok(after.name.endsWith(`${after.title}. ${after.finding}`), after.name);
    }));

  test(`keys read every point of a chart, as its table has them, under ${home || "/"}`, () =>
    site.visit({}, async ({ page, open }) => {
      await open(`${home}${TRENDS}`);
      await whenDrawn(page);
      const { columns, rows } = await readTable(page);
      const figure = page.locator("figure").first();
      const slider = figure.locator("input[type=range]");
      await slider.focus();
      await page.keyboard.press("Home");
      const status = figure.locator(".chart-reader [role=status]");
      const expected = rows.toReversed().map(({ heading, cells }) => {
        const texts = cells.map(({ text }, at) => (cells.length === 1 ? text : `${columns[at + 1]}: ${text}`));
        return `${heading}. ${texts.join("; ")}`;
      });
      for (const [at, text] of expected.entries()) {
        assert.equal(await status.textContent(), text);
        assert.equal(await slider.getAttribute("aria-valuetext"), rows.at(-1 - at).heading);
        await page.keyboard.press("ArrowRight");
      }
      assert.equal(await status.textContent(), expected.at(-1), "the last point is the end");
      await page.keyboard.press("End");
      assert.equal(await status.textContent(), expected.at(-1));
      // The eye meets the same numbers at the same place.
      await page.locator(".chart.live").waitFor();
      await page.keyboard.press("Escape");
      assert.equal(await status.textContent(), "");
      await page.keyboard.press("Tab");
      assert.ok(!(await slider.evaluate((element) => element === document.activeElement)), "no trap");
    }));
}

test("a legend hides and shows its lines by keys", () =>
  site.visit({}, async ({ page, open }) => {
    await open(TRENDS);
    await whenDrawn(page);
    const entry = page.locator(".legend-entry").first();
    await entry.focus();
    assert.equal(await entry.getAttribute("aria-pressed"), "true");
    await page.keyboard.press("Enter");
    assert.equal(await entry.getAttribute("aria-pressed"), "false");
    await page.keyboard.press("Space");
    assert.equal(await entry.getAttribute("aria-pressed"), "true");
  }));

for (const route of ["/", "/trends", "/places", "/data", "/methods"]) {
  test(`Tab reaches every control of ${route} in order, each seen, and leaves it`, () =>
    site.visit({ viewport: { width: 1000, height: 800 } }, async ({ page, open }) => {
      await open(route);
      const count = await page.evaluate(() => {
        const all = [...document.querySelectorAll("a[href], button, input, select, summary, textarea, [tabindex='0']")];
        const shown = all.filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.tabIndex >= 0);
        shown.forEach((one, at) => (one.dataset.at = at));
        return shown.length;
      });
      const reached = new Set();
      for (let step = 0; step < count + 5; step += 1) {
        await page.keyboard.press("Tab");
        const found = await page.evaluate(() => {
          const one = document.activeElement;
          if (!one || one === document.body) return null;
          const { top, left, bottom, right } = one.getBoundingClientRect();
          const x = Math.min(Math.max((left + right) / 2, 1), innerWidth - 1);
          const y = Math.min(Math.max((top + bottom) / 2, 1), innerHeight - 1);
          const above = document.elementFromPoint(x, y);
          const style = getComputedStyle(one);
          const line = (area) => getComputedStyle(area.querySelector("path"));
          const isRinged = (area) => {
            const other = area.matches(".area") && document.querySelector(".area:not(:focus)");
            return other && line(area).stroke !== line(other).stroke && parseFloat(line(area).strokeWidth) > parseFloat(line(other).strokeWidth);
          };
          return {
            at: one.dataset.at,
            html: one.outerHTML.slice(0, 120),
            isCovered: !(above && (one.contains(above) || above.contains(one))),
            // An area of a map is ringed by the line around it.
            hasRing: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || isRinged(one),
          };
        });
        if (!found) continue;
        if (found.at !== undefined) reached.add(found.at);
        assert.ok(!found.isCovered, `something lies over ${found.html}`);
        assert.ok(found.hasRing, `no ring around ${found.html}`);
      }
      // A group of radio buttons has one stop.
      const missed = await page.evaluate((reached) => {
        const all = [...document.querySelectorAll("[data-at]")].filter((one) => !reached.includes(one.dataset.at));
        return all.filter((one) => one.type !== "radio" && one.checkVisibility()).map((one) => one.outerHTML.slice(0, 120));
      }, [...reached]);
      assert.deepEqual(missed, []);
    }));
}

const SMALLEST_TARGET_PX = 24;

for (const route of ROUTES) {
  test(`every target of ${route} has room for a finger at 390 px`, () =>
    site.visit({ viewport: { width: 390, height: 800 } }, async ({ page, open }) => {
      await open(route);
      const small = await page.evaluate((least) => {
        const all = [...document.querySelectorAll("a[href], button, input, select, summary, [role=button]")];
        const shown = all.filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".skip-link, .visually-hidden"));
        const boxes = shown.map((one) => [one, one.closest("label")?.getBoundingClientRect() ?? one.getBoundingClientRect()]);
        // Links within a sentence are exempt (WCAG 2.2, 2.5.8), and so are targets with as much room around.
        const isInline = (one) => getComputedStyle(one).display === "inline" && one.matches("a") && one.parentElement.textContent.trim() !== one.textContent.trim();
        const middle = ({ left, right, top, bottom }) => [(left + right) / 2, (top + bottom) / 2];
        const hasRoom = (one, box) =>
          boxes.every(([other, otherBox]) => {
            if (other === one || one.contains(other) || other.contains(one)) return true;
            const [[x, y], [ox, oy]] = [middle(box), middle(otherBox)];
            return Math.hypot(x - ox, y - oy) >= least;
          });
        const tooSmall = ({ width, height }) => width > 0 && (width < least - 0.5 || height < least - 0.5);
        return boxes
          .filter(([one, box]) => tooSmall(box) && !isInline(one) && !hasRoom(one, box))
          .map(([one, { width, height }]) => `${Math.round(width)} x ${Math.round(height)}: ${one.outerHTML.slice(0, 100)}`);
      }, SMALLEST_TARGET_PX);
      assert.deepEqual(small, []);
    }));
}

/**
 * The colors of the pixels of a screenshot, the commonest first: of each of its boxes in pixels, or of
 * the whole as the only one.
 */
async function colors(page, screenshot, boxes = [{}]) {
  return page.evaluate(
    async ([shot, boxes]) => {
      const bytes = Uint8Array.from(atob(shot), (letter) => letter.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes]));
      return boxes.map(({ x = 0, y = 0, width = picture.width, height = picture.height }) => {
        const context = new OffscreenCanvas(Math.ceil(width), Math.ceil(height)).getContext("2d");
        context.drawImage(picture, -Math.floor(x), -Math.floor(y));
        const { data } = context.getImageData(0, 0, context.canvas.width, context.canvas.height);
        const counts = new Map();
        for (let at = 0; at < data.length; at += 4) {
          const color = `${data[at]},${data[at + 1]},${data[at + 2]}`;
          counts.set(color, (counts.get(color) ?? 0) + 1);
        }
        return [...counts].sort(([, one], [, other]) => other - one).map(([color]) => color.split(",").map(Number));
      });
    },
    [screenshot.toString("base64"), boxes],
  );
}

const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
const contrast = (one, other) => {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};
/** The difference of two colors in CIE L*a*b* (1976); about 2 is just seen. */
const lab = ([r, g, b]) => {
  const [x, y, z] = [
    (0.4124 * linear(r) + 0.3576 * linear(g) + 0.1805 * linear(b)) / 0.9505,
    luminance([r, g, b]),
    (0.0193 * linear(r) + 0.1192 * linear(g) + 0.9505 * linear(b)) / 1.089,
  ].map((part) => (part > 0.008856 ? Math.cbrt(part) : 7.787 * part + 16 / 116));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
};
const difference = (one, other) => Math.hypot(...lab(one).map((part, at) => part - lab(other)[at]));

const SIX = "/trends?o=homicide,shooting,robbery,aggravated_assault,burglary,auto_theft&f=2012-01";

for (const colorScheme of ["light", "dark"]) {
  for (const vision of ["none", "deuteranopia", "protanopia", "tritanopia", "achromatopsia"]) {
    test(`lines stand out and are told apart in ${colorScheme}, seen with ${vision}`, () =>
      site.visit({ colorScheme, viewport: { width: 1000, height: 900 }, deviceScaleFactor: 2 }, async ({ page, context, open }) => {
        await open(SIX);
        await whenDrawn(page);
        const devtools = await context.newCDPSession(page);
        await devtools.send("Emulation.setEmulatedVisionDeficiency", { type: vision });
        const swatches = page.locator("figure .legend-line");
        const seen = [];
        for (let at = 0; at < (await swatches.count()); at += 1) {
          const [found] = await colors(page, await swatches.nth(at).screenshot());
          const [ground] = found;
          // The edges of a line are smoothed: its color is the one furthest from the ground.
          const stroke = found.reduce((most, color) => (contrast(color, ground) > contrast(most, ground) ? color : most));
          assert.ok(contrast(stroke, ground) >= 3, `line ${at + 1} has ${contrast(stroke, ground).toFixed(2)}:1`);
          seen.push(stroke);
        }
        const dashes = await page.locator("figure .legend-line line").evaluateAll((lines) => lines.map((line) => line.getAttribute("stroke-dasharray")));
        assert.equal(seen.length, 6);
        for (const [at, color] of seen.entries()) {
          for (const [other, otherColor] of seen.entries()) {
            if (at >= other) continue;
            const apart = difference(color, otherColor) >= 10 || dashes[at] !== dashes[other];
            assert.ok(apart, `lines ${at + 1} and ${other + 1}: ${color} and ${otherColor}, both ${dashes[at] || "solid"}`);
          }
        }
      }));
  }
}

/**
 * Lets every chart of the library be found in `drawnCharts`, in the order in which they are set up: the
 * library is what it is, and a module before it keeps what `init` gives.
 */
async function keepCharts(page) {
  const keeping = `import { init as begin } from "./echarts.js?kept";
    export const init = (...given) => {
      const chart = begin(...given);
      (globalThis.drawnCharts ??= []).push(chart);
      return chart;
    };`;
  // The page knows the library by its hash, and this is not the library alone.
  await page.addInitScript(() => {
    let known;
    Object.defineProperty(globalThis, "sightlineHashes", {
      get: () => known,
      set: ({ "vendor/echarts.js": library, ...others }) => (known = others),
    });
  });
  await page.route(/vendor\/echarts\.js$/, (route) => route.fulfill({ contentType: "text/javascript", body: keeping }));
}

const CHARTS = [
  "/trends?o=homicide,robbery&f=2015-01&u=2020-12",
  "/trends?t=crime-city&o=homicide&g=y",
  "/trends?t=crime-district&o=robbery&p=central,eastern&f=2012-01&u=2015-12",
  "/trends?t=arrests-district&g=m",
  "/es/trends?t=index-cities",
];

for (const route of CHARTS) {
  test(`the table of ${route} is what the chart draws, cell by cell`, (t) =>
    site.visit({ viewport: { width: 1000, height: 900 } }, async ({ page, open }) => {
      await keepCharts(page);
      await open(route);
      await whenDrawn(page);
      const { columns, rows } = await readTable(page);
      await page.locator("figure .chart").first().hover();
      await page.locator("figure .chart.live .chart-live svg").first().waitFor();
      const drawn = await page.evaluate(() => {
        const { xAxis, series } = globalThis.drawnCharts[0].getOption();
        const lines = series.filter(({ tooltip }) => tooltip?.show !== false);
        return { positions: xAxis[0].data, lines: lines.map(({ name, data }) => ({ name, data })) };
      });
      assert.equal(drawn.positions.length, rows.length);
      assert.ok(drawn.lines.length > 0);
      const plain = (text) => text.replaceAll(/\s+/g, " ").trim();
      let compared = 0;
      for (const [at, name] of drawn.positions.entries()) {
        const row = rows.find(({ heading }) => name === heading || name.startsWith(`${heading} (`));
        assert.ok(row, `${name} has a row`);
        for (const { name: line, data } of drawn.lines) {
          const column = columns.slice(1).findIndex((column) => plain(column) === plain(line));
          assert.ok(column >= 0 || columns.length === 2, `${line} has a column`);
          const { text, status } = row.cells[Math.max(column, 0)];
          const said = /^[\d,]*\d(\.\d+)?/.exec(text)?.[0].replaceAll(",", "");
          if (said === undefined) assert.equal(data[at] ?? null, null, `${line}, ${name}: ${text} (${status})`);
          else assert.equal(data[at], Number(said), `${line}, ${name}`);
          compared += 1;
        }
      }
      t.diagnostic(`${compared} cells`);
    }));
}

/** What is found in a page, and a picture of it in which that stands where it was found: a typeface may come late. */
async function stillPicture(page, find) {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const before = await find();
    const picture = await page.screenshot();
    if (isDeepStrictEqual(await find(), before)) return [before, picture];
  }
  throw new Error("the page does not come to rest");
}

/** So much of a page is read: its upper part, with charts and controls of each kind. */
const READ_PX = 3000;

for (const colorScheme of ["light", "dark"]) {
  for (const route of ROUTES) {
    test(`text of ${route} stands out in ${colorScheme}, as it is painted`, (t) =>
      // At twice the size the strokes of letters have pixels of their full color.
      site.visit({ colorScheme, viewport: { width: 800, height: READ_PX }, deviceScaleFactor: 2 }, async ({ page, open }) => {
        await open(route);
        if (await page.locator("[data-chart]").count()) await whenDrawn(page);
        // One text of each look; what is off, hidden or no text is not read.
        const looks = () => page.evaluate(() => {
          const found = new Map();
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const { currentNode: node } = walker;
            const one = node.parentElement;
            const isSeen = one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
            if (!/[\p{L}\d]{2}/u.test(node.data) || !isSeen || one.closest(".visually-hidden, .skip-link, :disabled, option, noscript, title")) continue;
            const range = document.createRange();
            range.selectNodeContents(node);
            const [box] = range.getClientRects();
            if (!box || box.width < 6 || box.height < 6 || box.left < 0 || box.right > innerWidth || box.bottom > innerHeight) continue;
            // What a list has below its edge is not painted.
            const above = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
            if (!above || !(one.contains(above) || above.contains(one))) continue;
            const { color, fill, fontSize, fontWeight } = getComputedStyle(one);
            const isSvg = one instanceof SVGElement;
            let ground = one;
            while (ground && /rgba\(0, 0, 0, 0\)|transparent/.test(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
            const key = [isSvg ? fill : color, fontSize, fontWeight, ground && getComputedStyle(ground).backgroundColor].join();
            const isLarge = parseFloat(fontSize) >= 24 || (parseFloat(fontSize) >= 18.66 && Number(fontWeight) >= 700);
            const scaled = { x: box.x, y: box.y, width: box.width, height: box.height };
            for (const side of Object.keys(scaled)) scaled[side] *= devicePixelRatio;
            if (!found.has(key)) found.set(key, { text: node.data.trim().slice(0, 40), key, isLarge, box: scaled });
          }
          return [...found.values()];
        });
        const [texts, picture] = await stillPicture(page, looks);
        assert.ok(texts.length >= 5, `${texts.length} looks`);
        const painted = await colors(page, picture, texts.map(({ box }) => box));
        let least = Infinity;
        for (const [at, { text, key, isLarge }] of texts.entries()) {
          const [ground, ...others] = painted[at];
          const ratio = Math.max(1, ...others.map((color) => contrast(color, ground)));
          least = Math.min(least, ratio);
          assert.ok(ratio >= (isLarge ? 3 : 4.5), `"${text}" has ${ratio.toFixed(2)}:1 (${key})`);
        }
        t.diagnostic(`${texts.length} looks, ${least.toFixed(2)}:1 at least`);
      }));
  }

  for (const route of ["/", "/trends", "/places", "/data"]) {
    test(`the ring around what has the focus on ${route} stands out in ${colorScheme}, as it is painted`, (t) =>
      site.visit({ colorScheme, viewport: { width: 900, height: 900 } }, async ({ page, open }) => {
        await open(route);
        if (await page.locator("[data-chart]").count()) await whenDrawn(page);
        // One control of each kind; rings are seen by who uses keys.
        await page.keyboard.press("Tab");
        const count = await page.evaluate(() => {
          const all = [...document.querySelectorAll("a[href], button, input:not([type=radio]), select, summary")];
          const kinds = new Map();
          for (const one of all) {
            const isSeen = one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !one.disabled && one.tabIndex >= 0;
            const kind = `${one.localName} ${one.className} ${one.type} ${one.closest("header, main, footer, nav, figure")?.localName}`;
            if (isSeen && !one.matches(".skip-link, .area")) kinds.set(kind, kinds.get(kind) ?? one);
          }
          globalThis.kinds = [...kinds.values()];
          return globalThis.kinds.length;
        });
        assert.ok(count >= 5, `${count} kinds`);
        let least = Infinity;
        for (let at = 0; at < count; at += 1) {
          const found = await page.evaluate((at) => {
            document.activeElement?.blur();
            const one = globalThis.kinds[at];
            one.scrollIntoView({ block: "center" });
            const { left, top, width, height } = one.getBoundingClientRect();
            return { html: one.outerHTML.slice(0, 90), x: Math.max(0, left - 8), y: Math.max(0, top - 8), width: width + 16, height: height + 16, around: 2 * (width + height) };
          }, at);
          const clip = { x: found.x, y: found.y, width: Math.min(found.width, 900 - found.x), height: Math.min(found.height, 900 - found.y) };
          const shoot = async () => (await page.screenshot({ clip })).toString("base64");
          const before = await shoot();
          await page.evaluate((at) => globalThis.kinds[at].focus({ preventScroll: true, focusVisible: true }), at);
          const after = await shoot();
          const changed = await page.evaluate(async (shots) => {
            const [one, other] = await Promise.all(
              shots.map(async (shot) => {
                const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(shot), (letter) => letter.charCodeAt(0))]));
                const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
                context.drawImage(picture, 0, 0);
                return context.getImageData(0, 0, picture.width, picture.height).data;
              }),
            );
            const pairs = [];
            for (let at = 0; at < one.length; at += 4) {
              const [was, is] = [one, other].map((data) => [data[at], data[at + 1], data[at + 2]]);
              if (was.some((part, at) => part !== is[at])) pairs.push([was, is]);
            }
            return pairs;
          }, [before, after]);
          // WCAG 2.2, 2.4.13: as much as a line of 2 px around it, of 3:1 to what was there.
          const seen = changed.filter(([was, is]) => contrast(was, is) >= 3);
          const share = seen.length / found.around;
          least = Math.min(least, share);
          assert.ok(share >= 1.6, `${found.html}: ${seen.length} of ${changed.length} pixels around ${Math.round(found.around)} px`);
        }
        t.diagnostic(`${count} kinds of controls, ${least.toFixed(1)} px around at least`);
      }));
  }
}

const SPACING = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-bottom: 2em !important; }`;

for (const home of ["", "/es"]) {
  for (const route of ROUTES) {
    test(`${home}${route} bears 320 px with wide letters, and no text of a chart is below 12 px`, () =>
      // 320 px is also what 400 % leaves of 1280.
      site.visit({ viewport: { width: 320, height: 640 } }, async ({ page, open }) => {
        await open(`${home}${route}`);
        if (await page.locator("[data-chart]").count()) await whenDrawn(page);
        const sizes = await page.evaluate(() =>
          [...document.querySelectorAll("main svg:not(.map-plane) text")].map((text) => {
            const { svg = text.ownerSVGElement } = {};
            const scale = svg.getBoundingClientRect().width / (svg.viewBox.baseVal.width || svg.getBoundingClientRect().width || 1);
            return parseFloat(getComputedStyle(text).fontSize) * scale;
          }),
        );
        assert.ok(sizes.every((size) => size >= 11.99), `${Math.min(...sizes)}`);
        await page.evaluate((css) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(css);
          document.adoptedStyleSheets.push(sheet);
        }, SPACING);
        const [scroll, client] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
        assert.ok(scroll <= client, `${scroll} px in ${client} px`);
      }));
  }
}

test("the theme follows the system while the page is open, a choice stays, and nothing moves where motion is unwanted", () =>
  site.visit({ colorScheme: "light", reducedMotion: "reduce" }, async ({ page, open }) => {
    await open("/trends");
    await whenDrawn(page);
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await page.emulateMedia({ colorScheme: "dark" });
    assert.notEqual(await paper(), light);
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll("*")].filter((one) => {
        const { transitionDuration, animationDuration, scrollBehavior } = getComputedStyle(one);
        const lasts = (text) => text.split(",").some((part) => parseFloat(part) > 0.01);
        return lasts(transitionDuration) || lasts(animationDuration) || scrollBehavior === "smooth";
      }).map((one) => one.outerHTML.slice(0, 80)),
    );
    assert.deepEqual(moving, []);
    await page.locator("[data-chart]").first().hover();
    await page.locator(".chart.live").waitFor();
    assert.deepEqual(await page.evaluate(() => document.getAnimations().map((one) => one.constructor.name)), []);
  }));

test("forced colors keep the lines, the map's areas and the pressed state apart from the ground", () =>
  site.visit({ forcedColors: "active" }, async ({ page, open }) => {
    await open(TRENDS);
    await whenDrawn(page);
    const [found] = await colors(page, await page.locator(".chart").first().screenshot());
    const strong = found.filter((color) => contrast(color, found[0]) >= 3);
    assert.ok(strong.length > 0);
    const entry = page.locator(".legend-entry").first();
    const looks = async () => (await entry.screenshot()).toString("base64");
    const before = await looks();
    await entry.click();
    await page.mouse.move(0, 0);
    assert.notEqual(await looks(), before);
  }));

for (const home of ["", "/es"]) {
  test(`a place is one sheet of paper under ${home || "/"}, with its address, its day and its release`, () =>
    site.visit({}, async ({ page, open }) => {
      await open(`${home}/places/neighborhood/cherry-hill`);
      await whenDrawn(page);
      const pdf = await page.pdf({ format: "Letter" });
      assert.equal((pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g) ?? []).length, 1);
      await page.emulateMedia({ media: "print" });
      const printed = await page.locator("body").innerText();
      const { cities } = await (await page.request.get("/data/catalog.json")).json();
      assert.ok(printed.includes(cities[0].current), "the release");
      assert.ok(printed.includes(`${home}/places/neighborhood/cherry-hill`), "the address");
    }));
}

test("a chart is heard: tones rise and fall with the numbers, and gaps are silent", () =>
  site.visit({}, async ({ page, open }) => {
    await page.addInitScript(() => {
      window.heard = { pitches: [], loudness: [] };
      const record = (list) => {
        const own = AudioParam.prototype[list];
        AudioParam.prototype[list] = function (value, when, ...rest) {
          window.heard[list === "setValueAtTime" ? "pitches" : "loudness"].push([when, value]);
          return own.call(this, value, when, ...rest);
        };
      };
      record("setValueAtTime");
      record("setTargetAtTime");
    });
    await open("/trends?o=homicide&f=2015-01&u=2017-12&g=q");
    await whenDrawn(page);
    const { rows } = await readTable(page);
    const listen = page.getByRole("button", { name: "Listen to this chart" });
    await listen.focus();
    await page.keyboard.press("Enter");
    assert.equal(await listen.getAttribute("aria-pressed"), "true");
    const { pitches, loudness } = await page.evaluate(() => window.heard);
    const counts = rows.toReversed().map(({ cells }) => Number(cells[0].text.replace(/\D+$/, "").replaceAll(",", "")));
    assert.equal(pitches.length, counts.length);
    assert.equal(loudness.length, rows.length + 1);
    const top = Math.max(...counts);
    for (const [at, [, pitch]] of pitches.entries()) assert.ok(Math.abs(pitch - 220 * 4 ** (counts[at] / top)) < 0.01, `${pitch}`);
    await page.keyboard.press("Escape");
    assert.equal(await listen.getAttribute("aria-pressed"), "false");
  }));

test("a hundred changes of page leave listeners and memory as they were", () =>
  site.visit({}, async ({ page, context, open, whenReady }) => {
    const devtools = await context.newCDPSession(page);
    await devtools.send("Performance.enable");
    const measure = async () => {
      await devtools.send("HeapProfiler.collectGarbage");
      await devtools.send("HeapProfiler.collectGarbage");
      const { metrics } = await devtools.send("Performance.getMetrics");
      const of = (name) => metrics.find((metric) => metric.name === name).value;
      return { listeners: of("JSEventListeners"), nodes: of("Nodes"), heap: of("JSHeapUsedSize") };
    };
    await open("/");
    const round = ["Trends", "Places", "Enforcement", "Compare", "Overview"];
    const walk = async (rounds) => {
      for (let at = 0; at < rounds * round.length; at += 1) {
        const name = round[at % round.length];
        await page.locator("nav.pages").getByRole("link", { name, exact: true }).click();
        await page.locator("nav.pages a[aria-current=page]", { hasText: name }).waitFor();
        await whenReady();
      }
    };
    // Everything that is fetched and kept once.
    await walk(2);
    const before = await measure();
    await walk(20);
    const after = await measure();
    assert.ok(after.listeners <= before.listeners * 1.1, `${before.listeners} and ${after.listeners} listeners`);
    assert.ok(after.nodes <= before.nodes * 1.2, `${before.nodes} and ${after.nodes} nodes`);
    assert.ok(after.heap <= before.heap * 1.25, `${before.heap} and ${after.heap} bytes`);
  }));
