# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of ``case.db`` and ``vault.db`` as they are now.

Registers are the truth; tables whose name starts with ``p_`` are projections made from
them, narrow so that lists and searches stay fast (performance.md 2), and rebuildable.
The migrations make these tables; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import BLOB, Column, Index, Integer, MetaData, PrimaryKeyConstraint, Table, Text, UniqueConstraint

SCHEMA_VERSION = 1


def _flat(name: str, metadata: MetaData, *columns: Column[object] | PrimaryKeyConstraint) -> Table:
    return Table(name, metadata, *columns, sqlite_with_rowid=False)


def _int(name: str, *, null: bool = False, default: str | None = None) -> Column[object]:
    return Column(name, Integer, nullable=null, server_default=default)


def _text(name: str, *, null: bool = False) -> Column[object]:
    return Column(name, Text, nullable=null, server_default=None if null else "")


def _blob(name: str, *, null: bool = False) -> Column[object]:
    return Column(name, BLOB, nullable=null)


def _key(name: str) -> Column[object]:
    return Column(name, Integer, primary_key=True)


def _shared(metadata: MetaData) -> None:
    """What both databases hold: registers, and what is read from them."""
    Table("meta", metadata, Column("k", Text, primary_key=True), _blob("v"), sqlite_with_rowid=False)
    Table("strm", metadata, _key("id"), _blob("sid"), UniqueConstraint("sid"))
    Table("fld", metadata, _key("id"), Column("name", Text, nullable=False), UniqueConstraint("name"))
    Table(
        "cas", metadata, _key("id"), _blob("cid"), _int("epoch", default="1"), _blob("key", null=True),
        _blob("comp", null=True), UniqueConstraint("cid"), _int("key_sent", default="0"),
    )
    Table("ent", metadata, _key("id"), _blob("eid"), _int("cas"), _int("etype"), UniqueConstraint("eid"))
    Index("ent_cas", metadata.tables["ent"].c.cas)
    Index("ent_listed", metadata.tables["ent"].c.cas, sqlite_where=metadata.tables["ent"].c.etype == 110)
    Index("ent_attached", metadata.tables["ent"].c.cas, sqlite_where=metadata.tables["ent"].c.etype == 96)
    _flat(
        "reg", metadata, _int("ent"), _int("fld"), _int("strm"), _int("n"), _int("i"), _int("hlc"), _blob("val"),
        PrimaryKeyConstraint("ent", "fld", "strm", "n", "i"),
    )
    killed = _flat("killed", metadata, _int("strm"), _int("n"), _int("i"), _int("ent"), _int("fld"),
                   PrimaryKeyConstraint("strm", "n", "i", "ent", "fld"))
    Index("killed_ent", killed.c.ent)
    _flat("parked", metadata, _int("strm"), _int("n"), _int("i"), _int("cas"), _int("hlc"), _int("kind"), _blob("op"),
          PrimaryKeyConstraint("strm", "n", "i"))
    _flat("cursor_", metadata, _int("cas"), _int("strm"), _int("n"), PrimaryKeyConstraint("cas", "strm"))
    _projections(metadata)


def _projections(metadata: MetaData) -> None:
    case = Table(
        "p_case", metadata, _key("id"), _text("code"), _text("name"), _text("name_fold"), _text("stage"),
        _int("stage_no", default="0"), _blob("worker", null=True), _int("level", default="0"),
        _text("band"), _int("band_no", default="0"), _text("language"), _text("opened_on"), _text("closed_on"),
        _text("last_contact"), _text("next_due"), _text("next_duty"), _int("hold", default="0"),
        _int("sleeping", default="0"), _int("is_open", default="1"), _int("without_file", default="0"),
    )
    for column in ("code", "name_fold", "stage_no", "next_due", "opened_on", "last_contact"):
        Index(f"p_case_{column}", case.c[column], case.c.id)
    Index("p_case_open", case.c.is_open, case.c.next_due, case.c.id)
    Index("p_case_sleeping", case.c.id, sqlite_where=case.c.sleeping == 1)
    duty = Table("p_duty", metadata, _key("id"), _int("cas"), _text("rule"), _text("due"), _blob("record", null=True))
    Index("p_duty_due", duty.c.due)
    Index("p_duty_cas", duty.c.cas)
    record = Table(
        "p_record", metadata, _key("id"), _int("cas"), _text("form"), _int("version"), _text("on_date"),
        _blob("by_user", null=True), _int("answered", default="0"),
    )
    Index("p_record_cas", record.c.cas)
    text = Table(
        "p_text", metadata, _key("id"), _int("cas"), _int("ent"), _text("form"), _int("level"),
        _blob("author", null=True), _text("on_date"), _text("body"),
    )
    Index("p_text_cas", text.c.cas)
    diary = _flat("p_diary", metadata, _int("cas"), _text("on_date"), _blob("record"), _text("at"),
                  _int("waits", default="1"), PrimaryKeyConstraint("cas", "on_date", "record"))
    Index("p_diary_day", diary.c.on_date)
    team = _flat("p_team", metadata, _int("cas"), _text("kind"), _text("ref"), _text("on_date"),
                 PrimaryKeyConstraint("cas", "kind", "ref"))
    Index("p_team_kind", team.c.kind, team.c.on_date)
    _flat("p_differ", metadata, _int("cas"), _int("n"), PrimaryKeyConstraint("cas"))


