// Builds the page in which the engines run: build/engines in the folder in which this is started.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import * as esbuild from "esbuild";
import wabt from "wabt";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PAGE = "build/engines";
const MEASURED = ["crossfilter2", "arquero", "@duckdb/duckdb-wasm", "apache-arrow"];

rmSync(PAGE, { recursive: true, force: true });
mkdirSync(PAGE, { recursive: true });
await esbuild.build({
  entryPoints: [join(ROOT, "engines/main.js")],
  outfile: join(PAGE, "main.js"),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
});
cpSync(join(ROOT, "engines/index.html"), join(PAGE, "index.html"));
for (const file of ["duckdb-eh.wasm", "duckdb-browser-eh.worker.js"]) {
  cpSync(join(ROOT, "node_modules/@duckdb/duckdb-wasm/dist", file), join(PAGE, file));
}
for (const file of ["d1.bin", "d1.json"]) cpSync(join("build/data", file), join(PAGE, file));
const { parseWat } = await wabt();
const sum = parseWat("sum.wat", readFileSync(join(ROOT, "engines/sum.wat"), "utf8"), { simd: true });
writeFileSync(join(PAGE, "sum.wasm"), sum.toBinary({}).buffer);

const version = (name) => JSON.parse(readFileSync(join(ROOT, "node_modules", name, "package.json"), "utf8")).version;
writeFileSync("build/engines.versions.json", JSON.stringify(Object.fromEntries(MEASURED.map((name) => [name, version(name)]))));
