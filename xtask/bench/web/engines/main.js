// What runs in the page: engines that answer the counts of four dimensions while brushes move, each
// in a fresh page. Nothing is drawn.
//
// An engine is what `(cols, meta, keep, prepared) => engine` makes, at once or later:
//   brush(lo, hi)   the months lo <= m < hi, everything else, of the kept offences
//   brushAll(box)   a range in each dimension: [m lo, hi, o lo, hi, d lo, hi, w lo, hi]
//   ready()         what only brushAll needs, made (and timed) before it is first called
//   init, parts     milliseconds of its build that it counts itself
// Both answer the counts by month, offence, district and hour of week. The counts of a dimension are
// those of the rows that pass the brushes of all others; `keep` belongs to the brush of offences.
import crossfilter from "crossfilter2";
import * as aq from "arquero";
import * as duckdb from "@duckdb/duckdb-wasm";
import * as arrow from "apache-arrow";

const now = () => performance.now();
let meta, cols;

/** D1: the rows of the file. D2: the same rows again and again, up to five millions, with months moved by -2 to 2. */
async function dataset(name) {
  meta = await (await fetch("d1.json")).json();
  const bytes = new Uint8Array(await (await fetch("d1.bin")).arrayBuffer());
  const n = meta.rows;
  cols = { m: bytes.slice(0, n), o: bytes.slice(n, 2 * n), d: bytes.slice(2 * n, 3 * n), w: bytes.slice(3 * n, 4 * n) };
  if (name === "D2") {
    const N = 5_000_000;
    const r = { m: new Uint8Array(N), o: new Uint8Array(N), d: new Uint8Array(N), w: new Uint8Array(N) };
    let s = 7;
    for (let i = 0; i < N; i++) {
      const j = i % n;
      s = (Math.imul(s, 1664525) + 1013904223) >>> 0;
      r.m[i] = Math.min(meta.months - 1, Math.max(0, cols.m[j] + ((s >>> 16) % 5) - 2));
      r.o[i] = cols.o[j];
      r.d[i] = cols.d[j];
      r.w[i] = cols.w[j];
    }
    cols = r;
    meta.rows = N;
  }
}

/** The static filter: 8 of 15 offences. */
const keepOf = () => Uint8Array.from({ length: meta.offences }, (_, i) => +(i % 2 === 0));
const H = () => [new Uint32Array(meta.months), new Uint32Array(meta.offences), new Uint32Array(meta.districts), new Uint32Array(168)];
/** Remembers the box, and says whether anything but the months has changed. */
function others() {
  let last = [];
  return (box) => {
    const changed = box.some((edge, at) => at > 1 && edge !== last[at]);
    last = box;
    return changed;
  };
}

