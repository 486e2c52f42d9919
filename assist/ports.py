# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the application asks of whoever keeps its data."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from assist.changesets import Changeset, FieldKey
from assist.diarybook import Diary
from assist.feedbackbook import HoldsFeedback
from assist.rekeying import Rekeying
from assist.roundbook import RoundBook
from assist.rows import CaseProjection, KeptDraft, LogRow, RegRow, ShelfFile, TextHit
from assist.settlebook import Differing
from assist.teambook import TeamLists
from assist.undobook import TakesBack
from assist.views import CaseKey, CaseQuery, CaseRow


class Projector(Protocol):
    """The one function that makes projections; pure."""

    def __call__(self, case: bytes, rows: Sequence[RegRow], only: Collection[bytes] | None = None) -> CaseProjection:
        """Read the registers of one case; of its sheets all, or those that a change of these entities moves."""
        ...


class Reader(Diary, Differing, TeamLists, Protocol):
    """Read-only questions; every list is sorted and cut in the database."""

    def case_keys(self, query: CaseQuery) -> list[CaseKey]:
        """Row ids of the list in order; both databases merged when the vault is open."""
        ...

    def case_list(self, keys: Sequence[CaseKey]) -> list[CaseRow]:
        """The rows of a page of keys, in that order."""
        ...

    def cases_named(self, cases: Sequence[bytes]) -> list[CaseRow]:
        """The rows of these cases as far as they are here, in no order."""
        ...

    def find_cases(self, code: str, name_fold: str) -> list[CaseRow]:
        """Whole code or whole folded name."""
        ...

    def find_text(self, words: str, author: bytes | None, level: int) -> list[TextHit]:
        """Notes holding all words; ``author`` narrows to own notes."""
        ...

    def numbers(self) -> dict[str, int]:
        """Counts for status and My day."""
        ...

    def rows_of(self, case: bytes) -> list[RegRow]:
        """All live values of a case, the vault's included while it is open."""
        ...

    def audit_of(self, case: bytes, limit: int) -> list[tuple[int, bytes]]:
        """Readable audit lines that name a case, newest first; sealed lines name none."""
        ...

    def audit_marked(self, head: bytes) -> list[tuple[int, bytes]]:
        """Every audit line that begins with these bytes, newest first: those of one kind."""
        ...

    def meta(self, key: str) -> bytes | None:
        """A small value of this profile."""
        ...


