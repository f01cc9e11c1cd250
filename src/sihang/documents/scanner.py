"""The virus scanner: clamd over its socket, or, said openly, none."""

import socket
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NONE = "none, and every upload page says so"
"""The only way to do without: whoever sets this has read what it means."""

SECONDS_MAX = 60
CHUNK_BYTES = 64 * 1024
ANSWER_BYTES_MAX = 4096


class ScannerUnavailable(Exception):
    """No verdict was given. What waits for one stays in quarantine."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`found` names what is harmful, or is "" ; `by` says who looked."""

    found: str
    by: str


def is_scanning() -> bool:
    """Whether uploads are scanned here; pages say so where they are not."""
    return settings.DOCUMENTS_SCANNER != NONE


def check_setting() -> None:
    """Raise ImproperlyConfigured for a setting that is neither an address nor the sentence that does without."""
    if is_scanning():
        _address(settings.DOCUMENTS_SCANNER)


def scan(content: bytes) -> Verdict:
    """Ask clamd about `content`.

    Raises:
        ScannerUnavailable: it cannot be reached, does not answer in time, or answers with anything but a verdict.
    """
    if not is_scanning():
        return Verdict(found="", by="")
    family, where = _address(settings.DOCUMENTS_SCANNER)
    try:
        with socket.socket(family, socket.SOCK_STREAM) as line:
            line.settimeout(SECONDS_MAX)
            line.connect(where)
            version = _asked(line, b"zIDSESSION\0zVERSION\0").partition(": ")[2]
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK_BYTES):
                chunk = content[start : start + CHUNK_BYTES]
                line.sendall(len(chunk).to_bytes(4, "big") + chunk)
            answer = _asked(line, bytes(4))
    except OSError as error:
        raise ScannerUnavailable(str(error)) from error
    return Verdict(_found(answer.partition(": ")[2]), version[:100])


def _asked(line: socket.socket, question: bytes) -> str:
    line.sendall(question)
    answer = b""
    while not answer.endswith(b"\0"):
        part = line.recv(1024)
        if not part or len(answer) > ANSWER_BYTES_MAX:
            raise ScannerUnavailable("the scanner broke off")
        answer += part
    return answer.rstrip(b"\0").decode("utf-8", "replace")


def _found(verdict: str) -> str:
    """`stream: OK` or `stream: Name FOUND`; anything else is no verdict, and no verdict is not a clean one."""
    if verdict == "stream: OK":
        return ""
    if verdict.startswith("stream: ") and verdict.endswith(" FOUND"):
        return verdict.removeprefix("stream: ").removesuffix(" FOUND")[:200]
    raise ScannerUnavailable(verdict[:200])


def _address(setting: str) -> tuple[socket.AddressFamily, str | tuple[str, int]]:
    """`unix:/run/clamav/clamd.ctl` or `tcp:127.0.0.1:3310`."""
    kind, _, rest = setting.partition(":")
    host, _, port = rest.rpartition(":")
    if kind == "unix" and rest:
        return socket.AF_UNIX, rest
    if kind == "tcp" and host and port.isdigit():
        return socket.AF_INET, (host, int(port))
    raise ImproperlyConfigured(
        f"DOCUMENTS_SCANNER is {setting!r}; write unix:/path/of/clamd.ctl, tcp:host:3310, or {NONE!r}"
    )
