# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A WebDAV server of its own process: ``serve_webdav.py ROOT CERTIFICATE KEY PASSWORD PORT [read-only]``."""

from __future__ import annotations

import sys

from cheroot.ssl.builtin import BuiltinSSLAdapter
from cheroot.wsgi import Server
from wsgidav.wsgidav_app import WsgiDAVApp


def main(root: str, certificate: str, key: str, password: str, port: str, *more: str) -> None:
    """Serve on loopback, and say so once it listens."""
    application = WsgiDAVApp({
        "provider_mapping": {"/": {"root": root, "readonly": "read-only" in more}},
        "simple_dc": {"user_mapping": {"*": {"house": {"password": password}}}},
        "http_authenticator": {"accept_basic": True, "accept_digest": False},
        "logging": {"enable": False}, "verbose": 0, "lock_storage": False, "property_manager": None,
    })
    server = Server(("127.0.0.1", int(port)), application, numthreads=8, reuse_port=True)  # also right after another
    server.ssl_adapter = BuiltinSSLAdapter(certificate, key)
    server.prepare()
    print("ready", flush=True)
    server.serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
