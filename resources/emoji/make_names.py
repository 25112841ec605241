#!/usr/bin/python3
"""Makes the names of the emoji in one language from Unicode's CLDR: make_names.py CLDR LANGUAGE

CLDR is the folder `common` of the data, as the Debian package unicode-cldr-core has it in /usr/share/unicode/cldr.
Writes emoji_LANGUAGE.tsv beside this file: emoji, name, further words to search by. What CLDR does not name keeps the row
it has there."""

import argparse
import pathlib
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).resolve().parent
HEAD = """# Names of the emoji and words to search by in one language ({language}): emoji, name, further words. From Unicode's CLDR
# by make_names.py, (c) 1991-2022 Unicode, Inc., under the Unicode License (Unicode-DFS-2016),
# https://www.unicode.org/copyright.html; those of Unicode 15.0, which that CLDR does not know, are ours.
"""


def rows_of(path):
    """The fields of each row, without comments; no rows where there is no file yet."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def annotations(cldr, language):
    """Names and words of everything CLDR describes. Emoji stand there without the sign that asks for colour."""
    names, words = {}, {}
    for folder in ("annotations", "annotationsDerived"):
        tree = xml.etree.ElementTree.parse(cldr / folder / f"{language}.xml")
        for entry in tree.iter("annotation"):
            if entry.get("type") == "tts":
                names.setdefault(entry.get("cp"), entry.text.strip())
            else:
                words.setdefault(entry.get("cp"), entry.text.replace("|", " ").split())
    return names, words


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cldr", type=pathlib.Path)
    parser.add_argument("language")
    options = parser.parse_args()
    out = HERE / f"emoji_{options.language}.tsv"
    kept = {row[0]: "\t".join(row) for row in rows_of(out)}
    names, words = annotations(options.cldr, options.language)
    lines = []
    for row in rows_of(HERE / "emoji.tsv"):
        key = row[0].replace("\ufe0f", "")
        if key in names:
            known = set(names[key].lower().split())
            further = [word for word in dict.fromkeys(w.lower() for w in words.get(key, [])) if word not in known]
            lines.append("\t".join((row[0], names[key], " ".join(further))))
        elif row[0] in kept:
            lines.append(kept[row[0]])
    out.write_text(HEAD.format(language=options.language) + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
