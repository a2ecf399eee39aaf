"""A door with TLS before a server on the loopback, with a certificate of its own making."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Door:
    port: int
    certificate: Path
    heard: int = 0
    """Bytes that came through it."""


def _made(folder: Path, name: str) -> Path:
    """A key and a certificate for `name`, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    plain = serialization.NoEncryption()
    octets = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path = folder / f"{name}.pem"
    path.write_bytes(octets + made.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def tls_door(folder: Path, to_port: int, *, name: str = "localhost") -> Iterator[Door]:
    certificate = _made(folder, name)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listening = socket.create_server(("127.0.0.1", 0))
    door = Door(listening.getsockname()[1], certificate)
    threading.Thread(target=_welcome, args=(door, listening, context, to_port), daemon=True).start()
    try:
        yield door
    finally:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()


def _welcome(door: Door, listening: socket.socket, context: ssl.SSLContext, to_port: int) -> None:
    with suppress(OSError):
        while True:
            plain, _ = listening.accept()
            try:
                inside = context.wrap_socket(plain, server_side=True)
            except OSError:
                plain.close()
                continue
            behind = socket.create_connection(("127.0.0.1", to_port))
            threading.Thread(target=_carry, args=(door, inside, behind), daemon=True).start()
            threading.Thread(target=_carry, args=(None, behind, inside), daemon=True).start()


def _carry(door: Door | None, one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while octets := one.recv(65536):
            if door:
                door.heard += len(octets)
            other.sendall(octets)
    for end in (one, other):
        with suppress(OSError):
            end.close()
