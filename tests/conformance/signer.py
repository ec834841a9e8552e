"""Starts the harness with Gire's signature: its configuration names a header, but cannot express
the prefix `sha256=`.

The harness's own signer supports prefixes, and only that setting is changed; the rest, including
how it breaks signatures, is the harness's. Arguments are those of `webhook-conformance`.
"""

from functools import partial

from webhook_receiver_conformance.cli import main

main.GenericHmacSha256Settings = partial(main.GenericHmacSha256Settings, prefix="sha256=")
main.run_cli()
