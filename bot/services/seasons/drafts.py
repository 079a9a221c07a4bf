"""What has been read so far: ids to check against, and the organisations and people that many places name."""

from dataclasses import dataclass, field
from difflib import get_close_matches

from bot.services.seasons.fields import Fields
from bot.services.seasons.plans import Past, Seat, Thing, What
from bot.services.seasons.problems import Findings, quoted
from bot.services.seasons.values import CODE, EMAIL, FLAG, KEY, TEXT
from models.errors import N_
from models.organisations import display_name, fold


@dataclass
class Draft:
    """Grows while a file is read; becomes a plan when nothing was wrong."""

    findings: Findings
    things: list[Thing] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    history: dict[str, tuple[Past, ...]] = field(default_factory=dict)
    tz: str = ""
    _ids: dict[tuple[str, str], int] = field(default_factory=dict)
    _people: dict[str, str] = field(default_factory=dict)
    _by_code: dict[str, tuple[str, int]] = field(default_factory=dict)
    _by_name: dict[str, str] = field(default_factory=dict)
    _organisations: set[str] = field(default_factory=set)

    def add(self, what: What, key: str, **said: object) -> None:
        self.things.append(Thing(what, key, said))

    def claim(self, fields: Fields, what: str, name: str = "id") -> str:
        """The id of a new thing: nothing of its kind may have it already."""
        key = fields.need(name, KEY)
        if (what, key) in self._ids:
            fields.duplicate(name, key, self._ids[what, key])
        elif key:
            self._ids[what, key] = fields.line(name)
        return key

    def refer(self, fields: Fields, name: str, what: str) -> str:
        """The id of a thing the file has told of before."""
        key = fields.need(name, KEY)
        if key:
            self.check(fields, name, key, self.ids(what))
        return key

    def refer_if_any(self, fields: Fields, name: str, what: str) -> str | None:
        return self.refer(fields, name, what) if fields.has(name) else None

    def refer_all(self, fields: Fields, name: str, what: str) -> list[str]:
        """Several ids, in a list."""
        found = [key for _, key in fields.numbered(name, KEY)]
        for key in found:
            self.check(fields, name, key, self.ids(what))
        return found

    def ids(self, what: str) -> frozenset[str]:
        return frozenset(key for kind, key in self._ids if kind == what)

    def check(self, fields: Fields, name: str, key: str, known: frozenset[str]) -> None:
        """A problem unless the file knows the id."""
        if key in known:
            return
        close = get_close_matches(key, sorted(known), n=1)
        if close:
            fields.problem(
                name, N_("the file has no {value}; did you mean {name}?"), value=quoted(key), name=quoted(close[0])
            )
        else:
            fields.problem(name, N_("the file has no {value}"), value=quoted(key))

    def contact(self, fields: Fields, *, name_field: str = "role", email_field: str = "email") -> str:
        """Somebody trusted with something: the address they are known by."""
        name, email = fields.need(name_field, TEXT), fields.need(email_field, EMAIL)
        fields.get("has_slack", FLAG)
        if name and email and email not in self._people:
            self._people[email] = name
            self.add(What.PERSON, email, name=name)
        return email

    def organisation(self, name: str, *, code: str | None = None, **more: object) -> str:
        """The key of an organisation, told of for the first time or again."""
        display = display_name(name, code)
        key = code or self._by_name.get(fold(display)) or fold(display)
        for spelling in (display, name):
            self._by_name.setdefault(fold(spelling), key)
        if key not in self._organisations:
            self._organisations.add(key)
            said = {"former_name": None, "kind": None, "is_free_text": False, **more}
            self.add(What.ORGANISATION, key, name=name, display=display, code=code, **said)
        return key

    def municipality(self, fields: Fields, code_field: str, name: str) -> str | None:
        """The code; a problem when it already has another name."""
        code = fields.get(code_field, CODE)
        if code is None or not name:
            return None
        known, first = self._by_code.setdefault(code, (name, fields.line(code_field)))
        if known != name:
            fields.problem(
                code_field, N_("{code} is called {name} on line {first}"), code=code, name=quoted(known), first=first
            )
        return code

    def representing(self, fields: Fields) -> str | None:
        """The organisation that a seat or a question stands for: by code, or by name."""
        if fields.has("organisation_code"):
            code = fields.need("organisation_code", CODE)
            if code and code not in self._by_code:
                fields.problem("organisation_code", N_("no area of the file has the municipality {code}"), code=code)
            return code
        name = fields.need("organisation", TEXT)
        if not name:
            return None
        if fold(name) not in self._by_name:
            fields.note("organisation", N_("{name} belongs to no area; it is added as free text"), name=quoted(name))
        return self.organisation(name, is_free_text=fold(name) not in self._by_name)
