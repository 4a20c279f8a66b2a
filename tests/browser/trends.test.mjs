// Trends: what is chosen is in the address, and the address brings it back.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { readCsv, readTable, whenDrawn } from "./figures.mjs";
import { openSite } from "./harness.mjs";

const site = await openSite();
after(() => site.close());

const query = (page) => new URL(page.url()).searchParams;
const figureTitle = (page) => page.locator("figure h2").innerText();

test("without a choice it shows the first table", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends");
    await whenDrawn(page);
    assert.equal([...query(page).keys()].length, 0);
    assert.match(await figureTitle(page), /Baltimore/);
    assert.match(await page.locator("figure .finding").innerText(), /\d/);
  }));

test("each filter changes the address, the title and the numbers", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends");
    await page.selectOption("#table", "crime-district");
    await page.locator('.toggle[data-code="central"]').waitFor();
    await page.locator('.toggle[data-code="robbery"]').click();
    await page.waitForFunction(() => location.search.includes("robbery"));
    // The first of the list was chosen by default; robbery joins it, then stands alone.
    const others = page.locator('fieldset:has(legend:text("Count")) .toggle[aria-pressed="true"]:not([data-code="robbery"])');
    await others.first().click();
    await page.locator('.toggle[data-code="central"]').click();
    await page.locator(".period select").first().selectOption("2012-01");
    await page.locator(".period select").last().selectOption("2015-12");
    await page.getByLabel("Year", { exact: true }).check();
    await page.getByLabel("Mark events").uncheck();
    await page.waitForFunction(() => location.search.includes("e=0"));

    assert.equal(query(page).get("t"), "crime-district");
    assert.equal(query(page).get("o"), "robbery");
    assert.equal(query(page).get("p"), "baltimore,central");
    assert.equal(query(page).get("f"), "2012-01");
    assert.equal(query(page).get("u"), "2015-12");
    assert.equal(query(page).get("g"), "y");

    const table = await readTable(page);
    assert.deepEqual(table.rows.map((row) => row.heading), ["2015", "2014", "2013", "2012"]);
    assert.deepEqual(table.columns, ["Period", "Baltimore", "Central District", "Share with a place"]);
    assert.match(await figureTitle(page), /[Rr]obber/);
  }));

test("an address opens the same view again, elsewhere too", () =>
  site.visit({}, async ({ page, open, context }) => {
    const address = "/trends?t=crime-city&o=homicide,shooting&f=2015-01&u=2020-12&g=y";
    await open(address);
    const [title, table] = [await figureTitle(page), await readTable(page)];
    await page.reload();
    await whenDrawn(page);
    assert.equal(await figureTitle(page), title);

    const other = await context.newPage();
    await other.goto(page.url());
    await whenDrawn(other);
    assert.deepEqual(await readTable(other), table);
    const homicides = Object.fromEntries(table.rows.map((row) => [row.heading, row.cells[0].text]));
    assert.deepEqual(homicides, { 2020: "333", 2019: "344", 2018: "309", 2017: "338", 2016: "317", 2015: "341" });
  }));

test("back and forward go between pages with their views", () =>
  site.visit({}, async ({ page, open, whenReady }) => {
    await open("/trends?t=arrests-city&g=y");
    const title = await figureTitle(page);
    await page.getByRole("link", { name: "Data", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Data" }).waitFor();
    await page.goBack();
    await whenReady();
    assert.equal(await figureTitle(page), title);
    assert.equal(query(page).get("t"), "arrests-city");
  }));

test("what does not exist is said, and the rest is shown", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends?t=nonsense&o=piracy&p=atlantis&f=soon&u=9999-99&g=eon&x=1");
    await whenDrawn(page);
    const notices = await page.locator(".notice").allInnerTexts();
    assert.ok(notices.some((text) => text.includes("nonsense")), notices.join());
    assert.ok(notices.some((text) => text.includes("piracy")), notices.join());
    assert.ok(notices.some((text) => text.includes("atlantis")), notices.join());
  }));

