# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands of many packages: superseded ones and retracted rows are gone, of each reference the newest row; pure.

The order in which packages come, and how often, changes nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from assist.errors import BadInput
from assist.exchange.package import Package
from assist.exchange.writers.guarding import guarded
from assist.exchange.writers.parquet import parquet as written
from assist.rows import Received

HEAD = ("sender", "export_id", "made", "reference")
BETWEEN, PARQUET = ";", ".parquet"


def kept(package: Package) -> Received:
    """A package as it is kept."""
    told = package.manifest
    return Received(package.sender, told.export_id, told.made, told.schema, told.supersedes, told.retracts,
                {str(row[told.reference]): {name: said for name, said in row.items() if name != told.reference}
                 for row in package.rows})


def standing(packages: Iterable[Received]) -> tuple[Received, ...]:
    """The same packages, each once and in order, with the rows that still stand; of the others the reference only."""
    each = sorted({item.key: item for item in packages}.values(), key=lambda item: (item.made, item.key))
    replaced = {(item.sender, gone) for item in each for gone in item.supersedes if gone != item.export_id}
    last: dict[tuple[str, str, str], tuple[str, str]] = {}
    held: dict[tuple[str, str], set[str]] = {}
    for item in each:
        for reference in item.retracts:
            for schema in held.get((item.sender, reference), ()):
                last[item.sender, schema, reference] = ("", "")
        for reference in item.rows:
            last[item.sender, item.schema, reference] = item.key
            held.setdefault((item.sender, reference), set()).add(item.schema)
    return tuple(msgspec.structs.replace(item, rows={
        reference: cells if item.key not in replaced and last[item.sender, item.schema, reference] == item.key else None
        for reference, cells in item.rows.items()}) for item in each)


def as_files(packages: Iterable[Received], *, parquet: bool = False) -> Mapping[str, bytes]:
    """One comma-separated file for each schema that has rows, no cell of which is taken for a formula; the same as
    Parquet where it is wanted, in which a cell that was not filled is missing."""
    by_schema: dict[str, list[Received]] = {}
    for item in filter(lambda each: each.rows, packages):
        by_schema.setdefault(_file_name(item.schema), []).append(item)
    files = {}
    for name, held in by_schema.items():
        columns = sorted({column for item in held for cells in item.rows.values() for column in cells or ()})
        files[f"{name}.csv"] = _commas(columns, _rows(held, columns))
        if parquet:
            files[f"{name}{PARQUET}"] = written((*HEAD, *columns), list(_rows(held, columns)))
    return files


def encoded(packages: tuple[Received, ...]) -> bytes:
    """What a folder remembers, to be read by ``decoded``."""
    return msgspec.json.encode(packages)


def decoded(content: bytes) -> tuple[Received, ...]:
    """Raises BadInput ``receive.folder`` for what was not written by ``encoded``."""
    try:
        return msgspec.json.decode(content, type=tuple[Received, ...])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise BadInput("receive.folder") from None


def _file_name(schema: str) -> str:
    """Never a path, whatever somebody signed."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-.") else "_" for sign in schema)
    return plain.strip(".")


def _rows(packages: list[Received], columns: list[str]) -> Iterator[list[str | None]]:
    for item in packages:
        for reference, cells in sorted(item.rows.items()):
            if cells is not None:
                told = (cells.get(name) for name in columns)
                yield [item.sender, item.export_id, item.made, reference, *(
                    BETWEEN.join(said) if isinstance(said, list) else said for said in told)]


def _commas(columns: list[str], rows: Iterable[list[str | None]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([guarded(name) for name in (*HEAD, *columns)])
    for row in rows:
        writer.writerow([guarded(said or "") for said in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")
