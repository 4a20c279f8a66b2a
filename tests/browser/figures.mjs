// Reading a figure of the site as its users do: when it is drawn, its table, its download.
import { readFile } from "node:fs/promises";

/** Waits until every chart on the page has been drawn. */
export async function whenDrawn(page) {
  await page.locator("[data-chart]").first().waitFor();
  await page.waitForFunction(() => {
    const charts = [...document.querySelectorAll("[data-chart]")];
    return charts.every((chart) => chart.dataset.chart === "ready" && chart.querySelector("svg path"));
  });
}

/** The table of the first figure: columns, and rows of texts with their status. */
export async function readTable(page) {
  const details = page.locator("figure .numbers-details").first();
  if ((await details.getAttribute("open")) === null) await details.locator("summary").click();
  await details.locator("table").waitFor();
  return details.locator("table").evaluate((table) => ({
    caption: table.caption.textContent,
    columns: [...table.tHead.rows[0].cells].map((cell) => cell.textContent),
    rows: [...table.tBodies[0].rows].map(({ cells: [heading, ...cells] }) => ({
      heading: heading.textContent,
      // A number that was published otherwise before opens to what it was; that is not a part of it.
      cells: cells.map((cell) => ({
        text: (cell.querySelector("summary") ?? cell).textContent,
        status: cell.dataset.status,
      })),
    })),
  }));
}

/** The rows of a downloaded CSV as objects; its texts hold no quotes or line ends. */
export async function readCsv(download) {
  const text = await readFile(await download.path(), "utf8");
  const [header, ...lines] = text.trimEnd().split("\n").map(fields);
  return lines.map((line) => Object.fromEntries(header.map((name, index) => [name, line[index]])));
}

function fields(line) {
  return [...line.matchAll(/("([^"]*)"|[^,]*)(,|$)/g)].slice(0, -1 || undefined).map(([, whole, quoted]) => quoted ?? whole);
}
