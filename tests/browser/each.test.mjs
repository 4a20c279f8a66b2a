// Values of many elements that are written in one call (`src/platform/each.rs`).
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { after, test } from "node:test";
import { openSite } from "./harness.mjs";

const site = await openSite();
after(() => site.close());

const SNIPPETS = new URL("../../dist/snippets/", import.meta.url);

/** The module as it was built: the path of the one piece of the programs that has the function. */
async function builtModule() {
  const names = await readdir(SNIPPETS, { recursive: true });
  for (const name of names.filter((name) => name.endsWith(".js"))) {
    if ((await readFile(new URL(name, SNIPPETS), "utf8")).includes("write_texts")) return `/snippets/${name}`;
  }
  throw new Error("no piece of the programs writes texts");
}

test("elements that come in the place of others get their values, too", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/");
    const seen = await page.evaluate(async (path) => {
      const { write_each, write_texts } = await import(path);
      const place = document.createElement("div");
      const cells = (count) => place.replaceChildren(...Array.from({ length: count }, () => document.createElement("b")));
      const write = (texts, classes) => {
        write_texts(place, "b", texts);
        write_each(place, "b", "class", classes);
        return place.innerHTML;
      };
      cells(2);
      const first = write("1\n2", "low\n");
      const changed = write("1\n3", "low\nhigh");
      cells(3);
      return [first, changed, write("1\n3\n4", "low\nhigh\n")];
    }, await builtModule());
    assert.deepEqual(seen, [
      '<b class="low">1</b><b>2</b>',
      '<b class="low">1</b><b class="high">3</b>',
      '<b class="low">1</b><b class="high">3</b><b>4</b>',
    ]);
  }));

test("what is pointed at on a map gets its name as a title, and what is beside it does not", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/places");
    const areas = page.locator(".map-plane a.area");
    await areas.first().waitFor();
    assert.equal(await page.locator(".map-plane title").count(), 0);
    const name = await areas.first().getAttribute("aria-label");
    assert.match(name, /District/);
    for (let time = 0; time < 2; time += 1) {
      await areas.first().dispatchEvent("pointerover");
      assert.deepEqual(await page.locator(".map-plane title").allTextContents(), [name]);
    }
    await page.locator(".map-plane").dispatchEvent("pointerover");
    assert.deepEqual(await page.locator(".map-plane title").allTextContents(), [name]);
  }));
