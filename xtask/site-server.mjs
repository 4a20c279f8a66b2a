// Serves dist/ the way a static host does: a file where there is one, and for every other address the
// status 404, with 404.html for whoever reads pages: the app starts there, too. Used by `cargo xtask serve` and by the
// browser tests; it is no server for the public. Headers are those of `dist/_headers`, so that every
// browser test runs under the policy that visitors get.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import sirv from "sirv";

const dist = fileURLToPath(new URL("../dist", import.meta.url));

/** Listens on this machine only; port 0 takes any free one. */
export async function startSiteServer({ port = 0 } = {}) {
  // `dev` reads from disk at each request, so that a new build shows without a restart.
  const serveFile = sirv(dist, { dev: true, etag: true, onNoMatch: sayMissing });
  const server = createServer((request, response) => {
    setHeaders(request, response);
    keepCompressed(response);
    serveFile(request, response);
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/** What is not there is a page for browsers that navigate, and nothing for programs. */
function sayMissing(request, response) {
  const isPage = request.headers.accept?.includes("text/html") ?? false;
  response.writeHead(404, isPage ? { "Content-Type": "text/html;charset=utf-8" } : {});
  response.end(isPage ? readFileSync(`${dist}/404.html`) : undefined);
}

/** All rules that fit count, as on Cloudflare Pages; a header of two rules has both values. */
function setHeaders(request, response) {
  const path = request.url.split("?")[0];
  for (const { fits, name, value } of rules()) {
    // What a browser may keep is left to sirv: on this machine, nothing.
    if (!fits(path) || name === "Cache-Control") continue;
    const set = response.getHeader(name);
    response.setHeader(name, set ? `${set}, ${value}` : value);
  }
}

/** The rules of the file, read again at each request: a new build may stand there. */
function rules() {
  let path;
  return readFileSync(`${dist}/_headers`, "utf8").split("\n").flatMap((line) => {
    const header = line.match(/^  ([\w-]+): (.*)$/);
    if (!header) path = line.startsWith("/") ? line : path;
    if (!header) return [];
    const [start, isFolder] = [path.replace(/\*$/, ""), path.endsWith("*")];
    const fits = (asked) => (isFolder ? asked.startsWith(start) : asked === start);
    return [{ fits, name: header[1], value: header[2] }];
  });
}

/** A table published as .csv.gz stays one: sirv would have the browser unpack it on the way. */
function keepCompressed(response) {
  const writeHead = response.writeHead.bind(response);
  response.writeHead = (status, headers = {}) => {
    const { "Content-Encoding": encoding, ...others } = headers;
    return writeHead(status, encoding ? { ...others, "Content-Type": "application/gzip" } : others);
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const port = Number(process.argv[2]);
  try {
    const { origin } = await startSiteServer({ port });
    console.log(`Sightline is at ${origin}/ (Ctrl-C stops it)`);
  } catch (error) {
    const busy = error.code === "EADDRINUSE";
    console.error(busy ? `Port ${port} is taken; choose another with --port.` : error);
    process.exitCode = 1;
  }
}
