// What a page says to the service worker, and hears from it. A page fetches this some time after it is
// there (src/platform/offline.rs), so that nobody waits for it.
//
// Where the browser has no service workers, or forbids them, everything else goes on as it is.

const base = new URL(document.baseURI);
const address = new URL("worker.js", base).href;
const KEPT = "Sightline-Kept";
/** What the visitor has said about keeping: `no`, or `all` with the downloads. */
const WISH = "sightline-offline";
const CHECK_MILLIS = 30 * 60 * 1000;
/** For how long a worker that fetches may tell nothing. */
const SILENCE_MILLIS = 30_000;
/** How long a browser may take to write a file. */
const SAVING_MILLIS = 60_000;
/** How long a visitor who is here again is left in peace. */
const QUIET_MILLIS = 4000;

/** The build says so where there is no worker any more, or none beside a server on a disk. */
const IS_RETIRED = false;

const isPossible = () => !IS_RETIRED && isSecureContext && parent === window && "serviceWorker" in navigator;

/** Whether the visitor pays dearly for what is fetched. */
function isSaving() {
  const { saveData, effectiveType } = navigator.connection ?? {};
  return saveData || /[23]g$/.test(effectiveType ?? "");
}

function wish() {
  try {
    return localStorage.getItem(WISH);
  } catch {
    return null;
  }
}

function setWish(text) {
  try {
    if (text) localStorage.setItem(WISH, text);
    else localStorage.removeItem(WISH);
  } catch {
    // What cannot be remembered is asked again.
  }
}

/**
 * The address of the worker, in the form that a page with trusted types takes: by the one policy of the
 * page, which starts other programs, too (`src/platform/programs.js`).
 */
function script() {
  if (!globalThis.trustedTypes) return address;
  globalThis.sightlinePrograms ??= trustedTypes.createPolicy("sightline", {
    createScriptURL: (asked) => {
      const { href } = new URL(asked, base);
      if (href.startsWith(base.href)) return href;
      throw new TypeError(`${asked} is no program of this site`);
    },
  });
  return globalThis.sightlinePrograms.createScriptURL(address);
}

/** The main program of this page, which its name tells from that of another version. */
const program = () =>
  document.querySelector('link[rel="modulepreload"][href$=".js"]')?.href.slice(base.href.length) ?? "";

/** The worker, once it is installed and answers. */
async function install() {
  const registration = await navigator.serviceWorker.register(script());
  letTakeOver(registration);
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  return new Promise((resolve, reject) => {
    const look = () => {
      if (worker.state === "activated") resolve(worker);
      if (worker.state === "redundant") reject(new Error("The worker was not installed."));
    };
    worker.addEventListener("statechange", look);
    look();
  });
}

/** Tells a new version of the worker which program this page runs. */
function letTakeOver(registration) {
  const offer = (worker) => {
    if (worker?.state === "installed" && registration.active) worker.postMessage({ kind: "take over", program: program() });
  };
  const watch = (worker) => worker?.addEventListener("statechange", () => offer(worker));
  offer(registration.waiting);
  watch(registration.installing);
  registration.addEventListener("updatefound", () => watch(registration.installing));
}

/** The registration of this site, not that of a site around it. */
async function registered() {
  const found = await navigator.serviceWorker.getRegistration(base.href);
  return found?.scope === base.href ? found : undefined;
}

let passes = false;

/** Saves a file that is kept out of what is kept: downloads of some browsers pass the worker by. */
async function saveKept(event) {
  const link = event.target.closest?.("a[download]");
  if (!link || passes || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!link.href.startsWith(new URL("data/releases/", base).href)) return;
  event.preventDefault();
  const kept = await caches.match(link.href, { ignoreVary: true }).catch(() => undefined);
  if (!kept) {
    passes = true;
    link.click();
    passes = false;
    return;
  }
  const saved = document.createElement("a");
  saved.href = URL.createObjectURL(await kept.blob());
  saved.download = link.download || link.pathname.split("/").at(-1);
  saved.click();
  setTimeout(() => URL.revokeObjectURL(saved.href), SAVING_MILLIS);
}

/** A line for each city of a catalogue: its id, that of its current release, and the day of it. */
const current = ({ cities }) =>
  cities.map(({ id, current, releases }) => [id, current, releases.find(({ id }) => id === current).released].join(" ")).join("\n");

/**
 * Keeps the site and its current releases where that costs the visitor little, and looks for newer ones
 * whenever the visitor comes back to the page. `told` hears what is published as that changes, and
 * whether that is only what is kept.
 */
export function begin(told) {
  let last;
  const look = async () => {
    if (document.visibilityState !== "visible") return;
    const response = await fetch(new URL("data/catalog.json", base));
    const now = [current(await response.json()), response.headers.has(KEPT)];
    if (String(now) !== last) told(...now);
    last = String(now);
  };
  const lookQuietly = () => look().catch(() => {});
  document.addEventListener("visibilitychange", lookQuietly);
  addEventListener("online", lookQuietly);
  // A page that slept, or comes back as the visitor goes back to it.
  document.addEventListener("resume", lookQuietly);
  addEventListener("pageshow", ({ persisted }) => persisted && lookQuietly());
  setInterval(lookQuietly, CHECK_MILLIS);
  if (!isPossible()) return lookQuietly();
  document.addEventListener("click", saveKept);
  setTimeout(() => {
    lookQuietly();
    if (wish() !== "no" && !isSaving()) send().catch(() => {});
  }, navigator.serviceWorker.controller ? QUIET_MILLIS : 0);
}

async function send() {
  const worker = await install();
  worker.postMessage({ kind: "keep", wanted: wish() ?? "numbers" });
}

/** Tells how much is kept, now and as it changes, until the function that it gives back is called. */
export function watch(told) {
  if (!isPossible()) {
    told("impossible", 0, 0, 0, 0, "");
    return () => {};
  }
  let state = { kept: "nothing", bytes: 0, more: 0, done: 0, total: 0, fault: "" };
  let isOver = false;
  const tell = (change) => {
    // Whoever was told has left the page, and may be asked no more.
    if (isOver) return;
    state = { ...state, ...change };
    const { kept, bytes, more, done, total, fault } = state;
    told(kept, bytes, more, done, total, fault);
  };
  let silence;
  const hear = ({ data }) => {
    tell(data);
    // Browsers end a worker that takes long; asked again, it goes on where it was.
    clearTimeout(silence);
    if (state.total > 0) silence = setTimeout(() => send().catch(() => {}), SILENCE_MILLIS);
  };
  navigator.serviceWorker.addEventListener("message", hear);
  navigator.serviceWorker.startMessages();
  registered().then(
    (registration) => (registration?.active ? registration.active.postMessage({ kind: "tell" }) : tell({})),
    () => tell({ kept: "impossible" }),
  );
  return () => {
    isOver = true;
    clearTimeout(silence);
    navigator.serviceWorker.removeEventListener("message", hear);
  };
}

/** Keeps what the visitor asks for: `numbers`, or `all` with the downloads. */
export async function keep(wanted) {
  setWish(wanted === "all" ? "all" : null);
  // The browser may ask the visitor; whether it agrees changes nothing here.
  navigator.storage?.persist?.().catch(() => {});
  const worker = await install();
  worker.postMessage({ kind: "keep", wanted });
}

/** Removes everything that is kept, and keeps nothing by itself any more. */
export async function remove() {
  setWish("no");
  const registration = await registered();
  registration?.active?.postMessage({ kind: "remove" });
}
