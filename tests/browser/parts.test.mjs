// The parts of the site that are programs of their own: fetched when a page of theirs is opened, kept
// while their pages change, told of the theme, and gone when left.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { whenDrawn } from "./figures.mjs";
import { faults, openSite } from "./harness.mjs";

const site = await openSite();
after(() => site.close());

const heading = (page, name) => page.getByRole("heading", { level: 1, name });
const pages = (page) => page.getByRole("navigation", { name: "Pages" });

test("the front page does without the other programs, and two pages of one program fetch it once", () =>
  site.visit({}, async ({ page, open, requests }) => {
    await open("/");
    const fetched = () => requests().filter((path) => path.startsWith("/explore") && path.endsWith(".wasm")).length;
    assert.equal(fetched(), 0);
    await pages(page).getByRole("link", { name: "Trends" }).click();
    await heading(page, "Trends").waitFor();
    assert.match(await page.title(), /^Trends – /);
    await pages(page).getByRole("link", { name: "Data" }).click();
    await heading(page, "Data").waitFor();
    assert.match(await page.title(), /^Data – /);
    assert.equal(await page.locator("h1").count(), 1);
    assert.equal(await pages(page).locator('[aria-current="page"]').innerText(), "Data");
    assert.equal(fetched(), 1);
    await page.goBack();
    await heading(page, "Trends").waitFor();
    await page.goBack();
    await heading(page, /Baltimore/).waitFor();
    assert.equal(await page.locator("h1").count(), 1);
    assert.doesNotMatch(await page.title(), /Trends|Data/);
  }));

test("a new page begins at its top", () =>
  site.visit({}, async ({ page, open }) => {
    await open("/data");
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await page.locator("footer a").last().focus();
    await pages(page).getByRole("link", { name: "Trends" }).evaluate((link) => link.click());
    await heading(page, "Trends").waitFor();
    await page.waitForFunction(() => window.scrollY === 0);
  }));

test("a chart of a part follows the theme", () =>
  site.visit({ colorScheme: "light" }, async ({ page, open }) => {
    await open("/trends?t=crime-city&o=robbery");
    await whenDrawn(page);
    await page.getByLabel("Theme").selectOption("dark");
    await page.waitForFunction(() => !document.querySelector("figure svg").outerHTML.includes("#b5592b"));
  }));

test("a part that cannot be fetched is said, and trying again fetches it", () =>
  site.visit({ expectComplaints: true }, async ({ page, breakRequests }) => {
    await breakRequests(/explore_bg\.wasm/, faults.offline);
    await page.goto("/trends");
    await page.getByRole("alert").getByText("This page could not be fetched.").waitFor();
    await page.unroute(/explore_bg\.wasm/);
    await page.getByRole("button", { name: "Try again" }).click();
    await heading(page, "Trends").waitFor();
    assert.equal(await page.locator("h1").count(), 1);
  }));
