"""Fail when a text of the program has no finished translation, or one that loses a placeholder.

Usage: check_translations.py LUPDATE SOURCE_DIR      (SOURCE_DIR holds src, ui and translations)
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

OPTIONS = {"foyer_en.ts": ["-pluralonly"], "foyer_de.ts": []}
PLACEHOLDER = re.compile(r"%(?:L?\d|L?n)")


def messages(path):
    """(context, source, comment) -> (finished, forms, is plural)"""
    found = {}
    for context in ET.parse(path).getroot().findall("context"):
        for message in context.findall("message"):
            key = (context.findtext("name"), message.findtext("source"), message.findtext("comment") or "")
            translation = message.find("translation")
            plural = message.get("numerus") == "yes"
            forms = [form.text or "" for form in translation.findall("numerusform")] if plural else [translation.text or ""]
            found[key] = (translation.get("type") is None, forms, plural)
    return found


def problems(lupdate, root):
    sources = sorted(str(path) for folder, endings in (("src", (".cpp", ".h")), ("ui", (".ui",)))
                     for path in (root / folder).rglob("*") if path.suffix in endings)
    for name, options in OPTIONS.items():
        kept = root / "translations" / name
        with tempfile.TemporaryDirectory() as folder:
            fresh = pathlib.Path(folder) / name
            shutil.copy(kept, fresh)
            subprocess.run([lupdate, "-silent", "-I", str(root / "src"), "-no-obsolete", "-locations", "none", *options,
                            *sources, "-ts", str(fresh)], check=True, capture_output=True)
            wanted = messages(fresh)
        have = messages(kept)
        for key in wanted.keys() - have.keys():
            yield f"{name}: not gathered yet (target update_translations): {key}"
        for key in have.keys() - wanted.keys():
            yield f"{name}: no text of the program any more (target update_translations): {key}"
        for key, (finished, forms, plural) in wanted.items():
            if not finished or not all(form.strip() for form in forms):
                yield f"{name}: not translated: {key}"
                continue
            for form in forms:
                lost = set(PLACEHOLDER.findall(key[1])) ^ set(PLACEHOLDER.findall(form))
                # One of something may go without its number.
                if lost and not (plural and lost <= {"%n", "%Ln"}):
                    yield f"{name}: {sorted(lost)} only on one side: {key} -> {form!r}"


def unseen(root):
    """Texts that lupdate cannot see: it reads the context and the text where they are written, not through a name."""
    for path in sorted((root / "src").rglob("*.cpp")):
        code = path.read_text(encoding="utf-8")
        helpers = re.findall(r"QString (\w+)\(const char \*[^)]*\)\s*\{[^}]*translate\(", code)
        helpers = [helper for helper in helpers if helper != "tr"]  # a name that lupdate knows
        calls = [r"translate\(\s*[A-Za-z_]\w*\s*,\s*\"", *(rf"\b{helper}\(\s*\"" for helper in helpers)]
        for call in calls:
            for match in re.finditer(call, code):
                line = code.count("\n", 0, match.start()) + 1
                yield f"{path.relative_to(root)}:{line}: lupdate does not see this text"


found = list(problems(sys.argv[1], pathlib.Path(sys.argv[2]))) + list(unseen(pathlib.Path(sys.argv[2])))
print("\n".join(found) or "translations ok")
sys.exit(1 if found else 0)
