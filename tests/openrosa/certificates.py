"""Certificates made for one test: an authority, and servers that it vouches for, or does not quite."""

import ipaddress
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from intake_app.openrosa import Trust

_NOW = datetime.now(UTC)
_VOUCHES = x509.KeyUsage(
    False, False, False, False, False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False
)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _vouched_by(key: ec.EllipticCurvePrivateKey) -> x509.AuthorityKeyIdentifier:
    """Which key signed; Python 3.13 asks for it (`ssl.VERIFY_X509_STRICT`), and what an authority may do."""
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _pem_key(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@dataclass(frozen=True)
class Authority:
    """An authority; `file` holds its certificate for those who trust it, `fingerprints` its own and its servers'."""

    folder: Path
    file: Path
    key: ec.EllipticCurvePrivateKey
    fingerprints: list[str]

    @staticmethod
    def make(folder: Path, name: str = "authority") -> "Authority":
        """A new one."""
        key = ec.generate_private_key(ec.SECP256R1())
        built = (
            x509.CertificateBuilder()
            .subject_name(_name(name))
            .issuer_name(_name(name))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(_NOW - timedelta(days=9))
            .not_valid_after(_NOW + timedelta(days=9))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(_VOUCHES, critical=True)
            .sign(key, hashes.SHA256())
        )
        file = folder / f"{name}.pem"
        file.write_bytes(built.public_bytes(serialization.Encoding.PEM))
        return Authority(folder, file, key, [built.fingerprint(hashes.SHA256()).hex()])

    def trust(self, fingerprint: str = "") -> Trust:
        """What a client needs to know these servers."""
        return Trust(self.file.read_text(), fingerprint)

    def server(self, address: str = "127.0.0.1", start: int = -1, end: int = 1) -> ssl.SSLContext:
        """A server's side of TLS for an address, valid from `start` to `end` in days from now."""
        issuer = x509.load_pem_x509_certificate(self.file.read_bytes()).subject
        key = ec.generate_private_key(ec.SECP256R1())
        built = (
            x509.CertificateBuilder()
            .subject_name(_name("server"))
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(_NOW + timedelta(days=start))
            .not_valid_after(_NOW + timedelta(days=end))
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), critical=False)
            .add_extension(_vouched_by(self.key), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        self.fingerprints.append(built.fingerprint(hashes.SHA256()).hex())
        both = self.folder / f"server {start} {end} {address}.pem"
        both.write_bytes(_pem_key(key) + built.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(both)
        return context
