"""Who is trusted with what, as a file names them: what they are called, and the address they are known by."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.seasons.layout import AREA, HEADER, ORGANISER, Group, put
from models import Person


class Contacts:
    """Somebody without an address cannot stand in a file: another bot could not tell who is meant."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def coordinators(self, area: Group, emails: Sequence[str | None] | None, *, is_new: bool) -> None:
        """One, or more in a list; None: as the file has it."""
        if emails is None and not is_new:
            return
        said = area.get("coordinator")
        known = {one.get("email"): one for one in (said if isinstance(said, list) else [said]) if isinstance(one, dict)}
        found = [known.get(email) or self._contact(email) for email in emails or () if email]
        put(area, "coordinator", found[0] if len(found) == 1 else found, AREA)
        area.setdefault("coordinator", [])

    def party(self, party: Group, emails: Sequence[str | None] | None) -> None:
        first = next((email for email in emails or () if email), None)
        if first:
            party["contact"] = self._contact(first)

    def lead(self, header: Group, emails: Sequence[str | None] | None) -> None:
        self._named(header, emails, "process_lead_role", "process_lead_email", HEADER)

    def organiser(self, organiser: Group, emails: Sequence[str | None] | None) -> None:
        self._named(organiser, emails, "contact_role", "contact_email", ORGANISER)

    def _named(
        self, group: Group, emails: Sequence[str | None] | None, name: str, email: str, order: Sequence[str]
    ) -> None:
        known = [one for one in emails or () if one]
        if not known or group.get(email) in known:
            return
        contact = self._contact(known[0])
        put(group, name, contact["role"], order)
        put(group, email, contact["email"], order)

    def _contact(self, email: str) -> Group:
        person = self._session.scalar(
            select(Person).where(Person.email == email).order_by(Person.slack_user_id.is_(None), Person.id).limit(1)
        )
        name, has_slack = (person.name, person.has_slack) if person else (email, False)
        return {"role": name, "email": email, "has_slack": has_slack}