def _case_only(metadata: MetaData) -> None:
    change = Table(
        "chg", metadata, _key("id"), _int("strm"), _int("n"), _int("cas", null=True), _blob("tag", null=True),
        _int("hlc"), _blob("grp"), _int("kind"), _blob("body"), _blob("sig"), _blob("hash"), _int("wall_ms"),
        _blob("batch", null=True), UniqueConstraint("strm", "n"),
    )
    Index("chg_cas", change.c.cas)
    Index("chg_batch", change.c.batch, sqlite_where=change.c.batch.is_not(None))
    Index("chg_sealed", change.c.id, sqlite_where=change.c.kind == 1)
    _flat("roster", metadata, _int("n"), _blob("body"), _blob("hash"), PrimaryKeyConstraint("n"))
    _flat(
        "team_key", metadata, _blob("team"), _int("epoch"), _blob("key"), PrimaryKeyConstraint("team", "epoch"),
    )
    Table("audit", metadata, Column("n", Integer, primary_key=True), _blob("body"), _blob("h"))
    Table(
        "draft", metadata, Column("id", Text, primary_key=True), _int("cas", null=True), _text("form"),
        _int("sealed", default="0"), _blob("body"), _int("ms"),
    )
    Table("batch", metadata, Column("id", BLOB, primary_key=True), _int("ms"), _int("undone", default="0"))
    _flat("seen_row", metadata, _blob("fp"), _blob("batch"), PrimaryKeyConstraint("fp"))
    Table("job", metadata, Column("id", BLOB, primary_key=True), _text("kind"), _blob("body"))
    for name in ("sent", "applied"):
        _flat(name, metadata, _int("strm"), _int("seq"), _blob("head"), _int("n"), _int("ms"),
              PrimaryKeyConstraint("strm"))
    _flat("heard", metadata, _int("via"), _int("strm"), _int("seq"), _blob("head"), PrimaryKeyConstraint("via", "strm"))
    _flat("closed_part", metadata, _int("strm"), _int("seq"), _int("part"), _blob("key_id"), _blob("content"),
          PrimaryKeyConstraint("strm", "seq", "part"))
    _flat("withheld", metadata, _int("strm"), _int("n"), _int("cas"), PrimaryKeyConstraint("strm", "n"))
    _flat("problem", metadata, Column("kind", Text, nullable=False), _int("strm"), _int("seq"), _int("ms"),
          PrimaryKeyConstraint("kind", "strm", "seq"))
    _flat("word", metadata, _int("strm"), _int("wall_ms"), _int("got_ms"), PrimaryKeyConstraint("strm"))
    _flat("in_place", metadata, Column("name", Text, nullable=False), PrimaryKeyConstraint("name"))
    _flat("closed_section", metadata, _int("strm"), _int("k"), _int("part"), _int("at"), _blob("key_id"),
          _blob("content"), PrimaryKeyConstraint("strm", "k", "part", "at"))
    _flat("hole", metadata, _int("strm"), _int("n"), PrimaryKeyConstraint("strm", "n"))
    _flat("covered", metadata, _int("cas"), _int("strm"), _int("n"), PrimaryKeyConstraint("cas", "strm", "n"))
    _flat("snapshot_heard", metadata, _int("via"), _int("strm"), _int("k"), PrimaryKeyConstraint("via", "strm"))
    _flat("own_snapshot", metadata, _int("strm"), _int("k"), _int("seq"), _int("n"), _int("ms"), _text("names"),
          _text("cleared"), PrimaryKeyConstraint("strm"))
    _flat("protected_part", metadata, _int("strm"), _int("seq"), _int("part"), _blob("key_id"), _int("first_n"),
          _int("last_n"), _blob("content"), _int("tried", default="0"), PrimaryKeyConstraint("strm", "seq", "part"))
    _flat("closed_grant", metadata, _int("strm"), _int("seq"), _int("at"), _blob("content"),
          _int("tried", default="0"), PrimaryKeyConstraint("strm", "seq", "at"))
    _flat("purge_order", metadata, _blob("mark"), _int("level"), _int("strm"), _int("n"), _int("upto"), _blob("comp"),
          _int("epoch"), _int("hlc"), _blob("approval"), _blob("key_mark"), _blob("after"),
          PrimaryKeyConstraint("mark", "strm", "n"))
    _flat("purge_done", metadata, _blob("mark"), _int("level"), _int("strm"), _int("ms"),
          PrimaryKeyConstraint("mark", "level", "strm"))
    _flat("erase_order", metadata, _blob("ref"), _blob("mark"), _int("strm"), _int("n"), _blob("value"), _int("ms"),
          PrimaryKeyConstraint("ref", "strm", "n"))
    _flat("erase_state", metadata, _blob("ref"), _blob("mark"), _int("state"), _int("ms"), _blob("counts"),
          _int("own_n"), _int("own_protected_n", default="0"), PrimaryKeyConstraint("ref"))
    _flat("erase_done", metadata, _blob("ref"), _int("stage"), _int("strm"), _int("ms"),
          PrimaryKeyConstraint("ref", "stage", "strm"))
    _flat("erase_part", metadata, _int("strm"), _int("seq"), _blob("key_id"),
          PrimaryKeyConstraint("strm", "seq", "key_id"))
    _flat("differ_due", metadata, _int("cas"), PrimaryKeyConstraint("cas"))
    _flat("unsent_entry", metadata, _int("n"), PrimaryKeyConstraint("n"))
    _flat("feedback_waiting", metadata, _blob("id"), _blob("sheet"), PrimaryKeyConstraint("id"))
    _flat("feedback", metadata, _blob("batch"), _text("question"), _int("place"), _text("quarter"), _text("answer"),
          PrimaryKeyConstraint("batch", "question", "place"))
    _flat("feedback_line", metadata, _blob("id"), _text("quarter"), _text("words"), _int("is_read", default="0"),
          PrimaryKeyConstraint("id"))
    Table("outbox", metadata, _key("seq"), _text("name"), _blob("blob"), _int("in_relay", default="0"))


