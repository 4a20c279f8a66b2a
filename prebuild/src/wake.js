// Fetches the program of a page that was written ahead of time once somebody is there to use it: at the
// first thing that a visitor does, or after a while. Who only glances fetches nothing more; nor, before
// they do something, do visitors who pay dearly for what is fetched.
{
  /** As long as a page is there before it keeps anything, too (src/platform/offline.rs). */
  const GLANCE_MILLIS = 4000;
  const SIGNS = ["pointermove", "pointerdown", "touchstart", "wheel", "scroll", "keydown", "focusin"];

  // A theme that was chosen holds from the first paint (src/app.rs stores it).
  try {
    const theme = localStorage.getItem("sightline-theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Where nothing may be stored, nothing was.
  }

  function wake() {
    for (const sign of SIGNS) removeEventListener(sign, wake, true);
    const { content } = document.getElementById("program");
    if (content.childElementCount === 0) return;
    document.head.append(content);
    dispatchEvent(new Event("sightline-wake"));
  }

  const { saveData, effectiveType } = navigator.connection ?? {};
  const isDear = saveData || /[23]g$/.test(effectiveType ?? "");
  // An address that asks for another view than the written one, and a browser that has all files.
  const isWanted = location.search.length > 1 || location.hash.length > 1 || navigator.serviceWorker?.controller;
  if (isWanted) wake();
  for (const sign of SIGNS) addEventListener(sign, wake, { capture: true, passive: true });
  if (!isDear) addEventListener("load", () => setTimeout(wake, GLANCE_MILLIS));
}
