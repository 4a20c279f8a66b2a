// Any address at all: made-up ones are thrown at the router of one page. Each has to show a page with one
// main heading and something in it, and nothing may complain. FUZZ_COUNT and FUZZ_SEED make others.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openSite } from "./harness.mjs";
import { walk } from "./walk.mjs";

const COUNT = Number(process.env.FUZZ_COUNT ?? 800);
const SEED = Number(process.env.FUZZ_SEED ?? 20_191_216);
/** Long enough for a table to arrive on a busy machine. */
const PATIENCE_MILLIS = 30_000;

const site = await openSite();
after(() => site.close());

/** Numbers from 0 to 1 that a seed decides (Lehmer's generator with the factor of Park and Miller). */
function random(seed) {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** Addresses out of real pages, real codes, and whatever a keyboard gives. */
function addresses(manifest, seed) {
  const next = random(seed);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const few = (make, most) => Array.from({ length: Math.floor(next() * (most + 1)) }, make);
  const junk = () => few(() => pick([..."abz019-_.,;:/?&=+#%~'\"<>()[]{}|\\ ", "%", "%2", "%ff", "%00", "é", "漢", "🙂", "..", "//"]), 12).join("");
  const tables = manifest.tables.map((table) => table.id);
  const codes = ["homicide", "robbery", "violent", "gun", "all", "baltimore", "central", "cherry-hill", "new-orleans", "cleveland", "white", "18_24"];
  const values = {
    c: () => pick(["", "baltimore", "new-orleans", "atlantis", junk()]),
    t: () => pick([...tables, junk()]),
    o: () => few(() => pick([...codes, junk()]), 10).join(","),
    p: () => few(() => pick([...codes, junk()]), 10).join(","),
    f: () => pick(["2015-01", "2020-13", "9999-12", "0000-00", "-1", junk()]),
    u: () => pick(["2019-12", "1900-01", "2026-02", junk()]),
    g: () => pick(["m", "q", "y", "d", junk()]),
    e: () => pick(["0", "1", junk()]),
    m: () => pick(["rate", "joining", "share", junk()]),
    lang: () => pick(["en", "es", "xx", junk()]),
    race: () => pick(["black,white", "all", junk()]),
    age: () => pick(["18_24", junk()]),
  };
  const paths = ["/", "/trends", "/trends/", "/compare", "/data", "/data/", "/data/revisions", "/data/verify", "/places", "/places/cherry-hill", "/enforcement", "/partnership", "/methods"];
  const safe = (text) => encodeURI(text).replaceAll("?", "%3F").replaceAll("#", "%23");
  return Array.from({ length: COUNT }, () => {
    const path = next() < 0.85 ? pick(paths) : `/${safe(junk()).replace(/^\/+/, "")}`;
    const names = few(() => pick([...Object.keys(values), "x", "__proto__"]), 6);
    const query = names.map((name) => {
      const value = (Object.hasOwn(values, name) ? values[name] : junk)();
      // Half of them encoded as browsers do, half as people type.
      return `${name}=${next() < 0.5 ? encodeURIComponent(value) : value.replaceAll("#", "")}`;
    });
    return query.length > 0 ? `${path}?${query.join("&")}` : path;
  });
}

test(`${COUNT} made-up addresses show a page each`, (t) =>
  site.visit({}, async ({ page, open, complaints }) => {
    await open("/trends");
    const catalog = await (await page.request.get("/data/catalog.json")).json();
    const current = catalog.cities.find((city) => city.id === "baltimore").current;
    const manifest = await (await page.request.get(`/data/releases/${current}/manifest.json`)).json();
    const all = addresses(manifest, SEED);
    t.diagnostic(`seed ${SEED}`);
    for (let at = 0; at < all.length; at += 50) {
      const { blank } = await walk(page, all.slice(at, at + 50), { patienceMillis: PATIENCE_MILLIS });
      assert.equal(blank, undefined, `a page without a heading or without content at ${blank}`);
      assert.deepEqual(complaints, [], `after one of ${all.slice(at, at + 50).join("\n")}`);
    }
  }));