const E = {
  // One pass over all rows.
  "js-rows"() {
    const { m, o, d, w } = cols, K = keepOf(), n = m.length;
    return {
      brush(lo, hi) { const [hm, ho, hd, hw] = H(); for (let i = 0; i < n; i++) { const a = m[i], b = o[i], k = K[b]; if (k) hm[a]++; if (a >= lo && a < hi) { ho[b]++; if (k) { hd[d[i]]++; hw[w[i]]++; } } } return [hm, ho, hd, hw]; },
      brushAll([m0, m1, o0, o1, d0, d1, w0, w1]) {
        const [hm, ho, hd, hw] = H(), inO = K.map((k, b) => +(k && b >= o0 && b < o1));
        for (let i = 0; i < n; i++) {
          const a = m[i], b = o[i], c = d[i], h = w[i], pm = +(a >= m0 && a < m1), po = inO[b], pd = +(c >= d0 && c < d1), pw = +(h >= w0 && h < w1);
          hm[a] += po & pd & pw; ho[b] += pm & pd & pw; hd[c] += pm & po & pw; hw[h] += pm & po & pd;
        }
        return [hm, ho, hd, hw];
      },
    };
  },
  // Rows counting-sorted by month: scans only the rows inside the brush; month counts are kept.
  "js-rows-sorted"() {
    const K = keepOf(), n = cols.m.length, M = meta.months, off = new Uint32Array(M + 1); for (let i = 0; i < n; i++) off[cols.m[i] + 1]++; for (let i = 0; i < M; i++) off[i + 1] += off[i];
    const p = off.slice(), o = new Uint8Array(n), d = new Uint8Array(n), w = new Uint8Array(n), hm = new Uint32Array(M);
    for (let i = 0; i < n; i++) { const a = cols.m[i], j = p[a]++; o[j] = cols.o[i]; d[j] = cols.d[i]; w[j] = cols.w[i]; if (K[cols.o[i]]) hm[a]++; }
    return { brush(lo, hi) { const [, ho, hd, hw] = H(); for (let i = off[lo], e = off[hi]; i < e; i++) { const b = o[i]; ho[b]++; if (K[b]) { hd[d[i]]++; hw[w[i]]++; } } return [hm, ho, hd, hw]; } };
  },
  // A dense month x offence x district x hour cube: scans the months inside the brush; month counts are kept.
  "js-cube"() {
    const K = keepOf(), { m, o, d, w } = cols, M = meta.months, O = meta.offences, D = meta.districts, P = O * D * 168, cube = new Uint32Array(M * P), hm = new Uint32Array(M);
    for (let i = 0; i < m.length; i++) { cube[m[i] * P + (o[i] * D + d[i]) * 168 + w[i]]++; if (K[o[i]]) hm[m[i]]++; }
    const isNew = others(); let boxM = hm;
    return {
      brush(lo, hi) { const [, ho, hd, hw] = H(); for (let a = lo; a < hi; a++) for (let b = 0, x = a * P; b < O; b++) { let so = 0; const k = K[b]; for (let c = 0; c < D; c++) { let sd = 0; if (k) for (let h = 0; h < 168; h++) { const v = cube[x++]; sd += v; hw[h] += v; } else for (let h = 0; h < 168; h++) sd += cube[x++]; so += sd; if (k) hd[c] += sd; } ho[b] += so; } return [hm, ho, hd, hw]; },
      brushAll([m0, m1, o0, o1, d0, d1, w0, w1]) {
        const [nm, ho, hd, hw] = H(), inO = K.map((k, b) => +(k && b >= o0 && b < o1));
        if (isNew([m0, m1, o0, o1, d0, d1, w0, w1])) { boxM = nm; sumMonths(cube, P, D, inO, d0, d1, w0, w1, boxM); }
        for (let a = m0; a < m1; a++) fold((x) => cube[x], a * P, O, D, inO, d0, d1, w0, w1, ho, hd, hw);
        return [boxM, ho, hd, hw];
      },
    };
  },
  // The same cube, cumulative along month: a brush is the difference of two planes.
  "js-cube-prefix"() {
    const K = keepOf(), { m, o, d, w } = cols, M = meta.months, O = meta.offences, D = meta.districts, P = O * D * 168, cum = new Uint32Array((M + 1) * P), hm = new Uint32Array(M);
    for (let i = 0; i < m.length; i++) { cum[(m[i] + 1) * P + (o[i] * D + d[i]) * 168 + w[i]]++; if (K[o[i]]) hm[m[i]]++; }
    for (let i = P; i < cum.length; i++) cum[i] += cum[i - P];
    const isNew = others(); let boxM = hm;
    return {
      brush(lo, hi) { const [, ho, hd, hw] = H(); let x = lo * P, y = hi * P; for (let b = 0; b < O; b++) { let so = 0; const k = K[b]; for (let c = 0; c < D; c++) { let sd = 0; if (k) for (let h = 0; h < 168; h++) { const v = cum[y++] - cum[x++]; sd += v; hw[h] += v; } else for (let h = 0; h < 168; h++) sd += cum[y++] - cum[x++]; so += sd; if (k) hd[c] += sd; } ho[b] = so; } return [hm, ho, hd, hw]; },
      brushAll([m0, m1, o0, o1, d0, d1, w0, w1]) {
        const [nm, ho, hd, hw] = H(), inO = K.map((k, b) => +(k && b >= o0 && b < o1));
        if (isNew([m0, m1, o0, o1, d0, d1, w0, w1])) { boxM = nm; const upTo = new Uint32Array(M + 1); sumMonths(cum, P, D, inO, d0, d1, w0, w1, upTo); for (let a = 0; a < M; a++) boxM[a] = upTo[a + 1] - upTo[a]; }
        const lo = m0 * P, hi = m1 * P; fold((x) => cum[hi + x] - cum[lo + x], 0, O, D, inO, d0, d1, w0, w1, ho, hd, hw);
        return [boxM, ho, hd, hw];
      },
    };
  },
  crossfilter2() {
    // Kept offences come first, so that they are a range: crossfilter moves ranges faster than functions.
    const K = keepOf(), inv = [...K.keys()].sort((a, b) => K[b] - K[a] || a - b), rank = inv.map((_, b) => inv.indexOf(b)), kept = K.reduce((a, b) => a + b);
    const { m, o, d, w } = cols, n = m.length, rec = new Array(n); for (let i = 0; i < n; i++) rec[i] = i;
    const cf = crossfilter(rec), dm = cf.dimension((i) => m[i]), dof = cf.dimension((i) => rank[o[i]]), dd = cf.dimension((i) => d[i]), dw = cf.dimension((i) => w[i]);
    const D = [dm, dof, dd, dw], G = D.map((x) => x.group()); for (const g of G) g.all();
    dof.filterRange([0, kept]);
    const counts = () => { const out = H(); for (let j = 0; j < 4; j++) for (const r of G[j].all()) out[j][j === 1 ? inv[r.key] : r.key] = r.value; return out; };
    const before = (edge) => { let r = 0; while (r < kept && inv[r] < edge) r++; return r; };
    const last = new Array(4).fill("");
    return {
      brush(lo, hi) { dm.filterRange([lo, hi]); return counts(); },
      brushAll(box) {
        for (let j = 0; j < 4; j++) {
          const r = [box[2 * j], box[2 * j + 1]], key = r.join();
          if (last[j] === key) continue;
          last[j] = key; D[j].filterRange(j === 1 ? r.map(before) : r);
        }
        return counts();
      },
    };
  },
  arquero() {
    const t = aq.table(cols);
    const fill = (a, q, key) => { const k = q.array(key), c = q.array("count"); for (let i = 0; i < k.length; i++) a[k[i]] = c[i]; };
    return {
      brush(lo, hi) {
        const [hm, ho, hd, hw] = H(), p = t.params({ lo, hi });
        fill(hm, t.filter((r) => r.o % 2 === 0).groupby("m").count(), "m");
        const a = p.filter((r, $) => r.m >= $.lo && r.m < $.hi); fill(ho, a.groupby("o").count(), "o");
        const b = a.filter((r) => r.o % 2 === 0); fill(hd, b.groupby("d").count(), "d"); fill(hw, b.groupby("w").count(), "w");
        return [hm, ho, hd, hw];
      },
      brushAll([m0, m1, o0, o1, d0, d1, w0, w1]) {
        const out = H(), p = t.params({ m0, m1, o0, o1, d0, d1, w0, w1 });
        fill(out[0], p.filter((r, $) => r.o % 2 === 0 && r.o >= $.o0 && r.o < $.o1 && r.d >= $.d0 && r.d < $.d1 && r.w >= $.w0 && r.w < $.w1).groupby("m").count(), "m");
        fill(out[1], p.filter((r, $) => r.m >= $.m0 && r.m < $.m1 && r.d >= $.d0 && r.d < $.d1 && r.w >= $.w0 && r.w < $.w1).groupby("o").count(), "o");
        const a = p.filter((r, $) => r.m >= $.m0 && r.m < $.m1 && r.o % 2 === 0 && r.o >= $.o0 && r.o < $.o1);
        fill(out[2], a.filter((r, $) => r.w >= $.w0 && r.w < $.w1).groupby("d").count(), "d");
        fill(out[3], a.filter((r, $) => r.d >= $.d0 && r.d < $.d1).groupby("w").count(), "w");
        return out;
      },
    };
  },
  "duckdb-sql": () => duck(false),
  "duckdb-cube": () => duck(true),
};

