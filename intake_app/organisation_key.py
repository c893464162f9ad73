"""The key of an organisation: a public half that stores are sealed to, a private half that exists only in shares.

The private half is X25519.  It is split by SLIP-0039 (Shamir's scheme over GF(256)): each share is 33 words of four
letters and more that differ in their first four, with a checksum; it names its set, its number and how many are needed.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from intake_app.errors import IntakeError

MOST_SHARES = 16
"""As SLIP-0039 has it."""
WORDS = 33
"""Words of a share of 32 bytes."""
LARGEST_FILE = 4096
"""Bytes of a file with a public key, at most."""
_FIRST_LINE = "intake organisation key 1"
_LETTERS = 4
_WORDS = {word[:_LETTERS]: word for word in WORDLIST}


@dataclass(frozen=True, slots=True, repr=False)
class KeySet:
    """A new key: the public half and the shares of the private half, each its words with single spaces."""

    public: bytes
    shares: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShareFacts:
    """What a share says about itself; ``set`` is the number that all shares of one key bear, ``number`` from 1."""

    set: int
    number: int
    threshold: int


def create(count: int, threshold: int) -> KeySet:
    """A fresh key in so many shares, of which `threshold` give it back.

    The shares are tried before they are given.  Raises IntakeError 'share.numbers'.
    """
    if not 2 <= threshold <= count <= MOST_SHARES:
        raise IntakeError("share.numbers", shares=count, threshold=threshold, most=MOST_SHARES)
    private = X25519PrivateKey.generate()
    (shares,) = generate_mnemonics(1, [(threshold, count)], private.private_bytes_raw(), iteration_exponent=0)
    if private_half(shares[-threshold:]) != private.private_bytes_raw():
        raise RuntimeError("the shares do not give the key back")
    return KeySet(private.public_key().public_bytes_raw(), tuple(shares))


def private_half(typed: Sequence[str]) -> bytes:
    """The private half by enough of its shares, in any order, as people type them.

    Case, commas and line breaks do not matter, nor does anything after the first four letters of a word.  Raises
    IntakeError 'share.length', 'share.word', 'share.checksum', 'share.mixed', 'share.twice', 'share.too_few',
    'share.spoilt' with facts that name the share by its place in the list, and never a word of it.
    """
    if not typed:
        raise IntakeError("share.too_few", given=0, needed=2)
    shares = [_share(text, place) for place, text in enumerate(typed, 1)]
    first = shares[0]
    for place, share in enumerate(shares, 1):
        if share.group_parameters() != first.group_parameters():
            raise IntakeError("share.mixed", share=place, set=share.identifier, other=first.identifier)
    if len({share.index for share in shares}) < len(shares):
        raise IntakeError("share.twice")
    if len(shares) < first.member_threshold:
        raise IntakeError("share.too_few", given=len(shares), needed=first.member_threshold)
    try:
        return bytes(combine_mnemonics([share.mnemonic() for share in shares[: first.member_threshold]]))
    except MnemonicError as trouble:
        raise IntakeError("share.spoilt") from trouble


def facts(typed: str) -> ShareFacts:
    """What a share says about itself.  Raises IntakeError 'share.length', 'share.word', 'share.checksum'."""
    share = _share(typed, 1)
    return ShareFacts(share.identifier, share.index + 1, share.member_threshold)


def _share(typed: str, place: int) -> Share:
    words = typed.replace(",", " ").lower().split()
    for number, word in enumerate(words, 1):
        if word[:_LETTERS] not in _WORDS:
            raise IntakeError("share.word", share=place, word=number)
    if len(words) != WORDS:
        raise IntakeError("share.length", share=place, words=len(words), expected=WORDS)
    try:
        return Share.from_mnemonic(" ".join(_WORDS[word[:_LETTERS]] for word in words))
    except MnemonicError as trouble:
        raise IntakeError("share.checksum", share=place) from trouble


def fingerprint(public: bytes) -> str:
    """Six groups of four digits, to be read aloud and compared: 80 bits of the SHA-256 of the public half."""
    number = int.from_bytes(hashlib.sha256(b"intake organisation key\0" + public).digest(), "big") % 10**24
    digits = f"{number:024d}"
    return " ".join(digits[at : at + 4] for at in range(0, 24, 4))


def public_file(public: bytes) -> str:
    """The text of a file with a public half."""
    return f"{_FIRST_LINE}\n{public.hex()}\nfingerprint {fingerprint(public)}\n"


def public_half(text: str) -> bytes:
    """The public half out of the text of such a file.  Raises IntakeError 'share.bad_file'."""
    lines = [line.strip() for line in text.strip().splitlines()]
    try:
        first, key, check = lines
        public = bytes.fromhex(key)
    except ValueError as trouble:
        raise IntakeError("share.bad_file") from trouble
    if (first, len(public), check) != (_FIRST_LINE, 32, f"fingerprint {fingerprint(public)}"):
        raise IntakeError("share.bad_file")
    return public
