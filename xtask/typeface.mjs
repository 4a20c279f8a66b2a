// The part of the typeface that nearly every page needs, as a file of half the size: the letters of the
// `unicode-range` that the style sheet gives the file, in the weights that it gives, and the features of
// the typeface that the site uses.
//
//     node xtask/typeface.mjs STYLES WHOLE_TYPEFACE FILE
//
// FILE is named in the style sheet; it gets the letters that stand there.
import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import subsetFont from "subset-font";

/** Distances between letters, numbers of one width, accents in their places. */
const FEATURES = ["kern", "tnum", "ccmp", "mark"];

const [styles, whole, file] = process.argv.slice(2);
const faces = (await readFile(styles, "utf8")).matchAll(/@font-face\s*\{([^}]*)\}/g);
const face = [...faces].map(([, rules]) => rules).find((rules) => rules.includes(`/${basename(file)}"`));
const [, ranges] = /unicode-range:([^;]*);/.exec(face ?? "") ?? [];
const [, min, max] = /font-weight:\s*(\d+)\s+(\d+)/.exec(face ?? "") ?? [];
if (!ranges || !min) throw new Error(`${styles}: expected a @font-face of ${basename(file)} with font-weight and unicode-range`);

const letters = ranges.split(",").flatMap((range) => {
  const [, first, last = first] = /^\s*U\+([0-9A-F]+)(?:-([0-9A-F]+))?\s*$/i.exec(range) ?? [];
  if (!first) throw new Error(`${styles}: expected U+XXXX or U+XXXX-XXXX in a unicode-range, found ${range.trim()}`);
  const [from, to] = [first, last].map((hex) => parseInt(hex, 16));
  return Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at));
});
const part = await subsetFont(await readFile(whole), letters.join(""), {
  targetFormat: "woff2",
  keepFeatures: FEATURES,
  variationAxes: { wght: { min: Number(min), max: Number(max), default: Number(min) } },
});
await writeFile(file, part);
