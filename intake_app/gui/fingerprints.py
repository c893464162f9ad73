"""A fingerprint in words: as it is read aloud and compared."""

_GROUP = 4


def groups(fingerprint: str) -> str:
    """A fingerprint as it is compared by voice: four signs at a time, eight groups to a line.

    Held together, for words from right to left around it would turn the groups round.
    """
    bare = "".join(sign for sign in fingerprint if sign.isalnum()).upper()
    parts = [bare[at : at + _GROUP] for at in range(0, len(bare), _GROUP)]
    half = (len(parts) + 1) // 2
    return "\n".join(f"\u2066{' '.join(line)}\u2069" for line in (parts[:half], parts[half:]) if line)
