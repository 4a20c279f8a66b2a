// The page of methods: what it says of protection, how hard that is to read, and the check that runs
// in the browser. The numbers are a release made by hand, see checker/tests/fixture.rs.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { readCsv, readTable, whenDrawn } from "./figures.mjs";
import { openSite } from "./harness.mjs";
import { grade, syllables } from "./readability.mjs";

const site = await openSite();
after(() => site.close());

const axe = await readFile(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const fixture = new URL("../fixtures/protected/", import.meta.url);

/** Answers requests for published files with those of the fixture; `change` may alter one. */
async function serveFixture(page, change = (_path, bytes) => bytes) {
  await page.route(/\/data\/(?:catalog|releases)/, async (route) => {
    const path = new URL(route.request().url()).pathname.replace(/^.*\/data\//, "");
    const bytes = await readFile(new URL(path, fixture)).catch(() => null);
    if (bytes === null) return route.fulfill({ status: 404, body: "" });
    return route.fulfill({ body: change(path, bytes) });
  });
}

async function whenChecked(page) {
  await page.getByRole("button", { name: "Check it yourself" }).click();
  await page.locator(".verdict, .check-actions ~ .failure").first().waitFor();
}

test("the grade of a text is that of the formula", () => {
  assert.deepEqual(["cat", "table", "police", "counted", "numbers", "release", "area"].map(syllables), [1, 2, 2, 2, 2, 2, 2]);
  // Two sentences of 5 and 6 words with one syllable each; the heading does not count.
  const texts = ["Protection", "The cat sat on me. The dog ran at the cat."];
  assert.equal(grade(texts).toFixed(2), (0.39 * 5.5 + 11.8 - 15.59).toFixed(2));
});

test("the page can be read with nine years of school", (t) =>
  site.visit({}, async ({ page, open }) => {
    await serveFixture(page);
    await open("/methods");
    await page.locator("#policy").waitFor();
    const texts = await page.locator("main p, main li, main h1, main h2, main h3").allInnerTexts();
    const found = grade(texts);
    t.diagnostic(`grade ${found.toFixed(1)} over ${texts.join(" ").split(/\s+/).length} words`);
    assert.ok(texts.join(" ").split(/\s+/).length > 300);
    assert.ok(found <= 9, `grade ${found}`);
  }));

test("the lines of the city's own policy can be read with nine years of school", async (t) => {
  const policy = await readFile(new URL("../../data-pipeline/cities/baltimore/policy.toml", import.meta.url), "utf8");
  const texts = [...policy.matchAll(/\ben = "([^"]+)"/g)].map(([, text]) => text);
  t.diagnostic(`grade ${grade(texts).toFixed(1)} over ${texts.length} texts`);
  assert.ok(texts.length >= 20);
  assert.ok(grade(texts) <= 9);
});

test("the policy is shown line by line, in English and in Spanish", () =>
  site.visit({}, async ({ page, open }) => {
    await serveFixture(page);
    await open("/methods");
    await page.locator("#policy").waitFor();
    assert.deepEqual(await page.locator(".policy-line h3").allInnerTexts(), ["Assaults", "Arrests"]);
    assert.deepEqual(await page.locator(".policy-method").allInnerTexts(), ["Counts under 5 are hidden", "Rounded: at most 4 from the count"]);
    const costs = await page.locator(".costs tbody tr").evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
    assert.deepEqual(costs, [["Assaults by district", "10", "8", "0", "", ""], ["Arrests by race", "2", "0", "52", "0.00", "0"]]);

    // Earlier links name the language in their query.
    await page.goto("/methods?lang=es");
    await page.waitForURL(/\/es\/methods$/);
    await page.getByRole("heading", { level: 1, name: "Cómo se protege a las personas" }).waitFor();
    await page.locator("#policy").waitFor();
    assert.deepEqual(await page.locator(".policy-line h3").allInnerTexts(), ["Agresiones", "Arrestos"]);
    assert.deepEqual(await page.locator(".policy-method").allInnerTexts(), ["Se ocultan los conteos menores de 5", "Redondeado: a lo sumo a 4 del conteo"]);
    assert.equal(await page.locator("html").getAttribute("lang"), "es");
  }));

test("the check runs in the browser and shows two worlds of a number", () =>
  site.visit({}, async ({ page, open, requests }) => {
    await serveFixture(page);
    await open("/methods");
    await page.locator("#check").waitFor();
    assert.ok(!requests().some((path) => path.includes("checker")), "the check was fetched before anybody asked");
    await whenChecked(page);
    assert.match(await page.locator(".verdict").innerText(), /^The claim holds/);
    const figures = await page.locator(".accounting dd").allInnerTexts();
    assert.deepEqual(figures.slice(0, 3), ["8", "52", "60"]);
    assert.equal(await page.locator(".audit-findings li").count(), 10);

    const rows = async () => {
      await page.locator(".two-worlds tr.picked").waitFor();
      return page.locator(".two-worlds tbody tr").evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
    };
    // Both worlds add up to the total that is shown.
    const first = await rows();
    assert.deepEqual(first.map((row) => row[0]), ["All", "Assault", "Rape"]);
    assert.deepEqual(first[0], ["All", "8", "8", "8"]);
    for (const world of [2, 3]) assert.equal(Number(first[1][world]) + Number(first[2][world]), 8);
    assert.notEqual(first[1][2], first[1][3]);
    assert.equal(first[1][1], "hidden");

    await page.getByRole("button", { name: "Next protected number" }).click();
    await page.waitForFunction(() => document.querySelector(".two-worlds tbody tr td")?.textContent === "5");
    assert.deepEqual((await rows())[0], ["All", "5", "5", "5"]);

    await page.locator(".field:has(span:text-is('District')) select").selectOption("Harborview");
    await page.getByText("This number is not protected").waitFor();

    await page.locator("#pick-table").selectOption("Arrests by race");
    await page.locator(".field:has(span:text-is('Race')) select").waitFor();
    const rounded = await rows();
    for (const [, shown, one, two] of rounded) {
      const number = Number.parseInt(shown, 10);
      for (const world of [one, two]) assert.ok(Math.abs(Number(world) - number) <= 4, `${shown}: ${world}`);
    }
    const [, , one, two] = rounded[await page.locator(".two-worlds tbody tr").evaluateAll((all) => all.findIndex((row) => row.classList.contains("picked")))];
    assert.ok(Math.abs(Number(one) - Number(two)) >= 2);
  }));

test("a file that was changed on its way is not checked, and a certificate of other files is refused", async () => {
  await site.visit({}, async ({ page, open }) => {
    await serveFixture(page, (path, bytes) => {
      if (!path.endsWith("assaults-district.cube")) return bytes;
      const changed = Buffer.from(bytes);
      changed[changed.length - 1] ^= 1;
      return changed;
    });
    await open("/methods");
    await whenChecked(page);
    assert.match(await page.locator(".check-actions ~ .failure").innerText(), /not the one that was published/);
  });
});

test("whoever leaves ends the check", () =>
  site.visit({}, async ({ page, open }) => {
    await serveFixture(page);
    await open("/methods");
    await whenChecked(page);
    assert.equal(page.workers().length, 1);
    await page.getByRole("link", { name: "Data", exact: true }).first().click();
    await page.getByRole("heading", { level: 1, name: "Data" }).waitFor();
    await page.waitForTimeout(100);
    assert.equal(page.workers().length, 0);
  }));

for (const colorScheme of ["light", "dark"]) {
  test(`the page with a finished check passes axe in ${colorScheme}`, () =>
    site.visit({ colorScheme }, async ({ page, open }) => {
      await serveFixture(page);
      await open("/methods");
      await whenChecked(page);
      await page.locator(".two-worlds").waitFor();
      await page.evaluate(axe);
      const violations = await page.evaluate(async () => (await window.axe.run()).violations);
      assert.deepEqual(violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(" | ")}`), []);
    }));
}

test("groups of people are chosen on trends, and the address keeps them", () =>
  site.visit({}, async ({ page, open }) => {
    await serveFixture(page);
    await open("/trends?t=arrests-race-district&o=gun&p=east");
    await whenDrawn(page);
    const race = page.locator('.picker:has(strong:text-is("Race"))');
    if ((await race.getAttribute("open")) === null) await race.locator("summary").click();
    await race.locator('.toggle[data-code="black"]').click();
    await page.waitForFunction(() => location.search.includes("race=all,black"));
    await race.locator('.toggle[data-code="all"]').click();
    await race.locator('.toggle[data-code="white"]').click();
    await page.waitForFunction(() => location.search.includes("race=black,white"));

    const title = await page.locator("figure h2").innerText();
    assert.match(title, /^Sample: not a full period\. Arrests for gun offenses \(Black and White\) in East District/);
    const table = await readTable(page);
    assert.deepEqual(table.columns.slice(0, 3), ["Period", "Black", "White"]);
    assert.match(table.rows[0].cells[0].text, /^\d+ \(rounded\)$/);
    assert.match(await page.locator(".coverage").allInnerTexts().then((all) => all.join(" ")), /within 4 of the count/);

    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /Download these numbers/ }).click()]);
    const csv = await readCsv(download);
    assert.deepEqual([...new Set(csv.map((row) => `${row.race} ${row.race_label}`))], ["black Black", "white White"]);
    assert.ok(csv.every((row) => row.status === "rounded"));

    await page.reload();
    await whenDrawn(page);
    assert.equal(await page.locator("figure h2").innerText(), title);
  }));

test("a hidden number says why it is not shown", () =>
  site.visit({}, async ({ page, open }) => {
    await serveFixture(page);
    await open("/trends?t=assaults-district&o=rape&p=east");
    const words = "fewer than 5, or hidden to protect others";
    assert.ok((await page.locator("figure .finding").innerText()).includes(words));
    const table = await readTable(page);
    assert.deepEqual(table.rows.map((row) => [row.cells[0].text, row.cells[0].status]), [[words, "suppressed"], [words, "suppressed"]]);
  }));

test("a release from before the policy says so", () =>
  site.visit({}, async ({ page, open }) => {
    await serveFixture(page);
    // The manifest without its protection, under the hash that the catalogue then has to name.
    const { createHash } = await import("node:crypto");
    const manifestPath = "releases/2026-01-01-protected/manifest.json";
    const manifest = JSON.parse(await readFile(new URL(manifestPath, fixture), "utf8"));
    delete manifest.protection;
    const bytes = Buffer.from(JSON.stringify(manifest));
    const catalog = JSON.parse(await readFile(new URL("catalog.json", fixture), "utf8"));
    catalog.cities[0].releases[0].manifest_sha256 = createHash("sha256").update(bytes).digest("hex");
    await page.route(/\/data\/catalog\.json/, (route) => route.fulfill({ json: catalog }));
    await page.route(/manifest\.json/, (route) => route.fulfill({ body: bytes }));
    await open("/methods");
    await page.getByText("published before there was a policy of protection").waitFor();
    assert.equal(await page.locator("#check").count(), 0);
  }));

test("the page of methods and its check are fetched only by whoever opens them", () =>
  site.visit({}, async ({ page, open, requests }) => {
    await open("/trends");
    assert.ok(!requests().some((path) => path.includes("methods") || path.includes("checker") || path.includes("locales")));
    await page.getByRole("link", { name: "Methods", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "How people are protected" }).waitFor();
    assert.ok(requests().some((path) => path.endsWith("/methods_bg.wasm")));
    assert.ok(!requests().some((path) => path.includes("locales")), "a page in English fetched another language");
    // Leaving and coming back shows the page anew, once.
    await page.getByRole("link", { name: "Trends", exact: true }).first().click();
    await page.getByRole("heading", { level: 1, name: "Trends" }).waitFor();
    assert.equal(await page.getByRole("heading", { name: "How people are protected" }).count(), 0);
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "How people are protected" }).waitFor();
    assert.equal(await page.locator("h1").count(), 1);
  }));
