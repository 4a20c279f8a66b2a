// What a visitor meets when something is missing, cut or altered: plain words, the rest of the
// page, and a way to try again that works.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { whenDrawn } from "./figures.mjs";
import { faults, openSite } from "./harness.mjs";

const site = await openSite();
after(() => site.close());

const FILES = {
  "the catalogue": /\/data\/catalog\.json/,
  "the manifest": /\/manifest\.json/,
  "the events": /\/events\.json/,
  "a cube": /\/cubes\/crime-city\.cube/,
};
// The catalogue is the one file without a published hash; a changed letter in a label of it would
// stay unseen, so its altered bytes are covered by the cut file alone.
const FAULTS = {
  notFound: /missing/,
  offline: /could not be fetched/,
  htmlInstead: /not the one that was published|could not be read/,
  cutShort: /not the one that was published|could not be read/,
  flippedBit: /not the one that was published/,
};

for (const [name, pattern] of Object.entries(FILES)) {
  for (const [fault, words] of Object.entries(FAULTS)) {
    if (name === "the catalogue" && fault === "flippedBit") continue;
    test(`${name}, ${fault}: said in plain words, and trying again works`, () =>
      site.visit({ expectComplaints: true }, async ({ page, breakRequests }) => {
        await breakRequests(pattern, faults[fault]);
        await page.goto("/trends?t=crime-city&o=homicide");
        const alert = page.locator(".failure").first();
        await alert.waitFor();
        assert.match(await alert.innerText(), words);
        assert.ok(await page.locator("header nav a").first().isVisible());

        await page.unroute(pattern);
        await alert.getByRole("button", { name: "Try again" }).click();
        await whenDrawn(page);
        assert.match(await page.locator("figure h2").innerText(), /Baltimore/);
      }));
  }
}

test("without the chart library the picture and the numbers are there, and trying again works", () =>
  site.visit({ expectComplaints: true }, async ({ page, breakRequests }) => {
    await breakRequests(/vendor\/echarts\.js/, faults.notFound);
    await page.goto("/trends?t=crime-city&o=homicide");
    await whenDrawn(page);
    await page.locator("figure .chart").hover();
    await page.locator(".chart-failure").waitFor();
    assert.ok(await page.locator("figure .chart-canvas svg").isVisible());
    await page.locator("figure .numbers-details summary").click();
    await page.locator("figure table").waitFor();
    await page.unroute(/vendor\/echarts\.js/);
    await page.locator(".chart-failure button").click();
    await page.locator("figure .chart.live .chart-live svg").waitFor();
    assert.equal(await page.locator(".chart-failure").count(), 0);
  }));

test("one missing table leaves the rest of the overview", () =>
  site.visit({ expectComplaints: true }, async ({ page, breakRequests }) => {
    await breakRequests(/\/cubes\/arrests-city\.cube/, faults.notFound);
    await page.goto("/");
    await page.locator(".failure").first().waitFor();
    await page.locator("h1").first().waitFor();
    assert.match(await page.locator("h1").innerText(), /people were killed/);
    assert.ok((await page.locator(".tile-value").count()) >= 2);

    await page.unroute(/\/cubes\/arrests-city\.cube/);
    await page.locator(".overview-chart .failure button").click();
    await page.waitForFunction(() => !document.querySelector(".failure"));
    await whenDrawn(page);
    assert.equal(await page.locator(".tile-value").count(), 5);
  }));

test("a page that goes offline says so and keeps what it shows", () =>
  site.visit({ expectComplaints: true }, async ({ page, open, context }) => {
    await open("/trends?t=crime-city&o=homicide");
    await whenDrawn(page);
    await context.setOffline(true);
    await page.getByText("You are offline").waitFor();
    assert.ok(await page.locator("figure svg").first().isVisible());
    await page.selectOption("#table", "arrests-city");
    await page.locator(".failure").waitFor();
    await context.setOffline(false);
    await page.locator(".failure button").click();
    await page.locator("figure h2", { hasText: /[Aa]rrest/ }).waitFor();
  }));
