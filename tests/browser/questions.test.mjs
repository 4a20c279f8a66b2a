// Twelve questions that people ask, from the front page to the answer in at most four actions. Each
// answer is worked out here again from the published CSV.
//
// An action is what a visitor does in one go: follow a link, choose from a list, press a button, drag
// across a chart, or type a name and press enter.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { readTable, whenDrawn } from "./figures.mjs";
import { openSite } from "./harness.mjs";
import { publishedRows, publishedText, rowsOf } from "./published.mjs";

const site = await openSite();
after(() => site.close());

const MOST_ACTIONS = 4;
const WIDE = { viewport: { width: 1280, height: 900 } };

/** A question: `answer` gets the page and `act`, which counts what the visitor does. */
function question(text, answer, options = WIDE) {
  test(text, () =>
    site.visit(options, async ({ page, open, whenReady }) => {
      await open("/");
      let actions = 0;
      const act = async (action) => {
        actions += 1;
        await action();
        await whenReady();
      };
      const follow = (name, within = page) => act(() => within.getByRole("link", { name, exact: true }).first().click());
      await answer({ page, act, follow });
      assert.ok(actions >= 1 && actions <= MOST_ACTIONS, `${actions} actions`);
    }));
}

const number = (text) => Number(text.replace(/[,%]| \(.*\)/g, ""));
const written = (count) => count.toLocaleString("en-US");
const sum = (rows) => rows.reduce((total, row) => total + Number(row.value), 0);
const inYear = (year) => (row) => row.month.startsWith(`${year}-`);
const section = (page, id) => page.locator(`section[aria-labelledby="${id}"]`);

/** The probability of at most `count` events where `mean` are expected. */
function poissonCdf(count, mean) {
  let term = Math.exp(-mean);
  let total = term;
  for (let k = 1; k <= count; k += 1) total += term *= mean / k;
  return total;
}

/** The exact 95 % interval of Garwood for a count, by bisection. */
function garwood(count) {
  const solve = (isBelow) => {
    let [low, high] = [0, 2 * count + 20];
    for (let step = 0; step < 100; step += 1) {
      const middle = (low + high) / 2;
      if (isBelow(middle)) low = middle;
      else high = middle;
    }
    return low;
  };
  const low = solve((mean) => 1 - poissonCdf(count - 1, mean) < 0.025);
  const high = solve((mean) => poissonCdf(count, mean) > 0.025);
  return [low, high].map(Math.round);
}

/** The two-sided exact test of whether two counts come from one level: twice the smaller tail. */
function binomialTest(one, other) {
  const n = one + other;
  let term = 0.5 ** n;
  let tail = term;
  for (let k = 1; k <= Math.min(one, other); k += 1) tail += term *= (n - k + 1) / k;
  return Math.min(1, 2 * tail);
}

/** The table of a section's figure, opened, as texts. */
async function tableOf(place) {
  const details = place.locator("figure .numbers-details");
  if ((await details.getAttribute("open")) === null) await details.locator("summary").click();
  return details.locator("table").evaluate((table) => ({
    columns: [...table.tHead.rows[0].cells].map((cell) => cell.textContent),
    rows: Object.fromEntries([...table.tBodies[0].rows].map(({ cells: [heading, ...cells] }) => [heading.textContent, cells.map((cell) => cell.textContent)])),
  }));
}

/** The list of a field, by its label. */
const listOf = (page, label) => page.locator("label.field", { has: page.getByText(label, { exact: true }) }).locator("select");

const findPlace = (page, name) => async () => {
  await page.getByLabel("Find my neighborhood").fill(name);
  await page.keyboard.press("Enter");
  await page.locator(".found a").first().waitFor();
};

