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

const dark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
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
let opened;
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
  const arrived = drawn();
  const show = () => opened.update(address(), isDark());
  const go = (to) => {
    history.replaceState(null, "", to);
    show();
  };
  opened = program.open(place, address(), isDark(), lang, texts, go);
  dark.addEventListener("change", show);
  await arrived;
  const hadFocus = written.contains(document.activeElement);
  written.remove();
  root.classList.remove("asked");
  if (hadFocus) place.querySelector("summary, button, a")?.focus();
}

// When the program's chart is there, or it says why it is not.
function drawn() {
  const isThere = () =>
    place.querySelector("[data-chart=ready], [role=alert]") && !place.querySelector("[aria-busy=true]");
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!isThere()) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(place, { subtree: true, childList: true, attributes: true });
  });
}

// Where the program cannot come, what was written stands, and says that it is not what was asked for.
function stay() {
  if (!root.classList.contains("asked")) return;
  root.classList.remove("asked");
  document.getElementById("other-view").hidden = false;
}

// A program that has stopped leaves its place to what was written.
function stop() {
  place.remove();
  document.body.prepend(written);
  root.classList.remove("asked");
  document.getElementById("stopped").hidden = false;
}
addEventListener("sightline-stopped", stop, { once: true });

if (isAsked) {
  load();
  setTimeout(stay, PATIENCE_MS);
}

// Numbers are read off the picture by pointing, touching or the arrow keys. They are those of the table
// below it, which has a row for each position, the newest first.
const rows = [...written.querySelectorAll("table.numbers tbody tr")].reverse();
const columns = [...written.querySelectorAll("table.numbers thead th")].slice(1).map((head) => head.textContent);
const reading = document.createElement("div");
reading.className = "reading";
const aloud = document.createElement("p");
aloud.className = "visually-hidden";
aloud.setAttribute("role", "status");
written.append(aloud);

function read(picture, at) {
  const [first, last, count] = picture.dataset.positions.split(" ").map(Number);
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
    line(columns.length > 1 ? [`${columns[index]} `, number] : [number], "reading-value");
  }
  picture.append(reading);
  reading.style.setProperty("--at", `${share * 100}%`);
  reading.classList.toggle("before", share > 0.5);
  return [...reading.children].map((one) => one.textContent).join(", ");
}

for (const picture of written.querySelectorAll("[data-positions]")) {
  const [first, last, count] = picture.dataset.positions.split(" ").map(Number);
  if (count !== rows.length) continue;
  const clamp = (at) => Math.min(count - 1, Math.max(0, at));
  let at = count - 1;
  const point = ({ clientX }) => {
    const { left, width } = picture.getBoundingClientRect();
    at = clamp(Math.round((((clientX - left) / width - first) / (last - first)) * (count - 1)));
    read(picture, at);
  };
  picture.addEventListener("pointermove", point);
  picture.addEventListener("pointerdown", point);
  picture.addEventListener("pointerleave", ({ pointerType }) => {
    if (pointerType !== "touch") reading.remove();
  });
  picture.tabIndex = 0;
  picture.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -12, PageDown: 12, Home: -count, End: count };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    at = clamp(reading.isConnected ? at + step : at);
    aloud.textContent = read(picture, at);
  });
  picture.addEventListener("blur", () => reading.remove());
}

// A map says the number of the place that is pointed at.
const named = written.querySelector(".map-said");
for (const event of ["pointerover", "pointerdown"]) {
  written.querySelector(".map-plane")?.addEventListener(event, ({ target }) => {
    if (target.dataset.name) named.textContent = target.dataset.name;
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
