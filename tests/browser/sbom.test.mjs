// What the site says it is made of: in the form of the standard, and nothing that its programs show to be
// in them is left out.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";

const dist = fileURLToPath(new URL("../../dist/", import.meta.url));
const text = (name) => readFile(dist + name, "utf8");
const bill = async () => JSON.parse(await text("sbom.cdx.json"));

for (const name of ["sbom.cdx.json", "sbom-pipeline.cdx.json"]) {
  test(`${name} fits the schema of CycloneDX`, async () => {
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot5);
    const json = await text(name);
    assert.equal(await validator.validate(json), null);
    // The check itself: a word that the standard does not have is found.
    assert.notEqual(await validator.validate(json.replace('"scope": "required"', '"scope": "wanted"')), null);
  });
}

test("every crate that a program of the site names is in the bill, in its version", async () => {
  const { components } = await bill();
  const linked = new Set(components.filter(({ scope }) => scope === "required").map(({ name, version }) => `${name}-${version}`));
  const shown = new Set();
  for (const program of (await readdir(dist)).filter((name) => name.endsWith(".wasm"))) {
    const bytes = await readFile(dist + program, "latin1");
    // Where a crate may stop, the compiler has written down the path of its source (xtask/src/anywhere.rs).
    for (const [, crate] of bytes.matchAll(/\/crates\/[^/]+\/([\w-]+-\d+\.\d+\.\d+[\w.+-]*)\//g)) shown.add(crate);
  }
  assert.ok(shown.size > 20, `${shown.size}`);
  assert.deepEqual([...shown].filter((crate) => !linked.has(crate)), []);
});

test("the chart library, the typeface and the releases are in the bill", async () => {
  const { components } = await bill();
  const named = components.map(({ name, version }) => `${name}@${version}`);
  const lock = JSON.parse(await readFile(new URL("../../package-lock.json", import.meta.url), "utf8"));
  for (const path of ["echarts", "zrender", "@fontsource-variable/public-sans"]) {
    assert.ok(named.includes(`${path.split("/").at(-1)}@${lock.packages[`node_modules/${path}`].version}`), path);
  }
  const { cities } = JSON.parse(await text("data/catalog.json"));
  for (const { id, releases } of cities) {
    for (const release of releases) assert.ok(named.includes(`release-of-${id}@${release.id}`), release.id);
  }
});
