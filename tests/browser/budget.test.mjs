// The byte budget: what the first visit to the overview transfers, as a host with brotli sends it.
// The files are those that the browser asks for, so that nothing can be left out of the sum.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { brotliCompressSync, constants } from "node:zlib";
import { openSite } from "./harness.mjs";

// The page itself is read and drawn when 50,000 of them are there: the rest makes it answer.
const BUDGET_BYTES = 506_000;
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
/** Compressed in themselves: a host sends them as they are. */
const SENT_AS_THEY_ARE = /\.woff2$/;

const dist = new URL("../../dist/", import.meta.url);
const site = await openSite();
after(() => site.close());

async function transferredBytes(path) {
  const bytes = await readFile(new URL(path === "/" ? "index.html" : `.${path}`, dist));
  return SENT_AS_THEY_ARE.test(path) ? bytes.length : brotliCompressSync(bytes, BROTLI).length;
}

test("the first visit stays within its budget", (t) =>
  site.visit({}, async ({ page, open, requests }) => {
    await open("/");
    await page.waitForLoadState("networkidle");
    const paths = [...new Set(requests().map((address) => address.split("?")[0]))];
    const rows = await Promise.all(paths.map(async (path) => ({ path, bytes: await transferredBytes(path) })));
    rows.sort((a, b) => b.bytes - a.bytes);

    const total = rows.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { path, bytes } of rows) t.diagnostic(`${String(bytes).padStart(8)}  ${path}`);
    t.diagnostic(`${String(total).padStart(8)}  in total, of ${BUDGET_BYTES}`);

    for (const suffix of [".wasm", ".css", ".woff2"]) {
      assert.ok(paths.some((path) => path.endsWith(suffix)), `no ${suffix} was asked for`);
    }
    assert.ok(total <= BUDGET_BYTES, `the first visit takes ${total} bytes, of ${BUDGET_BYTES}`);
  }));
