// A chart is a picture of our own until the reader points at it; then ECharts lies over it and draws the
// same options. Nobody may see the change: the two are held against each other, pixel by pixel.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { whenDrawn } from "./figures.mjs";
import { openSite } from "./harness.mjs";
import { publishedRows } from "./published.mjs";

const site = await openSite();
after(() => site.close());

/** Pages that together hold every kind of line, mark and axis. */
const ROUTES = [
  "/trends?t=crime-city&o=homicide",
  "/trends?t=crime-city&o=homicide,robbery&g=y&f=2011-01&u=2025-12",
  "/trends?t=crime-district&o=robbery&p=central,eastern,western,northern,southern,northwestern,northeastern,southwestern",
  // Lines on scales of their own.
  "/trends?t=crime-district&o=homicide&p=central&x=city",
  "/trends?k=o",
  "/trends?k=c",
  "/trends?k=s",
  "/compare",
  "/enforcement",
  "/partnership",
];
/** Of the pixels of a chart; texts that were laid out by the browser and by the library differ in a few. */
const MOST_DIFFERENT = 0.002;
/** A channel may differ by so much, of 255, where an edge is smoothed. */
const TOLERANCE = 48;

for (const [width, colorScheme] of [[1280, "light"], [390, "dark"]]) {
  for (const route of ROUTES) {
    test(`the pictures of ${route} at ${width} px, ${colorScheme}, are what the chart library draws`, (t) =>
      site.visit({ viewport: { width, height: 900 }, colorScheme }, async ({ page, open }) => {
        await open(route);
        await whenDrawn(page);
        await page.evaluate(() => document.fonts.ready);
        const charts = page.locator("main :is(.chart, .panel-chart)");
        for (let at = 0; at < Math.min(await charts.count(), 4); at += 1) {
          const chart = charts.nth(at);
          await chart.scrollIntoViewIfNeeded();
          await page.mouse.move(0, 0);
          const picture = await chart.screenshot();
          // Its corner is no place of a number, so no note lies over the chart.
          await chart.hover({ position: { x: 2, y: 2 } });
          await chart.and(page.locator(".live")).waitFor();
          const live = await chart.screenshot();
          const share = await page.evaluate(different, [picture, live].map((png) => png.toString("base64")).concat(TOLERANCE));
          t.diagnostic(`chart ${at + 1}: ${(share * 100).toFixed(3)} % of the pixels differ`);
          if (process.env.KEEP_PICTURES) {
            const { writeFile } = await import("node:fs/promises");
            const name = `${process.env.KEEP_PICTURES}/${width}-${encodeURIComponent(route)}-${at}`;
            await writeFile(`${name}-a.png`, picture);
            await writeFile(`${name}-b.png`, live);
          }
          assert.ok(share <= MOST_DIFFERENT, `chart ${at + 1}: ${share} of the pixels differ`);
        }
      }));
  }
}

const FIVE_YEARS = "/trends?t=crime-city&o=homicide&g=y&f=2015-01&u=2019-12";

/** Waits until a note over the chart names the year in its middle and the published count of an offense. */
async function isTold(page, code, label) {
  const rows = await publishedRows(page, "crime-city");
  const months = rows.filter(({ month, offense }) => month.startsWith("2017-") && offense === code);
  const count = months.reduce((sum, { value }) => sum + Number(value), 0);
  await page.waitForFunction(
    ([label, count]) => {
      const layer = document.querySelector("figure .chart.live .chart-reading");
      const lines = (layer?.innerText ?? "").split("\n").map((line) => line.trim());
      const at = lines.lastIndexOf("2017");
      const name = lines.indexOf(label, at);
      return at >= 0 && name > at && lines[name + 1]?.replace(",", "") === String(count);
    },
    [label, count],
  );
}

