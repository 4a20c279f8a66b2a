// The lines that the data page offers for each table, copied by their own buttons and run as they are
// in the tools that they are for, against the served release: as many rows as the CSV, and their sum.
// SNIPPETS_PYTHON names a Python with the packages of snippets/requirements.txt.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { Runtime } from "@observablehq/runtime";
import * as d3Dsv from "d3-dsv";
import * as d3Fetch from "d3-fetch";
import { openSite } from "./harness.mjs";
import { publishedRows, rowsOf } from "./published.mjs";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const PYTHON = process.env.SNIPPETS_PYTHON ?? join(process.env.SIGHTLINE_TOOLS ?? join(process.env.CARGO_TARGET_DIR ?? "target", "tools"), "snippets/bin/python");

/** A table with counts, one that is published compressed, and one with decimals and gaps. */
const TABLES = ["crime-city", "homicides-neighborhood", "indicators-csa"];
const TOOLS = ["Python", "R", "DuckDB", "Observable", "JavaScript", "curl"];

const folder = await mkdtemp(join(tmpdir(), "sightline-snippets-"));
const site = await openSite();
after(async () => {
  await site.close();
  await rm(folder, { recursive: true });
});

/** How the lines for a tool are run; each tells the rows, the sum of `value`, and how many are empty. */
const runners = {
  Python: (lines) => told(PYTHON, ["-c", `${lines}\nprint(len(table), table["value"].sum(), table["value"].isna().sum())`]),
  R: (lines) => told("Rscript", ["-e", `${lines}\ncat(nrow(table), format(sum(table$value, na.rm = TRUE), digits = 15), sum(is.na(table$value)))`]),
  DuckDB: (lines) => {
    const [, id] = lines.match(/CREATE TABLE "([^"]+)"/);
    const script = [
      "import sys, duckdb",
      "from duckdb_extensions import import_extension",
      // What `INSTALL httpfs` would fetch from the network.
      'import_extension("httpfs")',
      "duckdb.sql(sys.argv[1])",
      "print(*duckdb.sql(sys.argv[2]).fetchone())",
    ];
    const question = `SELECT count(*), sum(value), count(*) - count(value) FROM "${id}"`;
    return told(PYTHON, ["-c", script.join("\n"), lines, question]);
  },
  Observable: async (lines) => {
    const [, name, body] = lines.match(/^(\w+) = ([^]*)$/);
    const main = new Runtime().module();
    main.define("d3", [], { ...d3Dsv, ...d3Fetch });
    // A cell in braces is the body of a function, any other is an expression.
    const code = body.startsWith("{") ? body : `{ return (${body}); }`;
    main.variable(true).define(name, ["d3"], new Function("d3", `return (async () => ${code})();`));
    return summary(await main.value(name));
  },
  JavaScript: (lines) => {
    const tell = "const values = table.map((row) => row.value); console.log(table.length, values.reduce((sum, value) => sum + (value ?? 0), 0), values.filter((value) => value === null).length);";
    return told(process.execPath, ["--input-type=module", "-e", `${lines}\n${tell}`]);
  },
  curl: async (lines) => {
    await run("bash", ["-euc", lines], { cwd: folder });
    const [, name] = lines.match(/ {2}(\S+)" \| sha256sum/);
    const bytes = await readFile(join(folder, name));
    const rows = rowsOf((name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
    return summary(rows.map((row) => ({ value: row.value === "" ? null : Number(row.value) })));
  },
};

async function told(program, args) {
  // What DuckDB installs goes into the folder of this test; modules of Node are found from the root.
  const { stdout } = await run(program, args, { cwd: root, env: { ...process.env, HOME: folder } });
  return stdout.trim().split(/\s+/).map(Number);
}

function summary(rows) {
  const values = rows.map(({ value }) => value);
  return [rows.length, values.reduce((sum, value) => sum + (value ?? 0), 0), values.filter((value) => value === null).length];
}

function assertSame(found, expected, what) {
  const [rows, sum, empty] = expected;
  assert.deepEqual([found[0], found[2]], [rows, empty], what);
  assert.ok(Math.abs(found[1] - sum) <= 1e-9 * Math.abs(sum), `${what}: the sum is ${found[1]}, expected ${sum}`);
}

/** The lines for a tool, as a visitor copies them. */
async function copied(page, tool) {
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await page.getByRole("button", { name: `Copy for ${tool}` }).click();
  await page.getByRole("status").filter({ hasText: "Copied." }).waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

const open = (page, table) => page.locator(`article#${table} details.use-table > summary`).click();
const hasR = await run("Rscript", ["--version"]).then(() => true, () => false);
if (!hasR) console.warn("R IS NOT INSTALLED: the lines for R are copied and looked at, and not run. `apt-get install r-base-core` (500 MB) changes that.");

for (const table of TABLES) {
  test(`the lines for ${table} give the rows and the sum of its CSV in every tool`, (t) =>
    site.visit({ permissions: ["clipboard-read", "clipboard-write"] }, async ({ page, open: goTo }) => {
      await goTo("/data");
      const rows = await publishedRows(page, table);
      const expected = summary(rows.map((row) => ({ value: row.value === "" ? null : Number(row.value) })));
      assert.ok(expected[0] > 0 && expected[1] > 0);
      await open(page, table);
      const texts = {};
      for (const tool of TOOLS) {
        texts[tool] = await copied(page, tool);
        assert.match(texts[tool], new RegExp(`${site.origin}/data/releases/[^/]+/downloads/${table}\\.`), tool);
      }
      await Promise.all(
        TOOLS.map(async (tool) => {
          if (tool === "R" && !hasR) return t.diagnostic("not run, for want of R: the lines for R");
          assertSame(await runners[tool](texts[tool]), expected, `${table} in ${tool}`);
        }),
      );
      t.diagnostic(`${expected[0]} rows, sum ${expected[1]}, ${expected[2]} without a value`);
    }));
}

test("lines are in the page only where they were asked for, and go again", () =>
  site.visit({}, async ({ page, open: goTo }) => {
    await goTo("/data");
    assert.equal(await page.locator(".use-table pre").count(), 0);
    await open(page, TABLES[0]);
    await page.locator(".use-table pre").first().waitFor();
    assert.equal(await page.locator(".use-table pre").count(), TOOLS.length);
    await open(page, TABLES[0]);
    await page.waitForFunction(() => document.querySelectorAll(".use-table pre").length === 0);
  }));

test("every table of both cities has lines for every tool, and no place in them is left open", () =>
  site.visit({}, async ({ page, open: goTo }) => {
    for (const query of ["", "?c=new-orleans"]) {
      await goTo(`/data${query}`);
      const tables = await page.locator("details.use-table").count();
      assert.ok(tables > 5);
      await page.evaluate(() => document.querySelectorAll("details.use-table").forEach((part) => (part.open = true)));
      await page.waitForFunction((count) => document.querySelectorAll(".use-table pre").length >= count, tables * TOOLS.length);
      const texts = await page.locator(".use-table pre").allInnerTexts();
      assert.equal(texts.length, tables * TOOLS.length);
      assert.deepEqual(texts.filter((text) => /\{\w+\}/.test(text) || !text.includes(`${site.origin}/data/releases/`)), []);
    }
  }));

test("the page is not endless on a phone", (t) =>
  site.visit({ viewport: { width: 390, height: 844 } }, async ({ page, open: goTo }) => {
    await goTo("/data");
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    t.diagnostic(`${height} px at a width of 390 px`);
    assert.ok(height < 28_000, `${height} px`);
  }));