test("the download holds the numbers of the table", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends?t=crime-city&o=robbery,burglary&g=y&f=2011-01");
    await whenDrawn(page);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: /Download these numbers/ }).click(),
    ]);
    assert.match(download.suggestedFilename(), /^sightline-crime-city-.*\.csv$/);
    const csv = await readCsv(download);
    const table = await readTable(page);
    const cells = table.rows.flatMap((row) => row.cells);
    assert.equal(csv.length, cells.length);
    const inTable = cells.map((cell) => `${cell.status} ${cell.text.replaceAll(/\D/g, "")}`).sort();
    const inFile = csv.map((row) => `${row.status} ${row.value}`).sort();
    assert.deepEqual(inFile, inTable);
  }));

test("the line stands where the table says", () =>
  site.visit({ viewport: { width: 1280, height: 900 } }, async ({ page, open }) => {
    await open("/trends?t=crime-city&o=robbery&g=y&f=2011-01&e=0");
    await whenDrawn(page);
    const { rows } = await readTable(page);
    const values = rows
      .filter((row) => row.cells[0].status === "observed")
      .map((row) => Number(row.cells[0].text.replaceAll(",", "")))
      .reverse();
    const points = await linePoints(page, values.length);
    assert.equal(points.length, values.length);
    // Pixels follow from counts by one straight line; a point elsewhere would stand off it.
    const [low, high] = [values.indexOf(Math.min(...values)), values.indexOf(Math.max(...values))];
    const scale = (points[high].y - points[low].y) / (values[high] - values[low]);
    assert.ok(scale < 0, "more must be higher on the screen");
    for (const [index, value] of values.entries()) {
      const expected = points[low].y + (value - values[low]) * scale;
      assert.ok(Math.abs(points[index].y - expected) < 1, `point ${index} of ${value}`);
    }
  }));

/** The corners of the longest open path without a fill: the line of a chart with one line. */
function linePoints(page, count) {
  return page.evaluate((count) => {
    const paths = [...document.querySelectorAll('figure svg path[fill="none"]')];
    // The first numbers are where the path begins, the others how far it is from each corner to the next.
    const corners = (path) => {
      const numbers = [...path.getAttribute("d").matchAll(/-?[\d.]+/g)].map(Number);
      let [x, y] = [0, 0];
      return Array.from({ length: numbers.length / 2 }, (_, at) => ({ x: (x += numbers[2 * at]), y: (y += numbers[2 * at + 1]) }));
    };
    return paths.map(corners).find((points) => points.length === count) ?? [];
  }, count);
}

test("a button of the legend hides its line, and the table keeps it", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends?t=crime-city&o=homicide,shooting&g=y");
    await whenDrawn(page);
    const button = page.locator(".legend button").first();
    await button.click();
    assert.equal(await button.getAttribute("aria-pressed"), "false");
    assert.equal((await readTable(page)).columns.length, 3);
    await button.click();
    assert.equal(await button.getAttribute("aria-pressed"), "true");
  }));

test("a neighborhood is found by its name", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends?t=crime-neighborhood&o=robbery");
    await page.getByLabel("Add a place").fill("cherry hill");
    await page.getByLabel("Add a place").press("Enter");
    await page.getByLabel("Add a place").blur();
    await page.waitForFunction(() => location.search.includes("cherry-hill"));
    assert.match(query(page).get("p"), /cherry-hill/);
    await page.getByLabel("Add a place").fill("Atlantis");
    await page.getByLabel("Add a place").blur();
    await page.getByText("No place called “Atlantis”").waitFor();
  }));

test("districts of arrests never stand without the share that has a district", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends?t=arrests-district&o=all&p=central&g=y&f=2014-01");
    await whenDrawn(page);
    assert.match(await page.locator("figure .coverage").innerText(), /60% in 2014 .* recording alone/);
    const { columns, rows } = await readTable(page);
    assert.equal(columns.at(-1), "Share with a place");
    assert.equal(rows.at(-1).cells.at(-1).text, "60%");
  }));

