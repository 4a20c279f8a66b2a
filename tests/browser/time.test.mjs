// Time: years over each other, hours of the week, choices that can be taken back, and what can be
// taken away from a chart. Numbers are held against the CSV of the whole table.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { readCsv, readTable, whenDrawn } from "./figures.mjs";
import { openSite } from "./harness.mjs";

const site = await openSite();
after(() => site.close());

const query = (page) => new URL(page.url()).searchParams;
const figureTitle = (page) => page.locator("figure h2").innerText();

/** The rows of the whole table that the figure links to, as objects. */
async function wholeTable(page) {
  const address = await page.getByRole("link", { name: /^Whole table/ }).first().getAttribute("href");
  const text = await page.evaluate((path) => fetch(path).then((answer) => answer.text()), address);
  const [header, ...lines] = text.trimEnd().split("\n").map((line) => line.split(","));
  return lines.map((line) => Object.fromEntries(header.map((name, index) => [name, line[index]])));
}

async function downloaded(page, name) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name }).click(),
  ]);
  return download;
}

test("years stand over each other, and the year so far beside the same months of the year before", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends?t=crime-city&o=homicide&k=o&d=t");
    await whenDrawn(page);
    assert.equal(await figureTitle(page), "Homicide victims in Baltimore, by month, 2021 beside 2011 to 2020");
    const { columns, rows } = await readTable(page);
    assert.deepEqual(columns.slice(0, 3), ["Period", "2021", "2020"]);
    assert.equal(rows.length, 12);

    const months = (await wholeTable(page)).filter((row) => row.offense === "homicide");
    const value = (year, month) => months.find((row) => row.month === `${year}-${String(month).padStart(2, "0")}`).value;
    rows.forEach((row, at) => assert.equal(row.cells[1].text, value(2020, at + 1)));
    const soFar = (year) => [1, 2, 3, 4].reduce((sum, month) => sum + Number(value(year, month)), 0);
    const finding = await page.locator("figure .finding").innerText();
    assert.ok(finding.startsWith(`From January to April 2021, ${soFar(2021)} people were killed in Baltimore`), finding);
    assert.ok(finding.includes(`the same months of 2020 (${soFar(2020)})`), finding);
    assert.doesNotMatch(finding, /\d%(?! range)/);
  }));

test("a running total stands beside the range of earlier years, a month beside the same months", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends?t=crime-city&o=robbery&f=2012-01&u=2019-12");
    await whenDrawn(page);
    await page.getByLabel("Total of the year so far").check();
    await page.waitForFunction(() => location.search.includes("k=c"));
    await whenDrawn(page);
    const running = await readTable(page);
    const shown = await readCsv(await downloaded(page, /Download these numbers/));
    const december = shown.find((row) => row.year === "2019" && row.month === "12").value_to_date;
    assert.equal(running.rows[11].cells[0].text.replaceAll(",", ""), december);
    const months = (await wholeTable(page)).filter((row) => row.offense === "robbery" && row.month.startsWith("2019"));
    assert.equal(months.reduce((sum, row) => sum + Number(row.value), 0), Number(december));
    assert.match(await page.locator("figure .finding").innerText(), /Over the 7 earlier years, the number was between/);

    await page.getByLabel("Range of earlier years").check();
    await page.waitForFunction(() => location.search.includes("k=s"));
    await whenDrawn(page);
    assert.match(await page.locator("figure .finding").innerText(), /^In December 2019, .* of the 7 earlier years/);
    assert.equal(await page.locator('input[name="grain"]').first().isVisible(), false);
  }));

