// Addresses from which the browser may start a program: the one policy of Trusted Types that the policy
// of contents names. It admits files of this site, and nothing else.
function checked(address) {
  const base = new URL(document.baseURI);
  const url = new URL(address, base);
  if (url.origin !== location.origin || !url.pathname.startsWith(base.pathname)) {
    throw new TypeError(`${url.href} is no program of this site`);
  }
  return url.href;
}

/** The address of a program below the site's base, as `Worker` and its like take it. */
export function program(path) {
  // A policy can be made once in a page, which may hold programs of two builds.
  globalThis.sightlinePrograms ??= globalThis.trustedTypes?.createPolicy("sightline", { createScriptURL: checked }) ?? {
    createScriptURL: checked,
  };
  return globalThis.sightlinePrograms.createScriptURL(path);
}

export function start_worker(path) {
  return new Worker(program(path), { type: "module" });
}
