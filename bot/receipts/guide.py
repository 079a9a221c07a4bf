"""What somebody may do here and now, for the help; and what a newcomer is asked."""

from dataclasses import dataclass

from models.series import Role


@dataclass(frozen=True)
class Abilities:
    """What is of use to a person now. A visitor from another workspace has none."""

    lists: bool = False
    """There are coming meetings."""
    registers: bool = False
    """One of them takes registrations."""
    has_seat: bool = False
    proposes: bool = False
    votes: bool = False
    """A vote is on in a meeting of theirs."""
    sets: bool = True
    """Has settings: is a member."""
    coordinates: tuple[str, ...] = ()
    """Areas and series, by name."""
    deputises: tuple[str, ...] = ()
    """Those of them where the person is the coordinator's deputy."""
    facilitates: tuple[str, ...] = ()
    takes_notes: tuple[str, ...] = ()
    represents: tuple[str, ...] = ()
    """Organisations whose contact the person is."""
    is_national: bool = False
    is_admin: bool = False
    is_new: bool = False
    """We know neither organisation nor role, and have not asked."""
    reads_programme: bool = False
    """One is published, or theirs to build."""


@dataclass(frozen=True)
class WelcomeForm:
    roles: tuple[Role, ...]
    language: str
    """Of the roles' own words."""
