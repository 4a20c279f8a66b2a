"""The school grade of texts: Flesch-Kincaid for English (Kincaid and others 1975), Crawford for Spanish
(Crawford 1989). Reads {"en": {name: [text, …]}, "es": …} and writes the grade of each name's texts together.

Both are estimates for whole pages, not for single sentences.
"""

import json
import re
import sys

import textstat

FORMULAS = {"en": textstat.flesch_kincaid_grade, "es": textstat.crawford}

# Fewer words are a label or a heading, which would make a page look easier than it is.
SHORTEST_SENTENCE = 5


def sentences(texts):
    parts = (part.strip() for text in texts for part in re.split(r"[.?!;:]+(?:\s|$)", text))
    return [part for part in parts if len(re.findall(r"[^\W\d_]+", part)) >= SHORTEST_SENTENCE]


def main():
    grades = {}
    for language, pages in json.load(sys.stdin).items():
        textstat.set_lang(language)
        kept = {name: sentences(texts) for name, texts in pages.items()}
        grades[language] = {
            name: FORMULAS[language](". ".join(found) + ".") for name, found in kept.items() if found
        }
    json.dump(grades, sys.stdout)


if __name__ == "__main__":
    main()