question("Homicides in 2019 against 2018 in the city, with range", async ({ page, act }) => {
  await act(() => page.locator(".tile h3 a").first().click());
  await act(() => page.getByLabel("Year", { exact: true }).check());
  await act(() => listOf(page, "To").selectOption("2019-12"));
  const rows = (await publishedRows(page, "index-city")).filter((row) => row.offense === "homicide");
  const [now, before] = [2019, 2018].map((year) => sum(rows.filter(inYear(year))));
  const [low, high] = garwood(now);
  await whenDrawn(page);
  const finding = await page.locator("figure .finding").innerText();
  assert.ok(finding.startsWith(`In 2019, ${now} people were killed in Baltimore, ${now - before} more than in 2018 (${before}); chance alone can bring`), finding);
  // Whether chance can: the exact test of two counts, at 5 %.
  assert.ok(binomialTest(now, before) >= 0.05);
  assert.ok(finding.includes(`between ${low} and ${high} (95% range)`), finding);
});

question("Robberies in Cherry Hill from 2011 to 2015, beside the city", async ({ page, act, follow }) => {
  await act(findPlace(page, "cherry hill"));
  await follow("Cherry Hill", page.locator(".found"));
  await follow("Robbery", page.locator(".profile-table", { hasText: "2011 to September 2016" }));
  await act(() => page.getByLabel("Year", { exact: true }).check());
  const rows = (await publishedRows(page, "crime-neighborhood")).filter((row) => row.offense === "robbery");
  await whenDrawn(page);
  const { columns, rows: shown } = await readTable(page);
  assert.deepEqual(columns.slice(0, 3), ["Period", "Cherry Hill", "Baltimore"]);
  for (const year of [2011, 2012, 2013, 2014, 2015]) {
    const cells = shown.find((row) => row.heading === String(year)).cells;
    const expected = ["cherry-hill", "baltimore"].map((place) => written(sum(rows.filter((row) => row.geography === place && inYear(year)(row)))));
    assert.deepEqual(cells.slice(0, 2).map((cell) => cell.text), expected, String(year));
  }
});

question("Did gun arrests fall in 2020?", async ({ page, act, follow }) => {
  await follow("Enforcement");
  await act(() => page.getByLabel("Year", { exact: true }).check());
  await act(() => listOf(page, "To").selectOption("2020-12"));
  const rows = (await publishedRows(page, "arrests-city")).filter((row) => row.charge_group === "gun");
  const [now, before] = [2020, 2019].map((year) => sum(rows.filter(inYear(year))));
  await whenDrawn(page);
  const answer = await section(page, "guns_and_drugs").locator("figure .finding").innerText();
  const [, clause] = answer.match(/about ([^;]* arrests for gun offenses[^;]*?\(.*?\))/);
  assert.ok(clause.startsWith(`${written(now)} arrests for gun offenses in 2020 (${written(before)} in 2019`), answer);
  // Sums of twelve numbers that are within 5 of the counts, and chance, must not make a rise or a fall.
  const isCertain = Math.abs(now - before) > 2 * 60 + 1.96 * Math.sqrt(now + before);
  assert.equal(/: (rose|fell)/.test(clause), isCertain, answer);
});

question("New Orleans and Baltimore per 100,000 residents since 2018", async ({ page, act, follow }) => {
  await follow("Compare");
  await act(() => page.getByLabel("Per 100,000 residents").check());
  await act(() => page.getByLabel("Year", { exact: true }).check());
  const rows = (await publishedRows(page, "index-cities")).filter((row) => row.offense === "homicide");
  const { city } = JSON.parse(await publishedText(page, "comparison.json"));
  await whenDrawn(page);
  const { columns, rows: shown } = await readTable(page);
  for (const [label, code] of [["Baltimore", "baltimore"], ["New Orleans", "new-orleans"]]) {
    const { residents } = city.find((one) => one.code === code);
    const at = columns.indexOf(label) - 1;
    for (const year of [2018, 2019, 2022, 2025]) {
      const months = rows.filter((row) => row.geography === code && row.status === "observed" && inYear(year)(row));
      const { text, status } = shown.find((row) => row.heading === String(year)).cells[at];
      if (months.length < 12) assert.notEqual(status, "observed", `${label} ${year}`);
      else assert.equal(text, (Math.round((sum(months) * 1e6) / residents) / 10).toFixed(1), `${label} ${year}`);
    }
  }
});

