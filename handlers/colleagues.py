"""Naming somebody who is to come instead: a colleague in Slack, or name and e-mail."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.blocks.ids import Field
from bot.context import Bot
from bot.i18n import Translate
from bot.members import Members
from bot.services import people
from bot.services.people import Profile
from bot.services.registration import substitutions
from bot.slack import read_profile
from handlers.answers import Answer
from handlers.requests import Typed


@dataclass(frozen=True)
class Named:
    """Who was named, as the form says; `field` is where a no belongs."""

    profile: Profile | None
    is_colleague: bool
    name: str
    email: str

    @property
    def field(self) -> str:
        return Field.COLLEAGUE if self.is_colleague else Field.EMAIL

    def person_id(self, session: Session, workspace_id: int, now: datetime) -> int:
        if self.is_colleague:
            return substitutions.member(session, workspace_id, self.profile, now).id
        return people.guest(session, workspace_id, name=self.name, email=self.email).id


def named(bot: Bot, members: Members, typed: Typed, answer: Answer, t: Translate) -> Named | None:
    """None when something is wrong with the form, which has been said at the field."""
    colleague, name, email = typed.person(Field.COLLEAGUE), typed.text(Field.NAME), typed.text(Field.EMAIL)
    if wrong := _wrong(colleague, name, email, t):
        answer.wrong(*wrong)
        return None
    profile = read_profile(bot.slack, colleague, our_team=members.team_id) if colleague else None
    return Named(profile, bool(colleague), name or "", (email or "").lower())


def _wrong(colleague: str | None, name: str | None, email: str | None, t: Translate) -> tuple[str, str] | None:
    if colleague and (name or email):
        return Field.COLLEAGUE, t("Choose a colleague, or write a name and an e-mail: not both.")
    if not colleague and not (name or email):
        return Field.COLLEAGUE, t("Choose a colleague, or write a name and an e-mail below.")
    if not colleague and not name:
        return Field.NAME, t("Write the name too.")
    if not colleague and not people.is_address(email):
        return Field.EMAIL, t("That is not an e-mail address.")
    return None