/** Counts by month of what passes in every plane of a cube. */
function sumMonths(cube, P, D, inO, d0, d1, w0, w1, to) {
  for (let a = 0; a < to.length; a++) {
    let s = 0;
    for (let b = 0; b < inO.length; b++) if (inO[b]) for (let c = d0; c < d1; c++) { const x = a * P + (b * D + c) * 168; for (let h = w0; h < w1; h++) s += cube[x + h]; }
    to[a] = s;
  }
}

/** Adds one plane, whose cells `at` tells, to the counts by offence, district and hour. */
function fold(at, from, O, D, inO, d0, d1, w0, w1, ho, hd, hw) {
  for (let b = 0; b < O; b++) for (let c = 0; c < D; c++) {
    const isIn = c >= d0 && c < d1, k = inO[b];
    if (!isIn && !k) continue;
    const x = from + (b * D + c) * 168;
    let s = 0;
    if (k && isIn) for (let h = 0; h < 168; h++) { const v = at(x + h); hw[h] += v; if (h >= w0 && h < w1) s += v; }
    else for (let h = w0; h < w1; h++) s += at(x + h);
    if (isIn) ho[b] += s;
    if (k) hd[c] += s;
  }
}

async function duck(cube) {
  const t0 = now(), db = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker("duckdb-browser-eh.worker.js"));
  await db.instantiate(new URL("duckdb-eh.wasm", location).href); const c = await db.connect(), init = now() - t0;
  const vec = (a) => arrow.makeVector(arrow.makeData({ type: new arrow.Uint8(), length: a.length, data: a }));
  const t1 = now(); await c.insertArrowTable(new arrow.Table({ m: vec(cols.m), o: vec(cols.o), d: vec(cols.d), w: vec(cols.w) }), { name: "t", create: true }); const load = now() - t1;
  const IN = `o IN (${[...keepOf()].flatMap((k, i) => (k ? [i] : [])).join()})`, R = "m >= ?::UTINYINT AND m < ?::UTINYINT";
  let P, hm0 = null; const fill = (a, r, key) => { const k = r.getChild(key).toArray(), v = r.getChild("c").toArray(); for (let i = 0; i < k.length; i++) a[k[i]] = v[i]; };
  if (cube) {
    await c.query("CREATE TABLE co AS SELECT m, o, count(*)::INT n FROM t GROUP BY ALL"); await c.query(`CREATE TABLE cd AS SELECT m, d, count(*)::INT n FROM t WHERE ${IN} GROUP BY ALL`); await c.query(`CREATE TABLE cw AS SELECT m, w, count(*)::INT n FROM t WHERE ${IN} GROUP BY ALL`);
    hm0 = H()[0]; fill(hm0, await c.query(`SELECT m, count(*)::INT c FROM t WHERE ${IN} GROUP BY m`), "m");
    P = await Promise.all([["o", "co"], ["d", "cd"], ["w", "cw"]].map(([k, t]) => c.prepare(`SELECT ${k}, sum(n)::INT c FROM ${t} WHERE ${R} GROUP BY ${k}`)));
  } else P = [await c.prepare(`SELECT m, count(*)::INT c FROM t WHERE ${IN} GROUP BY m`), await c.prepare(`SELECT o, count(*)::INT c FROM t WHERE ${R} GROUP BY o`), await c.prepare(`SELECT d, count(*)::INT c FROM t WHERE ${R} AND ${IN} GROUP BY d`), await c.prepare(`SELECT w, count(*)::INT c FROM t WHERE ${R} AND ${IN} GROUP BY w`)];
  const DIM = ["m", "o", "d", "w"]; let B;
  return {
    async: true, init, parts: { load },
    async brush(lo, hi) {
      const h = H();
      if (cube) { const r = await Promise.all(P.map((p) => p.query(lo, hi))); fill(h[1], r[0], "o"); fill(h[2], r[1], "d"); fill(h[3], r[2], "w"); h[0] = hm0; }
      else { const r = await Promise.all([P[0].query(), P[1].query(lo, hi), P[2].query(lo, hi), P[3].query(lo, hi)]); fill(h[0], r[0], "m"); fill(h[1], r[1], "o"); fill(h[2], r[2], "d"); fill(h[3], r[3], "w"); }
      return h;
    },
    async ready() {
      if (cube) await c.query("CREATE TABLE c4 AS SELECT m, o, d, w, count(*)::INT n FROM t GROUP BY ALL");
      const range = (k) => `${k} >= ?::UTINYINT AND ${k} < ?::UTINYINT${k === "o" ? ` AND ${IN}` : ""}`;
      B = await Promise.all(DIM.map((k) => c.prepare(`SELECT ${k}, ${cube ? "sum(n)" : "count(*)"}::INT c FROM ${cube ? "c4" : "t"} WHERE ${DIM.filter((x) => x !== k).map(range).join(" AND ")} GROUP BY ${k}`)));
    },
    async brushAll(box) {
      const h = H(), r = await Promise.all(B.map((p, j) => p.query(...box.filter((_, i) => i >> 1 !== j))));
      r.forEach((x, j) => fill(h[j], x, DIM[j]));
      return h;
    },
  };
}

