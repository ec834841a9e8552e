"""Servers that the pages' commands talk to: Gire's webhook API, a consumer's endpoint, a consumer's
function."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WHEN = "2026-11-21T07:30:11.000Z"


class _Quiet(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers["content-length"] or 0))

    def answer(self, status: int, body=None):
        text = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


class Gire(_Quiet):
    """Follows the documentation (https://giremobility.gitbook.io/api/v3/webhooks)."""

    def do_GET(self):
        if not self.id():
            return self.answer(200, [*self.server.state.values()])
        return self.known(lambda webhook: self.answer(200, webhook))

    def do_POST(self):
        asked = json.loads(self.body())
        webhook = {"id": f"{0x66A1F0C2B7D4E80012AB34C1 + len(self.server.state):024x}", "createdAt": WHEN}
        webhook |= {"updatedAt": WHEN} | {name: asked[name] for name in ("callbackUrl", "enabledEvents")}
        self.server.state[webhook["id"]] = webhook
        self.answer(201, webhook)

    def do_PATCH(self):
        change = json.loads(self.body())
        self.known(lambda webhook: self.answer(200, webhook.update(change) or webhook))

    def do_DELETE(self):
        self.known(lambda webhook: self.answer(200, self.server.state.pop(webhook["id"]) and None))

    def id(self) -> str:
        return self.path.removeprefix("/api/v3/webhooks").strip("/")

    def known(self, then):
        if webhook := self.server.state.get(self.id()):
            return then(webhook)
        error = {"errorType": "NOT_FOUND", "statusCode": 404, "message": "Webhook not found", "path": self.path}
        return self.answer(404, error | {"timestamp": WHEN, "requestId": "5d0d"})


class Endpoint(_Quiet):
    """A consumer's endpoint: fails once, and then handles everything."""

    def do_POST(self):
        self.body()
        first = not self.server.state
        self.server.state["asked"] = True
        self.answer(500, b"no such reservation") if first else self.answer(204)


class Function(_Quiet):
    """A consumer's function, served like `cargo lambda watch`: handles every batch."""

    def do_POST(self):
        self.body()
        self.answer(200, {"batchItemFailures": []})


@contextmanager
def serving(handler: type, port: int = 0):
    """Runs the server. Yields its address."""
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.state = {}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
