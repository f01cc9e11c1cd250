"""How a token is spelled, and what is kept of it. Pure."""

import hashlib

PREFIX = "sihang"


def spelled(public_id: str, secret: str) -> str:
    return f"{PREFIX}_{public_id}_{secret}"


def parted(token: str) -> tuple[str, str]:
    """The public id and the secret; two empty texts for what is no token."""
    prefix, _, rest = token.partition("_")
    public_id, _, secret = rest.partition("_")
    return (public_id, secret) if prefix == PREFIX and public_id.isalnum() and secret else ("", "")


def digest_of(secret: str) -> str:
    """SHA-256: the secret has 256 random bits, so that it needs no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
