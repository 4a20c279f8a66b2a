// What the page of an embed does: it tells the page around it how high it is, lets readers read numbers
// off the picture, and fetches the program of the chart when somebody wants to change it, or when its
// address asks for another view than the one that was written ahead of time.
const root = document.documentElement;
const written = document.getElementById("prebuilt");
const place = document.getElementById("live");
const query = new URLSearchParams(location.search);
const LOOK = ["theme", "controls", "id"];
const PATIENCE_MS = 10_000;

const theme = query.get("theme");
if (theme === "dark" || theme === "light") root.dataset.theme = theme;
const isAsked = [...query.keys()].some((name) => !LOOK.includes(name));
if (isAsked) root.classList.add("asked");

// The forms that pages of newsrooms listen for: ours, Datawrapper's, AMP's and Medium's.
const id = query.get("id") ?? location.pathname.split("/embed/")[1].replace(/\/$/, "").replaceAll("/", "-");
let told = 0;
function tell() {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  told = height;
  const forms = [
    { sightline: { id, height } },
    { "datawrapper-height": { [id]: height } },
    { sentinel: "amp", type: "embed-size", height },
    JSON.stringify({ src: location.href, context: "iframe.resize", height }),
  ];
  for (const form of forms) parent.postMessage(form, "*");
}
if (parent !== window) {
  new ResizeObserver(() => {
    if (Math.ceil(document.body.getBoundingClientRect().height) !== told) tell();
  }).observe(document.body);
  // A page whose listener came later asks.
  addEventListener("message", ({ source, data }) => {
    if (source === parent && data?.sightline === "height") tell();
  });
}

const base = new URL(document.baseURI);
// The address as it is in every language: other languages than the first have a folder in that of embeds.
const { lang } = root;
const address = () => `/${location.href.slice(base.href.length)}`.replace(`/embed/${lang}/`, "/embed/");

async function catalogue() {
  const path = root.dataset.catalogue;
  if (!path) return "";
  const answer = await fetch(new URL(path, base));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.text();
}

let loading;
function load() {
  loading ??= open().catch((reason) => {
    loading = undefined;
    console.warn("The chart stays as it was written ahead of time:", reason);
    stay();
  });
  return loading;
}

async function open() {
  const [program, texts] = await Promise.all([import(new URL("embedded.js", base).href), catalogue()]);
  await program.default();
  const charts = program.charts(lang, texts);
  let shown = Promise.resolve();
  // One after the other, so that the last choice is the one that stands.
  const show = () => {
    shown = shown.then(async () => {
      place.setAttribute("aria-busy", "true");
      program.put(place, await charts.content(address()));
      place.removeAttribute("aria-busy");
      // What a reader chose in a list is forgotten where the list is another one now.
      for (const option of place.querySelectorAll("option[selected]")) option.selected = true;
      readable(place);
    });
    return shown;
  };
  place.addEventListener("change", ({ target }) => {
    history.replaceState(null, "", new URL(target.value, base));
    show().catch(stop);
  });
  place.addEventListener("click", ({ target }) => {
    if (target.closest("[data-retry]")) show().catch(stop);
  });
  await show();
  const hadFocus = written.contains(document.activeElement);
  written.remove();
  place.setAttribute("role", "main");
  root.classList.remove("asked");
  if (hadFocus) place.querySelector("summary, button, a")?.focus();
}

// Where the program cannot come, what was written stands, and says that it is not what was asked for.
function stay() {
  if (!root.classList.contains("asked")) return;
  root.classList.remove("asked");
  document.getElementById("other-view").hidden = false;
}

// A program that has stopped leaves its place to what was written.
function stop() {
  if (!place.isConnected) return;
  place.remove();
  document.body.prepend(written);
  root.classList.remove("asked");
  document.getElementById("stopped").hidden = false;
}
addEventListener("sightline-stopped", stop);

if (isAsked) {
  load();
  setTimeout(stay, PATIENCE_MS);
}

