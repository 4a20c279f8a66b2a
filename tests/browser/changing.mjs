// A host of the built site whose files change, break and come late, and which goes away and comes back
// at the same address. It stands before the server of the other tests and sends the same headers.
import { createServer } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { startSiteServer } from "../../xtask/site-server.mjs";

/** What a browser asks for that says which bytes it wants. */
const PASSED_ON = ["accept", "range", "if-none-match"];

/** `base` is the path that the site is published under. */
export async function startChangingServer({ base = "/" } = {}) {
  const inner = await startSiteServer();
  const host = {
    /** Paths below the base, each with what takes its bytes (or nothing, where there is no file) and gives others. */
    changes: new Map(),
    /** Paths below the base, each with what takes a whole answer (status, headers, bytes) and gives another. */
    answers: new Map(),
    /** Paths that show what stands under another one, by their beginnings. */
    moved: new Map(),
    /** Headers for everything. */
    headers: {},
    /** For how long answers to paths wait, in milliseconds. */
    delays: new Map(),
    /** The paths that were asked for, in order. */
    asked: [],
    origin: undefined,
    start,
    stop,
    close: async () => {
      await stop();
      await inner.close();
    },
  };
  let server;
  let port = 0;

  async function start() {
    server = createServer((request, response) =>
      answer(request, response).catch((error) => response.writeHead(500).end(String(error))),
    );
    await new Promise((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
    ({ port } = server.address());
    host.origin = `http://127.0.0.1:${port}`;
  }

  /** Nobody listens there any more. */
  async function stop() {
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
    server = undefined;
  }

  async function answer(request, response) {
    const { pathname, search } = new URL(request.url, host.origin);
    if (!pathname.startsWith(base)) return response.writeHead(404).end();
    const path = pathname.slice(base.length);
    host.asked.push(path);
    await wait(host.delays.get(path) ?? 0);
    const change = host.changes.get(path);
    const isOther = change || host.answers.has(path);
    const passed = PASSED_ON.filter((name) => request.headers[name] && !(isOther && name === "if-none-match"));
    const found = await fetch(`${inner.origin}/${movedFrom(path)}${search}`, {
      headers: Object.fromEntries(passed.map((name) => [name, request.headers[name]])),
      redirect: "manual",
    });
    const bytes = Buffer.from(await found.arrayBuffer());
    const changed = change ? await change(found.ok ? bytes : undefined) : bytes;
    if (change && !changed) return response.writeHead(404).end();
    const headers = Object.fromEntries(found.headers);
    const other = host.answers.get(path);
    if (other) {
      for (const name of ["content-length", "transfer-encoding", "connection", "etag"]) delete headers[name];
      const answer = await other({ status: found.status, headers, bytes });
      return response.writeHead(answer.status, answer.headers).end(answer.bytes);
    }
    for (const name of ["content-length", "transfer-encoding", "connection", ...(change ? ["etag"] : [])]) delete headers[name];
    response.writeHead(change ? 200 : found.status, { ...headers, ...host.headers });
    response.end(changed);
  }

  function movedFrom(path) {
    const found = [...host.moved].find(([start]) => path.startsWith(start));
    return found ? found[1] + path.slice(found[0].length) : path;
  }

  await start();
  return host;
}
