// The service worker: keeps the site and the current release of each city for use without a network.
//
// The build puts `SITE` before these lines (xtask/src/offline.rs): the files of the site with their
// hashes. What a release holds is said by its manifest, whose hash the catalogue names.
//
// - Nothing is kept whose hash is not the one that was published.
// - A version of the site is one worker and one cache. The worker takes over when all of it is there.
// - A release has a cache of its own, and the catalogue is kept last: what it names is there whole.
// - Pages and the catalogue come from the host where it answers in time, else from what is kept. What
//   never changes under its name comes from what is kept.
// - Nobody gets a file of one version of the site with a program of another: see `site`.
"use strict";

const scope = new URL(registration.scope);
const PREFIX = `sightline ${scope.pathname} `;
const STATE = `${PREFIX}state`;
const SITE_CACHE = `${PREFIX}site ${SITE.version}`;
const CATALOG = "data/catalog.json";
/** The header of the kept catalogue that says how much of its releases is kept: numbers, or all. */
const KEPT = "Sightline-Kept";
const RELEASED = /^data\/releases\/([^/]+)\//;
const LATEST = /^data\/latest\/([^/]+)\//;
/** Names with the hash of what they hold, whose first zeros are left away. */
const HASHED = /-[0-9a-f]{12,16}[._]/;
/** How long the host may take to begin its answer; and when it just took longer than that. */
const PATIENCE_MILLIS = 4000;
const LITTLE_PATIENCE_MILLIS = 500;
const SLOW_MILLIS = 30_000;
/** Files that are fetched at the same time: the visitor's own requests go first. */
const AT_ONCE = 3;

const address = (path) => new URL(path, scope).href;
const cacheOf = (release) => `${PREFIX}release ${release}`;
const isDownload = (path) => path.startsWith("downloads/");
const currentOf = ({ cities }) => cities.map(({ current, releases }) => releases.find(({ id }) => id === current));
const find = (cacheName, path) => caches.match(address(path), { cacheName, ignoreVary: true }).catch(() => undefined);
const keptCatalog = () => find(STATE, CATALOG);
const namesOf = async (kind) => (await caches.keys()).filter((name) => name.startsWith(`${PREFIX}${kind}`));

/** Why something is not kept: `altered`, `unreachable`, `room` or `saving`. */
class Fault extends Error {
  constructor(kind, path = "") {
    super(`${kind} ${path}`);
    this.kind = kind;
  }
}

// ---- Answers ----

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const isOurs = url.origin === scope.origin && url.pathname.startsWith(scope.pathname);
  // Who asks for what the host has now, as the check of every file does, gets no copy.
  const wantsHost = request.cache === "no-store" || request.cache === "reload";
  if (!isOurs || request.method !== "GET" || wantsHost) return;
  const answer = answerTo(event, url.pathname.slice(scope.pathname.length));
  if (answer) event.respondWith(answer);
});

function answerTo(event, path) {
  const isNavigation = event.request.mode === "navigate";
  const isPage = isNavigation && !path.startsWith("embed/") && !/\.[^/]*$/.test(path);
  if (isPage) return page(event);
  if (path === CATALOG) return catalog(event);
  const release = RELEASED.exec(path);
  if (release) return keptFirst(event, cacheOf(release[1]), path);
  if (LATEST.test(path)) return hostFirst(event, () => latest(path));
  if (SITE.files.some((file) => file.path === path)) return site(event, path);
  return isNavigation ? hostFirst(event, () => undefined) : undefined;
}

/** A page: the host's, or else the one that shows every page by the program. */
async function page(event) {
  const preloaded = Promise.resolve(event.preloadResponse);
  event.waitUntil(preloaded.catch(() => {}));
  const fromHost = preloaded.then((response) => response ?? fetch(event.request));
  const response = await inTime(fromHost);
  if (response && response.status < 500) return response;
  return (await find(SITE_CACHE, SITE.shell)) ?? response ?? fromHost.catch(missing);
}

async function catalog(event) {
  const fromHost = fetch(event.request);
  const response = await inTime(fromHost);
  if (!response?.ok) return (await keptCatalog()) ?? response ?? fromHost;
  event.waitUntil(response.clone().json().then(forgetWithdrawn).catch(() => {}));
  return response;
}

/** Which pages run the program of this version: they get the other programs of it, too. */
const running = new Set();

/** A file of the site. Under a plain name, the host may have that of another version by now. */
async function site(event, path) {
  if (path === SITE.program) running.add(event.clientId);
  if (HASHED.test(path) || running.has(event.clientId)) return keptFirst(event, SITE_CACHE, path);
  return hostFirst(event, () => find(SITE_CACHE, path));
}

async function keptFirst(event, cache, path) {
  const kept = await find(cache, path);
  return kept ? partOf(kept, event.request.headers.get("Range")) : hostFirst(event, () => undefined);
}

async function hostFirst(event, kept) {
  try {
    return await fetch(event.request);
  } catch (error) {
    const found = await kept();
    if (found) return partOf(found, event.request.headers.get("Range"));
    if (event.request.mode === "navigate") return missing();
    throw error;
  }
}