test("hours of the week are a table that adds up, with its classes said", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends?t=crime-hours-2014&o=robbery");
    const table = page.locator("table.hours");
    await table.waitFor();
    assert.match(await figureTitle(page), /^Robbery victims in Baltimore, by hour of the day and day of the week, 2014$/);
    const cells = await table.locator("tbody tr").evaluateAll((rows) =>
      rows.map((row) => [...row.cells].slice(1).map((cell) => Number(cell.textContent.replaceAll(",", "")))),
    );
    assert.equal(cells.length, 24);
    for (const [all, ...days] of cells) assert.equal(days.reduce((sum, count) => sum + count, 0), all);

    const rows = (await wholeTable(page)).filter((row) => row.offense === "robbery" && row.year === "2014");
    const found = rows.find((row) => row.hour === "22" && row.weekday === "friday");
    assert.equal(cells[22][5], Number(found.value));
    const unknown = rows.find((row) => row.hour === "not_recorded" && row.weekday === "all").value;
    assert.match(await page.locator("figure .coverage").innerText(), new RegExp(`^${unknown} of .* no hour`));
    const classes = await page.locator(".hour-classes li").allInnerTexts();
    const sizes = classes.map((text) => Number(text.match(/\((\d+) cells?\)/)[1]));
    assert.equal(sizes.reduce((sum, size) => sum + size, 0), 24 * 7);

    await open("/trends?t=crime-hours-2019&o=burglary");
    assert.match(await page.locator("figure .coverage").innerText(), /The year is incomplete\.$/);
    const csv = await readCsv(await downloaded(page, /Download these numbers/));
    assert.equal(csv.length, 24 * 8);
  }));

test("another choice changes the hours where they stand, and what is downloaded", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends?t=crime-hours-2014&o=robbery");
    await page.locator("table.hours").waitFor();
    const details = page.locator("figure details", { hasText: "What to know about these numbers" });
    await details.locator("summary").click();
    await page.locator("figure.figure").evaluate((figure) => (figure.dataset.mark = "the same"));
    await page.locator('.toggle[data-code="shooting"]').click();
    await page.locator('.toggle[data-code="robbery"]').click();
    await page.waitForFunction(() => document.querySelector("figure h2").textContent.startsWith("Non-fatal"));
    assert.equal(await page.locator("figure.figure").getAttribute("data-mark"), "the same");
    assert.notEqual(await details.getAttribute("open"), null);
    const shown = await page.locator("table.hours tbody td:nth-of-type(1)").allInnerTexts();
    const csv = await readCsv(await downloaded(page, /Download these numbers/));
    const sum = (values) => values.reduce((sum, value) => sum + Number(value.replaceAll(",", "")), 0);
    assert.equal(sum(csv.filter((row) => row.weekday === "all").map((row) => row.value)), sum(shown));
  }));

test("a choice is stated, taken back by its button, and by going back", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends?t=crime-district&o=robbery&p=central&f=2011-01&u=2015-12");
    await whenDrawn(page);
    const chosen = () => page.locator(".chosen li button").allInnerTexts();
    assert.deepEqual((await chosen()).map((text) => text.replace(/\s*×$/, "")), [
      "Central District",
      "Robbery",
      "2011 to 2015",
      "Remove all",
    ]);
    await page.getByRole("button", { name: "Remove: Robbery" }).click();
    await page.waitForFunction(() => !location.search.includes("o="));
    assert.equal(query(page).get("p"), "central");
    await page.goBack();
    await page.waitForFunction(() => location.search.includes("o=robbery"));
    assert.match(await figureTitle(page), /^Robbery/);
    await page.getByRole("button", { name: "Remove all" }).click();
    await page.waitForFunction(() => !location.search.includes("p="));
    assert.equal(query(page).get("t"), "crime-district");
    assert.equal(await page.locator(".chosen").count(), 0);
  }));

test("the city stands beside a place", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends?t=crime-neighborhood&o=robbery&p=cherry-hill&f=2011-01&u=2015-12&g=y");
    await whenDrawn(page);
    await page.getByLabel("Show Baltimore beside").check();
    await page.waitForFunction(() => location.search.includes("x=city"));
    const { columns, rows } = await readTable(page);
    assert.deepEqual(columns.slice(0, 3), ["Period", "Cherry Hill", "Baltimore"]);
    assert.equal(rows.length, 5);
    await page.reload();
    await whenDrawn(page);
    assert.deepEqual((await readTable(page)).columns, columns);
  }));

