// Enforcement: each figure's numbers are those of the release, the address holds what is chosen, and
// records carry their cautions.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { readCsv, whenDrawn } from "./figures.mjs";
import { openSite } from "./harness.mjs";
import { publishedRows } from "./published.mjs";

const site = await openSite();
after(() => site.close());

const section = (page, id) => page.locator(`section[aria-labelledby="${id}"]`);

/** The table of the figure of a section, opened, as texts. */
async function tableOf(page, id) {
  const details = section(page, id).locator("figure .numbers-details");
  if ((await details.getAttribute("open")) === null) await details.locator("summary").click();
  await details.locator("table").waitFor();
  return details.locator("table").evaluate((table) => ({
    columns: [...table.tHead.rows[0].cells].map((cell) => cell.textContent),
    rows: [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent)),
  }));
}

const number = (text) => Number(text.replace(/[,%]| \(.*\)/g, ""));

test("arrests of adults and of people under 18 are those of the release", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/enforcement");
    const { columns, rows } = await tableOf(page, "minors");
    assert.equal(columns.length, 3);
    const csv = await publishedRows(page, "arrests-year");
    for (const [year, adults, minors] of rows) {
      const of = (age) => csv.find((row) => row.year === year && row.age === age).value;
      assert.deepEqual([number(adults), number(minors)], [of("adult"), of("under_18")].map(Number), year);
    }
    assert.equal(rows.length, 9);
  }));

test("charges by month are those of the release, and every choice is in the address", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/enforcement?o=gun,drugs&g=m&f=2018-01&u=2018-06");
    const { columns, rows } = await tableOf(page, "charges");
    assert.deepEqual(columns, ["Period", "Gun charges", "Drug charges"]);
    const csv = await publishedRows(page, "arrests-city");
    const months = ["2018-06", "2018-05", "2018-04", "2018-03", "2018-02", "2018-01"];
    for (const [at, month] of months.entries()) {
      const of = (group) => Number(csv.find((row) => row.month === month && row.charge_group === group).value);
      assert.deepEqual(rows[at].slice(1).map(number), [of("gun"), of("drugs")], month);
    }
    await page.reload();
    assert.deepEqual((await tableOf(page, "charges")).rows, rows);
    await page.getByRole("button", { name: "Remove: Drug charges" }).click();
    await page.waitForURL((url) => url.searchParams.get("o") === "gun");
    await page.goBack();
    await page.waitForURL((url) => url.searchParams.get("o") === "gun,drugs");
    await page.getByRole("button", { name: "Remove all" }).click();
    await page.waitForURL((url) => !url.searchParams.has("o") && !url.searchParams.has("f"));
  }));

test("shares of closed cases are those of the source at the end of each year", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/enforcement");
    const { rows } = await tableOf(page, "closed");
    const of = (month) => rows.find(([heading]) => heading === month).slice(1).map(number);
    assert.deepEqual(of("December 2013"), [39.4, 48.1]);
    assert.deepEqual(of("December 2016"), [22.9, 24.9]);
  }));

test("arrests beside shootings: two scales that begin at zero, one time axis, both changes with their certainty", () =>
  site.visit({ viewport: { width: 1280, height: 900 } }, async ({ page, open }) => {
    await open("/enforcement");
    await whenDrawn(page);
    const beside = section(page, "beside");
    const finding = await beside.locator(".finding").innerText();
    assert.match(finding, /arrests of adults fell from [\d, a-z]+ to [\d, a-z]+, by more than/);
    assert.match(finding, /non-fatal shooting victims rose from \d+ to \d+, by more than/);
    assert.doesNotMatch(finding, /because/);
    assert.equal(await beside.locator(".chart.panel").count(), 2);
    // The years stand at the same places below both charts.
    const ticks = await beside.locator(".chart.panel").evaluateAll((charts) =>
      charts.map((chart) =>
        [...chart.querySelectorAll("text")]
          .filter((text) => /^20\d\d$/.test(text.textContent))
          .map((text) => [text.textContent, Math.round(text.getBoundingClientRect().x)])),
    );
    assert.ok(ticks[0].length >= 5);
    assert.deepEqual(ticks[0], ticks[1]);
    // Another crime below is in the address.
    await beside.locator("select#offense").selectOption("homicide");
    await page.waitForURL(/offense=homicide/);
    assert.match(await beside.locator(".finding").innerText(), /people killed/);
  }));

test("the share of arrests without a place stands below every comparison of districts", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/enforcement?p=western,southern");
    await whenDrawn(page);
    const districts = section(page, "districts");
    assert.match(await districts.locator(".coverage").first().innerText(), /A place is recorded for \d+%/);
    assert.match(await districts.locator(".panel-title").last().innerText(), /with a recorded place/);
  }));

test("the 64 arrests of July 2019 stand with their dates, their source and their caution", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/enforcement");
    const record = page.locator("#warrant_initiative_2019");
    const text = await record.innerText();
    assert.match(text, /July 1 to 3, 2019/);
    assert.match(text, /64 arrests/);
    assert.match(text, /separate from the partnership/);
    assert.match(text, /Source: WMAR/);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      section(page, "operations").getByRole("button", { name: /CSV/ }).click(),
    ]);
    const csv = await readCsv(download);
    assert.equal(csv.length, 18);
    assert.equal(csv.find((row) => row.id === "warrant_initiative_2019").count, "64");
  }));

test("where sources disagree, all of them are shown", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/enforcement");
    const text = await section(page, "homicide_clearance").innerText();
    assert.match(text, /Sources disagree: they give 30\.5% and 29\.7% for 2015, and 38\.4%, 42% and 47% for 2020/);
    assert.match(text, /2011 to 2014\s+No figure was found/);
  }));

test("a city without any of it says so", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/enforcement?c=new-orleans");
    assert.match(await page.locator("main").innerText(), /are not collected here/);
  }));

test("what no figure has is said, and the page stands", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/enforcement?o=piracy&p=atlantis&f=x&g=zz&race=green");
    await page.getByText("Nothing on this page is called “piracy” or “atlantis” or “green”.").waitFor();
    assert.ok((await page.locator("figure").count()) >= 9);
  }));
