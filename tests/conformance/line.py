"""The connection between harness and receiver, for scenarios in which the first delivery fails on
the way.

It passes all bytes unchanged. Only the first request is treated differently: see `LOST`, `BUSY` and
`cut`.
"""

import socket
import threading

BUSY = b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class Line:
    """Listens on its own port, and forwards to the receiver's."""

    def __init__(self, receiver_port: int, first):
        self._receiver_port = receiver_port
        self._first = first
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.requests = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        """Stops accepting connections."""
        self._listener.close()

    def answer(self, request: bytes) -> bytes:
        """Returns the receiver's whole answer to a request."""
        with socket.create_connection(("127.0.0.1", self._receiver_port), timeout=30) as receiver:
            receiver.sendall(request)
            return _read_message(receiver)

    def _serve(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            # One at a time is enough: these scenarios send one delivery after the other.
            with client:
                self._pass_on(client)

    def _pass_on(self, client: socket.socket):
        request = _read_message(client)
        if not request:
            return
        self.requests += 1
        if self.requests == 1:
            self._first(self, client, request)
        else:
            client.sendall(self.answer(request))


def lose_answer(line: Line, client: socket.socket, request: bytes):
    """The receiver answers, but the answer is lost: the sender gives up by itself."""
    line.answer(request)
    client.settimeout(60)
    client.recv(1)


def be_busy(_line: Line, client: socket.socket, _request: bytes):
    """The receiver never gets the request."""
    client.sendall(BUSY)


def then(action):
    """The receiver answers, the answer is lost, and at this moment `action` happens."""

    def first(line: Line, _client: socket.socket, request: bytes):
        line.answer(request)
        action()

    return first


def _read_message(connection: socket.socket) -> bytes:
    """Reads one HTTP message, by its content-length; nothing if the other side has closed."""
    read = b""
    while b"\r\n\r\n" not in read:
        more = connection.recv(65536)
        if not more:
            return b""
        read += more
    head, _, body = read.partition(b"\r\n\r\n")
    length = 0
    for field in head.split(b"\r\n")[1:]:
        name, _, value = field.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        more = connection.recv(65536)
        if not more:
            return b""
        body += more
    return head + b"\r\n\r\n" + body
