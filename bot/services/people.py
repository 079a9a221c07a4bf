"""Who is asking: Slack members as people of ours, guests who become members, and what they are trusted with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from models import ANSWERING, COORDINATING, Assignment, Invitation, Person, Registration, Workspace
from models.organisations import fold
from models.registrations import ACTIVE

ASKED_AGAIN = timedelta(days=1)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

LONGEST_NAME = 120
BY_SLACK = select(Person).where(
    Person.workspace_id == bindparam("workspace_id"), Person.slack_user_id == bindparam("slack_user_id")
)


@dataclass(frozen=True)
class Profile:
    """What `users.info` says, as far as it concerns us."""

    slack_user_id: str
    name: str
    email: str | None
    locale: str | None
    tz: str | None
    is_deactivated: bool = False
    is_external: bool = False
    is_bot: bool = False
    is_read: bool = True
    """False when Slack did not say: all we know is the id."""


@dataclass(frozen=True)
class Member:
    """A Slack member of ours, as a request needs them."""

    person_id: int
    workspace_id: int
    slack_user_id: str
    locale: str | None
    tz: str | None
    is_external: bool = False
    is_read: bool = True
    """Whether the profile has been read: Slack may not have answered."""


def join_workspace(session: Session, *, team_id: str, name: str | None, bot_user_id: str, bot_id: str | None) -> int:
    """The workspace's id. Rows imported before the first start become this team's; a second team is refused."""
    workspace = session.scalar(select(Workspace).order_by(Workspace.id).limit(1))
    if workspace is None:
        workspace = Workspace()
        session.add(workspace)
    if workspace.team_id not in (None, team_id):
        raise OtherTeam(workspace.team_id or "")
    workspace.team_id, workspace.name = team_id, name
    workspace.bot_user_id, workspace.bot_id = bot_user_id, bot_id
    session.flush()
    return workspace.id


class OtherTeam(Exception):  # noqa: N818
    """The database belongs to another Slack workspace than the token."""


def member(session: Session, workspace_id: int, slack_user_id: str) -> Member | None:
    """The person behind a Slack id, when we know them."""
    person = _by_slack(session, workspace_id, slack_user_id)
    return _as_member(person) if person else None


def known_at(session: Session, workspace_id: int, slack_user_id: str) -> datetime | None:
    """Up to when what we know of a member holds: LONG_AGO if nothing was read yet; None if we do not know them."""
    person = _by_slack(session, workspace_id, slack_user_id)
    return (person.read_at or LONG_AGO) if person else None


def by_slack_ids(session: Session, workspace_id: int, slack_ids: Sequence[str]) -> dict[str, int]:
    """{Slack id: id} of those whose profile has been read."""
    found = session.execute(
        select(Person.slack_user_id, Person.id).where(
            Person.workspace_id == workspace_id, Person.slack_user_id.in_(slack_ids), Person.read_at.is_not(None)
        )
    )
    return {slack_id: person_id for slack_id, person_id in found if slack_id}


def learn(session: Session, workspace_id: int, profile: Profile, now: datetime) -> Member:
    """Write down a member's profile. A guest with the same address, exactly one, becomes this member."""
    email = profile.email.strip().lower() if profile.email else None
    person = _by_slack(session, workspace_id, profile.slack_user_id) or _guest(session, workspace_id, email)
    if person is None:
        person = Person(workspace_id=workspace_id, name=one_line(profile.name), email=email)
        session.add(person)
    is_new = person.slack_user_id is None or person.name == profile.slack_user_id
    person.slack_user_id = profile.slack_user_id
    person.locale, person.tz, person.read_at = profile.locale, profile.tz, now if profile.is_read else None
    person.is_deactivated, person.is_external = profile.is_deactivated, profile.is_external
    if is_new or not person.email:
        # What people wrote about themselves with "Ändra" stays; Slack's profile only fills what is empty.
        person.email = person.email or email
        person.name = one_line(profile.name) or person.name
    session.flush()
    return _as_member(person)


def rename(session: Session, person_id: int, *, name: str, email: str | None) -> None:
    """The person's own words about who they are and where mail reaches them."""
    person = session.get_one(Person, person_id)
    person.name = one_line(name) or person.name
    person.email = email.strip().lower() if email and email.strip() else person.email