/** Numbers that look drawn, the same in each run. */
function drawn(seed) {
  let s = seed;
  return (n) => ((s = (Math.imul(s, 1664525) + 1013904223) >>> 0), (s >>> 8) % n);
}

/** Sixty steps each. `slide` and `jump` move months alone; the others move boxes. */
function sequences() {
  const STEPS = 60, members = [meta.months, meta.offences, meta.districts, meta.how], all = members.flatMap((n) => [0, n]), r = drawn(99);
  const range = (n, most = n) => { const width = 1 + r(most), lo = r(n - width + 1); return [lo, lo + width]; };
  const steps = (make) => Array.from({ length: STEPS }, (_, k) => make(k));
  const out = { slide: steps((k) => [k, k + 24]), jump: steps(() => range(meta.months, 48)) };
  // Four years are chosen, and another dimension is brushed.
  for (const [name, at] of [["offence", 1], ["district", 2], ["hour", 3]]) {
    out[name] = steps(() => { const box = [...all]; box.splice(0, 2, 24, 72); box.splice(2 * at, 2, ...range(members[at])); return box; });
  }
  // Every dimension is brushed, and one of them after the other moves.
  const box = members.flatMap((n) => [n >> 2, n - (n >> 2)]);
  out.linked = steps((k) => { box.splice(2 * (k % 4), 2, ...range(members[k % 4])); return [...box]; });
  return out;
}