test("a table of years offers years alone, with their decimals", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends?t=indicators-csa&o=part1,violent&p=baltimore");
    await whenDrawn(page);
    const grains = page.locator('input[name="grain"]');
    assert.equal(await grains.count(), 1);
    assert.ok(await page.getByLabel("Year", { exact: true }).isChecked());
    assert.equal(await page.locator(".notice").count(), 0);
    assert.equal(
      await figureTitle(page),
      "Part 1 crimes and violent crimes per 1,000 residents in Baltimore, by year, 2010 to 2018",
    );
    const { rows } = await readTable(page);
    assert.equal(rows.length, 9);
    assert.deepEqual(rows[0].cells.map((cell) => cell.text), ["62.49", "18.76"]);
    const years = await page.locator(".period select").first().locator("option").allInnerTexts();
    assert.deepEqual(years, ["2018", "2017", "2016", "2015", "2014", "2013", "2012", "2011", "2010"]);
    await page.locator(".period select").first().selectOption({ label: "2015" });
    await page.waitForFunction(() => location.search.includes("f=2015-01"));
    await page.locator(".period select").last().selectOption({ label: "2017" });
    await page.waitForFunction(() => location.search.includes("u=2017-12"));
    assert.deepEqual((await readTable(page)).rows.map((row) => row.heading), ["2017", "2016", "2015"]);
  }));

test("of a rate the two numbers are said, and nothing is concluded", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends?t=indicators-csa&o=part1&p=canton&u=2018-12");
    await whenDrawn(page);
    const finding = await page.locator("figure .finding").innerText();
    assert.match(finding, /^In 2018, the rate of Part 1 crimes in Canton, Baltimore was [\d.]+ per 1,000 residents; in 2017 it was [\d.]+\.$/);
    assert.doesNotMatch(finding, /rose|fell|chance|range|%/);
  }));

test("an address that asks a table of years for months is answered with years, and says so", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends?t=indicators-csa&o=part1&g=q&f=2013-05&u=2016-02");
    await whenDrawn(page);
    assert.deepEqual(await page.locator(".notice").allInnerTexts(), ["This table holds whole years only."]);
    assert.deepEqual((await readTable(page)).rows.map((row) => row.heading), ["2016", "2015", "2014", "2013"]);
  }));

test("the download of rates has as many decimals as the table", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends?t=indicators-csa&o=gun_homicide&p=canton,cherry-hill");
    await whenDrawn(page);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: /Download these numbers/ }).click(),
    ]);
    assert.equal(download.suggestedFilename(), "sightline-indicators-csa-2010-2018.csv");
    const csv = await readCsv(download);
    const { rows } = await readTable(page);
    const inTable = rows.flatMap((row) => row.cells).filter((cell) => cell.status === "observed");
    const inFile = csv.filter((row) => row.status === "observed");
    assert.ok(inFile.every((row) => /^\d+\.\d\d$/.test(row.value) && row.unit === "per_1000_residents"));
    assert.deepEqual(inFile.map((row) => row.value).sort(), inTable.map((cell) => cell.text).sort());
    assert.ok(csv.some((row) => row.status === "not_collected" && row.period === "2014" && row.value === ""));
  }));

test("counts of years are compared as counts, from one table to another", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends?t=indicator-counts-csa&o=gun_homicide");
    await whenDrawn(page);
    const finding = await page.locator("figure .finding").innerText();
    assert.match(finding, /In 2018, there were 271 people killed with a gun in Baltimore, 27 fewer than in 2017 \(298\)/);
    assert.match(finding, /95% range/);
    // Back at months, every grain is offered again.
    await page.selectOption("#table", "crime-city");
    await page.waitForFunction(() => document.querySelectorAll('input[name="grain"]').length === 4);
  }));

test("the data page lists tables of years by their years", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/data");
    const entry = page.locator("#indicators-csa");
    assert.match(await entry.innerText(), /2010 to 2018, by year, 5,040 rows/);
    assert.match(await page.locator("#source-vital_signs_2010_2018").innerText(), /BNIA-JFI/);
  }));

test("how a chart was computed: its query, byte for byte the published one, and what it read", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends?t=crime-city");
    await whenDrawn(page);
    const computation = page.locator("figure details", { hasText: "How this was computed" });
    await computation.locator("summary").click();
    const shown = computation.locator("pre");
    await shown.waitFor();
    const address = await computation.getByRole("link", { name: "The query as a file (SQL)" }).getAttribute("href");
    const published = await page.evaluate((path) => fetch(path).then((answer) => answer.text()), address);
    assert.equal((await shown.textContent()).trim(), published.trim());
    assert.match(published, /FROM records/);
    assert.match(await computation.innerText(), /data-pipeline query baltimore crime-city --staged staged/);
    const hashes = (await computation.innerText()).match(/SHA-256 [0-9a-f]{64}/g);
    assert.equal(hashes.length, 2);
  }));