case_tables = MetaData()
"""Tables of ``case.db``."""
_shared(case_tables)
_case_only(case_tables)

vault_tables = MetaData()
"""Tables of ``vault.db``: a projection of the sealed rows of the log."""
_shared(vault_tables)
_flat("comp_key", vault_tables, _int("cas"), _blob("comp"), _int("epoch"), _blob("key"), _int("may_write"),
      _int("fresh", default="1"), PrimaryKeyConstraint("cas", "comp", "epoch", "key"))
_flat("reader", vault_tables, _blob("comp"), _int("epoch"), _blob("key"), _blob("who"),
      PrimaryKeyConstraint("comp", "epoch", "key", "who"))
_flat("gone_case", vault_tables, _blob("cid"), _int("ms"), PrimaryKeyConstraint("cid"))
_flat("former_key", vault_tables, _int("cas"), _int("epoch"), _blob("key"), PrimaryKeyConstraint("cas", "epoch"))
_flat("glass_share", vault_tables, _blob("comp"), _int("epoch"), _blob("share"), _blob("tag"), _blob("notices"),
      _blob("masked"), PrimaryKeyConstraint("comp", "epoch", "share"))
_flat("glass_given", vault_tables, _blob("comp"), _int("epoch"), _blob("who"),
      PrimaryKeyConstraint("comp", "epoch", "who"))
_flat("glass_cut", vault_tables, _blob("comp"), _int("epoch"), _blob("value"),
      PrimaryKeyConstraint("comp", "epoch", "value"))
_flat("glass_open", vault_tables, _blob("room"), _blob("cid"), _blob("other"), _int("opened_ms"), _int("until_ms"),
      _int("is_over"), PrimaryKeyConstraint("room"))

FTS = (
    "CREATE VIRTUAL TABLE note_fts USING fts5(body, content='p_text', content_rowid='id',"
    " tokenize='unicode61 remove_diacritics 2')",
    "INSERT INTO note_fts(note_fts, rank) VALUES('secure-delete', 1)",
    "CREATE TRIGGER p_text_added AFTER INSERT ON p_text BEGIN"
    " INSERT INTO note_fts(rowid, body) VALUES (new.id, new.body); END",
    "CREATE TRIGGER p_text_gone AFTER DELETE ON p_text BEGIN"
    " INSERT INTO note_fts(note_fts, rowid, body) VALUES('delete', old.id, old.body); END",
)
"""The search index: external content with secure-delete, so that deleted words leave (ruling 69)."""
