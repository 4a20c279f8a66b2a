// What a page says when its program does not start, is late, or stops. The words stand in the page
// (`template.stopped-texts`, prebuild/src/stopped.rs), because the program that would say them is what
// is broken. trunk puts this into every page; the build makes a file of it and adds `sightlineHashes`.
{
  /** How long a program may take before the page says that it is late. */
  const PATIENCE_MILLIS = 10_000;
  /** How long a page that was written for another view is kept out of sight. */
  const HIDDEN_MILLIS = 8000;
  /** How long a visitor's step may take to show in the address. */
  const MOVING_MILLIS = 50;
  /** Each says more than the one before it. */
  const KINDS = ["late", "untranslated", "plain", "start", "unable", "broken"];
  /** What a visitor does that a program hears of. */
  const DONE = ["click", "dblclick", "input", "change", "submit", "keydown", "keyup", "focusin", "focusout", "pointerdown", "pointerup", "pointermove", "pointerover", "pointerout", "scroll", "resize"];

  const root = document.documentElement;
  const asked = location.href;
  let notice;
  let kind;
  let isStopped = false;

  // What was written ahead of time shows another view than an address with a query asks for.
  // Where the app has not come after a while, that is still more than nothing.
  if (location.search.length > 1) {
    root.classList.add("asked");
    setTimeout(() => root.classList.remove("asked"), HIDDEN_MILLIS);
  }

  const written = () => document.getElementById("prebuilt");
  /** What the program has made; nothing until it runs. */
  const made = () => document.querySelector("body > main");
  const isShown = () => !written() && made()?.querySelector("h1, [role=alert]");
  const isWhole = () => isShown() && made().querySelector("h1") && !made().querySelector("[aria-busy=true], [role=alert]");

  /** Where the page was whole when the visitor last did something: what is there may be of the address before. */
  let wholeAt;
  for (const name of ["click", "keydown"]) addEventListener(name, () => (wholeAt = isWhole() ? location.pathname : wholeAt), true);

  addEventListener("error", ({ target, error, message }) => {
    if (target.rel === "stylesheet") tell("plain", target.href);
    else if (target.localName === "script" && target.type === "module") tell("start", target.src);
    else if (target.localName === "script") wake();
    else if (target === window) hear(error ?? message);
  }, true);
  addEventListener("unhandledrejection", ({ reason }) => hear(reason));
  // The programs say so themselves where they can (src/platform/report.rs).
  addEventListener("sightline-stopped", ({ detail }) => stop(detail));
  addEventListener("sightline-untranslated", () => tell("untranslated"));
  setTimeout(showWithoutLooks, PATIENCE_MILLIS);
  // The program of a written page sleeps until somebody uses the page (prebuild/src/wake.js).
  addEventListener("sightline-wake", wait);
  addEventListener("DOMContentLoaded", () => document.getElementById("program") ?? wait());

  /** Does at once what prebuild/src/wake.js does later, which did not come. */
  function wake() {
    const program = document.getElementById("program");
    if (!program?.content.childElementCount) return;
    document.head.append(program.content);
    wait();
  }

  function wait() {
    setTimeout(() => isShown() || tell("late"), PATIENCE_MILLIS);
  }

  /** Browsers paint nothing while a style sheet is on its way: one that is late goes on beside the page. */
  function showWithoutLooks() {
    for (const link of document.querySelectorAll('link[rel="stylesheet"]')) {
      if (link.sheet) continue;
      const later = link.cloneNode();
      later.media = "print";
      later.addEventListener("load", () => (later.media = "all"));
      link.replaceWith(later);
    }
  }

  function hear(error) {
    const isTrap = globalThis.WebAssembly && error instanceof WebAssembly.RuntimeError;
    if (isTrap && made()) stop(String(error));
    else if (!made()) tell(globalThis.WebAssembly ? "start" : "unable", String(error));
  }

  /** The words in the language of the address, or else of the page. */
  function words() {
    const base = new URL(document.baseURI).pathname;
    const all = [...document.querySelectorAll("template.stopped-texts")];
    const find = (fits) => all.find(({ lang }) => fits(lang));
    return find((lang) => location.pathname.startsWith(`${base}${lang}/`)) ?? find((lang) => lang === root.lang) ?? all[0];
  }

  function tell(next, detail = "") {
    if (document.readyState === "loading") {
      // The words stand at the end of the page; not later, since programs may be on their way for long.
      document.addEventListener("readystatechange", () => tell(next, detail), { once: true });
      return;
    }
    const texts = words();
    if (!texts || KINDS.indexOf(next) <= KINDS.indexOf(kind)) return;
    kind = next;
    notice?.remove();
    notice = document.importNode(texts.content.firstElementChild, true);
    for (const text of notice.querySelectorAll("[data-of]")) {
      const isMeant = text.dataset.of.split(" ").includes(kind) && (!("written" in text.dataset) || written());
      if (!isMeant) text.remove();
    }
    const program = document.querySelector('link[rel="modulepreload"]')?.getAttribute("href");
    const release = root.dataset.release ?? written()?.dataset.release;
    notice.querySelector("code").textContent = [kind, release, program, location.href, detail].filter(Boolean).join("\n");
    // A page that speaks English for want of texts has another address by now.
    const load = kind === "untranslated" ? () => location.assign(asked) : () => location.reload();
    notice.querySelector("button").addEventListener("click", load);
    document.body.prepend(notice);
    root.classList.remove("asked");
    if (kind !== "broken") leaveWhenShown();
  }

  /** A program that comes after all shows for itself that it is there. */
  function leaveWhenShown() {
    if (kind === "plain" || kind === "untranslated") return;
    const observer = new MutationObserver(() => {
      if (isStopped) return observer.disconnect();
      if (!isShown()) return;
      observer.disconnect();
      notice.remove();
      kind = undefined;
    });
    observer.observe(document.body, { childList: true, subtree: true });
  }

  /** The program is dead: nothing reaches it any more, and what it left half done goes. */
  async function stop(detail) {
    if (isStopped) return;
    isStopped = true;
    for (const name of DONE) addEventListener(name, keepFromProgram, true);
    // Its history is the browser's again.
    addEventListener("popstate", () => location.reload(), true);
    // What has begun already may still move the address.
    await new Promise((resolve) => setTimeout(resolve, MOVING_MILLIS));
    const wasWhole = isWhole() && (wholeAt ?? location.pathname) === location.pathname;
    if (written()) clear((element) => element.id !== "prebuilt");
    else if (!wasWhole) await bringBack();
    tell("broken", detail);
    for (const control of document.querySelectorAll("body > :not(.stopped) :is(button, select, input, textarea)")) control.disabled = true;
  }

  function keepFromProgram(event) {
    if (!notice?.contains(event.target)) event.stopImmediatePropagation();
  }

  /** Takes out of the page what nobody looks after any more. */
  function clear(isDead) {
    const kept = "script, template, .stopped";
    for (const element of [...document.body.children]) if (!element.matches(kept) && isDead(element)) element.remove();
  }

  /** The page of this address as it was written ahead of time; where there is none, all stays. */
  async function bringBack() {
    const page = await fetched(location.pathname).catch(() => undefined);
    const found = page?.getElementById("prebuilt");
    if (!found) return;
    for (const element of found.querySelectorAll("script, noscript")) element.remove();
    clear(() => true);
    document.body.append(document.importNode(found, true));
    document.title = page.title;
  }

  /** A page of this site as a document, by the one parser that Trusted Types leave open: it runs nothing. */
  function fetched(path) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("GET", path);
      request.responseType = "document";
      request.timeout = PATIENCE_MILLIS;
      request.onload = () => resolve(request.response);
      request.onerror = request.ontimeout = reject;
      request.send();
    });
  }
}
