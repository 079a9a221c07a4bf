"""Who can be trusted with something here: a member of this workspace who has not left."""

from models import Person
from models.errors import N_, Refusal

NO_ADDRESS = N_("{name} has no e-mail address in Slack, and nobody can be given a task without one.")


def refuse_unfit(person: Person, field: str) -> None:
    if not person.can_be_told:
        raise Refusal(N_("{name} is no longer in Slack. Choose somebody else."), field=field, name=person.name)
    if person.is_external:
        raise Refusal(N_("{name} is a member of another workspace. Choose somebody else."), field=field,
                      name=person.name)  # fmt: skip
