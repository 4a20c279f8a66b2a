// Ours, from rows: counted into a cube, then indexed. `scan` is for the plain scan.
import { engineOf, rowsOf, start } from "./program.js";

export default async function engine(cols, meta, keep) {
  const { memory, init } = await start();
  const begun = performance.now();
  const rows = rowsOf(cols, meta);
  const loaded = performance.now();
  const counted = rows.counted();
  const cubed = performance.now();
  const engine = engineOf(counted, meta, keep, memory);
  return { ...engine, init, parts: { load: loaded - begun, count: cubed - loaded, index: performance.now() - cubed } };
}

/** Rows to scan, `times` one after the other, without an index. */
export async function scan(cols, meta, times) {
  await start();
  const rows = rowsOf(cols, meta, times);
  return (box) => rows.scanned(new Uint32Array(box));
}
