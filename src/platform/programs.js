// Addresses from which the browser may start a program: the one policy of Trusted Types that the policy
// of contents names. It admits files of this site, and nothing else.
function ofSite(address) {
  const base = new URL(document.baseURI);
  const url = new URL(address, base);
  if (url.origin !== location.origin || !url.pathname.startsWith(base.pathname)) {
    throw new TypeError(`${url.href} is no program of this site`);
  }
  return url.href;
}

/** The address of a program below the site's base, as `Worker` and its like take it. */
function program(path) {
  // A policy can be made once in a page, which may hold programs of two builds.
  globalThis.sightlinePrograms ??= globalThis.trustedTypes?.createPolicy("sightline", { createScriptURL: ofSite }) ?? {
    createScriptURL: ofSite,
  };
  return globalThis.sightlinePrograms.createScriptURL(path);
}

/** Starts the worker that the page knows (xtask/src/integrity.rs); rejects where another one, or none, came. */
export async function start_worker(path) {
  const integrity = globalThis.sightlineHashes?.[path];
  if (integrity) await (await fetch(new URL(path, document.baseURI), { integrity })).arrayBuffer();
  return new Worker(program(path), { type: "module" });
}

/** The address of a module below the site's base, once it is here and is the one that the page knows. */
export async function known_module(path, attempt) {
  const url = new URL(path, document.baseURI);
  // A browser may remember that an address failed.
  if (attempt > 0) url.searchParams.set("retry", attempt);
  const integrity = globalThis.sightlineHashes?.[path];
  if (!integrity) return url.href;
  // A module that was fetched by a link is the one that an import gets.
  const link = Object.assign(document.createElement("link"), { rel: "modulepreload", href: url.href, integrity });
  await new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = () => reject(new Error(`${path}: could not be fetched, or is not the one of this page`));
    document.head.append(link);
  }).finally(() => link.remove());
  return url.href;
}
