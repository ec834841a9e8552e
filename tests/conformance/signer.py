"""Starts the harness with Gire's signature: its configuration names a header, but has no word for the prefix `sha256=`.

The harness's own signer can write a prefix. Only that setting is changed: what it signs, how it breaks signatures, and
all else is the harness's. Arguments are those of `webhook-conformance`.
"""

from functools import partial

from webhook_receiver_conformance.cli import main

main.GenericHmacSha256Settings = partial(main.GenericHmacSha256Settings, prefix="sha256=")
main.run_cli()
