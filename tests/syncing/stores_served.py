# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real places to meet over, started on loopback by the tests: a folder, wsgidav, OpenSSH and an S3 server."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import shutil
import signal
import socket  # noqa: TID251 - finds free ports for the servers
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import quote

from cheroot.wsgi import Server
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from assist.ports import Store
from assist.sync.stores.addresses import Credentials
from assist.sync.stores.opening import open_store
from assist.sync.stores.s3 import S3Store

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PASSWORD = "a-long-shared-secret"
SOON = 1.0
"""Seconds of patience where the other side is made to say nothing."""


KINDS = ("folder", "webdav", "sftp", "s3")
FAR = KINDS[1:]
"""Those behind a server."""
IN_FILES = KINDS[:3]
"""Those that keep each object in a file, whose place in the system the tests know."""


def name_of(number: int, shelf: str = "ab") -> str:
    """A name for a numbered object."""
    digits = f"{number:0{26 - len(shelf)}}".translate(str.maketrans("0189", "olim"))
    return shelf + digits


def content_of(name: str, size: int = 4096) -> bytes:
    """What an object of that name holds: looks random, always the same."""
    return hashlib.shake_256(name.encode()).digest(size)


# -- identities -------------------------------------------------------------------------


def certificate(folder: Path) -> tuple[Path, Path, str]:
    """A new certificate for 127.0.0.1, its key, and its SHA-256."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(today - timedelta(1))
            .not_valid_after(today + timedelta(30))
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
            .sign(key, hashes.SHA256()))
    shown, kept = folder / "certificate.pem", folder / "key.pem"
    shown.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    kept.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                       serialization.NoEncryption()))
    return shown, kept, made.fingerprint(hashes.SHA256()).hex()


def ssh_key() -> tuple[str, str]:
    """A new private key and its public line."""
    key = ed25519.Ed25519PrivateKey.generate()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH,
                                serialization.NoEncryption()).decode()
    public = key.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode()
    return private, public


# -- processes --------------------------------------------------------------------------


class Process:
    """A server in a process group of its own, which can be stopped, woken and killed with all its children."""

    def __init__(self, words: list[str], where: Path, port: int = 0) -> None:
        self._out = (where / "said").open("wb")
        self._process = subprocess.Popen(
            words, cwd=ROOT, stdout=subprocess.PIPE, stderr=self._out, start_new_session=True,
            env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"})
        assert self._process.stdout is not None
        self.first = "" if port else self._process.stdout.readline().decode()
        if not (_answers(port, self._process) if port else self.first):
            raise RuntimeError("did not start: " + (where / "said").read_text("utf-8")[-2000:])

    def send(self, sign: signal.Signals) -> None:
        """A signal to all of it."""
        for child in _children(self._process.pid):
            with suppress(ProcessLookupError):
                os.kill(child, sign)

    def end(self) -> None:
        """Kill all of it and wait."""
        self.send(signal.SIGKILL)
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._out.close()


def _children(pid: int) -> list[int]:
    """A process and all that came of it, also those of sshd that made themselves a session of their own."""
    found = [pid]
    for parent in found:
        with suppress(OSError):
            for task in Path(f"/proc/{parent}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def _answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    while process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return True
        Event().wait(0.02)
    return False


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


# -- kinds ------------------------------------------------------------------------------


@dataclass
class Served:
    """A place of one kind. ``behind`` is the folder its objects lie in, where it keeps them in one."""

    kind: str
    where: Path
    address: str = ""
    good: Credentials = field(default_factory=Credentials)
    wrong: Credentials = field(default_factory=Credentials)
    reader: Credentials | None = None
    behind: Path | None = None
    root: Path | None = None
    process: Process | None = None
    read_only: bool = False
    port: int = 0

    def open(self, credentials: Credentials | None = None, patience: float = 20.0) -> AbstractContextManager[Store]:
        """A new connection to it."""
        return open_store(self.address, credentials or self.good, patience)

    def at(self, name: str) -> Served:
        """A fresh sub-folder of the same server."""
        below = self.root / name if self.root else None
        if below:
            below.mkdir(mode=0o700)
        return replace(self, address=f"{self.address}/{name}", behind=below)

    def plant(self, place: str, content: bytes) -> None:
        """Something that is not put through the store."""
        if self.behind is not None:
            path = self.behind / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            return
        with self.open() as store:
            assert isinstance(store, S3Store)
            assert store._ask("PUT", f"/{store._root}{quote(place)}", content).status == 200

    def start(self) -> None:
        """Start it, at its port where it was before."""
        self.port = self.port or _free_port()
        {"folder": lambda: None, "webdav": self._webdav, "sftp": self._sftp, "s3": self._s3}[self.kind]()

    def end(self) -> None:
        """Kill it."""
        if self.process is not None:
            self.process.end()
            self.process = None

    # -- each kind ----------------------------------------------------------------------

    def _webdav(self) -> None:
        shown, key, pin = self._identity()
        words = [str(self.root), str(shown), str(key), PASSWORD, str(self.port)]
        self.process = Process([sys.executable, str(HERE / "serve_webdav.py"), *words,
                                *(["read-only"] if self.read_only else [])], self.where)
        self.address = f"webdavs://127.0.0.1:{self.port}"
        self.good = Credentials("house", PASSWORD, pin=pin)
        self.wrong = replace(self.good, secret=PASSWORD + "-wrong")

    def _s3(self) -> None:
        shown, key, pin = self._identity()
        self.process = Process([sys.executable, str(HERE / "serve_s3.py"), str(shown), str(key), str(self.port)],
                               self.where)
        said = json.loads(self.process.first)
        self.address = f"s3://127.0.0.1:{self.port}/meeting-place"
        self.good, self.reader = Credentials(*said["writer"], pin=pin), Credentials(*said["reader"], pin=pin)
        self.wrong = replace(self.good, secret=PASSWORD)

    def _sftp(self) -> None:
        if not (self.where / "host").exists():
            self._sftp_keys()
        mode = " -R" if self.read_only else ""
        (self.where / "sshd_config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {self.where}/host\nPidFile none\nUsePAM no\n"
            f"AuthorizedKeysFile {self.where}/known\nStrictModes no\nPasswordAuthentication no\n"
            f"KbdInteractiveAuthentication no\nMaxStartups 100\nMaxSessions 100\nPermitRootLogin prohibit-password\n"
            f"Subsystem sftp internal-sftp{mode}\nLogLevel ERROR\n")
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        program = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")
        assert program, "OpenSSH's server is missing: run.py test brings it"
        self.process = Process([program, "-D", "-e", "-f", str(self.where / "sshd_config")], self.where, self.port)
        self.address = f"sftp://127.0.0.1:{self.port}{self.root}"

    def _sftp_keys(self) -> None:
        host, pin = ssh_key()
        mine, known = ssh_key()
        for name, content in (("host", host), ("known", known + "\n")):
            (self.where / name).write_text(content)
            (self.where / name).chmod(0o600)
        self.good = Credentials(getpass.getuser(), private_key=mine, pin=pin)
        self.wrong = replace(self.good, private_key=ssh_key()[0])

    def _identity(self) -> tuple[Path, Path, str]:
        held = self.where / "identity"
        if not held.exists():
            held.mkdir()
            (held / "pin").write_text(certificate(held)[2])
        return held / "certificate.pem", held / "key.pem", (held / "pin").read_text()


@contextmanager
def served(kind: str, where: Path, root: Path | None = None, *, read_only: bool = False) -> Iterator[Served]:
    """A running place of this kind; ``root`` is the folder behind it where that matters."""
    where.mkdir(parents=True, exist_ok=True)
    made = Served(kind, where, read_only=read_only)
    if kind != "s3":
        made.root = made.behind = root or where / "root"
        made.root.mkdir(exist_ok=True)
    if kind == "folder":
        made.address = made.root.as_uri()  # type: ignore[union-attr]
    made.start()
    try:
        yield made
    finally:
        made.end()


@contextmanager
def small_disk(where: Path, size: str = "4m") -> Iterator[Path]:
    """A file system of this size, made by whoever may."""
    where.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(where)], check=True)
    try:
        yield where
    finally:
        subprocess.run(["umount", "-l", str(where)], check=True)


def _may_mount() -> bool:
    """Asked by doing it: inside some containers nothing else tells."""
    with tempfile.TemporaryDirectory() as folder:
        tried = [subprocess.run(words, check=False, capture_output=True).returncode for words in (
            ["mount", "-t", "tmpfs", "tmpfs", folder], ["umount", "-l", folder])]
    return tried == [0, 0]


MAY_MOUNT = os.geteuid() == 0 and _may_mount()
"""Where nobody may make a small disk, only the folder is filled and shut, by other means."""
CAN_BE_SHUT = KINDS if MAY_MOUNT or os.geteuid() != 0 else FAR
"""Whoever may do everything, and may not mount, cannot be kept from writing into a folder."""


@contextmanager
def dripping() -> Iterator[str]:
    """Something at an address that promises an object and sends a byte of it ten times a second."""
    over = Event()

    def drip(listening: socket.socket) -> None:
        asking, _ = listening.accept()
        with asking, suppress(OSError):
            asking.recv(65_536)
            asking.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
            while not over.wait(0.1):
                asking.sendall(b".")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=drip, args=(listening,))
        thread.start()
        try:
            yield f"webdav://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            over.set()
            thread.join()


@contextmanager
def answering(answers: Callable[[str, str], tuple[int, bytes]]) -> Iterator[str]:
    """Host and port of something that answers what no server here can be brought to: status and body for each call."""
    def application(asked: dict[str, Any], start: Callable[..., object]) -> list[bytes]:
        status, body = answers(asked["REQUEST_METHOD"], f"{asked['PATH_INFO']}?{asked['QUERY_STRING']}")
        asked["wsgi.input"].read()
        more = [("Location", "http://127.0.0.1:9/elsewhere")] if status in {301, 302, 307} else []
        start(f"{status} -", [("Content-Length", str(len(body))), *more])
        return [body]

    server = Server(("127.0.0.1", 0), application)
    server.prepare()
    thread = Thread(target=server.serve)
    thread.start()
    try:
        yield f"127.0.0.1:{server.bind_addr[1]}"
    finally:
        server.stop()
        thread.join()