const sum = (h) => { let x = 0; for (let j = 0; j < 4; j++) for (let i = 0; i < h[j].length; i++) x = (x + Math.imul(h[j][i], (i + 1) * 31 + j * 7919)) | 0; return x; };

window.prepare = async (name, engine, path) => {
  await dataset(name);
  const module = path ? await import(new URL(path, location).href) : null;
  window.make = module?.default ?? E[engine];
  window.prepared = module?.prepare?.(cols, meta);
};
/** Builds an engine and lets it answer; a sequence ends early after `capMs`. Times in milliseconds. */
window.bench = async (engine, capMs) => {
  const t0 = now(), e = await window.make(cols, meta, keepOf(), window.prepared), build = now() - t0;
  const res = { engine, rows: meta.rows, build, init: e.init ?? null, parts: e.parts ?? {}, ready: null, seq: {} };
  window.__engine = e; // kept while memory is read
  for (const [kind, B] of Object.entries(sequences())) {
    const isBox = B[0].length > 2;
    if (isBox && !e.brushAll) continue;
    if (isBox && e.ready && res.ready === null) { const t = now(); await e.ready(); res.ready = now() - t; }
    const step = isBox ? (b) => e.brushAll(b) : ([lo, hi]) => e.brush(lo, hi), t = [], sums = []; let cs = 0; const T = now();
    for (let i = -3; i < B.length; i++) { // three warm-up brushes
      const b = B[i < 0 ? 43 + i : i], a = now(), h = e.async ? await step(b) : step(b), z = now();
      if (i >= 0) { t.push(z - a); cs = (Math.imul(cs, 31) + sum(h)) | 0; sums.push(cs); }
      if (i >= 0 && now() - T > capMs) break; // one answer at the least, to be compared
      await 0;
    }
    res.seq[kind] = { t, sums, mean: null };
    // The clock tells 5 microseconds apart: fast engines go through the steps again and again.
    if (!e.async && t.length === B.length && t.reduce((a, b) => a + b) < 60) {
      const a = now(); let n = 0, x = 0;
      do { for (const b of B) x += step(b)[3][0]; n += B.length; } while (now() - a < 100);
      res.seq[kind].mean = (now() - a) / n; window.__x = x;
    }
  }
  return res;
};
/** Milliseconds that a plain scan of many rows takes, and the bytes it reads, with ranges in all columns. */
window.scan = async (path, times) => {
  await dataset("D2");
  const { scan } = await import(new URL(path, location).href), f = await scan(cols, meta, times), box = [24, 72, 2, 12, 1, 7, 20, 120];
  let found = 0; for (let i = 0; i < meta.rows; i++) found += +(cols.m[i] >= 24 && cols.m[i] < 72 && cols.o[i] >= 2 && cols.o[i] < 12 && cols.d[i] >= 1 && cols.d[i] < 7 && cols.w[i] >= 20 && cols.w[i] < 120);
  const out = { bytes: meta.rows * times * 4, gbs: [], bad: f(box) !== found * times };
  for (let k = 0; k < 9; k++) { const t = now(); f(box); out.gbs.push(out.bytes / 1e6 / (now() - t)); }
  return out;
};
window.bandwidth = async () => {
  const N = 64 * 1024 * 1024, out = { bytes: N * 4, js: [], wasm: [], simd: [] };
  { const a = new Uint32Array(N); for (let i = 0; i < N; i++) a[i] = i;
    const f = (a, n) => { let s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0; for (let i = 0; i < n; i += 8) { s0 = (s0 + a[i]) | 0; s1 = (s1 + a[i + 1]) | 0; s2 = (s2 + a[i + 2]) | 0; s3 = (s3 + a[i + 3]) | 0; s4 = (s4 + a[i + 4]) | 0; s5 = (s5 + a[i + 5]) | 0; s6 = (s6 + a[i + 6]) | 0; s7 = (s7 + a[i + 7]) | 0; } return (s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7) | 0; };
    for (let k = 0; k < 300; k++) f(a, 8192); for (let k = 0; k < 9; k++) { const t = now(); out.sum = f(a, N); out.js.push((N * 4) / 1e6 / (now() - t)); } }
  { const { instance } = await WebAssembly.instantiateStreaming(fetch("sum.wasm")), x = instance.exports, u = new Uint32Array(x.memory.buffer); for (let i = 0; i < N; i++) u[i] = i;
    for (const k of ["wasm", "simd"]) { const f = k === "wasm" ? x.sum : x.sum_simd; f(N * 4); for (let j = 0; j < 9; j++) { const t = now(); const s = f(N * 4); out[k].push((N * 4) / 1e6 / (now() - t)); if (s !== out.sum) out.bad = true; } } }
  return out; // GB/s
};
window.ready = true;