question("What was published for 2024's murders, and when did it change?", async ({ page, act, follow }) => {
  await follow("Data");
  await follow("See them one by one");
  const lines = rowsOf(await publishedText(page, "revisions.csv")).filter(
    (line) => line.table === "index-city" && line.category === "homicide" && line.first === "2024-01" && line.last === "2024-12",
  );
  assert.ok(lines.length >= 3);
  const answer = await page.locator('tr[data-first="2024-01"][data-last="2024-12"]').innerText();
  for (const line of lines) assert.ok(answer.includes(line.value), answer);
  const [year, month, day] = lines[0].published_on.split("-").map(Number);
  const date = new Date(Date.UTC(year, month - 1, day)).toLocaleDateString("en-US", { dateStyle: "long", timeZone: "UTC" });
  assert.ok(answer.includes(`${date}: ${lines[0].value}`), answer);
});

question("Print Sandtown-Winchester", async ({ page, act, follow }) => {
  await act(findPlace(page, "sandtown"));
  await follow("Sandtown-Winchester", page.locator(".found"));
  await page.locator(".side-by-side .chart").nth(1).waitFor();
  await page.evaluate(() => {
    window.print = () => {
      window.wasPrinted = true;
    };
  });
  await act(() => page.getByRole("button", { name: /print/i }).click());
  assert.ok(await page.evaluate(() => window.wasPrinted));
  const pdf = await page.pdf({ format: "Letter" });
  assert.equal(pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g).length, 1);
  const robberies = (await publishedRows(page, "crime-neighborhood")).filter((row) => row.offense === "robbery" && row.geography === "sandtown-winchester" && inYear(2015)(row));
  const sheet = page.locator(".profile-table", { hasText: "2011 to September 2016" });
  const years = await sheet.locator("thead th").allInnerTexts();
  const printed = await sheet.locator("tr", { has: page.getByRole("rowheader", { name: "Robbery", exact: true }) }).locator("td").allInnerTexts();
  assert.equal(number(printed[years.indexOf("2015") - 1]), sum(robberies));
});

question("Is it true that arrests fell while shootings rose?", async ({ page, follow }) => {
  await follow("Enforcement");
  const arrests = (await publishedRows(page, "arrests-city")).filter((row) => row.charge_group === "all");
  const shootings = (await publishedRows(page, "crime-city")).filter((row) => row.offense === "shooting");
  const answer = await section(page, "beside").locator(".finding").innerText();
  const found = answer.match(/arrests of adults (fell|rose) from (?:about )?([\d,]+) to (?:about )?([\d,]+).*?non-fatal shooting victims (fell|rose) from ([\d,]+) to ([\d,]+)/);
  const [, first, last] = answer.match(/From the 12 months to (\w+ \d{4}) to the 12 months to (\w+ \d{4})/);
  const twelve = (rows, month) => {
    const end = new Date(`1 ${month} UTC`);
    const ending = end.getUTCFullYear() * 12 + end.getUTCMonth();
    const index = (row) => Number(row.month.slice(0, 4)) * 12 + Number(row.month.slice(5)) - 1;
    return sum(rows.filter((row) => index(row) > ending - 12 && index(row) <= ending));
  };
  const expected = [arrests, shootings].flatMap((rows) => [first, last].map((month) => twelve(rows, month)));
  assert.deepEqual([2, 3, 5, 6].map((at) => number(found[at])), expected, answer);
  assert.deepEqual([found[1], found[4]], ["fell", "rose"]);
});

