"""Checks the current release of every city with the validators of the formats themselves.

    python tests/validate/release.py public/data

Parquet and XLSX are compared with the CSV cell by cell; the descriptions go through Frictionless,
mlcroissant, a JSON Schema of DCAT-US 3 (see dcat-us-3.schema.json) and a JSON-LD processor, whose
terms are looked up in the vocabulary of schema.org. Texts in other languages are held against the
English. Nothing is fetched from the network. Whatever a release does not have is a failure, not a
reason to skip.
"""

import csv
import gzip
import hashlib
import io
import json
import re
import sys
import zipfile
from pathlib import Path

import frictionless
import jsonschema
import mlcroissant
import openpyxl
import pyarrow.parquet
from pyld import jsonld
from rdflib import SDO

HERE = Path(__file__).parent
SCHEMA_ORG = "https://schema.org/"
DICTIONARY = ["column", "meaning", "type", "unit", "code", "label", "source"]


def main(data):
    catalog = load(data / "catalog.json")
    assert catalog["cities"], "the catalogue names no city"
    checked = 0
    for city in catalog["cities"]:
        folder = data / "releases" / city["current"]
        manifest = load(folder / "manifest.json")
        for table in manifest["tables"]:
            checked += check_table(folder, table)
        for check in (check_package, check_croissant, check_schema_org, check_dcat):
            check(folder / "downloads", manifest)
            checked += 1
        checked += check_texts(folder, manifest)
        print(f"{city['id']}: {len(manifest['tables'])} tables in every format agree")
    print(f"{checked} passed, 0 failed")


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def same(found, expected, what):
    assert found == expected, f"{what}: expected {expected!r}, found {found!r}"


# Tables


def check_table(folder, table):
    """The files of one table; how many there are."""
    name, paths = table["id"], table.get("downloads", {})
    rows = csv_rows(folder / table["csv"])
    same(len(rows) - 1, table["rows"], f"{name}: rows of the CSV")
    check_parquet(folder / paths["parquet"], rows, name)
    check_dictionary(folder / paths["dictionary"], rows, name)
    readme = (folder / paths["readme"]).read_text(encoding="utf-8")
    assert readme.startswith("# ") and table["title"] in readme, f"{name}: the README has no title"
    if "workbook" in paths:
        check_workbook(folder / paths["workbook"], rows, folder / paths["dictionary"], name)
    else:
        assert table["rows"] > 100_000, f"{name}: a short table without a workbook"
    if "archive" in paths:
        check_archive(folder, table)
    else:
        assert table["csv"].endswith(".gz"), f"{name}: a plain CSV without an archive"
    return 1 + len(paths)


def csv_rows(path):
    raw = path.read_bytes()
    raw = gzip.decompress(raw) if path.suffix == ".gz" else raw
    assert b"\r" not in raw and raw.endswith(b"\n"), f"{path.name}: expected lines to end with LF"
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8"), newline="")))
    for row in rows:
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), f"{path.name}: {cell!r}"
    return rows


def meant(text):
    """A text as it was before it was made inert."""
    return text[1:] if text[:2] in ("'=", "'+", "'-", "'@", "'\t", "'\r") else text


def number(text):
    return float(text) if "." in text else int(text)


def check_parquet(path, rows, name):
    table = pyarrow.parquet.read_table(path)
    same(table.column_names, rows[0], f"{name}: columns of the Parquet file")
    columns = list(zip(*rows[1:]))
    for field, column, expected in zip(table.schema, table.columns, columns):
        if field.name == "value":
            expected = [number(text) if text else None for text in expected]
        else:
            expected = [meant(text) for text in expected]
        assert field.metadata.get(b"description"), f"{name}: {field.name} has no description"
        found = column.to_pylist()
        assert found == expected, f"{name}: column {field.name} of the Parquet file differs"


def check_dictionary(path, rows, name):
    entries = csv_rows(path)
    same(entries[0], DICTIONARY, f"{name}: columns of the dictionary")
    explained = {entry[0] for entry in entries[1:] if entry[1] and not entry[4]}
    same(explained, set(rows[0]), f"{name}: columns that the dictionary explains")
    codes = {(entry[0], entry[4]) for entry in entries[1:] if entry[4]}
    for at, column in enumerate(rows[0]):
        if f"{column}_label" in rows[0] or column == "status":
            for code in {row[at] for row in rows[1:]}:
                assert (column, code) in codes, f"{name}: the dictionary lacks {column} {code}"


