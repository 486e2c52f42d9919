# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first schema; written out once and never touched again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

SHARED = (
    "CREATE TABLE cas ( id INTEGER NOT NULL, cid BLOB NOT NULL, epoch INTEGER DEFAULT '1' NOT NULL, \"key\" BLOB, "
    "comp BLOB, PRIMARY KEY (id), UNIQUE (cid) )",
    "CREATE TABLE cursor_ ( strm INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (strm) ) WITHOUT ROWID",
    "CREATE TABLE ent ( id INTEGER NOT NULL, eid BLOB NOT NULL, cas INTEGER NOT NULL, etype INTEGER NOT NULL, "
    "PRIMARY KEY (id), UNIQUE (eid) )",
    "CREATE INDEX ent_cas ON ent (cas)",
    "CREATE TABLE fld ( id INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (id), UNIQUE (name) )",
    "CREATE TABLE killed ( strm INTEGER NOT NULL, n INTEGER NOT NULL, i INTEGER NOT NULL, PRIMARY KEY (strm, n, "
    "i) ) WITHOUT ROWID",
    "CREATE TABLE meta ( k TEXT NOT NULL, v BLOB NOT NULL, PRIMARY KEY (k) ) WITHOUT ROWID",
    "CREATE TABLE p_case ( id INTEGER NOT NULL, code TEXT DEFAULT '' NOT NULL, name TEXT DEFAULT '' NOT NULL, "
    "name_fold TEXT DEFAULT '' NOT NULL, stage TEXT DEFAULT '' NOT NULL, stage_no INTEGER DEFAULT '0' NOT NULL, "
    "worker BLOB, level INTEGER DEFAULT '0' NOT NULL, band TEXT DEFAULT '' NOT NULL, band_no INTEGER DEFAULT '0' "
    "NOT NULL, language TEXT DEFAULT '' NOT NULL, opened_on TEXT DEFAULT '' NOT NULL, closed_on TEXT DEFAULT '' "
    "NOT NULL, last_contact TEXT DEFAULT '' NOT NULL, next_due TEXT DEFAULT '' NOT NULL, next_duty TEXT DEFAULT "
    "'' NOT NULL, hold INTEGER DEFAULT '0' NOT NULL, sleeping INTEGER DEFAULT '0' NOT NULL, is_open INTEGER "
    "DEFAULT '1' NOT NULL, without_file INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id) )",
    "CREATE INDEX p_case_code ON p_case (code, id)",
    "CREATE INDEX p_case_last_contact ON p_case (last_contact, id)",
    "CREATE INDEX p_case_name_fold ON p_case (name_fold, id)",
    "CREATE INDEX p_case_next_due ON p_case (next_due, id)",
    "CREATE INDEX p_case_opened_on ON p_case (opened_on, id)",
    "CREATE INDEX p_case_stage_no ON p_case (stage_no, id)",
    "CREATE TABLE p_duty ( id INTEGER NOT NULL, cas INTEGER NOT NULL, rule TEXT DEFAULT '' NOT NULL, due TEXT "
    "DEFAULT '' NOT NULL, record BLOB, PRIMARY KEY (id) )",
    "CREATE INDEX p_duty_cas ON p_duty (cas)",
    "CREATE INDEX p_duty_due ON p_duty (due)",
    "CREATE TABLE p_record ( id INTEGER NOT NULL, cas INTEGER NOT NULL, form TEXT DEFAULT '' NOT NULL, version "
    "INTEGER NOT NULL, on_date TEXT DEFAULT '' NOT NULL, by_user BLOB, answered INTEGER DEFAULT '0' NOT NULL, "
    "PRIMARY KEY (id) )",
    "CREATE INDEX p_record_cas ON p_record (cas)",
    "CREATE TABLE p_text ( id INTEGER NOT NULL, cas INTEGER NOT NULL, ent INTEGER NOT NULL, form TEXT DEFAULT '' "
    "NOT NULL, level INTEGER NOT NULL, author BLOB, on_date TEXT DEFAULT '' NOT NULL, body TEXT DEFAULT '' NOT "
    "NULL, PRIMARY KEY (id) )",
    "CREATE INDEX p_text_cas ON p_text (cas)",
    "CREATE TABLE reg ( ent INTEGER NOT NULL, fld INTEGER NOT NULL, strm INTEGER NOT NULL, n INTEGER NOT NULL, i "
    "INTEGER NOT NULL, hlc INTEGER NOT NULL, val BLOB NOT NULL, PRIMARY KEY (ent, fld, strm, n, i) ) WITHOUT "
    "ROWID",
    "CREATE TABLE strm ( id INTEGER NOT NULL, sid BLOB NOT NULL, PRIMARY KEY (id), UNIQUE (sid) )",
    "CREATE VIRTUAL TABLE note_fts USING fts5(body, content='p_text', content_rowid='id', tokenize='unicode61 "
    "remove_diacritics 2')",
    "INSERT INTO note_fts(note_fts, rank) VALUES('secure-delete', 1)",
    "CREATE TRIGGER p_text_added AFTER INSERT ON p_text BEGIN INSERT INTO note_fts(rowid, body) VALUES (new.id, "
    "new.body); END",
    "CREATE TRIGGER p_text_gone AFTER DELETE ON p_text BEGIN INSERT INTO note_fts(note_fts, rowid, body) "
    "VALUES('delete', old.id, old.body); END",
)

