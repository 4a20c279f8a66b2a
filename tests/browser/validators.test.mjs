// What is written ahead of time, held against the standards by validators that others made: HTML,
// JSON-LD, oEmbed, Atom and the sitemap. VALIDATORS_PYTHON names a Python with the packages of
// tests/validate/requirements.txt.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { HtmlValidate } from "html-validate";
import { validateXML } from "xmllint-wasm";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const dist = join(root, "dist");
const PYTHON =
  process.env.VALIDATORS_PYTHON ??
  join(process.env.SIGHTLINE_TOOLS ?? join(process.env.CARGO_TARGET_DIR ?? "target", "tools"), "validators/bin/python");
/** So many pages of a kind are looked at: they are made by one function. */
const OF_A_KIND = 3;

const folder = await mkdtemp(join(tmpdir(), "sightline-validators-"));
after(() => rm(folder, { recursive: true }));

const all = (await readdir(dist, { recursive: true })).filter((path) => !path.startsWith("data/releases/") && !path.startsWith("data/latest/"));
const named = (name) => all.filter((path) => path === name || path.endsWith(`/${name}`));
const text = (path) => readFile(join(dist, path), "utf8");

/** A few files of each kind: paths that differ in a release, a place, a table or an offense are alike. */
function aFewOfEach(paths) {
  const kinds = new Map();
  for (const path of paths) {
    const kind = dirname(path)
      .replace(/\br\/[^/]+/, "r/*")
      .replace(/(places\/[^/]+)\/[^/]+$/, "$1/*")
      .replace(/\b(trends|tables|overview|partnership)\/[^/]+$/, "$1/*");
    kinds.set(kind, [...(kinds.get(kind) ?? []), path]);
  }
  return [...kinds.values()].flatMap((alike) => alike.slice(0, OF_A_KIND));
}

test("html-validate finds no mistake in the pages", async (t) => {
  const validator = new HtmlValidate({ extends: ["html-validate:standard"] });
  const pages = aFewOfEach([...named("index.html"), "404.html"]);
  assert.ok(pages.length > 60, `${pages.length}`);
  const mistakes = [];
  for (const page of pages) {
    const { results } = await validator.validateString(await text(page));
    for (const { messages } of results)
      for (const { ruleId, message, line, column } of messages) mistakes.push(`${page}:${line}:${column} ${ruleId}: ${message}`);
  }
  t.diagnostic(`${pages.length} pages`);
  assert.deepEqual(mistakes.slice(0, 20), []);
});

test("the compiler finds no mistake in the JSON-LD, against the types of schema.org", async () => {
  // What the service worker answers with stands at no address.
  const pages = aFewOfEach(named("index.html")).filter((path) => !/^(embed|offline)\//.test(path));
  const blocks = [];
  for (const page of pages) {
    const found = (await text(page)).match(/<script type="application\/ld\+json">(.+?)<\/script>/s);
    assert.ok(found, page);
    const data = JSON.parse(found[1]);
    blocks.push(`const page${blocks.length}: WithContext<WebPage> = ${JSON.stringify(data)};`);
  }
  const check = async (lines) => {
    await writeFile(join(folder, "pages.ts"), `import type { WebPage, WithContext } from "schema-dts";\n${lines.join("\n")}\n`);
    return run(join(root, "node_modules/.bin/tsc"), ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "pages.ts"], { cwd: folder });
  };
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  await check(blocks);
  // The check itself: a word that schema.org does not have is found.
  await assert.rejects(check([blocks[0].replace('"description"', '"descripton"')]));
});

