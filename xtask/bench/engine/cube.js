// Ours, from a cube that is decoded already: taken over, then indexed.
import { Counted } from "./bench_engine.js";
import { engineOf, start } from "./program.js";

/** Before the clock starts: the cube that would come from a file. */
export function prepare({ m, o, d, w }, { months, offences, districts, how }) {
  const cube = new Uint32Array(months * offences * districts * how);
  for (let row = 0; row < m.length; row += 1) cube[((m[row] * offences + o[row]) * districts + d[row]) * how + w[row]] += 1;
  return cube;
}

export default async function engine(_, meta, keep, cube) {
  const { memory, init } = await start();
  const begun = performance.now();
  const counted = Counted.taken(new Uint32Array([meta.months, meta.offences, meta.districts, meta.how]), cube);
  const loaded = performance.now();
  const engine = engineOf(counted, meta, keep, memory);
  return { ...engine, init, parts: { load: loaded - begun, index: performance.now() - loaded } };
}
