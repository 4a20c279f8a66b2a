// The files of the release that the site shows, read past the site.
import { gunzipSync } from "node:zlib";

/** A file of the current release of a city, as text. */
export async function publishedText(page, path, city = "baltimore") {
  const folder = await folderOf(page, city);
  const body = await (await page.request.get(`${folder}/${path}`)).body();
  return (path.endsWith(".gz") ? gunzipSync(body) : body).toString("utf8");
}

/** The rows of a published table as objects, by its id. */
export async function publishedRows(page, table, city = "baltimore") {
  const { tables } = JSON.parse(await publishedText(page, "manifest.json", city));
  return rowsOf(await publishedText(page, tables.find(({ id }) => id === table).csv, city));
}

/** The rows of a CSV file as objects; fields may be quoted, but hold no line ends. */
export function rowsOf(text) {
  const [header, ...lines] = text.trimEnd().split("\n").map((line) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain),
  );
  return lines.map((line) => Object.fromEntries(header.map((name, at) => [name, line[at]])));
}

async function folderOf(page, city) {
  const { cities } = await (await page.request.get("/data/catalog.json")).json();
  return `/data/releases/${cities.find(({ id }) => id === city).current}`;
}
