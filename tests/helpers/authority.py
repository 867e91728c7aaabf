"""A certificate authority that is thrown away with the tests."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


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
