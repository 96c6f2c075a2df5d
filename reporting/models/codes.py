"""Codes people read out and type: short, and no letter is mistaken for another."""

import secrets

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def draw(begins: str, length: int) -> str:
    """The beginning of a kind of code, and so many letters by chance."""
    return begins + "".join(secrets.choice(LETTERS) for _n in range(length))