test("a table is sorted by its headings, and copied as it stands", () =>
  site.visit({ permissions: ["clipboard-read", "clipboard-write"] }, async ({ page, open }) => {
    await open("/trends?t=crime-city&o=homicide&g=y&d=t");
    await whenDrawn(page);
    const heading = page.locator(".numbers thead th").nth(1);
    await heading.getByRole("button").click();
    const sorted = (direction) => page.locator(`.numbers thead th:nth-child(2)[aria-sort=${direction}]`).waitFor();
    await sorted("descending");
    const counts = async () => (await readTable(page)).rows.map((row) => row.cells[0]);
    const highest = (await counts()).filter((cell) => cell.status === "observed").map((cell) => Number(cell.text));
    assert.deepEqual(highest, [...highest].sort((a, b) => b - a));
    await heading.getByRole("button").click();
    await sorted("ascending");
    await page.getByRole("button", { name: "Copy table" }).click();
    await page.getByText("Table copied.").waitFor();
    const lines = (await page.evaluate(() => navigator.clipboard.readText())).split("\n");
    assert.match(lines[0], /^Period\t/);
    assert.equal(lines.length, (await readTable(page)).rows.length + 1);
  }));

test("the picture holds title, source and release, as SVG and as PNG", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends?t=crime-city&o=homicide&g=y");
    await whenDrawn(page);
    const svg = await readFile(await (await downloaded(page, "Picture (SVG)")).path(), "utf8");
    assert.match(svg, /^<svg .*Homicide victims in Baltimore/s);
    assert.match(svg, /Source/);
    assert.match(svg, /Release \d{4}-\d\d-\d\d-[0-9a-f]{8} of/);
    // The site's own pages let nobody parse markup: an empty one does.
    const reader = await page.context().newPage();
    const errors = await reader.evaluate(
      (text) => new DOMParser().parseFromString(text, "image/svg+xml").querySelectorAll("parsererror").length,
      svg,
    );
    assert.equal(errors, 0);
    const png = await readFile(await (await downloaded(page, "Picture (PNG)")).path());
    assert.equal(png.subarray(1, 4).toString(), "PNG");
    assert.ok(png.readUInt32BE(16) > 1000, "drawn at twice the size");
  }));

test("a citation names the release, its hash, its day and the address", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/trends?t=crime-city&o=homicide&g=y");
    await whenDrawn(page);
    await page.getByText("Cite this chart").click();
    await page.locator(".citation pre").first().waitFor();
    const texts = await page.locator(".citation pre").allInnerTexts();
    assert.equal(texts.length, 3);
    for (const text of texts.slice(1)) {
      assert.match(text, /\d{4}-\d\d-\d\d-[0-9a-f]{8}/);
      assert.match(text, /SHA-256 [0-9a-f]{64}/);
      assert.ok(text.includes("/trends?t=crime-city"), text);
    }
    assert.match(texts[2], /^@misc\{/);
  }));

test("no random choice of parameters leaves a blank page", { timeout: 120_000 }, () =>
  site.visit({}, async ({ page, open, whenReady }) => {
    // A fixed sequence, so that a failure comes again.
    let state = 7;
    const pick = (items) => items[(state = (state * 48271) % 2147483647) % items.length];
    const values = ["", "o", "c", "s", "h", "l", "city", "t", "2014-01", "2019-12", "robbery", "homicide,all", "%ff", "🙂", "central", "y", "all", "22"];
    const tables = ["crime-city", "crime-hours-2019", "crime-hours-district-2014", "arrests-district", "indicators-csa", "index-cities", "none"];
    await open("/trends");
    for (let turn = 0; turn < 40; turn += 1) {
      const names = ["o", "p", "f", "u", "g", "e", "k", "x", "d", "hour", "weekday", "age", "zz"];
      const pairs = Array.from({ length: 1 + (turn % 5) }, () => `${pick(names)}=${pick(values)}`);
      const address = `/trends?t=${pick(tables)}&${pairs.join("&")}`;
      await page.goto(address);
      await whenReady();
      const text = await page.locator("figure h2, .notice").first().innerText();
      assert.ok(text.length > 0, address);
    }
  }));
