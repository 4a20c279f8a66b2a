// The history of numbers: what was published first, what it is now, and when it changed.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { openSite } from "./harness.mjs";

const site = await openSite();
after(() => site.close());

const axe = await readFile(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** The lines of the release's history, as arrays of fields. */
async function history(page) {
  const catalog = await (await page.request.get("/data/catalog.json")).json();
  const current = catalog.cities.find((city) => city.id === catalog.default).current;
  const text = await (await page.request.get(`/data/releases/${current}/revisions.csv`)).text();
  return text.trimEnd().split("\n").slice(1).map((line) => line.split(","));
}

test("what was published for 2024's murders, and when did it change", () =>
  site.visit({}, async ({ page, open, whenReady }) => {
    await open("/data");
    await page.getByRole("link", { name: "See them one by one" }).click();
    await page.getByRole("heading", { level: 1, name: "Numbers that have changed" }).waitFor();
    await whenReady();
    await page.getByLabel("Table").selectOption("index-city");
    await page.getByLabel("What is counted").selectOption("homicide");
    const row = page.locator('tr[data-first="2024-01"][data-last="2024-12"]');
    const text = await row.innerText();
    const lines = (await history(page)).filter(([table, , code, first, last]) => table === "index-city" && code === "homicide" && first === "2024-01" && last === "2024-12");
    assert.deepEqual(lines.map((line) => line[7]), ["203", "196", "197"]);
    for (const line of lines) assert.ok(text.includes(line[7]), text);
    assert.match(text, /February 18, 2025: 203/);
    assert.match(await page.locator("#first ~ ul").innerText(), /2024: first published as 203 on February 18, 2025; then 196 on March 18, 2025 and 197 on April 17, 2025\. Now it is 6 fewer than at first\./);
  }));

test("every listed number is in the history, and the choice is in the address", () =>
  site.visit({}, async ({ page, open, whenReady }) => {
    await open("/data/revisions?t=crime-city&o=shooting");
    await page.locator("table.revisions tbody tr").first().waitFor();
    const shown = await page.locator("table.revisions tbody tr").evaluateAll((rows) => rows.map((row) => `${row.dataset.first}/${row.dataset.last}`));
    const lines = (await history(page)).filter(([table, place, code]) => table === "crime-city" && place === "baltimore" && code === "shooting");
    assert.deepEqual(new Set(shown), new Set(lines.map((line) => `${line[3]}/${line[4]}`)));
    await page.getByLabel("What is counted").selectOption("homicide").catch(() => {});
    await page.reload();
    await whenReady();
    assert.match(page.url(), /t=crime-city/);
  }));

test("a number in a figure's table opens to what it was", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends?t=index-city&o=homicide&g=y&f=2020-01");
    await page.locator(".numbers-details > summary").first().click();
    const row = page.locator(".numbers tr", { has: page.getByRole("rowheader", { name: "2024" }) });
    await row.locator("details.history summary").click();
    assert.match(await row.locator("details.history").innerText(), /First published as 203 \(February 18, 2025\)/);
  }));

test("an unknown code is said, and the page stands", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/data/revisions?t=no-such-table&o=%00&p=nowhere");
    await page.locator("table.revisions tbody tr").first().waitFor();
    assert.match(await page.locator("main [role=status]").first().innerText(), /No earlier value is known of/);
  }));

test("a city without earlier publications says so", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/data/revisions?c=new-orleans");
    assert.match(await page.locator("main").innerText(), /No number of this city is known/);
  }));

for (const colorScheme of ["light", "dark"]) {
  test(`the page passes axe in ${colorScheme} and fits 320 px`, () =>
    site.visit({ colorScheme, viewport: { width: 320, height: 700 } }, async ({ page, open }) => {
      await open("/data/revisions");
      await page.locator("table.revisions tbody tr").first().waitFor();
      const [scroll, client] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(scroll <= client, `${scroll} px in ${client} px`);
      await page.evaluate(axe);
      const violations = await page.evaluate(async () => (await window.axe.run()).violations);
      assert.deepEqual(violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(" | ")}`), []);
    }));
}
