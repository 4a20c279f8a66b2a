// The markup that this site writes itself, made into elements without the browser's parser
// (`src/platform/markup.js`).
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { after, test } from "node:test";
import { whenDrawn } from "./figures.mjs";
import { openSite } from "./harness.mjs";

const site = await openSite();
after(() => site.close());

const SNIPPETS = new URL("../../dist/snippets/", import.meta.url);

/** The module as it was built. */
async function builtModule() {
  const names = await readdir(SNIPPETS, { recursive: true });
  const path = names.find((name) => name.endsWith("src/platform/markup.js"));
  assert.match(await readFile(new URL(path, SNIPPETS), "utf8"), /export function redraw/);
  return `/snippets/${path}`;
}

const drawing = (marks) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">${marks}</svg>`;

/** Each as the browser writes it down itself. */
const DRAWINGS = [
  "",
  drawing('<path d="M0 0"></path><g class="axis"><text x="1">2019</text><text x="2">2020</text></g>'),
  drawing('<path d="M1 1" class="line"></path><g class="axis"><text x="1">2019</text><text x="3">2021</text></g>'),
  drawing('<path d="M1 1"></path><path d="M2 2" stroke="red"></path><g><text x="1">a &amp; b</text></g><text>c</text>'),
  drawing("<g></g>"),
  "<table><tbody><tr><th>1 a.m.</th><td>7</td></tr></tbody></table>",
  drawing('<text x="1">2019</text>'),
  "text alone",
];

test("whatever was drawn before, what is drawn now stands there", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/");
    const pairs = DRAWINGS.flatMap((before) => DRAWINGS.map((now) => [before, now]));
    const found = await page.evaluate(async ([path, pairs]) => {
      const { redraw } = await import(path);
      return pairs.map(([before, now]) => {
        const place = document.createElement("div");
        redraw(place, before);
        redraw(place, now);
        return place.innerHTML;
      });
    }, [await builtModule(), pairs]);
    assert.deepEqual(found, pairs.map(([, now]) => now));
  }));

test("what stays of a drawing keeps its elements", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/");
    const kept = await page.evaluate(async ([path, before, now]) => {
      const { redraw } = await import(path);
      const place = document.createElement("div");
      redraw(place, before);
      const elements = [...place.querySelectorAll("*")];
      redraw(place, now);
      return [elements.length, elements.filter((element) => place.contains(element)).length];
    }, [await builtModule(), DRAWINGS[1], DRAWINGS[2]]);
    assert.deepEqual(kept, [5, 5]);
  }));

test("markup that this site does not write is refused", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/");
    const refused = [
      "<script></script>", '<img src="x"/>', '<use href="#a"/>', '<iframe src="/"></iframe>', '<p onclick="x">a</p>',
      '<p style="color:red">a</p>', '<a href="javascript:x">a</a>', '<a xlink:href="x">a</a>', "<p>", "<p></b>", "</p>",
      "<p a=b>c</p>", '<p a="b>c</p>', '<p a="<b">c</p>', "<<p>", "<p", "a > b", "&bogus;", '<p a="&bogus;">b</p>',
    ];
    const taken = await page.evaluate(async ([path, refused]) => {
      const { redraw } = await import(path);
      return refused.filter((markup) => {
        try {
          redraw(document.createElement("div"), markup);
          return true;
        } catch (error) {
          return !(error instanceof TypeError);
        }
      });
    }, [await builtModule(), refused]);
    assert.deepEqual(taken, []);
  }));

test("a chart that follows a choice is the chart that its address opens", () =>
  site.visit({}, async ({ page, open }) => {
    // Attributes have no order.
    const drawn = () =>
      page.locator("figure .chart-canvas").first().evaluate((place) =>
        Array.from(place.querySelectorAll("*"), (mark) => {
          const attributes = Array.from(mark.attributes, ({ name, value }) => `${name}=${value}`).sort();
          return [mark.localName, ...attributes, mark.childElementCount ? "" : mark.textContent].join(" ");
        }));
    await open("/trends?t=crime-city");
    await whenDrawn(page);
    for (const code of ["shooting", "robbery"]) {
      const before = await page.locator("figure .chart-canvas").first().innerHTML();
      await page.locator(`.toggle[data-code="${code}"]`).click();
      await page.waitForFunction((before) => document.querySelector("figure .chart-canvas").innerHTML !== before, before);
    }
    const followed = await drawn();
    await page.reload();
    await whenDrawn(page);
    assert.deepEqual(await drawn(), followed);
  }));
