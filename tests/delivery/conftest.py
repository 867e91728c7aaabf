"""Real servers on this PC: a mail server, one that misbehaves by script, and an SMS gateway."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import settings

from tests.delivery.servers import Gateway, HandMade, Post

settings.register_profile("huset", deadline=None, database=None, max_examples=100)
settings.load_profile("huset")


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


class Authority:
    """A throw-away CA, a server certificate for 127.0.0.1, and one nobody has signed for."""

    def __init__(self, folder: Path) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._certificate("Kast CA", self.key, ca=True)
        self.server = self._server_context(folder / "server", "127.0.0.1")
        self.elsewhere = self._server_context(folder / "annet", "10.9.8.7")
        self.unknown = self._server_context(folder / "ukjent", "127.0.0.1", signed=False)
        self.client = ssl.create_default_context(cadata=_pem(self.certificate).decode())

    def _server_context(self, path: Path, host: str, *, signed: bool = True) -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._certificate(host, key, ca=False, signed=signed)
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(private + _pem(certificate))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def _certificate(
        self, name: str, key: ec.EllipticCurvePrivateKey, *, ca: bool, signed: bool = True
    ) -> x509.Certificate:
        own = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        signer = self.key if signed else key
        issuer = own if ca or not signed else self.certificate.subject
        now = datetime.now(UTC)
        place = x509.DNSName("ca.example.no") if ca else x509.IPAddress(ip_address(name))
        return (
            x509.CertificateBuilder()
            .subject_name(own)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([place]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(usage(ca=ca), critical=True)
            .sign(signer, hashes.SHA256())
        )


def usage(*, ca: bool) -> x509.KeyUsage:
    """Python 3.13 trusts no authority that does not say that it may sign certificates."""
    return x509.KeyUsage(
        digital_signature=not ca,
        key_cert_sign=ca,
        crl_sign=ca,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture
def post() -> Iterator[Callable[..., Post]]:
    """Start a mail server; it is stopped when the test is over."""
    started: list[Post] = []

    def start(**options: Any) -> Post:
        server = Post(**options)
        started.append(server)
        server.start()
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def handmade() -> Iterator[Callable[[dict[str, bytes | None]], HandMade]]:
    """Start a mail server that follows a script, for one connection."""
    started: list[HandMade] = []

    def start(script: dict[str, bytes | None]) -> HandMade:
        server = HandMade(script)
        started.append(server)
        return server

    yield start
    for server in started:
        server.close()


@contextmanager
def serving(server: Gateway) -> Iterator[Gateway]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.release.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    """An SMS gateway over HTTP."""
    with serving(Gateway()) as server:
        yield server


@pytest.fixture
def secure_gateway(authority: Authority) -> Iterator[Gateway]:
    """The same over HTTPS, with a certificate that the client knows. Its socket is exchanged before anybody listens
    to it: the one that is wrapped is nobody's from then on."""
    server = Gateway()
    server.socket = authority.server.wrap_socket(server.socket, server_side=True)
    with serving(server):
        yield server