// Numbers are read off the picture by pointing, touching or the arrow keys. They are those of the table
// below it, which has a row for each position, the newest first.
const reading = document.createElement("div");
reading.className = "reading";
const aloud = document.createElement("p");
aloud.className = "visually-hidden";
aloud.setAttribute("role", "status");
document.body.append(aloud);
/** The position that was read last, of each picture. */
const positions = new WeakMap();

/** The places of a picture's first and last position, in parts of its width, and the rows of its numbers. */
function readOff(picture) {
  const [first, last, count] = picture.dataset.positions.split(" ").map(Number);
  const table = picture.closest("#prebuilt, #live").querySelector("table.numbers");
  const rows = table ? [...table.tBodies[0].rows].reverse() : [];
  return rows.length === count ? { first, last, count, rows, heads: [...table.tHead.rows[0].cells].slice(1) } : undefined;
}

/** Tells the numbers at a position that `choose` takes from their count and where it was before. */
function read(picture, choose) {
  const numbers = readOff(picture);
  if (!numbers) return "";
  const { first, last, count, rows, heads } = numbers;
  const at = Math.min(count - 1, Math.max(0, choose(numbers, positions.get(picture) ?? count - 1)));
  positions.set(picture, at);
  const [head, ...cells] = rows[at].children;
  const share = first + ((last - first) * at) / (count - 1);
  reading.replaceChildren();
  const line = (text, className) => {
    const made = document.createElement("p");
    made.className = className;
    made.append(...text);
    reading.append(made);
  };
  line([head.textContent], "reading-period");
  for (const [index, cell] of cells.entries()) {
    const number = document.createElement("strong");
    number.append(cell.textContent);
    line(heads.length > 1 ? [`${heads[index].textContent} `, number] : [number], "reading-value");
  }
  picture.append(reading);
  reading.style.setProperty("--at", `${share * 100}%`);
  reading.classList.toggle("before", share > 0.5);
  return [...reading.children].map((one) => one.textContent).join(", ");
}

const pictured = (target) => target.closest?.("[data-positions]");
for (const event of ["pointermove", "pointerdown"]) {
  document.addEventListener(event, ({ target, clientX }) => {
    const picture = pictured(target);
    if (!picture) return;
    const { left, width } = picture.getBoundingClientRect();
    read(picture, ({ first, last, count }) => Math.round((((clientX - left) / width - first) / (last - first)) * (count - 1)));
  });
}
document.addEventListener("pointerout", ({ target, relatedTarget, pointerType }) => {
  const picture = pictured(target);
  if (picture && pointerType !== "touch" && !picture.contains(relatedTarget)) reading.remove();
});
document.addEventListener("keydown", (event) => {
  const picture = pictured(event.target);
  const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -12, PageDown: 12, Home: -Infinity, End: Infinity };
  const step = steps[event.key];
  if (!picture || step === undefined) return;
  event.preventDefault();
  const isRead = reading.isConnected;
  aloud.textContent = read(picture, (_, before) => (isRead ? before + step : before));
});
document.addEventListener("focusout", ({ target }) => {
  if (pictured(target)) reading.remove();
});

/** Pictures whose numbers can be read off can be reached by keys. */
function readable(page) {
  for (const picture of page.querySelectorAll("[data-positions]")) if (readOff(picture)) picture.tabIndex = 0;
}
readable(written);

// A map says the number of the place that is pointed at.
for (const event of ["pointerover", "pointerdown"]) {
  document.addEventListener(event, ({ target }) => {
    const { name } = target.dataset ?? {};
    const said = name && target.closest("#prebuilt, #live")?.querySelector(".map-said");
    if (said) said.textContent = name;
  });
}

const choose = document.getElementById("choose");
if (choose && query.get("controls") !== "0") {
  choose.hidden = false;
  choose.addEventListener("toggle", async () => {
    const { open } = choose;
    await load();
    const choices = place.querySelector(".embed-choices");
    if (choices) choices.open = open;
  });
}
