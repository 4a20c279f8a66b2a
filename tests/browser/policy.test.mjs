// The policy of contents: what it says, that nothing on the site runs against it, whatever a reader does,
// and that a browser would tell if something did.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { openSite } from "./harness.mjs";

const site = await openSite();
after(() => site.close());

const ROUTES = [
  "/", "/trends", "/trends?k=o", "/trends?t=crime-district&o=robbery&p=central,western", "/trends?t=crime-neighborhood&o=homicide&p=cherry-hill&x=city",
  "/trends?t=crime-hours-2014", "/places", "/places/neighborhood/cherry-hill", "/enforcement", "/partnership", "/compare", "/data", "/data/revisions",
  "/data/verify", "/methods", "/cities/new-orleans/", "/no-such-page",
];
const EMBEDS = ["/embed/trends/robbery/", "/embed/trends/robbery/?g=y&o=robbery,arson&t=crime-city", "/embed/map/neighborhood/", "/embed/compare/", "/embed/tables/crime-hours-2014/"];
const TRUSTED = "require-trusted-types-for";
/** So many charts and places of a page are pointed at. */
const POINTED_AT = 4;

/** What the browser reports of all documents of a visit, from now on. */
async function reports(context) {
  const found = [];
  await context.exposeBinding("reportViolation", (_, violation) => found.push(violation));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample, sourceFile, lineNumber }) =>
      window.reportViolation(`${location.pathname}: ${effectiveDirective} ${blockedURI} ${sample} ${sourceFile}:${lineNumber}`));
  });
  return found;
}

/** Points at charts and places, opens what is closed, prints, and changes the theme. */
async function doEverything(page) {
  const charts = page.locator(":is(.chart, .panel-chart)[data-chart=ready]");
  for (let at = 0; at < Math.min(await charts.count(), POINTED_AT); at += 1) {
    const chart = charts.nth(at);
    await chart.scrollIntoViewIfNeeded();
    await chart.hover();
    // Charts of the front page and in pages of others do without the chart library.
    await chart.locator(":is(.chart-rule, .chart-live svg)").first().waitFor();
    const { width, height } = await chart.boundingBox();
    for (const share of [0.2, 0.5, 0.8]) await chart.hover({ position: { x: width * share, y: height / 2 } });
    await page.mouse.move(0, 0);
  }
  const pointed = page.locator("path[data-code]:visible, .prebuilt-picture:visible");
  for (let at = 0; at < Math.min(await pointed.count(), POINTED_AT); at += 1) {
    await pointed.nth(at).scrollIntoViewIfNeeded();
    await pointed.nth(at).hover({ force: true });
  }
  // Offers of embeds, tables, citations, explained words.
  for (const summary of await page.locator("main summary:visible, main .term-word:visible").all()) {
    await summary.click({ timeout: 2000 }).catch(() => {});
  }
  // Previews may go on loading on a busy machine; what they are refused is reported all the same.
  await page.waitForLoadState("networkidle", { timeout: 5000 }).catch(() => {});
  await page.emulateMedia({ media: "print" });
  await page.pdf();
  await page.emulateMedia({ media: "screen" });
  const theme = page.locator(".theme-choice select");
  if (await theme.count()) await theme.selectOption("dark");
}

for (const options of [{ viewport: { width: 1280, height: 900 }, colorScheme: "light" }, { viewport: { width: 390, height: 800 }, colorScheme: "dark" }]) {
  const how = `${options.viewport.width} px, ${options.colorScheme}`;
  for (const route of ROUTES) {
    test(`nothing on ${route} is against the policy, ${how}`, () =>
      site.visit(options, async ({ page, context, open }) => {
        const violations = await reports(context);
        await open(route);
        await doEverything(page);
        assert.deepEqual(violations, []);
      }));
  }
  for (const path of EMBEDS) {
    test(`nothing in ${path} is against the policy, ${how}`, () =>
      site.visit(options, async ({ page, context }) => {
        const violations = await reports(context);
        await page.goto(path);
        if (path.includes("?")) await page.locator("#prebuilt").waitFor({ state: "detached" });
        await doEverything(page);
        const choose = page.locator("#prebuilt summary", { hasText: "Change this chart" });
        if (await choose.count()) {
          await page.locator("#prebuilt").waitFor({ state: "detached" });
          await doEverything(page);
        }
        assert.deepEqual(violations, []);
      }));
  }
}

test("the policy admits no inline code or style, in its header and in its page", () =>
  site.visit({}, async ({ page }) => {
    for (const [path, framing] of [["/", "'none'"], ["/trends/", "'none'"], ["/explore.js", "'none'"], ["/embed/compare/", "*"], ["/embed/listener-1.js", "*"]]) {
      const response = await page.request.get(path);
      const header = response.headers()["content-security-policy"];
      const inPage = (await response.text()).match(/http-equiv="Content-Security-Policy" content="([^"]*)"/)?.[1];
      assert.equal(inPage === undefined, path.endsWith(".js"), path);
      for (const policy of [header, inPage].filter(Boolean)) {
        assert.doesNotMatch(policy, /'unsafe-(inline|eval|hashes)'|data:|https?:|script-src[^;]*\*/, path);
        assert.match(policy, /^default-src 'none';/, path);
        assert.match(policy, /require-trusted-types-for 'script'; trusted-types sightline($|[;,])/, path);
      }
      // A program of the first folder is framed by nobody in any case.
      if (!path.endsWith("explore.js")) assert.equal(/frame-ancestors 'none'/.test(header), framing === "'none'", path);
    }
  }));

