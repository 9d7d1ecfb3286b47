"""Writes tables that double the dictionaries: to each word another that begins as it does and that no text has.

    python benches/doubled.py FOLDER && chengnuo extract 方案/ --dictionaries FOLDER

The records stay the same but for the hash of the dictionaries; what the run costs beyond its start shows whether the time
grows with the dictionaries.
"""

import csv
import pathlib
import sys

TABLES = pathlib.Path(__file__).parent.parent / "dictionaries"
# Letters of the private use area, which no document has.
STRANGE = [chr(letter) for letter in range(0xE000, 0xF8FF)]
# The column of a table that holds its words, or several with commas between them.
WORDS = {
    "actors": "word",
    "bodies": "name",
    "cues": "word",
    "events": "name",
    "figures": "name",
    "frame": "word",
    "lookalikes": "word",
    "posts": "word",
    "predicates": "word",
    "themes": "words",
    "indicators": "wordings",
    "units": "word",
}


def strange(word: str, n: int) -> str:
    """The word with another last letter, or one letter more where it has only one."""
    return word[: max(len(word) - 1, 1)] + STRANGE[n % len(STRANGE)]


def main(folder: pathlib.Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for table, column in WORDS.items():
        with open(TABLES / f"{table}.tsv", encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
        made = []
        for n, row in enumerate(rows):
            words = row[column].split(",")
            if table in ("themes", "indicators"):
                made.append({**row, column: ",".join(words + [strange(word, n) for word in words if word])})
            else:
                made.append({**row, column: strange(row[column], n)})
        with open(folder / f"{table}.tsv", "w", encoding="utf-8", newline="") as out:
            out.write("\t".join(rows[0]) + "\n")
            out.writelines("\t".join(row.values()) + "\n" for row in made)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
