"""What waits on a disk before its secrets are out: sealed with a key that is never written."""

from __future__ import annotations

import hashlib
import secrets


class Seal:
    """Seals and opens texts, for the length of this process; nobody else can."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def turned(self, text: bytes, number: int) -> bytes:
        """*text* sealed, or a sealed one open again. A *number* is for one text only.

        A stream cipher: the text XOR what SHAKE-256 makes of key and number.
        """
        stream = hashlib.shake_256(self._key + number.to_bytes(8, "big")).digest(len(text))
        mixed = int.from_bytes(text, "big") ^ int.from_bytes(stream, "big")
        return mixed.to_bytes(len(text), "big")

    def name(self, text: bytes) -> bytes:
        """What stands for *text* where it is only compared."""
        return hashlib.blake2b(text, key=self._key, digest_size=16).digest()