class UnitOfWork(Reader, HoldsFeedback, TakesBack, Protocol):
    """One transaction. Leaving without ``commit`` undoes everything."""

    vault_open: bool

    @property
    def rounds(self) -> RoundBook:
        """What sending to colleagues and reading from them needs."""
        ...

    def put_meta(self, key: str, value: bytes) -> None:
        """Keep a small value."""
        ...

    def vault_meta(self, key: str) -> bytes | None:
        """A small value of the vault; None while it is shut."""
        ...

    def put_vault_meta(self, key: str, value: bytes) -> None:
        """Keep a small value in the vault."""
        ...

    def top(self, stream: bytes) -> int:
        """The last n of a stream applied here."""
        ...

    def apply(self, changeset: Changeset, row: LogRow) -> None:
        """Ordinary change: log it and merge it into the registers."""
        ...

    def keep_sealed(self, row: LogRow) -> None:
        """Protected change: log the opaque row; the vault reads it after the commit or when opened."""
        ...

    def ordinary_rows(self, case: bytes) -> list[RegRow]:
        """Live values in ``case.db`` alone."""
        ...

    def case_key(self, case: bytes) -> tuple[int, bytes] | None:
        """Epoch and key of an ordinary case."""
        ...

    def put_case_key(self, case: bytes, epoch: int, key: bytes) -> None:
        """Keep the key of an ordinary case."""
        ...

    def compartment(self, case: bytes) -> tuple[bytes, int, bytes] | None:
        """Protected compartment id, epoch and key; None while shut or when there is none."""
        ...

    def without_compartment(self) -> list[bytes]:
        """Cases in the open vault whose compartment has no key yet: they were written to with it shut."""
        ...

    def drops(self) -> list[bytes]:
        """Threats told about somebody whose case could not be seen; none while the vault is shut."""
        ...

    def add_audit(self, body: bytes) -> int:
        """Append a line to the chain and return its number."""
        ...

    def audit_tail(self, limit: int) -> list[tuple[int, bytes]]:
        """The newest lines, newest first."""
        ...

    def log_rows(self, stream: bytes, after: int, limit: int) -> list[LogRow]:
        """Rows of the log in order."""
        ...

    def forget_ordinary(self, case: bytes, keep: frozenset[tuple[bytes, FieldKey]]) -> None:
        """Take a case's values out of ``case.db``, except the registers named."""
        ...

    def forget_protected(self, case: bytes) -> None:
        """Take a case out of the vault."""
        ...

    def log_of_case(self, case: bytes) -> list[LogRow]:
        """Readable rows of the log that belong to a case."""
        ...

    def log_of_tag(self, tag: bytes) -> list[LogRow]:
        """Sealed rows of the log that carry this mark."""
        ...

    def log_of_batch(self, batch: bytes) -> list[LogRow]:
        """Rows one import wrote."""
        ...

    def tags_outside(self, batch: bytes) -> frozenset[bytes]:
        """Marks of sealed rows that one import did not write."""
        ...

    def replace_log(self, row: LogRow) -> None:
        """Another body for a row: emptied, or moved behind a seal."""
        ...

    def keep_draft(self, draft: KeptDraft) -> None:
        """Keep a form left half-way."""
        ...

    def drafts(self) -> list[KeptDraft]:
        """Forms left half-way, newest first."""
        ...

    def drop_draft(self, ref: str) -> None:
        """Forget one."""
        ...

    def seen_rows(self) -> frozenset[bytes]:
        """Fingerprints of rows imported before."""
        ...

    def put_seen(self, batch: bytes, fingerprints: Sequence[bytes], ms: int) -> None:
        """Remember a batch and its rows."""
        ...

    def forget_batch(self, batch: bytes, keep: Sequence[bytes] = ()) -> None:
        """A batch was undone; the fingerprints of rows that stay are kept."""
        ...

    def batches(self) -> list[tuple[bytes, int, bool]]:
        """Imports, newest first."""
        ...

    def put_job(self, ref: bytes, kind: str, body: bytes) -> None:
        """Record long work."""
        ...

    def jobs(self) -> list[tuple[bytes, str, bytes]]:
        """Work left unfinished."""
        ...

    def end_job(self, ref: bytes) -> None:
        """That work is done."""
        ...

    def put_roster(self, n: int, body: bytes, digest: bytes) -> None:
        """Keep a roster entry."""
        ...

    def roster(self) -> list[bytes]:
        """All roster entries."""
        ...

    def put_team_key(self, team: bytes, epoch: int, key: bytes) -> None:
        """Keep a team key; the first one ever kept says which team is this profile's own (``roundbook.OWN_TEAM``)."""
        ...

    def team_key(self) -> tuple[bytes, int, bytes]:
        """The newest key of this profile's own team."""
        ...

    def all_cases(self) -> list[bytes]:
        """Every case that is here."""
        ...

    def commit(self, each: Callable[[], object] = ...) -> None:
        """Make it so: one commit of ``case.db``, then the vault catches up. ``each`` is called before, once for every
        case whose lists are made again; when it raises, nothing was written."""
        ...


class VaultKeys(Protocol):
    """What opens sealed rows; lives as long as the vault is open."""

    user: bytes
    """Whose vault it is."""

    def open_row(self, row: LogRow) -> Changeset:
        """The changeset inside a sealed row; raises DamagedFile."""
        ...

    def open_grant(self, value: bytes) -> tuple[bytes, int, bytes] | None:
        """Compartment, epoch and key of a grant meant for this profile."""
        ...

    def know_tag_key(self, key: bytes) -> None:
        """The key of the marks lies in the vault itself; it is handed over before anything is read."""
        ...

    def tag(self, case: bytes) -> bytes:
        """The mark by which a purge finds sealed rows of a case."""
        ...


