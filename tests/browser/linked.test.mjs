// What is chosen in one place holds elsewhere: a drag across a chart, a word that is explained, an
// earlier release in the address.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { readTable, whenDrawn } from "./figures.mjs";
import { openSite } from "./harness.mjs";

const site = await openSite();
after(() => site.close());

const WIDE = { viewport: { width: 1280, height: 900 } };
const query = (page) => new URL(page.url()).searchParams;

/** Drags across a chart from one label of its time axis to another. */
async function drag(page, chart, from, to) {
  await chart.scrollIntoViewIfNeeded();
  const at = async (label) => {
    const box = await chart.locator("text", { hasText: new RegExp(`^${label}$`) }).first().boundingBox();
    return box.x + box.width / 2;
  };
  const box = await chart.boundingBox();
  const y = box.y + box.height / 2;
  await page.mouse.move(await at(from), y);
  await page.mouse.down();
  await page.mouse.move(await at(to), y, { steps: 8 });
  assert.equal(await page.locator(".brush").count(), 1);
  await page.mouse.up();
  await page.waitForFunction(() => location.search.includes("u="));
}

test("a drag across a chart chooses its period, is stated, and is taken back by going back", () =>
  site.visit(WIDE, async ({ page, open }) => {
    await open("/trends?t=crime-city&o=homicide&g=y");
    await whenDrawn(page);
    await drag(page, page.locator(".chart").first(), "2014", "2017");
    assert.deepEqual([query(page).get("f"), query(page).get("u")], ["2014-01", "2017-12"]);
    await whenDrawn(page);
    assert.deepEqual((await readTable(page)).rows.map((row) => row.heading), ["2017", "2016", "2015", "2014"]);
    assert.match(await page.locator(".chosen").innerText(), /2014 to 2017/);
    assert.equal(await page.locator(".brush").count(), 0);
    await page.goBack();
    await page.waitForFunction(() => !location.search.includes("u="));
  }));

test("a click is no drag, and neither is a finger that scrolls", () =>
  site.visit({ ...WIDE, hasTouch: true }, async ({ page, open }) => {
    await open("/trends?t=crime-city&o=homicide&g=y");
    await whenDrawn(page);
    const chart = page.locator(".chart").first();
    await chart.click();
    await chart.tap();
    assert.equal(query(page).get("f"), null);
    await page.getByLabel("Total of the year so far").check();
    await page.waitForFunction(() => location.search.includes("k=c"));
    await whenDrawn(page);
    // Its axis has the months of a year, which are no period.
    assert.equal(await page.locator(".brushable").count(), 0);
  }));

test("a drag on one chart of enforcement narrows every chart of the page", () =>
  site.visit(WIDE, async ({ page, open }) => {
    await open("/enforcement?g=y");
    await whenDrawn(page);
    await drag(page, page.locator('section[aria-labelledby="charges"] .chart'), "2016", "2019");
    const titles = page.locator("section:has(.brushable) :is(figure h2, h3.panel-title)");
    assert.ok((await titles.count()) >= 10);
    // Shares of closed cases are known until 2016.
    for (const title of await titles.all()) {
      await title.and(page.getByText(/, 2016( to 2019)?$/)).waitFor();
    }
  }));

test("a word is explained on pointing at it, with the keyboard, and on a tap", () =>
  site.visit({ viewport: { width: 390, height: 800 }, hasTouch: true }, async ({ page, open }) => {
    await open("/trends?t=crime-city&o=robbery");
    await whenDrawn(page);
    const word = page.locator("figure .term-word", { hasText: "95% range" });
    const note = page.getByRole("tooltip");
    const isInView = async () => {
      const { x, width } = await note.boundingBox();
      assert.ok(x >= 0 && x + width <= 390, `${x} + ${width}`);
    };
    await word.hover();
    assert.match(await note.innerText(), /95 times in 100/);
    await isInView();
    // The pointer can go on to the note.
    await note.hover();
    assert.equal(await note.count(), 1);
    await page.mouse.move(5, 5);
    assert.equal(await note.count(), 0);
    await word.focus();
    await note.waitFor();
    assert.equal(await word.getAttribute("aria-describedby"), await note.getAttribute("id"));
    await page.keyboard.press("Escape");
    assert.equal(await note.count(), 0);
    await word.blur();
    await word.tap();
    await note.waitFor();
    await open("/methods");
    assert.ok((await page.locator("dl.glossary dt").count()) >= 12);
  }));

test("an earlier release is shown by its address, and says so; a citation leads to its own", () =>
  site.visit(WIDE, async ({ page, open, whenReady }) => {
    const { cities } = await (await page.request.get("/data/catalog.json")).json();
    const { releases, current } = cities.find(({ id }) => id === "baltimore");
    const earlier = releases.find(({ id }) => id !== current).id;
    await open(`/trends?r=${earlier}&t=crime-city&o=homicide&g=y`);
    await whenDrawn(page);
    assert.match(await page.locator("footer").innerText(), new RegExp(earlier));
    await page.getByText("Cite this chart").click();
    assert.ok((await page.locator(".citation pre").last().innerText()).includes(`r=${earlier}`));
    // Links of the page keep to it.
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Places" }).click();
    await whenReady();
    assert.equal(query(page).get("r"), earlier);
    await page.locator(".notice", { hasText: `an earlier release, ${earlier}` }).getByRole("link").click();
    await page.waitForFunction(() => !location.search.includes("r="));
    await whenReady();
    assert.match(await page.locator("footer").innerText(), new RegExp(current));
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Trends" }).click();
    await whenDrawn(page);
    await page.getByText("Cite this chart").click();
    assert.ok((await page.locator(".citation pre").last().innerText()).includes(`r=${current}`));
  }));

test("a release that is none is said, and the newest is shown", () =>
  site.visit(WIDE, async ({ page, open }) => {
    await open("/?r=2020-01-01-00000000");
    await page.locator(".notice", { hasText: "There is no release “2020-01-01-00000000” here" }).waitFor();
    await open("/compare?r=%F0%9F%99%82");
    await page.locator(".notice", { hasText: "There is no release" }).waitFor();
  }));

test("every page stands on an earlier release", () =>
  site.visit(WIDE, async ({ page, open }) => {
    const { cities } = await (await page.request.get("/data/catalog.json")).json();
    for (const { id: city, releases, current } of cities) {
      for (const { id } of releases.filter((release) => release.id !== current)) {
        for (const route of ["/", "/trends", "/places", "/places/district/central", "/enforcement", "/partnership", "/compare", "/data", "/data/revisions", "/data/verify", "/methods"]) {
          await open(`${route}?c=${city}&r=${id}`);
          assert.ok((await page.locator("main h1").innerText()).length > 0, route);
          assert.equal(await page.locator("main .failure").count(), 0, `${route} of ${id}`);
        }
      }
    }
  }));
