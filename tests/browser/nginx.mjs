// An nginx for the tests and for the benchmark: of this user alone, on a free port, with the
// configuration that `cargo xtask nginx` writes. NGINX names the program and NGINX_FOLDER what xtask
// has prepared; where either is missing, starting fails and says so.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const NGINX = process.env.NGINX ?? "/usr/sbin/nginx";
/** The folder with the site and its configurations. */
export const FOLDER = process.env.NGINX_FOLDER ?? join(process.env.CARGO_TARGET_DIR ?? "target", "nginx");

/** Where distributions keep the module; without it, there is no brotli. */
const MODULE = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";

/** What it writes is in a folder that goes with it. */
export async function startNginx(configuration, site, { workers = 1 } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "sightline-nginx-"));
  const port = await freePort();
  const server = (await readFile(join(FOLDER, configuration), "utf8"))
    .replace("listen 80;", `listen 127.0.0.1:${port};`)
    .replace("root /srv/sightline;", `root ${site};`);
  await writeFile(join(folder, "sightline.conf"), server);
  // Started by root, it would become a user who may not read the folders of these tests.
  const user = process.getuid() === 0 ? "user root;" : "";
  const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`);
  await writeFile(
    join(folder, "nginx.conf"),
    `load_module ${MODULE}; ${user}
     pid ${folder}/pid; error_log ${folder}/error.log; daemon off; worker_processes ${workers};
     events { worker_connections 256; }
     http { access_log off; ${places.join(" ")} include ${folder}/sightline.conf; }`,
  );
  const nginx = spawn(NGINX, ["-p", folder, "-c", join(folder, "nginx.conf")], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  nginx.stderr.on("data", (text) => (said += text));
  const ended = new Promise((resolve) => {
    nginx.once("error", (error) => resolve((said += error.message)));
    nginx.once("exit", resolve);
  });
  const listens = () => new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket.destroy())).on("error", () => wait(20).then(() => resolve(listens())));
  });
  const up = await Promise.race([listens().then(() => true), ended.then(() => false)]);
  assert.ok(up, `nginx with its module brotli_static is needed and did not start: ${said}`);
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    async close() {
      nginx.kill("SIGTERM");
      await ended;
      const complaints = (await readFile(join(folder, "error.log"), "utf8")).split("\n").filter((line) => /\[(emerg|alert|crit)\]/.test(line));
      await rm(folder, { recursive: true });
      assert.deepEqual(complaints, []);
    },
  };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
