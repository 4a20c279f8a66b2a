// The page on which a visitor checks every file of a release: a changed byte in any kind of file is
// named, an unsigned release is said to be so, and nothing is fetched before somebody asks.
import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { faults, openSite } from "./harness.mjs";

const site = await openSite();
after(() => site.close());

const data = new URL("../../dist/data/", import.meta.url);
const axe = await readFile(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const catalog = JSON.parse(await readFile(new URL("catalog.json", data), "utf8"));
const [baltimore, newOrleans] = catalog.cities;
const release = `releases/${baltimore.current}`;
const manifest = JSON.parse(await readFile(new URL(`${release}/manifest.json`, data), "utf8"));
const smallManifest = JSON.parse(await readFile(new URL(`releases/${newOrleans.current}/manifest.json`, data), "utf8"));

/** A check takes seconds on a busy machine, and every file is fetched for it. */
const WHILE_CHECKING = { timeout: 60_000 };

async function check(page) {
  await page.locator("#check-files").click();
  await page.locator(".files-found .verdict").waitFor(WHILE_CHECKING);
  return page.locator(".files-found .verdict").innerText();
}

const named = (page) => page.locator(".files-found .file-faults > li > .path").allInnerTexts();

/** The first file of a release whose path ends so, or that is wanted otherwise. */
function first(folder, files, wanted) {
  const fits = typeof wanted === "string" ? (path) => path.endsWith(wanted) : wanted;
  const file = files.find((file) => fits(file.path));
  assert.ok(file, `${folder} has no file ${wanted}`);
  return `${folder}/${file.path}`;
}

function listed(wanted) {
  return first(release, manifest.files, wanted);
}

function ofSmall(wanted) {
  return first(`releases/${newOrleans.current}`, smallManifest.files, wanted);
}

const escaped = (path) => path.replace(/[.\\+]/g, "\\$&");
const at = (path) => new RegExp(`/data/${escaped(path)}$`);

/** Answers requests for one published file with other bytes. */
const serve = (page, path, body) => page.route(at(path), (route) => route.fulfill({ body }));

/** The catalogue as it is written, with a change. */
function changedCatalog(change) {
  const changed = structuredClone(catalog);
  change(changed);
  return `${JSON.stringify(changed, null, 2)}\n`;
}

test("every file of the newest release is checked, and the list is signed", () =>
  site.visit({}, async ({ page, open, requests }) => {
    await open("/data");
    await page.locator("main").getByRole("link", { name: "Check every file yourself" }).click();
    await page.getByRole("heading", { level: 1, name: "Check every file yourself" }).waitFor();
    const megabytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0) / 1e6;
    await page.getByText(`Fetches ${manifest.files.length} files, ${Math.floor(megabytes * 10) / 10} MB in all`).waitFor();
    const asked = (ending) => requests().filter((path) => path.includes(`/${release}/`) && path.endsWith(ending)).length;
    assert.equal(asked(".xlsx"), 0, "files were fetched before anybody asked");

    const verdict = await check(page);
    const lists = baltimore.releases.length + newOrleans.releases.length;
    const signatures = [baltimore, newOrleans].flatMap((city) => city.releases).filter((one) => one.signature_sha256).length;
    const files = manifest.files.length + 1 + lists + signatures;
    assert.equal(verdict, `All ${files} files are what was published, and the list of them is signed. The proof that people are protected holds.`);
    assert.equal(await page.locator(".verdict.failed").count(), 0);
    assert.equal(await page.locator(".file-group[open]").count(), 0);
    assert.match(await page.locator(".files-found").innerText(), /Your browser's own cryptography/);
    // The browser's cache answers for none of them, also where it has them all.
    await page.evaluate(() => (performance.clearResourceTimings(), performance.setResourceTimingBufferSize(2000)));
    await check(page);
    const sizes = await page.evaluate((folder) => performance.getEntriesByType("resource").filter((one) => one.name.includes(folder)).map((one) => one.transferSize), release);
    assert.ok(sizes.length > manifest.files.length, `${sizes.length} requests`);
    assert.ok(sizes.every((size) => size > 0), "a file came out of the cache");

    const key = await readFile(new URL("../../data-pipeline/cities/baltimore/minisign.pub", import.meta.url), "utf8");
    assert.equal(await page.locator("code.key").innerText(), key.split("\n")[1]);
  }));

// The smaller city has every kind of file but one, and its check is shorter.
const small = `releases/${newOrleans.current}`;
const KINDS = {
  "the catalogue": "catalog.json",
  "the manifest": `${small}/manifest.json`,
  "the signature": `${small}/manifest.json.minisig`,
  "a cube": ofSmall(".cube"),
  "a CSV": ofSmall(".csv"),
  "a Parquet file": ofSmall(".parquet"),
  "a workbook": ofSmall(".xlsx"),
  "an archive": ofSmall(".zip"),
  "a README": ofSmall(".md"),
  "a statement": ofSmall(".sql"),
  "a map": ofSmall((path) => path.startsWith("geo/")),
  "a description": ofSmall(".jsonld"),
  "the certificate": ofSmall("certificate.json"),
  "the policy": ofSmall("policy.json"),
  "a compressed CSV": listed(".csv.gz"),
};

for (const [kind, path] of Object.entries(KINDS)) {
  test(`a changed byte in ${kind} is caught, and the file is named`, () =>
    site.visit({ expectComplaints: true }, async ({ page, breakRequests }) => {
      await page.goto(path.startsWith(release) ? "/data/verify" : "/data/verify?c=new-orleans");
      await page.locator("#check-files").waitFor();
      await breakRequests(at(path), faults.flippedBit);
      const verdict = await check(page);
      assert.match(verdict, /^(One file is|\d+ files are) not what was published\.$/);
      assert.equal(await page.locator(".verdict.failed").count(), 1);
      const found = await named(page);
      assert.ok(found.includes(path), `${path} is not among ${found}`);
      // A byte in the middle of the catalogue may lead to files that are not there; any other file is
      // the only one.
      if (path !== "catalog.json") assert.deepEqual(found, [path]);
    }));
}

test("the page stands where the release cannot be shown, and names what is wrong", () =>
  site.visit({ expectComplaints: true }, async ({ page, breakRequests }) => {
    await breakRequests(at(`${release}/manifest.json`), faults.flippedBit);
    await page.goto("/data/verify");
    await check(page);
    assert.deepEqual(await named(page), [`${release}/manifest.json`]);
    const fault = await page.locator(".files-found .file-faults").innerText();
    assert.ok(fault.includes(baltimore.releases.at(-1).manifest_sha256), fault);
  }));

test("what does not come is named, and the rest is checked all the same", () =>
  site.visit({ expectComplaints: true }, async ({ page, breakRequests }) => {
    await page.goto("/data/verify");
    const [missing, cut] = [listed(".sql"), listed(".xlsx")];
    await breakRequests(at(missing), faults.notFound);
    await breakRequests(at(cut), faults.cutShort);
    assert.match(await check(page), /^2 files are not/);
    assert.deepEqual((await named(page)).sort(), [cut, missing].sort());
    // Groups with a fault are open, faults first.
    const open = page.locator(".file-group[open]");
    assert.equal(await open.count(), 2);
    assert.match(await open.first().locator("tbody tr").first().innerText(), /not as published/);
    const rows = await page.locator(".file-group tbody tr").count();
    assert.ok(rows > manifest.files.length, `${rows} rows`);
  }));

test("an earlier release and another city are checked by their address", () =>
  site.visit({}, async ({ page, open }) => {
    const [earlier] = newOrleans.releases;
    await open(`/data/verify?c=new-orleans&r=${earlier.id}`);
    const verdict = await check(page);
    assert.match(verdict, /but no signature confirms the list/);
    assert.equal(await page.locator(".verdict.failed").count(), 0);
    const found = await page.locator(".files-found").innerText();
    assert.ok(found.includes(`New Orleans, release ${earlier.id}`), found);
    assert.match(found, /This release is not signed: nobody vouches/);
    assert.match(found, /from before there were proofs/);
    assert.equal(await page.locator(".check-choice").count(), 0);
  }));

test("a signature that is taken away is missed", () =>
  site.visit({ expectComplaints: true }, async ({ page, breakRequests }) => {
    await page.goto("/data/verify?c=new-orleans");
    const signature = `releases/${newOrleans.current}/manifest.json.minisig`;
    await breakRequests(at(signature), faults.notFound);
    await check(page);
    assert.deepEqual(await named(page), [signature]);
    // From the catalogue too: then the release is unsigned, and that is no good verdict.
    await serve(page, "catalog.json", changedCatalog((changed) => {
      delete changed.cities[1].releases.at(-1).signature_sha256;
    }));
    assert.match(await check(page), /no signature confirms the list/);
    assert.equal(await page.locator(".verdict.failed").count(), 1);
    assert.match(await page.locator(".files-found").innerText(), /although this site knows a key/);
  }));

test("whoever changes all files and signs them with a key of their own is caught", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/data/verify?c=new-orleans");
    const folder = `releases/${newOrleans.current}`;
    const bytes = await readFile(new URL(`${folder}/manifest.json`, data));
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const id = Buffer.from("stranger");
    const raw = publicKey.export({ type: "spki", format: "der" }).subarray(-32);
    const line = Buffer.concat([Buffer.from("Ed"), id, raw]).toString("base64");
    const signed = sign(null, createHash("blake2b512").update(bytes).digest(), privateKey);
    const trusted = `Sightline release ${newOrleans.current}`;
    const over = sign(null, Buffer.concat([signed, Buffer.from(trusted)]), privateKey);
    const signature = [
      "untrusted comment: manifest of a Sightline release, signed with minisign",
      Buffer.concat([Buffer.from("ED"), id, signed]).toString("base64"),
      `trusted comment: ${trusted}`,
      over.toString("base64"),
      "",
    ].join("\n");
    await serve(page, `${folder}/manifest.json.minisig`, signature);
    await serve(page, "catalog.json", changedCatalog((changed) => {
      changed.cities[1].key = line;
      changed.cities[1].releases.at(-1).signature_sha256 = createHash("sha256").update(signature).digest("hex");
    }));
    await check(page);
    assert.deepEqual((await named(page)).sort(), ["catalog.json", `${folder}/manifest.json.minisig`]);
    const found = await page.locator(".files-found").innerText();
    assert.match(found, /not signed with the key of New Orleans/);
  }));