test("pointing at a chart tells the number of each line, also after another choice", () =>
  site.visit({ viewport: { width: 1280, height: 900 } }, async ({ page, open, requests }) => {
    const asksForLibrary = () => requests().some((address) => address.includes("vendor/echarts.js"));
    await open(FIVE_YEARS);
    await whenDrawn(page);
    assert.equal(asksForLibrary(), false, "who only looks does not load the library");
    const chart = page.locator("figure .chart");
    await chart.hover();
    await page.locator("figure .chart.live").waitFor();
    assert.ok(asksForLibrary());
    await isTold(page, "homicide", "Homicide");

    // The pointer rests on the chart while another choice is made by keyboard: the picture shows it at
    // once, and the chart takes its place again.
    await page.locator('.toggle[data-code="robbery"]').press("Enter");
    await isTold(page, "robbery", "Robbery");
    // Also where the next choice comes before the chart has come back.
    await page.evaluate(() => {
      for (const code of ["robbery", "burglary"]) document.querySelector(`.toggle[data-code="${code}"]`).click();
    });
    await isTold(page, "burglary", "Burglary");
    await page.mouse.move(2, 2);
    await page.locator("figure .chart:not(.live)").waitFor();
    assert.equal(await page.locator("figure .chart-live svg").count(), 0, "a chart that nobody points at is gone");
  }));

test("a place beside its city has a scale of its own, and its number is told with that of the city", () =>
  site.visit({ viewport: { width: 1280, height: 900 } }, async ({ page, open }) => {
    await open("/trends?t=crime-district&o=homicide&p=central&x=city");
    await whenDrawn(page);
    const chart = page.locator("figure .chart");
    const names = await chart.locator("g[font-weight='600'] text").allTextContents();
    assert.ok(names.some((name) => /^Central/.test(name)) && names.some((name) => /^Baltimore/.test(name)), `${names}`);
    // Each line is seen in its own panel, and stays in it.
    const heights = await chart.locator(".chart-canvas path[stroke-width='2.5']").evaluateAll((paths) => paths.map((path) => path.getBBox().height));
    assert.equal(heights.length, 2, `${heights}`);
    for (const height of heights) assert.ok(25 < height && height < 140, `${heights}`);
    await chart.hover({ position: { x: 200, y: 120 } });
    await page.locator(".chart-reading li").nth(1).waitFor();
    const told = await page.locator(".chart-reading li span").allInnerTexts();
    assert.deepEqual(told.map((name) => name.split(" ")[0]).sort(), ["Baltimore", "Central"]);
  }));

test("the charts of the front page tell their numbers by themselves", () =>
  site.visit({ viewport: { width: 1280, height: 900 } }, async ({ page, open, requests }) => {
    await open("/");
    await whenDrawn(page);
    const chart = page.locator("figure .chart").first();
    await chart.hover();
    await chart.locator(".chart-rule").waitFor();
    const [heading, number] = await chart.locator(".chart-reading").evaluate((box) => [box.querySelector("p").innerText, box.querySelector("strong").innerText]);
    assert.ok(!requests().some((address) => address.includes("vendor/echarts.js")));
    await page.mouse.move(2, 2);
    assert.equal(await page.locator(".chart-rule, .chart-reading").count(), 0);
    const figure = page.locator("figure:has(.chart)").first();
    await figure.locator(".numbers-details > summary").click();
    const row = figure.locator("tr", { has: page.locator(`th:text-is("${heading}")`) });
    // The table is made when it is opened.
    await row.waitFor();
    const cells = (await row.locator("td").allTextContents()).map((text) => text.trim());
    assert.ok(cells.includes(number), `${cells}: ${number}`);
  }));

test("a finger on a chart is answered and stays so", () =>
  site.visit({ viewport: { width: 390, height: 800 }, hasTouch: true }, async ({ page, open }) => {
    await open(FIVE_YEARS);
    await whenDrawn(page);
    const chart = page.locator("figure .chart");
    await chart.scrollIntoViewIfNeeded();
    await chart.tap();
    await isTold(page, "homicide", "Homicide");
  }));

/** Runs in the page: the share of pixels in which two pictures differ. */
async function different([one, other, tolerance]) {
  const pixels = async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes]));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height).data;
  };
  const [before, after] = [await pixels(one), await pixels(other)];
  if (before.length !== after.length) return 1;
  let count = 0;
  for (let at = 0; at < before.length; at += 4) {
    const distance = Math.max(...[0, 1, 2].map((channel) => Math.abs(before[at + channel] - after[at + channel])));
    if (distance > tolerance) count += 1;
  }
  return count / (before.length / 4);
}
