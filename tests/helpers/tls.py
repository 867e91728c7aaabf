"""A PostgreSQL that is reached over the network: TLS with a certificate of our own, passwords by SCRAM."""

import os
import socket
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.helpers.postgres import QUICK, Cluster

NAME = "localhost"
HBA = "local all all trust\nhostssl all all all scram-sha-256\n"
"""Whoever comes by the network comes encrypted and with a password."""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class TlsCluster(Cluster):
    """`root` is the certificate that the server's is known by; `stranger` is one of somebody else."""

    def __init__(self) -> None:
        self.port = free_port()
        super().__init__((*QUICK, f"port={self.port}"), listen=NAME)
        self.root, self.stranger = self._folder / "rot.crt", self._folder / "annen.crt"

    def prepare(self) -> None:
        """Certificates and rules, in the data folder before the first start."""
        key, issuer = _key(), _name("Prøverot")
        self.root.write_bytes(_certificate(issuer, key, issuer, key, host="").public_bytes(Encoding.PEM))
        other, someone = _key(), _name("En annen rot")
        self.stranger.write_bytes(_certificate(someone, other, someone, other, host="").public_bytes(Encoding.PEM))
        own = _key()
        made = _certificate(_name(NAME), own, issuer, key, host=NAME)
        self._lay("server.crt", made.public_bytes(Encoding.PEM))
        self._lay("server.key", own.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()))
        self._lay("pg_hba.conf", HBA.encode())
        self._lay("postgresql.auto.conf", b"ssl = on\n")

    def new_role(self, name: str, password: str, group: str) -> None:
        self._sql(f"CREATE ROLE {name} LOGIN PASSWORD '{password}' IN ROLE {group}")

    def secured(self, *, yes: bool) -> None:
        """TLS on or off, for whoever connects from now on."""
        self._sql(f"ALTER SYSTEM SET ssl = {'on' if yes else 'off'}")
        self.halt()
        self.go_on()

    def lines_of(self, user: str) -> list[bool]:
        """Whether each connection of `user` is encrypted."""
        return [
            row[0]
            for row in self._ask(
                f"SELECT s.ssl FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid) WHERE a.usename = '{user}'"
            )
        ]

    def _lay(self, name: str, content: bytes) -> None:
        path = self._data / name
        path.write_bytes(content)
        path.chmod(0o600)
        if os.geteuid() == 0:
            os.chown(path, self._data.stat().st_uid, self._data.stat().st_gid)


def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(
    subject: x509.Name,
    own: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    signer: ec.EllipticCurvePrivateKey,
    *,
    host: str,
) -> x509.Certificate:
    """One of a server for `host`, else a root."""
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=not host, path_length=None), critical=True)
    )
    if host:
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    return made.sign(signer, SHA256())