def by_address(session: Session, workspace_id: int, *, name: str, email: str) -> Person | None:
    """Whom a name and an address mean: the member with the address, else the guest with both.

    An office address may be shared: another name is another guest.
    """
    found = session.scalars(
        select(Person)
        .where(
            Person.workspace_id == workspace_id,
            Person.email == email,
            Person.is_deactivated.is_(False),
            Person.is_external.is_(False),
        )
        .order_by(Person.slack_user_id.is_(None), Person.id)
    ).all()
    wanted = fold(name)
    return next((one for one in found if one.has_slack or fold(one.name) == wanted), None)


def name_and_address(session: Session, person_id: int) -> tuple[str, str | None]:
    person = session.get_one(Person, person_id)
    return person.name, person.email


def guest(session: Session, workspace_id: int, *, name: str, email: str) -> Person:
    """The person with this address, as `by_address`; a new guest when there is none."""
    known = by_address(session, workspace_id, name=name, email=email)
    if known:
        return known
    new = Person(workspace_id=workspace_id, name=one_line(name), email=email)
    session.add(new)
    session.flush()
    return new


def name_of(session: Session, person_id: int) -> str:
    person = session.get(Person, person_id)
    return person.name if person else ""


def one_line(name: str) -> str:
    """A name as it stands on a list, however it was typed."""
    return " ".join(name.split())[:LONGEST_NAME]


def is_address(email: str | None) -> bool:
    """Whether it looks like an address somebody could be reached at."""
    name, at, domain = (email or "").strip().rpartition("@")
    return bool(name and at and "." in domain and " " not in domain and len(domain) > 3)


def coordinated_areas(session: Session, person_id: int) -> tuple[frozenset[int], frozenset[int]]:
    """The areas and the series (lab, or as national organiser) the person coordinates."""
    duties = session.scalars(select(Assignment).where(Assignment.person_id == person_id)).all()
    areas = {duty.area_id for duty in duties if duty.duty in COORDINATING and duty.area_id}
    series = {duty.series_id for duty in duties if duty.duty in ANSWERING and duty.series_id and not duty.area_id}
    return frozenset(areas), frozenset(series)


def awaited(session: Session, workspace_id: int, now: datetime) -> list[tuple[int, str]]:
    """(id, address) of people with a part in something whom we have not found in Slack, and not asked for in a day."""
    has_duty = Person.id.in_(select(Assignment.person_id))
    has_seat = Person.id.in_(select(Registration.person_id).where(Registration.state.in_(ACTIVE)))
    is_invited = Person.id.in_(select(Invitation.person_id))
    rows = session.execute(
        select(Person.id, Person.email)
        .where(
            Person.workspace_id == workspace_id,
            Person.slack_user_id.is_(None),
            Person.email.is_not(None),
            or_(Person.read_at.is_(None), Person.read_at < now - ASKED_AGAIN),
            or_(has_duty, has_seat, is_invited),
        )
        .order_by(has_duty.desc(), Person.id)
    ).all()
    return [(row.id, row.email) for row in rows]


def asked(session: Session, person_id: int, now: datetime) -> None:
    """Slack has been asked for the address; if it knew nobody, it is asked again tomorrow."""
    session.get_one(Person, person_id).read_at = now


def _by_slack(session: Session, workspace_id: int, slack_user_id: str) -> Person | None:
    return session.scalar(BY_SLACK, {"workspace_id": workspace_id, "slack_user_id": slack_user_id})


def _guest(session: Session, workspace_id: int, email: str | None) -> Person | None:
    if not email:
        return None
    found = session.scalars(
        select(Person)
        .where(Person.workspace_id == workspace_id, Person.email == email, Person.slack_user_id.is_(None))
        .limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def _as_member(person: Person) -> Member:
    return Member(
        person_id=person.id,
        workspace_id=person.workspace_id,
        slack_user_id=person.slack_user_id or "",
        locale=person.reads,
        tz=person.tz,
        is_external=person.is_external,
        is_read=person.read_at is not None,
    )
