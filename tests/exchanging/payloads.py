# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Thirty ways in which a cell tries to be more than text."""

from __future__ import annotations

WORKED_OUT = "zqran"
"""What any of them would show if a program worked it out."""

PAYLOADS = (
    '="zq"&"ran"', '+"zq"&"ran"', '-"zq"&"ran"', '@CONCATENATE("zq";"ran")', '=CONCATENATE("zq","ran")',
    ' ="zq"&"ran"', '\t="zq"&"ran"', '\n="zq"&"ran"', '＝"zq"&"ran"', '＋"zq"&"ran"', '－"zq"&"ran"',
    '＠CONCATENATE("zq";"ran")', 'a;="zq"&"ran"', 'a,="zq"&"ran"', 'a\t="zq"&"ran"', 'a\n="zq"&"ran"',
    'a|="zq"&"ran"', '"="zq"&"ran"', "'=\"zq\"&\"ran\"", '=cmd|\'/C calc\'!A0', '=HYPERLINK("file:///etc/passwd","zqran")',
    '=WEBSERVICE("file:///etc/hostname")', '=DDE("soffice";"a";"b")', '{="zq"&"ran"}', '=1+1', '-1+2', '+1+1',
    '=IMPORTXML(CONCAT("zq","ran"),"//a")', '=EXEC("touch zqran")', "=A1&\"zq\"&\"ran\"",
)
