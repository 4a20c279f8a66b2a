// How many requests a second nginx answers with the project's configuration, over loopback, and how
// long the slowest take. The requests are those that a browser makes for the pages below, each as
// often as a new visitor makes it; wrk sends them in turn, over connections that stay open: first so
// many a second as are asked for, then as many as are answered. wrk takes a part of the same processors.
//
//     node xtask/bench/serve/serve.mjs SECONDS CONNECTIONS RATE
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { openBrowser } from "../../../tests/browser/harness.mjs";
import { FOLDER, startNginx } from "../../../tests/browser/nginx.mjs";

const PAGES = ["/", "/trends", "/places", "/data"];
const [seconds, connections, rate] = process.argv.slice(2).map(Number);

const server = await startNginx("root.test.conf", join(FOLDER, "site"), { workers: 2 });
const folder = await mkdtemp(join(tmpdir(), "sightline-serve-"));
try {
  const paths = await requestsOf(PAGES);
  const meanBytes = (await bytesOf(paths)) / paths.length;
  console.log(`${paths.length} requests of a visitor to ${PAGES.join(" ")}; ${Math.round(meanBytes)} bytes each in the mean`);
  for (const asked of [rate, undefined]) {
    const { rate, errors, p50, p99, longest } = await load(paths, asked);
    console.log(
      `${asked === undefined ? "as many as are answered" : `${asked} a second asked for`}: ${Math.round(rate)} requests a second, ` +
        `${Math.round((rate * meanBytes) / 1e6)} MB/s, ${errors} errors; half within ${p50.toFixed(1)} ms, 99 % within ` +
        `${p99.toFixed(1)} ms, all within ${longest.toFixed(1)} ms, over ${connections} connections`,
    );
    if (errors > 0) process.exitCode = 1;
  }
} finally {
  await server.close();
  await rm(folder, { recursive: true });
}

/** Sends the requests for a while; `rate` is how many a second, without one as fast as it goes. */
async function load(paths, rate) {
  const script = join(folder, "mix.lua");
  const pause = rate === undefined ? "" : `function delay() return ${Math.max(1, Math.floor((connections / rate) * 1000) - 1)} end`;
  await writeFile(
    script,
    `local paths = { ${paths.map((path) => JSON.stringify(path)).join(", ")} }
     local at = 0
     wrk.headers["Accept-Encoding"] = "gzip, deflate, br"
     function request() at = at % #paths + 1; return wrk.format("GET", paths[at]) end
     ${pause}
     function done(summary, latency)
       local e = summary.errors
       io.write(string.format("%d %d %.3f %.3f %.3f %d", summary.requests, summary.duration, latency:percentile(50) / 1000,
         latency:percentile(99) / 1000, latency.max / 1000, e.connect + e.read + e.write + e.status + e.timeout))
     end`,
  );
  const { stdout } = await promisify(execFile)("wrk", ["-t1", `-c${connections}`, `-d${seconds}s`, "-s", script, server.origin]);
  const [requests, micros, p50, p99, longest, errors] = stdout.trim().split("\n").pop().split(" ").map(Number);
  return { rate: requests / (micros / 1e6), errors, p50, p99, longest };
}

/** What a browser asks for, page after page, each visited for the first time. */
async function requestsOf(pages) {
  const site = await openBrowser({ origin: server.origin, close: () => {} });
  const paths = [];
  for (const route of pages) {
    await site.visit({}, async ({ page, open, requests }) => {
      await open(route);
      await page.waitForLoadState("networkidle");
      paths.push(...requests().filter((path) => path.startsWith("/")));
    });
  }
  await site.close();
  return paths;
}

/** What is sent for them, as compressed as nginx sends it. */
async function bytesOf(paths) {
  let sum = 0;
  for (const path of paths) {
    const response = await fetch(server.origin + path, { method: "HEAD", headers: { "Accept-Encoding": "br" } });
    sum += Number(response.headers.get("content-length"));
  }
  return sum;
}
