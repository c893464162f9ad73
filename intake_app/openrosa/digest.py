"""Digest authentication of RFC 2617 and 7616: one challenge, one answer, then up front with a growing count.

Computed here and not by `requests`, whose own handler reads the refusal without a cap and trusts every odd challenge.
"""

import hashlib
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit

# One step through a WWW-Authenticate text: a pair, or the word that begins a challenge. Each step begins where
# the one before ended, for a search would take minutes over a text that a server made for that.
_STEP = re.compile(
    r'[\s,]*(?:(?P<key>[a-zA-Z0-9_-]+)\s*=\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^\s,"]+))'
    r'|(?P<scheme>[^\s,="]+=*)(?![^\s,]))'
)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode("utf-8"), usedforsecurity=False).hexdigest()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


_ALGORITHMS: Mapping[str, Callable[[str], str]] = {"MD5": _md5, "SHA-256": _sha256}


class Digest:
    """One user's name and password, and the challenge of the server that was met last."""

    def __init__(self, username: str, secret: str, nonce: Callable[[], str] = lambda: secrets.token_hex(16)) -> None:
        self._username = username
        self._secret = secret
        self._fresh = nonce
        self._challenge: Mapping[str, str] = {}
        self._count = 0

    def __repr__(self) -> str:
        return "Digest()"

    def meet(self, challenge: str) -> bool:
        """Take the WWW-Authenticate text of a refusal; False when it asks for something that we can not answer.

        A server may ask for one of several proofs; the first that we can give counts.
        """
        told = next(filter(_answerable, _digests(challenge)), None)
        if told is None:
            return False
        self._challenge = told
        self._count = 0
        return True

    def header(self, method: str, url: str) -> bytes | None:
        """The Authorization value for a request, or None before the first challenge."""
        if not self._challenge:
            return None
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return ("Digest " + ", ".join(self._fields(method, target))).encode("utf-8")

    def _fields(self, method: str, target: str) -> list[str]:
        told = self._challenge
        told_algorithm = told.get("algorithm", "MD5")
        digest = _ALGORITHMS[told_algorithm.upper()]
        person = digest(f"{self._username}:{_unescaped(told['realm'])}:{self._secret}")
        what = digest(f"{method}:{target}")
        fields = [f'username="{_escaped(self._username)}"', f'realm="{told["realm"]}"']
        fields += [f'nonce="{told["nonce"]}"', f'uri="{target}"', f"algorithm={told_algorithm}"]
        if "opaque" in told:
            fields.append(f'opaque="{told["opaque"]}"')
        if "qop" not in told:
            response = digest(f"{person}:{told['nonce']}:{what}")
            return [*fields, f'response="{response}"']
        self._count += 1
        count, own = f"{self._count:08x}", self._fresh()
        response = digest(f"{person}:{told['nonce']}:{count}:{own}:auth:{what}")
        return [*fields, f'response="{response}"', "qop=auth", f"nc={count}", f'cnonce="{own}"']


def _digests(challenge: str) -> Iterator[Mapping[str, str]]:
    """What each challenge for Digest says, in a text that may hold others before and after it."""
    told: dict[str, str] | None = None
    place = 0
    while (step := _STEP.match(challenge, place)) is not None:
        place = step.end()
        if step["scheme"] is not None:
            if told:
                yield told
            told = {} if step["scheme"].lower() == "digest" else None
        elif told is not None:
            told[step["key"].lower()] = step["quoted"] or step["plain"] or ""
    if told:
        yield told


def _answerable(told: Mapping[str, str]) -> bool:
    offered = [word.strip() for word in told.get("qop", "auth").split(",")]
    known = told.get("algorithm", "MD5").upper() in _ALGORITHMS
    return known and "auth" in offered and {"realm", "nonce"} <= told.keys()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