test("the copies of the newest downloads are checked where a visitor asks for it", () =>
  site.visit({ expectComplaints: true }, async ({ page, breakRequests }) => {
    await page.goto("/data/verify?c=new-orleans");
    await page.getByLabel("Also the copies of the newest downloads").check();
    const copy = "latest/new-orleans/TERMS.md";
    await breakRequests(at(copy), faults.flippedBit);
    await check(page);
    assert.deepEqual(await named(page), [copy]);
  }));

test("without the browser's cryptography the program computes the hashes, and says so", () =>
  site.visit({ expectComplaints: true }, async ({ page, breakRequests }) => {
    await page.addInitScript(() => {
      Object.defineProperty(Crypto.prototype, "subtle", { get: () => undefined });
    });
    await page.goto("/data/verify?c=new-orleans");
    assert.match(await check(page), /^All \d+ files are what was published/);
    assert.match(await page.locator(".files-found").innerText(), /not served securely/);
    const path = `releases/${newOrleans.current}/events.json`;
    await breakRequests(at(path), faults.flippedBit);
    await check(page);
    assert.deepEqual(await named(page), [path]);
  }));

test("a check can be stopped, and another city is another check", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/data/verify");
    await page.locator("#check-files").click();
    await page.getByRole("button", { name: "Stop" }).click();
    assert.equal(await page.locator("progress").count(), 0);
    assert.equal(await page.locator("#check-files").innerText(), "Check every file");
    await page.goto("/data/verify?c=new-orleans");
    await check(page);
    await page.getByRole("link", { name: "Baltimore", exact: true }).first().click();
    await page.waitForFunction(() => !location.search.includes("new-orleans"));
    await page.locator(".files-found").waitFor({ state: "detached" });
  }));

for (const colorScheme of ["light", "dark"]) {
  test(`the page with what it found passes axe in ${colorScheme}, also on a phone`, () =>
    site.visit({ colorScheme, expectComplaints: true, viewport: { width: 390, height: 800 } }, async ({ page, breakRequests }) => {
      await page.goto("/data/verify?c=new-orleans");
      await breakRequests(at(`releases/${newOrleans.current}/downloads/TERMS.md`), faults.flippedBit);
      await check(page);
      await page.evaluate(axe);
      const violations = await page.evaluate(async () => (await window.axe.run()).violations);
      assert.deepEqual(violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(" | ")}`), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `the page is ${wide} px wider than the screen`);
    }));
}