question("At what hours are people killed?", async ({ page, act, follow }) => {
  await follow("Trends");
  await act(() => page.locator("#table").selectOption("crime-hours-2014"));
  const rows = (await publishedRows(page, "crime-hours-2014")).filter((row) => row.offense === "homicide" && row.weekday === "all");
  const hours = Array.from({ length: 24 }, (_, hour) => Number(rows.find((row) => Number(row.hour) === hour && /^\d+$/.test(row.hour)).value));
  const known = hours.reduce((one, other) => one + other);
  const six = (first) => [0, 1, 2, 3, 4, 5].reduce((total, more) => total + hours[(first + more) % 24], 0);
  const most = Math.max(...hours.map((_, first) => six(first)));
  const answer = await page.locator("figure .finding").innerText();
  assert.ok(answer.startsWith(`The hour is known for ${known} people killed`), answer);
  assert.ok(answer.includes(`For ${most} of them (${Math.round((100 * most) / known)}%)`), answer);
  const [, first, half] = answer.match(/between (\d+) ([ap])\.m\./);
  assert.equal(six((Number(first) % 12) + (half === "p" ? 12 : 0)), most);
});

question("How many people were killed in each year of the partnership?", async ({ page, follow }) => {
  await follow("Partnership");
  const rows = (await publishedRows(page, "index-city")).filter((row) => row.offense === "homicide");
  const years = ["2019-07", "2020-07", "2021-07"].map((first) =>
    sum(rows.filter((row) => row.month >= first && row.month <= `${Number(first.slice(0, 4)) + 1}-06`)),
  );
  const shown = await page.locator("#outcome-homicides table.windows").first().locator("tbody tr").evaluateAll((all) => all.map((row) => row.cells[1].textContent));
  assert.deepEqual(shown.slice(3, 6).map(number), years);
});

question("How many people under 18 were arrested in 2019?", async ({ page, act, follow }) => {
  await follow("Enforcement");
  const place = section(page, "minors");
  await act(() => place.locator(".numbers-details summary").click());
  const rows = await publishedRows(page, "arrests-year");
  const expected = rows.find((row) => row.year === "2019" && row.age === "under_18").value;
  const { columns, rows: shown } = await tableOf(place);
  assert.equal(number(shown["2019"][columns.findIndex((name) => /under 18/i.test(name)) - 1]), Number(expected));
});

question("Where were most burglaries for each resident in 2011 to 2015?", async ({ page, act, follow }) => {
  await follow("Places");
  await act(() => page.locator("#category").selectOption("burglary"));
  await page.locator("#place-list tbody tr[data-code]").first().waitFor();
  const years = [await page.locator("#first-year").inputValue(), await page.locator("#last-year").inputValue()];
  assert.deepEqual(years, ["2011", "2015"]);
  const rows = (await publishedRows(page, "crime-district")).filter((row) => row.offense === "burglary" && row.month >= "2011-01" && row.month <= "2015-12");
  const listed = await page.locator("#place-list tbody tr[data-code]").evaluateAll((all) => all.map((row) => [row.dataset.code, ...[...row.cells].map((cell) => cell.textContent)]));
  assert.equal(listed.length, 9);
  for (const [code, name, count, , residents, rate] of listed) {
    const expected = sum(rows.filter((row) => row.geography === code));
    assert.equal(number(count), expected, name);
    // Events in five years for 1,000 residents of the census beside them, each year.
    assert.equal(rate, ((expected * 1000) / number(residents) / 5).toFixed(1), name);
  }
});

question("What did the three days of arrests in July 2019 bring, and was it the partnership?", async ({ page, follow }) => {
  await follow("Enforcement");
  const { operation } = JSON.parse(await publishedText(page, "enforcement.json"));
  const record = operation.find(({ id }) => id === "warrant_initiative_2019");
  const answer = await page.locator("#warrant_initiative_2019").innerText();
  assert.ok(answer.includes(`${record.counted.count} arrests`), answer);
  assert.match(answer, /separate from the partnership/);
});