/** What the host has under a name that stays is, without a host, what is kept of the current release. */
async function latest(path) {
  const kept = await keptCatalog();
  const city = (await kept?.json())?.cities.find(({ id }) => id === LATEST.exec(path)[1]);
  return city && find(cacheOf(city.current), path.replace(LATEST, `data/releases/${city.current}/downloads/`));
}

/** Says that a page is not kept; a browser that wanted to save it as a file saves nothing. */
async function missing() {
  const page = await find(SITE_CACHE, SITE.missing);
  const body = page ? await page.blob() : "<!doctype html><title>Sightline</title><p>This page needs a connection.";
  const headers = page?.headers ?? { "Content-Type": "text/html;charset=utf-8" };
  return new Response(body, { status: 503, headers });
}

let slowUntil = 0;

/** The answer of the host; nothing where there is none, or not in time. */
async function inTime(answer) {
  const patience = Date.now() < slowUntil ? LITTLE_PATIENCE_MILLIS : PATIENCE_MILLIS;
  const late = new Promise((resolve) => setTimeout(resolve, patience, "late"));
  const found = await Promise.race([answer.catch(() => undefined), late]);
  if (found === "late") slowUntil = Date.now() + SLOW_MILLIS;
  return found === "late" ? undefined : found;
}

/** The bytes that a `Range` asks for, where it asks for one stretch of them. */
async function partOf(response, range) {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range ?? "") ?? [];
  if (!first && !last) return response;
  const bytes = await response.arrayBuffer();
  const size = bytes.byteLength;
  const from = first ? Number(first) : Math.max(0, size - Number(last));
  const to = first && last ? Math.min(Number(last), size - 1) : size - 1;
  const headers = new Headers(response.headers);
  headers.set("Content-Range", from > to ? `bytes */${size}` : `bytes ${from}-${to}/${size}`);
  return from > to ? new Response(null, { status: 416, headers }) : new Response(bytes.slice(from, to + 1), { status: 206, headers });
}

// ---- The life of a version ----

addEventListener("install", (event) => event.waitUntil(install()));

async function install() {
  try {
    // The first one is installed because the page asked for it; a later one comes by itself.
    if (registration.active && navigator.connection?.saveData) throw new Fault("saving");
    await fill([[SITE_CACHE, SITE.files]]);
  } catch (error) {
    await tell(error);
    throw error;
  }
}

addEventListener("activate", (event) => event.waitUntil(activate()));

async function activate() {
  const others = (await namesOf("site ")).filter((name) => name !== SITE_CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
  await registration.navigationPreload?.enable();
  await clients.claim();
}

let queue = Promise.resolve();

addEventListener("message", (event) => {
  const { kind, wanted, program } = event.data;
  const doing = {
    keep: () => (queue = queue.then(() => keep(wanted)).then(tell, tell)),
    tell: () => tell(),
    remove: () => (queue = queue.then(remove).then(tell, tell)),
    "take over": () => takeOver(program),
  };
  event.waitUntil(doing[kind]?.());
});

/** Every page of this site that is open. */
async function pages() {
  const all = await clients.matchAll({ type: "window", includeUncontrolled: true });
  return all.filter(({ url }) => url.startsWith(scope.href));
}

/** Goes to work where the only page that is open runs the program of this version already. */
async function takeOver(program) {
  if (program === SITE.program && (await pages()).length < 2) await skipWaiting();
}

async function remove() {
  await Promise.all((await namesOf("")).map((name) => caches.delete(name)));
  await registration.unregister();
}

// ---- Keeping ----

/** Keeps the current releases: all of them, or all but the downloads. */
async function keep(wanted) {
  const level = (await keptCatalog())?.headers.get(KEPT);
  const aim = [wanted, level].includes("all") ? "all" : "numbers";
  const response = await fetch(address(CATALOG), { cache: "no-cache" }).catch(() => undefined);
  // Without a host, who has all that was wanted lacks nothing.
  if (!response?.ok && level === aim) return;
  if (!response?.ok) throw new Fault("unreachable", CATALOG);
  const text = await response.text();
  const catalog = JSON.parse(text);
  await forgetWithdrawn(catalog);
  await forgetSuperseded(catalog);
  // Where all of it is there already, nothing is fetched.
  const lists = currentOf(catalog).map(async (release) => [cacheOf(release.id), await filesOf(release, aim)]);
  await fill([[SITE_CACHE, SITE.files], ...(await Promise.all(lists))]);
  const headers = { "Content-Type": "application/json", [KEPT]: aim };
  await (await caches.open(STATE)).put(address(CATALOG), new Response(text, { headers }));
}

/** The files of a release that are wanted, as its manifest names them. */
async function filesOf({ id, manifest_sha256, signature_sha256 }, aim) {
  const folder = `data/releases/${id}/`;
  const path = `${folder}manifest.json`;
  await fill([[cacheOf(id), [{ path, sha256: manifest_sha256, bytes: 0 }]]]);
  const { files } = await (await find(cacheOf(id), path)).json();
  const wanted = files.filter((file) => aim === "all" || !isDownload(file.path));
  const signature = { path: `${path}.minisig`, sha256: signature_sha256, bytes: 0 };
  return [...wanted.map((file) => ({ ...file, path: folder + file.path })), ...(signature_sha256 ? [signature] : [])];
}

/** Fetches what is not there yet of some files, each with its cache. */
async function fill(parts) {
  const waiting = [];
  for (const [name, files] of parts) {
    const cache = await caches.open(name);
    const there = new Set((await cache.keys()).map(({ url }) => url));
    waiting.push(...files.filter(({ path }) => !there.has(address(path))).map((file) => ({ cache, file })));
  }
  const total = waiting.length;
  const bytes = waiting.reduce((sum, { file }) => sum + file.bytes, 0);
  const { quota, usage } = (await navigator.storage?.estimate()) ?? {};
  // Browsers that run out of room throw away everything that a site has kept.
  if (quota - usage < 2 * bytes) throw new Fault("room");
  const take = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      await next.cache.put(address(next.file.path), (await keptBefore(next.file)) ?? (await fetched(next.file)));
      if (total > 1) await send({ done: total - waiting.length, total });
    }
  };
  // Where one fails, the others end with the file that they are at.
  const stop = (error) => {
    waiting.length = 0;
    throw error.name === "QuotaExceededError" ? new Fault("room") : error;
  };
  const takers = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => take().catch(stop)));
  const failed = takers.find(({ status }) => status === "rejected");
  if (failed) throw failed.reason;
}

