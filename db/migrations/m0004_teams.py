# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a team of several people needs beyond its rounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_STATES = (
    # Until now one stream wrote here and nothing could be replaced before it came: the old table is empty.
    "DROP TABLE killed",
    "CREATE TABLE killed ( strm INTEGER NOT NULL, n INTEGER NOT NULL, i INTEGER NOT NULL, ent INTEGER NOT NULL,"
    " fld INTEGER NOT NULL, PRIMARY KEY (strm, n, i, ent, fld) ) WITHOUT ROWID",
    "CREATE INDEX killed_ent ON killed (ent)",
    "CREATE TABLE parked ( strm INTEGER NOT NULL, n INTEGER NOT NULL, i INTEGER NOT NULL, cas INTEGER NOT NULL,"
    " hlc INTEGER NOT NULL, kind INTEGER NOT NULL, op BLOB NOT NULL, PRIMARY KEY (strm, n, i) ) WITHOUT ROWID",
)
_DIFFERING = "CREATE TABLE p_differ ( cas INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (cas) ) WITHOUT ROWID"
_DIARY = (
    "CREATE TABLE p_diary ( cas INTEGER NOT NULL, on_date TEXT DEFAULT '' NOT NULL, record BLOB NOT NULL,"
    " at TEXT DEFAULT '' NOT NULL, waits INTEGER DEFAULT 1 NOT NULL, PRIMARY KEY (cas, on_date, record) )"
    " WITHOUT ROWID",
    "CREATE INDEX p_diary_day ON p_diary (on_date)",
)
_TEAM = (
    "CREATE TABLE p_team ( cas INTEGER NOT NULL, kind TEXT DEFAULT '' NOT NULL, ref TEXT DEFAULT '' NOT NULL,"
    " on_date TEXT DEFAULT '' NOT NULL, PRIMARY KEY (cas, kind, ref) ) WITHOUT ROWID",
    "CREATE INDEX p_team_kind ON p_team (kind, on_date)",
)
_FILL = "INSERT INTO meta(k, v) SELECT 'projections_due', x'01' WHERE EXISTS (SELECT 1 FROM cas)"
"""The new lists are empty, and cases are here that belong in them: they are filled when the file is next opened."""
_SLEEPING = "CREATE INDEX p_case_sleeping ON p_case (id) WHERE sleeping = 1"
_ATTACHED = "CREATE INDEX ent_attached ON ent (cas) WHERE etype = 96"
_LISTED = "CREATE INDEX ent_listed ON ent (cas) WHERE etype = 110"
_CASE: tuple[str, ...] = (
    _ATTACHED, _LISTED,
    *_STATES, _DIFFERING, *_DIARY, *_TEAM, _SLEEPING, _FILL,
    "CREATE TABLE closed_section ( strm INTEGER NOT NULL, k INTEGER NOT NULL, part INTEGER NOT NULL,"
    " at INTEGER NOT NULL, key_id BLOB NOT NULL, content BLOB NOT NULL, PRIMARY KEY (strm, k, part, at) )"
    " WITHOUT ROWID",
    "CREATE TABLE hole ( strm INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (strm, n) ) WITHOUT ROWID",
    "CREATE TABLE covered ( cas INTEGER NOT NULL, strm INTEGER NOT NULL, n INTEGER NOT NULL,"
    " PRIMARY KEY (cas, strm, n) ) WITHOUT ROWID",
    "INSERT INTO hole(strm, n) SELECT a.strm, c.n FROM applied a JOIN chg c ON c.strm = a.strm WHERE c.kind = 2",
    "CREATE TABLE snapshot_heard ( via INTEGER NOT NULL, strm INTEGER NOT NULL, k INTEGER NOT NULL,"
    " PRIMARY KEY (via, strm) ) WITHOUT ROWID",
    "CREATE TABLE own_snapshot ( strm INTEGER NOT NULL, k INTEGER NOT NULL, seq INTEGER NOT NULL, n INTEGER NOT NULL,"
    " ms INTEGER NOT NULL, names TEXT DEFAULT '' NOT NULL, cleared TEXT DEFAULT '' NOT NULL, PRIMARY KEY (strm) )"
    " WITHOUT ROWID",
    "CREATE TABLE protected_part ( strm INTEGER NOT NULL, seq INTEGER NOT NULL, part INTEGER NOT NULL,"
    " key_id BLOB NOT NULL, first_n INTEGER NOT NULL, last_n INTEGER NOT NULL, content BLOB NOT NULL,"
    " tried INTEGER DEFAULT 0 NOT NULL, PRIMARY KEY (strm, seq, part) ) WITHOUT ROWID",
    "CREATE TABLE closed_grant ( strm INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL,"
    " content BLOB NOT NULL, tried INTEGER DEFAULT 0 NOT NULL, PRIMARY KEY (strm, seq, at) ) WITHOUT ROWID",
    "CREATE TABLE purge_order ( mark BLOB NOT NULL, level INTEGER NOT NULL, strm INTEGER NOT NULL,"
    " n INTEGER NOT NULL, upto INTEGER NOT NULL, comp BLOB NOT NULL, epoch INTEGER NOT NULL, hlc INTEGER NOT NULL,"
    " approval BLOB NOT NULL, key_mark BLOB NOT NULL, after BLOB NOT NULL,"
    " PRIMARY KEY (mark, strm, n) ) WITHOUT ROWID",
    "CREATE TABLE purge_done ( mark BLOB NOT NULL, level INTEGER NOT NULL, strm INTEGER NOT NULL,"
    " ms INTEGER NOT NULL, PRIMARY KEY (mark, level, strm) ) WITHOUT ROWID",
    "CREATE TABLE erase_order ( ref BLOB NOT NULL, mark BLOB NOT NULL, strm INTEGER NOT NULL, n INTEGER NOT NULL,"
    " value BLOB NOT NULL, ms INTEGER NOT NULL, PRIMARY KEY (ref, strm, n) ) WITHOUT ROWID",
    "CREATE TABLE erase_state ( ref BLOB NOT NULL, mark BLOB NOT NULL, state INTEGER NOT NULL, ms INTEGER NOT NULL,"
    " counts BLOB NOT NULL, own_n INTEGER NOT NULL, own_protected_n INTEGER DEFAULT 0 NOT NULL, PRIMARY KEY (ref) )"
    " WITHOUT ROWID",
    "CREATE TABLE erase_done ( ref BLOB NOT NULL, stage INTEGER NOT NULL, strm INTEGER NOT NULL, ms INTEGER NOT NULL,"
    " PRIMARY KEY (ref, stage, strm) ) WITHOUT ROWID",
    "CREATE TABLE erase_part ( strm INTEGER NOT NULL, seq INTEGER NOT NULL, key_id BLOB NOT NULL,"
    " PRIMARY KEY (strm, seq, key_id) ) WITHOUT ROWID",
    "CREATE TABLE differ_due ( cas INTEGER NOT NULL, PRIMARY KEY (cas) ) WITHOUT ROWID",
    "CREATE TABLE unsent_entry ( n INTEGER NOT NULL, PRIMARY KEY (n) ) WITHOUT ROWID",
    "CREATE TABLE word ( strm INTEGER NOT NULL, wall_ms INTEGER NOT NULL, got_ms INTEGER NOT NULL,"
    " PRIMARY KEY (strm) ) WITHOUT ROWID",
    "CREATE TABLE in_place ( name TEXT NOT NULL, PRIMARY KEY (name) ) WITHOUT ROWID",
    # What people say of the house: nothing here names a case, a worker or an hour.
    "CREATE TABLE feedback_waiting ( id BLOB NOT NULL, sheet BLOB NOT NULL, PRIMARY KEY (id) ) WITHOUT ROWID",
    "CREATE TABLE feedback ( batch BLOB NOT NULL, question TEXT DEFAULT '' NOT NULL, place INTEGER NOT NULL,"
    " quarter TEXT DEFAULT '' NOT NULL, answer TEXT DEFAULT '' NOT NULL, PRIMARY KEY (batch, question, place) )"
    " WITHOUT ROWID",
    "CREATE TABLE feedback_line ( id BLOB NOT NULL, quarter TEXT DEFAULT '' NOT NULL, words TEXT DEFAULT '' NOT NULL,"
    " is_read INTEGER DEFAULT 0 NOT NULL, PRIMARY KEY (id) ) WITHOUT ROWID",
)
_VAULT: tuple[str, ...] = (
    _ATTACHED, _LISTED,
    *_STATES, _DIFFERING, *_DIARY, *_TEAM, _SLEEPING, _FILL,
    "CREATE TABLE comp_key ( cas INTEGER NOT NULL, comp BLOB NOT NULL, epoch INTEGER NOT NULL, key BLOB NOT NULL,"
    " may_write INTEGER NOT NULL, fresh INTEGER DEFAULT 1 NOT NULL, PRIMARY KEY (cas, comp, epoch, key) )"
    " WITHOUT ROWID",
    "INSERT INTO comp_key(cas, comp, epoch, key, may_write, fresh)"
    " SELECT id, comp, epoch, key, 1, 0 FROM cas WHERE comp IS NOT NULL",
    "CREATE TABLE reader ( comp BLOB NOT NULL, epoch INTEGER NOT NULL, key BLOB NOT NULL, who BLOB NOT NULL,"
    " PRIMARY KEY (comp, epoch, key, who) ) WITHOUT ROWID",
    "CREATE TABLE gone_case ( cid BLOB NOT NULL, ms INTEGER NOT NULL, PRIMARY KEY (cid) ) WITHOUT ROWID",
    "CREATE TABLE former_key ( cas INTEGER NOT NULL, epoch INTEGER NOT NULL, key BLOB NOT NULL,"
    " PRIMARY KEY (cas, epoch) ) WITHOUT ROWID",
    "CREATE TABLE glass_share ( comp BLOB NOT NULL, epoch INTEGER NOT NULL, share BLOB NOT NULL, tag BLOB NOT NULL,"
    " notices BLOB NOT NULL, masked BLOB NOT NULL, PRIMARY KEY (comp, epoch, share) ) WITHOUT ROWID",
    "CREATE TABLE glass_given ( comp BLOB NOT NULL, epoch INTEGER NOT NULL, who BLOB NOT NULL,"
    " PRIMARY KEY (comp, epoch, who) ) WITHOUT ROWID",
    "CREATE TABLE glass_cut ( comp BLOB NOT NULL, epoch INTEGER NOT NULL, value BLOB NOT NULL,"
    " PRIMARY KEY (comp, epoch, value) ) WITHOUT ROWID",
    "CREATE TABLE glass_open ( room BLOB NOT NULL, cid BLOB NOT NULL, other BLOB NOT NULL, opened_ms INTEGER NOT NULL,"
    " until_ms INTEGER NOT NULL, is_over INTEGER NOT NULL, PRIMARY KEY (room) ) WITHOUT ROWID",
)


def upgrade_case(execute: Callable[[str], Any]) -> None:
    """For ``case.db``."""
    for statement in _CASE:
        execute(statement)


def upgrade_vault(execute: Callable[[str], Any]) -> None:
    """For ``vault.db``."""
    for statement in _VAULT:
        execute(statement)