test("oEmbed answers have what the standard demands, and pages lead to them", async () => {
  const answers = named("oembed.json");
  assert.ok(answers.length > 1000, `${answers.length}`);
  for (const path of answers) {
    const answer = JSON.parse(await text(path));
    assert.equal(answer.version, "1.0", path);
    assert.equal(answer.type, "rich", path);
    for (const name of ["title", "html", "provider_name", "provider_url", "thumbnail_url"])
      assert.ok(typeof answer[name] === "string" && answer[name].length > 0, `${path}: ${name}`);
    for (const name of ["width", "height", "thumbnail_width", "thumbnail_height"])
      assert.ok(Number.isInteger(answer[name]) && answer[name] > 0, `${path}: ${name}`);
    assert.ok(answer.html.includes(`src="${answer.provider_url}${dirname(path)}/"`), path);
    const page = await text(`${dirname(path)}/index.html`);
    assert.ok(page.includes(`type="application/json+oembed"`) && page.includes(`href="${answer.provider_url}${path}"`), path);
  }
  const linked = (await text("trends/robbery/index.html")).match(/json\+oembed"[^>]* href="([^"]+)"/)[1];
  assert.ok(answers.includes(new URL(linked).pathname.slice(1)), linked);
});

test("a strict reader reads the Atom feed, an entry for each release", async () => {
  const script = "import sys, atoma; feed = atoma.parse_atom_file(sys.argv[1]); print(len(feed.entries), feed.id_)";
  const { stdout } = await run(PYTHON, ["-c", script, join(dist, "feed.atom")]);
  const { cities } = JSON.parse(await text("data/catalog.json"));
  const releases = cities.flatMap((city) => city.releases);
  assert.equal(stdout.trim(), `${releases.length} http://localhost:8080/feed.atom`);
});

test("the sitemap fits its schema, and names only pages that are there", async () => {
  const schema = await readFile(join(root, "node_modules/sitemap/schema/sitemap.xsd"), "utf8");
  const contents = await text("sitemap.xml");
  const check = (contents) => validateXML({ xml: [{ fileName: "sitemap.xml", contents }], schema: [schema] });
  assert.deepEqual((await check(contents)).errors, []);
  assert.equal((await check(contents.replace("<loc>", "<place>").replace("</loc>", "</place>"))).valid, false);
  const pages = new Set(named("index.html"));
  for (const [, address] of contents.matchAll(/<loc>([^<]+)<\/loc>/g)) {
    const path = `${new URL(address).pathname}index.html`.slice(1);
    assert.ok(pages.has(path), address);
  }
});

/** The sentences of a written page; numbers in tables and names in lists are none. */
function spoken(html) {
  const main = html.match(/<main[^>]*>(.*)<\/main>/s)?.[1] ?? "";
  const parts = [...main.matchAll(/<(p|h1|h2|figcaption|li|dd)\b[^>]*>(.*?)<\/\1>/gs)];
  return parts.map(([, , inner]) => inner.replace(/<[^>]+>/g, " ").replace(/&[a-z#0-9]+;/g, " ").replace(/\s+/g, " ").trim());
}

const MOST_GRADE = 9;

test("what pages say is for readers of grade nine, in English and in Spanish", async (t) => {
  const pages = { en: {}, es: {} };
  for (const path of named("index.html").filter((path) => !/(^|\/)(r|embed)\//.test(path))) {
    const html = await text(path);
    const lang = html.match(/<html lang="(..)"/)[1];
    pages[lang][path] = spoken(html);
  }
  assert.ok(Object.keys(pages.es).length > 300, "pages in Spanish");
  const grades = await graded(pages);
  for (const [lang, found] of Object.entries(grades)) {
    const sorted = Object.entries(found).sort(([, one], [, other]) => other - one);
    t.diagnostic(`${lang}: ${sorted.length} pages, hardest ${sorted.slice(0, 3).map(([path, grade]) => `${path} ${grade}`).join(", ")}`);
    const hard = sorted.filter(([path, grade]) => grade > MOST_GRADE);
    assert.deepEqual(hard, []);
  }
});

async function graded(pages) {
  const child = run(PYTHON, [join(root, "tests/validate/readability.py")], { maxBuffer: 1 << 26 });
  child.child.stdin.end(JSON.stringify(pages));
  return JSON.parse((await child).stdout);
}
