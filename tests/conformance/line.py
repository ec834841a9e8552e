"""The line between harness and receiver, for scenarios in which the first delivery goes wrong on the way.

It passes every byte on as it came. Only for the first request something else happens: see `LOST`, `BUSY` and `cut`.
"""

import socket
import threading

BUSY = b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class Line:
    """Listens on a port of its own, and forwards to the receiver's."""

    def __init__(self, receiver_port: int, first):
        self._receiver_port = receiver_port
        self._first = first
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.requests = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        """Takes no more connections."""
        self._listener.close()

    def answer(self, request: bytes) -> bytes:
        """The receiver's whole answer to a request."""
        with socket.create_connection(("127.0.0.1", self._receiver_port), timeout=30) as receiver:
            receiver.sendall(request)
            return _read_message(receiver)

    def _serve(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            # One at a time is enough: each of these scenarios sends one delivery after the other.
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
    """The receiver answers, and the sender never hears it: it gives up by itself."""
    line.answer(request)
    client.settimeout(60)
    client.recv(1)


def be_busy(_line: Line, client: socket.socket, _request: bytes):
    """The receiver never sees the request."""
    client.sendall(BUSY)


def then(action):
    """The receiver answers, which the sender does not hear, and at this moment something happens."""

    def first(line: Line, _client: socket.socket, request: bytes):
        line.answer(request)
        action()

    return first


def _read_message(connection: socket.socket) -> bytes:
    """One HTTP message, by its content-length; nothing where the other side has gone."""
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