CASE_ONLY = (
    "CREATE TABLE audit ( n INTEGER NOT NULL, body BLOB NOT NULL, h BLOB NOT NULL, PRIMARY KEY (n) )",
    "CREATE TABLE batch ( id BLOB NOT NULL, ms INTEGER NOT NULL, undone INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY"
    " (id) )",
    "CREATE TABLE chg ( id INTEGER NOT NULL, strm INTEGER NOT NULL, n INTEGER NOT NULL, cas INTEGER, tag BLOB, "
    "hlc INTEGER NOT NULL, grp BLOB NOT NULL, kind INTEGER NOT NULL, body BLOB NOT NULL, sig BLOB NOT NULL, hash "
    "BLOB NOT NULL, wall_ms INTEGER NOT NULL, batch BLOB, PRIMARY KEY (id), UNIQUE (strm, n) )",
    "CREATE INDEX chg_batch ON chg (batch)",
    "CREATE INDEX chg_cas ON chg (cas)",
    "CREATE TABLE draft ( id TEXT NOT NULL, cas INTEGER, form TEXT DEFAULT '' NOT NULL, sealed INTEGER DEFAULT "
    "'0' NOT NULL, body BLOB NOT NULL, ms INTEGER NOT NULL, PRIMARY KEY (id) )",
    "CREATE TABLE job ( id BLOB NOT NULL, kind TEXT DEFAULT '' NOT NULL, body BLOB NOT NULL, PRIMARY KEY (id) )",
    "CREATE TABLE outbox ( seq INTEGER NOT NULL, name TEXT DEFAULT '' NOT NULL, blob BLOB NOT NULL, in_relay "
    "INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (seq) )",
    "CREATE TABLE roster ( n INTEGER NOT NULL, body BLOB NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (n) ) WITHOUT "
    "ROWID",
    "CREATE TABLE seen_row ( fp BLOB NOT NULL, batch BLOB NOT NULL, PRIMARY KEY (fp) ) WITHOUT ROWID",
    "CREATE TABLE team_key ( team BLOB NOT NULL, epoch INTEGER NOT NULL, \"key\" BLOB NOT NULL, PRIMARY KEY (team, "
    "epoch) ) WITHOUT ROWID",
)


def upgrade_case(execute: Callable[[str], Any]) -> None:
    """Tables of ``case.db``."""
    for statement in SHARED + CASE_ONLY:
        execute(statement)


def upgrade_vault(execute: Callable[[str], Any]) -> None:
    """Tables of ``vault.db``."""
    for statement in SHARED:
        execute(statement)
