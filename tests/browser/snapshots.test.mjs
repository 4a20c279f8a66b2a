// Every chart of every page's default view, as SVG, against the one that was looked at and kept in
// `snapshots`. Words, colors and shapes must be the same; positions may differ by a pixel or two, as
// browsers measure text a little differently.
//
//     UPDATE_SNAPSHOTS=1 node --test tests/browser/snapshots.test.mjs
//
// writes them anew; look at each before it is kept.
import assert from "node:assert/strict";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openSite } from "./harness.mjs";

const site = await openSite();
after(() => site.close());

const FOLDER = fileURLToPath(new URL("snapshots", import.meta.url));
const UPDATES = process.env.UPDATE_SNAPSHOTS === "1";
const TOLERANCE_PX = 2;

/** Pages by the name of their folder. */
const PAGES = {
  overview: "/",
  trends: "/trends",
  "trends-years-over-each-other": "/trends?k=o",
  "trends-year-so-far": "/trends?k=c",
  "trends-range-of-earlier-years": "/trends?k=s",
  places: "/places",
  place: "/places/neighborhood/cherry-hill",
  enforcement: "/enforcement",
  partnership: "/partnership",
  compare: "/compare",
  methods: "/methods",
};

for (const [name, route] of Object.entries(PAGES)) {
  test(`the charts of ${route} are those that were looked at`, () =>
    site.visit({ viewport: { width: 1280, height: 900 }, colorScheme: "light" }, async ({ page, open }) => {
      await open(route);
      await page.locator("main svg").first().waitFor();
      await page.waitForFunction(() => [...document.querySelectorAll("[data-chart]")].every((chart) => chart.dataset.chart === "ready"));
      const drawn = await page.evaluate(drawings);
      assert.ok(drawn.length > 0);
      const folder = `${FOLDER}/${name}`;
      const fileName = (at) => `${String(at + 1).padStart(2, "0")}.svg`;
      if (UPDATES) {
        await rm(folder, { recursive: true, force: true });
        await mkdir(folder, { recursive: true });
        await Promise.all(drawn.map((svg, at) => writeFile(`${folder}/${fileName(at)}`, `${svg}\n`)));
        return;
      }
      assert.deepEqual((await readdir(folder)).sort(), drawn.map((_, at) => fileName(at)));
      for (const [at, svg] of drawn.entries()) {
        const kept = (await readFile(`${folder}/${fileName(at)}`, "utf8")).trimEnd();
        const difference = firstDifference(kept, svg);
        assert.equal(difference, null, `${name}/${fileName(at)}: ${difference}`);
      }
    }));
}

/** Runs in the page: the text of every drawing, a line an element, with whole pixels and without counters. */
function drawings() {
  const all = [...document.querySelectorAll("main svg")].filter((svg) => !svg.parentElement.closest("svg"));
  const plain = (value) =>
    value
      .replace(/zr\d+-/g, "zr-")
      .replace(/-?\d+\.\d+/g, (number) => String(Math.round(Number(number) * 10) / 10));
  const written = (node, depth) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = node.textContent.trim();
      return text === "" ? [] : [`${" ".repeat(depth)}${text.replace(/&/g, "&amp;").replace(/</g, "&lt;")}`];
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return [];
    const attributes = [...node.attributes].map(({ name, value }) => ` ${name}="${plain(value).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;")}"`);
    const inner = [...node.childNodes].flatMap((child) => written(child, depth + 1));
    const start = `${" ".repeat(depth)}<${node.localName}${attributes.join("")}`;
    return inner.length === 0 ? [`${start}/>`] : [`${start}>`, ...inner, `${" ".repeat(depth)}</${node.localName}>`];
  };
  return all.filter((svg) => svg.getBoundingClientRect().width >= 40).map((svg) => written(svg, 0).join("\n"));
}

/** Where two drawings differ first by more than a pixel or two; null where they do not. */
function firstDifference(kept, drawn) {
  const [before, now] = [kept.split("\n"), drawn.split("\n")];
  for (let line = 0; line < Math.max(before.length, now.length); line += 1) {
    const [one, other] = [tokens(before[line] ?? ""), tokens(now[line] ?? "")];
    const isSame =
      one.length === other.length &&
      one.every((token, at) => {
        if (token === other[at]) return true;
        const distance = Math.abs(Number(token) - Number(other[at]));
        return distance <= TOLERANCE_PX;
      });
    if (!isSame) return `line ${line + 1}: kept ${(before[line] ?? "").trim().slice(0, 200)}, drawn ${(now[line] ?? "").trim().slice(0, 200)}`;
  }
  return null;
}

/** Numbers, and what is between them. */
function tokens(line) {
  return line.split(/(-?\d+(?:\.\d+)?)/);
}
