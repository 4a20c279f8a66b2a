// The overview, as the first page that a visitor meets.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { readTable, whenDrawn } from "./figures.mjs";
import { openSite } from "./harness.mjs";

const site = await openSite();
after(() => site.close());

test("the overview opens without a complaint", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/");
    assert.match(await page.title(), /Sightline/);
  }));

test("the site asks no other host for anything", () =>
  site.visit({}, async ({ open, requests }) => {
    await open("/");
    const elsewhere = requests().filter((address) => !address.startsWith("/"));
    assert.deepEqual(elsewhere, []);
  }));

test("the overview leads with people, a range, a year before and how fresh it is", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/");
    await whenDrawn(page);
    const lead = await page.locator("h1").innerText();
    assert.match(lead, /12 months to February 2026, 133 people were killed in Baltimore/);
    const tiles = await page.locator(".tile").allInnerTexts();
    assert.equal(tiles.length, 5);
    for (const tile of tiles) {
      assert.match(tile, /12 months to [A-Z][a-z]+ 20\d\d/);
      // What chance may bring, or, where rounding may bring more, how much that is.
      assert.match(tile, /between [\d,]+ and [\d,]+|A sum of rounded numbers: at most \d+ from the count/);
    }
    assert.ok((await page.locator("figure").count()) >= 2);
    assert.match(await page.locator("footer").innerText(), /Release .* of 20\d\d-\d\d-\d\d/);
  }));

test("a headline leads to the same count in trends", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/");
    const value = await page.locator(".tile-value").first().innerText();
    await page.locator(".tile h3 a").first().click();
    await page.getByRole("heading", { level: 1, name: "Trends" }).waitFor();
    await whenDrawn(page);
    const { rows } = await readTable(page);
    assert.equal(rows[0].cells[0].text, value);
  }));