test("what is against the policy is refused and reported", () =>
  site.visit({ expectComplaints: true }, async ({ page, context, open, complaints }) => {
    const violations = await reports(context);
    await open("/");
    const attempts = [
      ["style-src-attr", () => document.body.setAttribute("style", "color: red")],
      ["style-src-elem", () => document.head.append(Object.assign(document.createElement("style"), { textContent: "p { color: red }" }))],
      ["script-src-elem", () => import("data:text/javascript,1")],
      ["img-src", () => void (new Image().src = "data:image/gif;base64,R0lGODlhAQABAAAAACw=")],
      ["connect-src", () => void fetch("https://example.org/").catch(() => {})],
      ["frame-src", () => document.body.append(Object.assign(document.createElement("iframe"), { src: "https://example.org/" }))],
      ["trusted-types", () => window.trustedTypes.createPolicy("another", {})],
      [TRUSTED, () => document.body.insertAdjacentHTML("beforeend", "<p>One</p>")],
      [TRUSTED, () => void (document.querySelector("h1").outerHTML = "<h1>One</h1>")],
      [TRUSTED, () => void new DOMParser().parseFromString("<p>One</p>", "text/html")],
      [TRUSTED, () => void document.createRange().createContextualFragment("<p>One</p>")],
      [TRUSTED, () => document.write("<p>One</p>")],
      [TRUSTED, () => void (document.createElement("iframe").srcdoc = "<p>One</p>")],
      [TRUSTED, () => void (document.createElement("script").src = "explore.js")],
      [TRUSTED, () => void (document.createElement("script").text = "1")],
      [TRUSTED, () => document.body.setAttribute("onclick", "1")],
      // In a task of its own: what a test evaluates may evaluate.
      [TRUSTED, () => void setTimeout(() => (0, eval)("1"))],
      [TRUSTED, () => void setTimeout("1")],
      [TRUSTED, () => void new Worker("checker_loader.js")],
    ];
    for (const [directive, attempt] of attempts) {
      violations.length = 0;
      await page.evaluate(attempt).catch(() => {});
      const isReported = () => violations.some((violation) => violation.includes(`: ${directive} `));
      for (let wait = 0; wait < 50 && !isReported(); wait += 1) await page.waitForTimeout(20);
      assert.ok(isReported(), `${attempt}: ${violations}`);
    }
    assert.ok(complaints.length >= attempts.length, "a violation is a complaint in every browser test");
  }));

test("markup makes no element that runs, and a program starts from this site alone", () =>
  site.visit({}, async ({ page, context, open }) => {
    const violations = await reports(context);
    await open("/data/verify");
    const made = (markup) =>
      page.evaluate((markup) => {
        const place = document.createElement("div");
        try {
          place.innerHTML = markup;
          return place.innerHTML;
        } catch (error) {
          return error.name;
        }
      }, markup);
    const own = '<p class="quiet">a &lt; b &amp; c<br>d <svg viewBox="0 0 1 1"><path d="M0 0"></path></svg></p>';
    assert.equal(await made(own), own);
    assert.equal(await made(""), "");
    for (const markup of [
      "<script>1</script>", "<SCRIPT>1</SCRIPT>", "<img src=x onerror=1>", '<img src="x" onerror="1">', '<p style="color:red">a</p>', "<p", "</p>", "<p>", "<p><b></p></b>",
      '<iframe src="x"></iframe>', '<svg><script>1</script></svg>', "<svg><style>a</style></svg>", "<!-- a -->", '<a href="x" ONCLICK="1">a</a>', "&nbsp;", '<a href="javascript:1">a</a>',
    ]) {
      assert.equal(await made(markup), "TypeError", markup);
    }
    const started = (address) =>
      page.evaluate((address) => {
        try {
          return String(window.sightlinePrograms.createScriptURL(address));
        } catch (error) {
          return error.name;
        }
      }, address);
    // The policy is made when a program is started first.
    await page.evaluate(async (url) => (await (await import(url)).start_worker("checker_loader.js")).terminate(), await snippet("programs.js"));
    assert.equal(await started("checker_loader.js"), `${site.origin}/checker_loader.js`);
    for (const address of ["https://example.org/a.js", "//example.org/a.js", "data:text/javascript,1", "blob:x", "javascript:1"]) {
      assert.equal(await started(address), "TypeError", address);
    }
    assert.deepEqual(violations, []);
  }));

/** The address of a file that wasm-bindgen copies. */
async function snippet(name) {
  const script = await readFile(new URL("../../dist/explore.js", import.meta.url), "utf8");
  return `${site.origin}/${script.match(new RegExp(`\\./(snippets/[^"]*${name})`))[1]}`;
}
