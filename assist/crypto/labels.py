# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every label under a key or a signature; fixed before the first vector was frozen."""

from __future__ import annotations

SLOT_SALT = b"amparo/slot-salt/v1"
SLOT_TAG = b"amparo/slot-tag/v1"
SLOT_WRAP = b"amparo/slot-wrap/v1"
SLOT_VAULT = b"amparo/slot-vault/v1"
VAULT_WRAP = b"amparo/vwrap/v1"
ESCROW = b"amparo/escrow/v1"
CHANGESET = b"amparo/cs/v1"
ROSTER = b"amparo/roster/v1"
ROSTER_NAME = b"amparo/roster-name/v1"
GRANT = b"amparo/grant/v1"
TEAM_GRANT = b"amparo/team-grant/v1"
SEALED_ROW = b"amparo/sealed-row/v1"
SEALED_DRAFT = b"amparo/sealed-draft/v1"
AUDIT_NOTE = b"amparo/audit-note/v1"
ANCHOR = b"amparo/anchor/v1"
IMPORT_ROW = b"amparo/import-row/v1"
WORDS = b"amparo/sas/v1"
MARK_KEY = b"amparo/mark-key/v1"
