# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An S3 server of its own process: ``serve_s3.py CERTIFICATE KEY PORT``.

It prints two pairs of keys, to write and to read with. It checks signatures and rights,
so that a wrong secret and a reader's put are refused as they are elsewhere.
"""

from __future__ import annotations

import json
import os
import sys
from threading import Thread

os.environ["MOTO_S3_DEFAULT_MAX_KEYS"] = "7"  # so that a list soon has a second page

import boto3
from moto import settings
from moto.core.authorization import ActionAuthenticatorMixin
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

BUCKET = "meeting-place"
RIGHTS = {"writer": ["s3:*"], "reader": ["s3:GetObject", "s3:ListBucket"]}


class Quiet(WSGIRequestHandler):
    """Keeps connections, as servers do, and writes no log."""

    protocol_version = "HTTP/1.1"

    def log(self, *_words: object) -> None:
        """Say nothing."""


def main(certificate: str, key: str, port: str) -> None:
    """Serve on loopback until the process ends."""
    server = make_server("127.0.0.1", int(port), DomainDispatcherApplication(create_backend_app), threaded=True,
                         request_handler=Quiet, ssl_context=(certificate, key))
    serving = Thread(target=server.serve_forever)
    serving.start()
    address = f"https://127.0.0.1:{server.server_address[1]}"
    known = {"endpoint_url": address, "verify": certificate, "region_name": "us-east-1",
             "aws_access_key_id": "first", "aws_secret_access_key": "first"}
    boto3.client("s3", **known).create_bucket(Bucket=BUCKET)
    people = boto3.client("iam", **known)
    keys = {name: _keys(people, name, rights) for name, rights in RIGHTS.items()}
    settings.INITIAL_NO_AUTH_ACTION_COUNT = 0
    ActionAuthenticatorMixin.request_count = 0
    print(json.dumps(keys), flush=True)
    serving.join()


def _keys(people: object, name: str, rights: list[str]) -> list[str]:
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": rights, "Resource": "*"}]}
    people.create_user(UserName=name)
    people.put_user_policy(UserName=name, PolicyName=name, PolicyDocument=json.dumps(policy))
    made = people.create_access_key(UserName=name)["AccessKey"]
    return [made["AccessKeyId"], made["SecretAccessKey"]]


if __name__ == "__main__":
    main(*sys.argv[1:])
