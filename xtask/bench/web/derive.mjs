// Derives every input of the bench from the folder with the source files, which SOURCES names.
// Output: build/data/* in the folder in which this is started
//   cube.json   month x offence x district counts, dense          (crime_part1_2011_2016)
//   hours.json  offence x district x weekday x hour counts, dense (crime_part1_2019h1: the only file with times)
//   neigh.json  neighbourhood x offence x district x year, sparse columns (crime_part1_2011_2016)
//   geo.json    2010 neighbourhoods, simplified GeoJSON - the same file for every peer
//   incidents.json -> columns for the SQL peer (turned into Arrow/Parquet by build.mjs)
//   d1.bin      Part 3 rows (crime_part1_2014_2021), 4 Uint8 columns + header json d1.json
import { readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { gunzipSync, brotliCompressSync } from "node:zlib";
import { resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { csvParse } from "d3";
import { topology } from "topojson-server";
import { presimplify, simplify, quantile } from "topojson-simplify";
import { feature } from "topojson-client";

const folder = (path) => pathToFileURL(resolve(path) + sep);
const SRC = folder(process.env.SOURCES), OUT = folder("build/data");
mkdirSync(OUT, { recursive: true });
const csv = (f) => csvParse(gunzipSync(readFileSync(new URL(f, SRC))).toString("utf8"));
const put = (f, o) => { const s = typeof o === "string" || o instanceof Uint8Array ? o : JSON.stringify(o); writeFileSync(new URL(f, OUT), s); const b = Buffer.from(s); console.log(f.padEnd(16), b.length, "B; br", brotliCompressSync(b).length); };

// ---- A. 2011-2016 incidents: real district, neighbourhood, offence, date
const A = csv("baltimore/crime_part1_2011_2016.csv.gz").filter((r) => r.District && r.Description);
const title = (s) => s.toLowerCase().replace(/(^|[\s/-])([a-z])/g, (m, a, b) => a + b.toUpperCase());
const offences = [...new Set(A.map((r) => title(r.Description)))].sort();
const districts = [...new Set(A.map((r) => title(r.District)))].sort();
const months = []; { const ms = A.map((r) => r.CrimeDate.slice(0, 7)).sort(); let [y, m] = ms[0].split("-").map(Number); const end = ms.at(-1); for (;;) { const k = `${y}-${String(m).padStart(2, "0")}`; months.push(k); if (k === end) break; if (++m > 12) { m = 1; y++; } } }
const ix = (a) => new Map(a.map((v, i) => [v, i]));
const oi = ix(offences), di = ix(districts), mi = ix(months);
const geoRaw = JSON.parse(gunzipSync(readFileSync(new URL("geo/neighborhoods_2010.geojson.gz", SRC))));
const norm = (s) => s.toLowerCase().replace(/[^a-z0-9]/g, "");
const names = geoRaw.features.map((f) => f.properties.name), ni = new Map(names.map((n, i) => [norm(n), i]));
const years = [...new Set(months.map((m) => +m.slice(0, 4)))];
const cube = new Array(months.length * offences.length * districts.length).fill(0), N = new Map();
const inc = { day: [], o: [], d: [], n: [], wd: [], h: [] };
let unmatched = 0;
const dayNo = (s) => Date.parse(s + "T00:00:00Z") / 864e5;
for (const r of A) {
  const o = oi.get(title(r.Description)), d = di.get(title(r.District)), m = mi.get(r.CrimeDate.slice(0, 7)), n = ni.get(norm(r.Neighborhood));
  cube[(m * offences.length + o) * districts.length + d]++;
  if (n === undefined) unmatched++; else { const k = [n, o, d, +r.CrimeDate.slice(0, 4) - years[0]].join(); N.set(k, (N.get(k) ?? 0) + 1); }
  inc.day.push(dayNo(r.CrimeDate)); inc.o.push(o); inc.d.push(d); inc.n.push(n ?? 65535); inc.wd.push(255); inc.h.push(255);
}
console.log("2011-16 rows", A.length, "offences", offences.length, "districts", districts.length, "months", months.length, months[0], months.at(-1), "no neighbourhood polygon:", unmatched);
put("cube.json", { months, offences, districts, counts: cube });
const nk = [...N].map(([k, v]) => [...k.split(",").map(Number), v]).sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3]);
put("neigh.json", { names, years, offences, districts, n: nk.map((r) => r[0]), o: nk.map((r) => r[1]), d: nk.map((r) => r[2]), y: nk.map((r) => r[3]), c: nk.map((r) => r[4]) });