/** The same bytes in what is kept of an earlier version of the site or of another release. */
async function keptBefore({ path, sha256 }) {
  const others = (await namesOf("release ")).map((name) => `data/releases/${name.split(" ").at(-1)}/`);
  const paths = RELEASED.test(path) ? others.map((folder) => path.replace(RELEASED, folder)) : [path];
  for (const other of paths) {
    const found = await caches.match(address(other), { ignoreVary: true });
    if (found && (await hashOf(await found.clone().arrayBuffer())) === sha256) return found;
  }
}

/** A file of the host as an answer that can be kept, if it is what was published. */
async function fetched({ path, sha256 }) {
  // What a browser or a cache on the way has kept of it may be old, or broken.
  for (const cache of ["default", "reload"]) {
    const response = await fetch(address(path), { cache }).catch(() => undefined);
    if (!response?.ok) throw new Fault("unreachable", path);
    const bytes = await response.arrayBuffer().catch(() => undefined);
    if (!bytes) throw new Fault("unreachable", path);
    if ((await hashOf(bytes)) !== sha256) continue;
    const headers = new Headers(response.headers);
    // The bytes are unpacked by now.
    for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
    return new Response(bytes, { headers });
  }
  throw new Fault("altered", path);
}

async function hashOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Lets releases go before the kept one, once no other page is open that might show one of them. */
async function forgetSuperseded(catalog) {
  const kept = await keptCatalog();
  if (!kept || (await pages()).length > 1) return;
  const current = [await kept.json(), catalog].flatMap(currentOf).map(({ id }) => cacheOf(id));
  const others = (await namesOf("release ")).filter((name) => !current.includes(name));
  await Promise.all(others.map((name) => caches.delete(name)));
}

/** A release that was withdrawn leaves no trace here either. */
async function forgetWithdrawn({ cities }) {
  const listed = cities.flatMap(({ releases }) => releases).map(({ id }) => cacheOf(id));
  const withdrawn = (await namesOf("release ")).filter((name) => !listed.includes(name));
  if (withdrawn.length === 0) return;
  // The catalogue goes first: it never names what is not there, wherever a browser ends the worker.
  const kept = currentOf((await (await keptCatalog())?.json()) ?? { cities: [] });
  if (kept.some(({ id }) => withdrawn.includes(cacheOf(id)))) await (await caches.open(STATE)).delete(address(CATALOG));
  await Promise.all(withdrawn.map((name) => caches.delete(name)));
}

// ---- What pages are told ----

async function send(message) {
  for (const page of await pages()) page.postMessage(message);
}

/** Tells how much is kept, in bytes, how much the downloads would add, and what went wrong. */
async function tell(error) {
  const kept = await keptCatalog();
  const level = kept?.headers.get(KEPT) ?? "nothing";
  const sizes = { numbers: SITE.files.reduce((sum, { bytes }) => sum + bytes, 0), downloads: 0 };
  for (const { id } of kept ? currentOf(await kept.json()) : []) {
    const { files } = (await (await find(cacheOf(id), `data/releases/${id}/manifest.json`))?.json()) ?? { files: [] };
    for (const { path, bytes } of files) sizes[isDownload(path) ? "downloads" : "numbers"] += bytes;
  }
  const bytes = { nothing: 0, numbers: sizes.numbers, all: sizes.numbers + sizes.downloads }[level];
  const fault = error ? (error.kind ?? "unreachable") : "";
  await send({ kept: level, bytes, more: level === "all" ? 0 : sizes.downloads, fault, done: 0, total: 0 });
}
