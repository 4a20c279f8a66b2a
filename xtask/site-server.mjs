// Serves dist/ the way a static host does: a file where there is one, the app's page for every
// other address, and an honest 404 for a missing file. Used by `cargo xtask serve` and by the
// browser tests; it is no server for the public.
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import sirv from "sirv";

const dist = fileURLToPath(new URL("../dist", import.meta.url));

/** Listens on this machine only; port 0 takes any free one. */
export async function startSiteServer({ port = 0 } = {}) {
  // `dev` reads from disk at each request, so that a new build shows without a restart.
  // Beside /data, sirv itself never answers a path that names a file with the app's page.
  const serveFile = sirv(dist, { dev: true, etag: true, single: true, ignores: [/^\/data\//] });
  const server = createServer((request, response) => {
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
