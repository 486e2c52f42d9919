# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Licences of everything that travels with the program: ``python -m resources.licences [--write]``.

They are read from what is installed of the locked libraries, never typed by hand. Without
``--write`` it says what is missing or out of date and ends with 1 if anything is.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

HERE = Path(__file__).resolve().parent
LOCK = HERE.parent / "requirements.lock"
FOLDER = HERE / "licences"
INDEX = FOLDER / "index.json"

_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_TEXT = re.compile(r"\.dist-info/(licenses/.+|LICEN[CS]E[^/]*|COPYING[^/]*|NOTICE[^/]*)$")
_NO_LICENCE = re.compile(r"/AUTHORS[^/]*$")
_LONGEST = 60

WITHOUT_NAME = {"sqlcipher3": "Zlib", "pyrage": "MIT"}
"""Whose papers hold the text and no name for it."""
WITHOUT_TEXT = {"pyside6-essentials": "LGPL-3.0.txt", "shiboken6": "LGPL-3.0.txt"}
"""Whose papers hold the name and not the text; the GPL itself lies in LICENSE."""
INSIDE = {
    "CPython": ("PSF-2.0", "the built program"),
    "PyInstaller bootloader": ("GPL-2.0 with exception", "the built program"),
    "SQLCipher": ("BSD-3-Clause", "sqlcipher3"), "SQLite": ("public domain", "sqlcipher3"),
    "OpenSSL": ("Apache-2.0", "sqlcipher3, cryptography"), "Argon2 reference": ("CC0-1.0 OR Apache-2.0", "argon2-cffi"),
    "rage": ("MIT OR Apache-2.0", "pyrage"),
    "ICU": ("Unicode-3.0", "PySide6-Essentials"), "PDFium": ("BSD-3-Clause AND Apache-2.0", "pypdfium2"),
    "Noto Sans": ("OFL-1.1", "resources/fonts"),
    "HTCDS 2.0, names and codes": ("CC-BY-4.0 with conditions", "assist/exchange/profiles"),
}
"""What those bring inside themselves, by name; their texts are among the papers of whoever brings them."""

Entry = dict[str, str]


def locked() -> dict[str, str]:
    """Name and version of every library that the program needs."""
    return {name.lower(): version for name, version in _LOCKED.findall(LOCK.read_text("utf-8"))}


def kept() -> dict[str, Entry]:
    """What is written down: name to version, licence and file of the text."""
    found: dict[str, dict[str, Entry]] = json.loads(INDEX.read_text("utf-8")) if INDEX.is_file() else {}
    return found.get("libraries", {})


def entry_of(name: str) -> tuple[Entry, str] | None:
    """Entry and text of an installed library; None when it belongs to another system."""
    try:
        papers = distribution(name)
    except PackageNotFoundError:
        return None
    entry = {"version": papers.version, "licence": _named(name, papers), "text": WITHOUT_TEXT.get(name, f"{name}.txt")}
    return entry, _text(papers)


def _named(name: str, papers: Distribution) -> str:
    told = papers.metadata
    said = str(told.get("License-Expression") or told.get("License") or "")
    if said and len(said) <= _LONGEST and "\n" not in said:
        return said
    classes = [each.rsplit(" :: ", 1)[-1] for each in told.get_all("Classifier") or () if each.startswith("License")]
    return ", ".join(classes) or WITHOUT_NAME.get(name, "")


def _text(papers: Distribution) -> str:
    parts = []
    for file in sorted(papers.files or (), key=str):
        where = file.as_posix()
        if _TEXT.search(where) and not _NO_LICENCE.search(where):
            text = Path(str(file.locate())).read_text("utf-8", "replace")
            lines = (line.rstrip() for line in text.splitlines())
            parts.append(f"== {where.partition('.dist-info/')[2]} ==\n\n" + "\n".join(lines).strip() + "\n")
    return "\n".join(parts)


def write() -> None:
    """Bring entries and texts in line with the lock; those of other systems stay as they are."""
    before, entries = kept(), {}
    for name in sorted(locked()):
        made = entry_of(name)
        if made is not None:
            entries[name] = made[0]
            if name not in WITHOUT_TEXT:
                (FOLDER / made[0]["text"]).write_text(made[1], "utf-8")
        elif name in before:
            entries[name] = before[name]
    used = {entry["text"] for entry in entries.values()}
    for file in FOLDER.glob("*.txt"):
        if file.name not in used:
            file.unlink()
    inside = {name: {"licence": licence, "in": where} for name, (licence, where) in INSIDE.items()}
    content = {"libraries": entries, "inside": inside}
    INDEX.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")


def problems() -> Iterator[str]:
    """What is missing or out of date; nothing when all is well."""
    entries, wanted = kept(), locked()
    for name, version in wanted.items():
        entry = entries.get(name)
        if entry is None:
            yield f"{name}: no entry"
        elif entry["version"] != version:
            yield f"{name}: the entry is of {entry['version']}, the lock has {version}"
        elif not entry["licence"]:
            yield f"{name}: no name of a licence"
        elif not (FOLDER / entry["text"]).is_file() or not (FOLDER / entry["text"]).read_text("utf-8").strip():
            yield f"{name}: no text"
    for name in entries.keys() - wanted.keys():
        yield f"{name}: an entry, and no such library any more"


def main(words: list[str]) -> int:
    """Write, or say what is wrong."""
    if words == ["--write"]:
        write()
    found = list(problems())
    for problem in found:
        print(problem, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
