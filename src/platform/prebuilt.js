// Puts the page of the app in the place of the one that was written ahead of time, under the eyes and
// hands of a visitor: what they look at stays where it is, what they opened is open, and the focus is on
// the same thing.

/** What tells a place of the one page in the other: a heading, or what stands beside a summary. */
const HEADINGS = "h1, h2, h3";

export function leave() {
  const prebuilt = document.getElementById("prebuilt");
  if (!prebuilt) return;
  const isReady = () => {
    const main = document.querySelector("body > main");
    return main?.querySelector("h1, [role=alert]") && !main.querySelector("[aria-busy=true]");
  };
  // Known beforehand: to ask for either when the app's page is ready would lay out both pages first.
  let isScrolled = scrollY > 0;
  let isHeld = isSelecting(prebuilt);
  addEventListener("scroll", () => { isScrolled = true; }, { passive: true, once: true });
  const look = () => {
    if (isHeld || !isReady()) return;
    observer.disconnect();
    document.removeEventListener("selectionchange", hold);
    exchange(prebuilt, isScrolled);
  };
  const hold = () => {
    isHeld = isSelecting(prebuilt);
    look();
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-busy"] });
  document.addEventListener("selectionchange", hold);
}

/** Whether somebody is about to copy a part of the written page. */
function isSelecting(prebuilt) {
  const selection = getSelection();
  return selection && !selection.isCollapsed && prebuilt.contains(selection.anchorNode);
}

function exchange(prebuilt, isScrolled) {
  const placed = (one) => ({ ...one, top: one.element.getBoundingClientRect().top });
  // Above all headings the page begins, as the app's does.
  const headings = isScrolled && scrollY > 0 ? named(prebuilt, HEADINGS).map(placed) : [];
  const inView = headings.filter(({ top }) => top < innerHeight / 2).reverse();
  const opened = named(prebuilt, "details[open] > summary");
  const focused = named(prebuilt, "a, button, summary, input").find(({ element }) => element === document.activeElement);
  prebuilt.remove();
  const page = document.body;
  for (const { name } of opened) {
    const summary = named(page, "summary").find((one) => one.name === name);
    if (summary) summary.element.parentElement.open = true;
  }
  const found = named(page, HEADINGS);
  const pairs = inView.map(({ name, top }) => [found.find((one) => one.name === name), top]);
  const [anchor, top] = pairs.find(([one]) => one) ?? [];
  if (anchor) scrollBy({ top: anchor.element.getBoundingClientRect().top - top, behavior: "instant" });
  const same = focused && named(page, focused.element.localName).find(({ name }) => name === focused.name);
  same?.element.focus({ preventScroll: true });
}

/** Elements with names that tell one from another: their texts, below the heading before them. */
function named(page, selector) {
  let heading = "";
  const found = [];
  for (const element of page.querySelectorAll(`${HEADINGS}, ${selector}`)) {
    const text = element.textContent.trim();
    if (element.matches(HEADINGS)) heading = text;
    if (element.matches(selector)) found.push({ element, name: `${heading}\n${text}` });
  }
  return found;
}
