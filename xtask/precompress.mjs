// Copies a built site into another folder, and puts a `.br` and a `.gz` beside each file that gets
// smaller by it. A file that is there already, byte for byte, is left with what is beside it, time
// included: the files of a release never change, so that the second run is quick, and caches of
// visitors hold across it. What the site has no more is removed.
//
//     node xtask/precompress.mjs dist target/nginx/site
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, extname, join, relative } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** What is text, or bytes that nobody has compressed; Parquet, XLSX, ZIP and fonts are not here. */
const COMPRESSIBLE = new Set(
  ".atom .cube .css .csv .html .js .json .jsonld .map .md .minisig .mjs .sql .svg .txt .wasm .webmanifest .xml".split(" "),
);
/** Below it, everything goes in one packet anyway. */
const SMALLEST_BYTES = 1024;
const QUALITY = { fast: 9, best: 11 };

const [from, to] = process.argv.slice(2);
if (!to) throw new Error("usage: precompress.mjs FROM TO");
const begun = performance.now();
const sizes = { plain: 0, br: 0, gz: 0, made: 0 };

const wanted = new Set();
const paths = await filesBelow(from);
const waiting = [...paths];
await Promise.all(Array.from({ length: availableParallelism() }, takeFromWaiting));
const present = await filesBelow(to);
await Promise.all(present.filter((path) => !wanted.has(path)).map((path) => rm(join(to, path))));

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
const seconds = ((performance.now() - begun) / 1000).toFixed(1);
console.log(
  `${paths.length} files; ${megabytes(sizes.plain)} of them are ${megabytes(sizes.br)} in brotli and ` +
    `${megabytes(sizes.gz)} in gzip; ${sizes.made} compressed now, in ${seconds} s`,
);

async function takeFromWaiting() {
  for (let path = waiting.pop(); path; path = waiting.pop()) await publish(path);
}

async function publish(path) {
  const target = join(to, path);
  wanted.add(path);
  const bytes = await readFile(join(from, path));
  const isSame = await readFile(target).then((old) => old.equals(bytes), () => false);
  if (!isSame) {
    await mkdir(dirname(target), { recursive: true });
    for (const ending of ["br", "gz"]) if (!paths.includes(`${path}.${ending}`)) await rm(`${target}.${ending}`, { force: true });
    await copyFile(join(from, path), target);
  }
  if (!COMPRESSIBLE.has(extname(path)) || bytes.length < SMALLEST_BYTES) return;
  sizes.plain += bytes.length;
  const makers = { br: brotli, gz: (content) => promisify(gzip)(content, { level: 9 }) };
  for (const [ending, make] of Object.entries(makers)) {
    // A table that is published compressed is no compressed form of another file.
    if (paths.includes(`${path}.${ending}`)) throw new Error(`${path}.${ending} is a file of the site`);
    const name = `${target}.${ending}`;
    const known = isSame ? await stat(name).then(({ size }) => size, () => undefined) : undefined;
    const made = known === undefined ? await make(bytes, path) : undefined;
    const size = known ?? made.length;
    // A browser would unpack it for nothing.
    if (size >= bytes.length) continue;
    if (made) {
      await writeFile(name, made);
      sizes.made += 1;
    }
    wanted.add(`${path}.${ending}`);
    sizes[ending] += size;
  }
}

/** What visitors wait for is compressed as far as it goes; a table that is saved, nearly so. */
function brotli(bytes, path) {
  const isDownload = path.startsWith("data/") && extname(path) !== ".cube";
  return promisify(brotliCompress)(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: isDownload ? QUALITY.fast : QUALITY.best,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}

async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)));
}
