"""What lets only a ballot's owner find it: the poll's key, and what is made from it."""

import hmac
import secrets
from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from models.polls import KEYS

LENGTH = 32


def make(session: Session, poll_id: int) -> bytes:
    secret = secrets.token_bytes(LENGTH)
    session.execute(insert(KEYS).values(poll_id=poll_id, secret=secret))
    return secret


def of(session: Session, poll_id: int) -> bytes | None:
    """None once the poll has closed; and in a copy of the database, which is made without it."""
    return session.scalar(select(KEYS.c.secret).where(KEYS.c.poll_id == poll_id))


def destroy(session: Session, poll_id: int) -> None:
    session.execute(delete(KEYS).where(KEYS.c.poll_id == poll_id))


def ballot_id(secret: bytes, on_list: str, voter: str) -> str:
    return _made(secret, "ballot", on_list, voter)


def shuffled(secret: bytes, voter: str, options: Iterable[int]) -> list[int]:
    """In an order of the voter's own, the same each time they look."""
    return sorted(options, key=lambda option: _made(secret, "order", voter, str(option)))


def _made(secret: bytes, *words: str) -> str:
    return hmac.new(secret, ":".join(words).encode(), sha256).hexdigest()
