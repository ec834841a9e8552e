"""The root certificates built into every function are those that are publicly trusted for AWS. A
root that the public bundle adds or drops fails here, so updates of `certifi` keep the functions
current."""

import ssl

import certifi

from project import ROOT


def certificates(pem: str) -> list[bytes]:
    """Returns the certificates of a file, in DER."""
    ends = "-----END CERTIFICATE-----"
    blocks = [block[block.index("-----BEGIN") :] + ends for block in pem.split(ends) if "-----BEGIN" in block]
    return [ssl.PEM_cert_to_DER_cert(block) for block in blocks]


def owner(certificate: bytes) -> str:
    """Returns the subject's common name, by OpenSSL."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=certificate)
    (known,) = context.get_ca_certs()
    return dict(pair for part in known["subject"] for pair in part).get("commonName", "")


def is_amazons(name: str) -> bool:
    """Reports whether a root is Amazon's or the one that it took over
    (https://www.amazontrust.com/repository/)."""
    return name.startswith("Amazon Root CA") or name.startswith("Starfield Services Root Certificate Authority")


def test_the_built_in_roots_are_amazons_of_the_public_bundle():
    with open(certifi.where(), encoding="utf-8") as file:
        public = {certificate for certificate in certificates(file.read()) if is_amazons(owner(certificate))}
    built_in = certificates((ROOT / "shared/src/aws/amazon-roots.pem").read_text())
    assert len(built_in) == len(set(built_in)) >= 4
    assert set(built_in) == public, [owner(certificate) for certificate in set(built_in) ^ public]