def check_workbook(path, rows, dictionary, name):
    book = openpyxl.load_workbook(path)
    same(book.sheetnames, ["Table", "Dictionary", "Notes"], f"{name}: sheets")
    sheet = book["Table"]
    same(sheet.freeze_panes, "A2", f"{name}: frozen lines")
    assert sheet.auto_filter.ref, f"{name}: no filter"
    period = next(at for at, column in enumerate(rows[0]) if column in ("month", "quarter", "year"))
    value = rows[0].index("value")
    lines = sheet.iter_rows()
    same([cell.value for cell in next(lines)], rows[0], f"{name}: headings")
    count = 0
    for cells, row in zip(lines, rows[1:], strict=True):
        count += 1
        for at, (cell, text) in enumerate(zip(cells, row, strict=True)):
            assert cell.data_type != "f", f"{name}: {cell.coordinate} is a formula"
            if at == value:
                expected = number(text) if text else None
            elif at == period and rows[0][at] == "year":
                expected = int(text)
            elif at == period and rows[0][at] == "month":
                same(cell.value.strftime("%Y-%m"), text, f"{name}: {cell.coordinate}")
                continue
            else:
                expected = meant(text)
            same(cell.value, expected, f"{name}: {cell.coordinate}")
    same(count, len(rows) - 1, f"{name}: rows of the workbook")
    found = [[cell or "" for cell in row] for row in book["Dictionary"].iter_rows(values_only=True)]
    same(found, [[meant(cell) for cell in row] for row in csv_rows(dictionary)], f"{name}: dictionary")
    notes = {row[0] for row in book["Notes"].iter_rows(min_row=2, values_only=True)}
    assert {"title", "published", "terms", "source"} <= notes, f"{name}: notes {notes}"


def check_archive(folder, table):
    with zipfile.ZipFile(folder / table["downloads"]["archive"]) as archive:
        same(archive.testzip(), None, f"{table['id']}: broken file of the archive")
        names = {
            Path(table["csv"]).name: table["csv"],
            "README.md": table["downloads"]["readme"],
            "dictionary.csv": table["downloads"]["dictionary"],
            "TERMS.md": "downloads/TERMS.md",
        }
        same(archive.namelist(), list(names), f"{table['id']}: files of the archive")
        for inside, outside in names.items():
            same(archive.read(inside), (folder / outside).read_bytes(), f"{table['id']}: {inside}")
        times = {entry.date_time for entry in archive.infolist()}
        same(times, {(1980, 1, 1, 0, 0, 0)}, f"{table['id']}: times of the archive")


# Other languages


def check_texts(folder, manifest):
    """The texts in each other language: every title has one, and figures are the same in all."""
    for translation in manifest["translations"]:
        path = translation["path"]
        texts = load(folder / path)
        same(list(texts), sorted(texts), f"{path}: order of the texts")
        for english, other in texts.items():
            assert other and other != english, f"{path}: nothing is translated of {english!r}"
            same(figures(other), figures(english), f"{path}: figures of {english!r}")
        for table in manifest["tables"]:
            assert table["title"] in texts, f"{path}: no title of {table['id']}"
    return len(manifest["translations"])


def figures(text):
    numbers = (number.strip(",.") for number in re.split(r"[^0-9,.]+", text))
    return sorted(number for number in numbers if number)


# Descriptions of all tables


def check_package(folder, manifest):
    path = folder / "datapackage.json"
    descriptor = load(path)
    same(
        [resource["name"] for resource in descriptor["resources"]],
        [table["id"] for table in manifest["tables"]],
        "resources of the data package",
    )
    for resource in descriptor["resources"]:
        raw = (folder / resource["path"]).read_bytes()
        same(resource["bytes"], len(raw), f"bytes of {resource['path']}")
        same(resource["hash"], f"sha256:{hashlib.sha256(raw).hexdigest()}", resource["path"])
    # Every row of every table, against the types, the code lists and the key of its schema.
    report = frictionless.validate(str(path), skip_errors=[])
    assert report.valid, report.flatten(["taskNumber", "rowNumber", "fieldName", "note"])[:5]
    same(
        [task.stats["rows"] for task in report.tasks],
        [table["rows"] for table in manifest["tables"]],
        "rows that Frictionless read",
    )


