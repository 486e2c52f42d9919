# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Packages that an office received, in a PostgreSQL database of its own: the same packages twice are the same rows.

``amparo_package`` says who sent what and when, ``amparo_row`` holds rows by reference (``cells`` is empty once a row
was replaced or taken back), ``amparo_retraction`` and ``amparo_superseded`` say why; the view ``amparo_standing``
shows what stands.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from assist.errors import BadInput, StoreTrouble
from assist.rows import Received

_LOCK = 0x616D7061726F
_TABLES = (
    "CREATE TABLE IF NOT EXISTS amparo_package (sender text, export_id text, made text NOT NULL, schema text NOT NULL,"
    " PRIMARY KEY (sender, export_id))",
    "CREATE TABLE IF NOT EXISTS amparo_row (sender text, export_id text, reference text, schema text NOT NULL,"
    " made text NOT NULL, cells jsonb, PRIMARY KEY (sender, export_id, reference))",
    "CREATE INDEX IF NOT EXISTS amparo_row_of ON amparo_row (sender, reference)",
    "CREATE TABLE IF NOT EXISTS amparo_retraction (sender text, export_id text, reference text, made text NOT NULL,"
    " PRIMARY KEY (sender, reference, export_id))",
    "CREATE TABLE IF NOT EXISTS amparo_superseded (sender text, export_id text, by_export_id text,"
    " PRIMARY KEY (sender, export_id, by_export_id))",
    "CREATE OR REPLACE VIEW amparo_standing AS SELECT sender, schema, reference, made, export_id, cells"
    " FROM amparo_row WHERE cells IS NOT NULL",
)
_PACKAGE = text(
    "INSERT INTO amparo_package VALUES (:sender, :export_id, :made, :schema) ON CONFLICT DO NOTHING")
_ROW = text(
    "INSERT INTO amparo_row VALUES (:sender, :export_id, :reference, :schema, :made, CAST(:cells AS jsonb))"
    " ON CONFLICT DO NOTHING")
_RETRACTION = text(
    "INSERT INTO amparo_retraction VALUES (:sender, :export_id, :reference, :made) ON CONFLICT DO NOTHING")
_SUPERSEDED = text("INSERT INTO amparo_superseded VALUES (:sender, :gone, :export_id) ON CONFLICT DO NOTHING")
_FALL = (
    "UPDATE amparo_row r SET cells = NULL WHERE cells IS NOT NULL AND EXISTS (SELECT 1 FROM amparo_superseded s"
    " WHERE s.sender = r.sender AND s.export_id = r.export_id AND s.by_export_id <> r.export_id)",
    "UPDATE amparo_row r SET cells = NULL WHERE cells IS NOT NULL AND EXISTS (SELECT 1 FROM amparo_retraction t"
    " WHERE t.sender = r.sender AND t.reference = r.reference"
    " AND (t.made COLLATE \"C\", t.export_id COLLATE \"C\") > (r.made COLLATE \"C\", r.export_id COLLATE \"C\"))",
    "UPDATE amparo_row r SET cells = NULL WHERE cells IS NOT NULL AND EXISTS (SELECT 1 FROM amparo_row n"
    " WHERE n.sender = r.sender AND n.reference = r.reference AND n.schema = r.schema"
    " AND (n.made COLLATE \"C\", n.export_id COLLATE \"C\") > (r.made COLLATE \"C\", r.export_id COLLATE \"C\"))",
)


def load(url: str, packages: Iterable[Received]) -> int:
    """Take packages into a database, all or none of them, one office at a time; returns how many were new.

    Raises BadInput ``receive.url`` and ``receive.no_driver``, StoreTrouble ``receive.database``; what the database
    says of it may quote a row or a password, and is dropped.
    """
    try:
        address = make_url(url).set(drivername="postgresql+psycopg")
        engine = create_engine(address, poolclass=NullPool, hide_parameters=True)
    except (ArgumentError, ValueError):
        raise BadInput("receive.url") from None
    except ImportError:
        raise BadInput("receive.no_driver") from None
    try:
        with engine.begin() as connection:
            return _loaded(connection, packages)
    except SQLAlchemyError:
        raise StoreTrouble("receive.database") from None


def _loaded(connection: Connection, packages: Iterable[Received]) -> int:
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    for statement in _TABLES:
        connection.execute(text(statement))
    new = sum(_put(connection, item) for item in packages)
    if new:
        for statement in _FALL:
            connection.execute(text(statement))
    return new


def _put(connection: Connection, item: Received) -> bool:
    """One package; False for one that is there already, of which nothing is changed."""
    own = {"sender": item.sender, "export_id": item.export_id, "made": item.made, "schema": item.schema}
    if not connection.execute(_PACKAGE, own).rowcount:
        return False
    rows = [{**own, "reference": reference, "cells": msgspec.json.encode(cells).decode()}
            for reference, cells in item.rows.items() if cells is not None]
    for statement, lines in (
        (_ROW, rows),
        (_RETRACTION, [{**own, "reference": each} for each in item.retracts]),
        (_SUPERSEDED, [{**own, "gone": each} for each in item.supersedes]),
    ):
        if lines:
            connection.execute(statement, lines)
    return True