// ---- B. 2019 first half: the only incident file with a time of day
const B = csv("baltimore/crime_part1_2019h1.csv.gz");
const dmap = (s) => { s = title(s); return di.get(s) ?? di.get(s + "ern"); };
const hours = new Array(offences.length * districts.length * 168).fill(0); let bskip = 0;
for (const r of B) {
  const [mm, dd, yy] = r.CrimeDate.split("/"), o = oi.get(title(r.Description)), d = dmap(r.District), h = parseInt(r.CrimeTime);
  if (o === undefined || d === undefined || !(h >= 0 && h < 24)) { bskip++; r.skip = true; continue; }
  const wd = (new Date(Date.UTC(+yy, mm - 1, +dd)).getUTCDay() + 6) % 7;
  Object.assign(r, { o, d, h, wd });
  hours[((o * districts.length + d) * 7 + wd) * 24 + h]++;
  inc.day.push(Date.UTC(+yy, mm - 1, +dd) / 864e5); inc.o.push(o); inc.d.push(d); inc.n.push(ni.get(norm(r.Neighborhood)) ?? 65535); inc.wd.push(wd); inc.h.push(h);
}
console.log("2019h1 rows", B.length, "skipped", bskip, "districts seen", [...new Set(B.map((r) => r.District))].join("|"));
put("hours.json", { offences, districts, weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], counts: hours });
put("incidents.json", { offences, districts, names, ...inc });

// ---- C. geometry: topology-preserving simplification to 150-250 kB GeoJSON
{
  const topo = presimplify(topology({ n: geoRaw }, 0));
  let lo = 0, hi = 1, out;
  for (let k = 0; k < 12; k++) {
    const q = (lo + hi) / 2, s = simplify(topo, quantile(topo, q));
    const fc = feature(s, s.objects.n);
    const area = (r) => r.reduce((a, p, i) => { const z = r[(i + 1) % r.length]; return a + p[0] * z[1] - z[0] * p[1]; }, 0);
    const ring = (r, outer) => {
      let p = r.map(([x, y]) => [+x.toFixed(5), +y.toFixed(5)]).filter((v, i, a) => !i || v[0] !== a[i - 1][0] || v[1] !== a[i - 1][1]);
      if (p.length < 4) return null;
      if ((area(p) > 0) === outer) p = p.reverse(); // exterior clockwise, as d3-geo wants; harmless elsewhere
      return p;
    };
    fc.features = fc.features.map((f) => {
      const polys = (f.geometry.type === "Polygon" ? [f.geometry.coordinates] : f.geometry.coordinates).map((pg) => pg.map((r, i) => ring(r, i === 0)).filter(Boolean)).filter((pg) => pg.length);
      return { type: "Feature", properties: { name: f.properties.name }, geometry: polys.length === 1 ? { type: "Polygon", coordinates: polys[0] } : { type: "MultiPolygon", coordinates: polys } };
    });
    out = JSON.stringify({ type: "FeatureCollection", features: fc.features });
    if (Math.abs(out.length - 2e5) < 4000) break;
    if (out.length > 2e5) hi = q; else lo = q; // quantile() sorts descending
  }
  put("geo.json", out);
}

// ---- D. Part 3: crime_part1_2014_2021. month, offence and weekday are REAL. The file has no district and no
// time of day (both columns empty at the source), so these two are SAMPLED (seeded) from the 2019h1 joint
// distribution given the offence. Only sizes and cardinalities matter for the timings.
{
  const C = csv("baltimore/crime_part1_2014_2021.csv.gz");
  const code2off = new Map(); { const t = new Map(); for (const r of A) { const k = r.CrimeCode.trim() + "|" + title(r.Description); t.set(k, (t.get(k) ?? 0) + 1); } for (const [k, v] of t) { const [c, o] = k.split("|"); const e = code2off.get(c); if (!e || e[1] < v) code2off.set(c, [o, v]); } }
  let seed = 12345; const rnd = () => ((seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 4294967296);
  const pool = offences.map(() => []); for (const r of B) if (!r.skip) pool[r.o].push(r.d * 24 + r.h);
  const all = pool.flat(); let noDate = 0, noOff = 0; const cols = [[], [], [], []];
  for (const r of C) {
    const y = +r.CrimeDateT.slice(0, 4); if (!(y >= 2014 && y <= 2021)) { noDate++; continue; }
    const on = code2off.get(r.CrimeCode.trim())?.[0]; if (on === undefined) { noOff++; continue; }
    const o = oi.get(on), pl = pool[o].length ? pool[o] : all, s = pl[(rnd() * pl.length) | 0];
    const wd = (new Date(r.CrimeDateT + "T00:00:00Z").getUTCDay() + 6) % 7;
    cols[0].push((y - 2014) * 12 + +r.CrimeDateT.slice(5, 7) - 1); cols[1].push(o); cols[2].push((s / 24) | 0); cols[3].push(wd * 24 + (s % 24));
  }
  const n = cols[0].length, months3 = Math.max(...cols[0].reduce((a, v) => (a.add(v), a), new Set())) + 1;
  put("d1.bin", new Uint8Array(cols.flat()));
  put("d1.json", { rows: n, months: months3, offences: offences.length, districts: districts.length, how: 168, sourceRows: C.length, droppedNoDateOrBefore2014: noDate, droppedUnknownCode: noOff });
  console.log("Part 3 rows", n, "of", C.length, "months", months3, "dropped", noDate, noOff);
}