def check_croissant(folder, manifest):
    data_set = mlcroissant.Dataset(jsonld=folder / "croissant.json")
    issues = data_set.metadata.ctx.issues
    assert not issues.errors and not issues.warnings, issues.report()
    records = {records.id: records for records in data_set.metadata.record_sets}
    same(list(records), [table["id"] for table in manifest["tables"]], "record sets")
    for table in manifest["tables"]:
        first = next(iter(data_set.records(record_set=table["id"])))
        same(len(first), len(records[table["id"]].fields), f"fields of {table['id']}")


def check_schema_org(folder, manifest):
    document = load(folder / "dataset.jsonld")
    base = "https://example.org/release/dataset.jsonld"
    options = {"base": base, "documentLoader": context_of_schema_org}
    (catalog,) = jsonld.expand(document, options)
    check_terms(catalog)
    sets = catalog[f"{SCHEMA_ORG}dataset"]
    same(len(sets), len(manifest["tables"]), "data sets of the JSON-LD")
    for data_set, table in zip(document["dataset"], manifest["tables"]):
        assert 50 <= len(data_set["description"]) <= 5000, f"{table['id']}: length of description"
        for wanted in ("name", "license", "temporalCoverage", "spatialCoverage", "variableMeasured"):
            assert data_set[wanted], f"{table['id']}: no {wanted}"
        for download in data_set["distribution"]:
            raw = (folder / download["contentUrl"]).read_bytes()
            same(download["sha256"], hashlib.sha256(raw).hexdigest(), download["contentUrl"])
            same(download["contentSize"], f"{len(raw)} B", download["contentUrl"])
    return catalog


def context_of_schema_org(url, _options):
    """What schema.org's own context comes to here: every plain word is a term of its vocabulary."""
    same(url.rstrip("/"), SCHEMA_ORG.rstrip("/"), "context")
    context = {"@vocab": SCHEMA_ORG, "license": {"@type": "@id"}, "contentUrl": {"@type": "@id"}}
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": context}}


def check_terms(node):
    """Every type and property is a term that schema.org defines."""
    if isinstance(node, list):
        for part in node:
            check_terms(part)
    elif isinstance(node, dict):
        for kind in node.get("@type", []):
            assert kind.removeprefix(SCHEMA_ORG) in SDO, f"schema.org has no type {kind}"
        for key, value in node.items():
            if not key.startswith("@"):
                assert key.removeprefix(SCHEMA_ORG) in SDO, f"schema.org has no property {key}"
                check_terms(value)


def check_dcat(folder, manifest):
    if not {"contact", "base_url"} <= manifest["publication"].keys():
        assert not (folder / "data.json").exists(), "data.json without a contact or an address"
        print(f"{manifest['city']}: names no contact or address, so it has no data.json to check")
        return
    schema = load(HERE / "dcat-us-3.schema.json")
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    for wanted in ("date", "iri", "uri"):
        assert wanted in checker.checkers, f"the checker of the format {wanted} is not installed"
    validator = jsonschema.Draft202012Validator(schema, format_checker=checker)
    document = load(folder / "data.json")
    problems = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]
    assert not problems, problems[:5]
    base = f"{manifest['publication']['base_url']}latest/{manifest['city']}/"
    for data_set, table in zip(document["dataset"], manifest["tables"], strict=True):
        same(data_set["title"], table["title"], "title of a data set")
        for distribution in [*data_set["distribution"], data_set["describedBy"]]:
            address = distribution["downloadURL"]
            assert address.startswith(base), f"{address} does not lead to {base}"
            raw = (folder / address.removeprefix(base)).read_bytes()
            same(distribution["byteSize"], str(len(raw)), address)
            found = distribution["checksum"]["checksumValue"]
            same(found, hashlib.sha256(raw).hexdigest(), address)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except AssertionError as problem:
        sys.exit(f"error: {problem}")
