// What both modules below share: the program, and its answers as typed arrays.
import init, { Columns } from "./bench_engine.js";

/** Starts the program; how long that takes is part of what is measured. */
export async function start() {
  const begun = performance.now();
  const { memory } = await init();
  return { memory, init: performance.now() - begun };
}

/** The rows in the program's memory, `times` one after the other, and checked. */
export function rowsOf({ m, o, d, w }, { months, offences, districts, how }, times = 1) {
  const columns = new Columns();
  columns.add(months, m, times);
  columns.add(offences, o, times);
  columns.add(districts, d, times);
  columns.add(how, w, times);
  return columns.checked();
}

/** The engine as the harness calls it: month, offence, district and hour of week, in this order. */
export function engineOf(counted, { months, offences, districts, how }, keep, memory) {
  const engine = counted.indexed(1, keep);
  counted.free();
  // Views, not copies: they say what is there until the next brush. Memory does not grow any more.
  const addresses = engine.addresses();
  const views = [months, offences, districts, how].map((length, at) => new Uint32Array(memory.buffer, addresses[at], length));
  const brushed = new Uint32Array(8).fill(0xffffffff);
  return {
    brush(lo, hi) {
      brushed.set([lo, hi]);
      engine.brush(0, lo, hi);
      engine.count();
      return views;
    },
    brushAll(box) {
      for (let at = 0; at < 8; at += 2) {
        if (box[at] === brushed[at] && box[at + 1] === brushed[at + 1]) continue;
        brushed[at] = box[at];
        brushed[at + 1] = box[at + 1];
        engine.brush(at / 2, box[at], box[at + 1]);
      }
      engine.count();
      return views;
    },
  };
}
