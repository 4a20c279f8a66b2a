// One page that goes from address to address as the history does, without being loaded again.

/**
 * Goes to each address; what `collect`, a function that knows nothing but the page, finds on them, each
 * once. The first address that shows no page ends the walk, as `blank` with what stands there.
 */
export async function walk(page, addresses, { patienceMillis, stayMillis = 0, collect = () => [] }) {
  const told = { addresses, patienceMillis, stayMillis };
  // Functions cross into a page as texts.
  return page.evaluate(`(${inPage})(${JSON.stringify(told)}, ${collect})`);
}

async function inPage({ addresses, patienceMillis, stayMillis }, collect) {
  const found = new Set();
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const isPage = () => {
    const headings = document.querySelectorAll("h1");
    const text = document.querySelector("main")?.textContent.trim() ?? "";
    return headings.length === 1 && headings[0].textContent.trim() !== "" && text.length > 20;
  };
  for (const [at, address] of addresses.entries()) {
    history.pushState({}, "", address);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
    await frame();
    const begun = performance.now();
    while (!isPage()) {
      if (performance.now() - begun > patienceMillis) {
        return { blank: `${address} after ${addresses[at - 1]}: ${document.querySelector("main")?.innerText.slice(0, 300)}` };
      }
      await frame();
    }
    const stayed = performance.now();
    do {
      for (const one of collect()) found.add(one);
      if (stayMillis) await frame();
    } while (performance.now() - stayed < stayMillis || (stayMillis && document.querySelector('[aria-busy="true"]')));
  }
  return { found: [...found] };
}