class Databases(Rekeying, Protocol):
    """Makes, opens and copies the two encrypted databases of a profile."""

    def make_ready(self) -> None:
        """Read what opening takes; may be called in any thread, and need not be called at all."""
        ...

    def create(self, folder: Path, key: bytes, vault_key: bytes) -> None:
        """Two empty databases with today's tables."""
        ...

    def open(self, folder: Path, key: bytes) -> Keeper:
        """Open ``case.db``; an older one is brought up to date after a backup, a newer one is refused."""
        ...

    def check_backup(self, file: Path, key: bytes | None = None, vault_key: bytes | None = None) -> dict[str, int]:
        """Rows per table of a backup whose every hash, and with keys every page, holds; raises BadInput."""
        ...

    def unpack(self, file: Path, folder: Path, profile: str) -> None:
        """A backup as a new workspace folder, whole or not at all."""
        ...

    def backups(self, folder: Path) -> list[ShelfFile]:
        """The backups in a folder, newest first, torn and foreign ones last."""
        ...

    def prune(self, folder: Path) -> int:
        """Delete backups past keeping (7 daily, 4 weekly); returns how many went."""
        ...

    def delete_others(self, folder: Path, keep: Path) -> int:
        """Delete every backup but one: after a purge older files still hold what was purged."""
        ...

    def damage(self, file: Path, key: bytes) -> list[str]:
        """What is wrong in a database nobody has open, page by page."""
        ...

    def schema(self) -> int:
        """The number of the newest schema this release knows."""
        ...


class Keeper(Protocol):
    """An open profile: two databases, one writer, readers beside it."""

    folder: Path

    @property
    def vault_open(self) -> bool:
        """True while the protected database can be read."""
        ...

    def writing(self) -> AbstractContextManager[UnitOfWork]:
        """The one writer."""
        ...

    def reading(self) -> AbstractContextManager[Reader]:
        """A reader beside the writer."""
        ...

    def open_vault(self, key: bytes, keys: VaultKeys) -> None:
        """Open ``vault.db`` and let it catch up with the log."""
        ...

    def shut_vault(self) -> None:
        """Close it and forget what opened it."""
        ...

    def make_backup(self, out: Path | None = None) -> Path:
        """A verified backup file."""
        ...

    def rebuild(self) -> None:
        """Make all projections again from the registers."""
        ...

    def settle(self) -> None:
        """Empty the write-ahead files, so that deleted words leave them too."""
        ...

    def integrity(self) -> dict[str, list[str]]:
        """Page by page: what is wrong in each open database; empty lists when nothing is."""
        ...

    def log_break(self) -> str:
        """The first log row whose stored body does not fit its hash; empty when all do."""
        ...

    def projection_drift(self) -> list[str]:
        """Projection tables that differ from what the registers say; empty when none does."""
        ...

    def audit_head(self) -> tuple[int, bytes]:
        """Number and hash of the last audit line."""
        ...

    def audit_break(self) -> int:
        """The first broken line of the audit chain; 0 when it holds."""
        ...

    def interrupt(self) -> None:
        """Stop what is running."""
        ...

    def close(self) -> None:
        """Close everything."""
        ...


class Store(Protocol):
    """A place that laptops meet over: whole immutable objects under unguessable names, nothing else.

    A name is 26 characters of lower-case base32 (``assist.sync.stores.shelves``). Whatever else lies in the
    place belongs to somebody else and is never listed, read or deleted. Every call may raise
    ``StoreTrouble``; after one, the call may be made again with the same words.
    """

    def put(self, name: str, content: bytes) -> None:
        """Keep an object, whole or not at all; the same bytes again is a success.

        Raises ``NameTaken`` when other bytes are there under that name: two histories share a name, and
        neither is written over.
        """
        ...

    def get(self, name: str) -> bytes | None:
        """The whole object; None when there is none."""
        ...

    def list(self, prefix: str) -> frozenset[str]:
        """Names of the objects that begin so, all of them for an empty prefix; never half an object."""
        ...

    def delete(self, name: str) -> None:
        """Take an object away; one that is not there is a success."""
        ...
