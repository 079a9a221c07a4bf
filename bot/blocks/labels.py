"""Words for states, forms and known fields; a file's own words are used for readers of its language."""

from bot.i18n import Translate
from bot.receipts import FormFacts
from models.errors import N_
from models.events import Form
from models.quotas import Scope
from models.registrations import Attendance, RegistrationState

FORMS = {Form.ON_SITE: N_("on site"), Form.DIGITAL: N_("digital"), Form.HYBRID: N_("on site or digital")}
ATTENDANCES = {Attendance.ON_SITE: N_("On site"), Attendance.DIGITAL: N_("Digitally")}
MY_STATES = {
    RegistrationState.REGISTERED: N_("You are registered"),
    RegistrationState.WAITLISTED: N_("You are on the waiting list"),
    RegistrationState.OFFERED: N_("There is a seat for you"),
    RegistrationState.DECLINED: N_("You have said no"),
    RegistrationState.CANCELLED: N_("You have cancelled"),
    RegistrationState.LAPSED: N_("The offer of a seat has run out"),
    RegistrationState.REPLACED: N_("Somebody else comes instead of you"),
}
STATES = {
    RegistrationState.REGISTERED: N_("registered"),
    RegistrationState.WAITLISTED: N_("on the waiting list"),
    RegistrationState.OFFERED: N_("offered a seat"),
}
LEVELS = {"overarching": N_("Overarching questions"), "operational": N_("Questions close to operations")}
LEVEL_OF = {"overarching": N_("Overarching"), "operational": N_("Close to operations")}
FIELDS = {
    "name": N_("Name"),
    "email": N_("E-mail"),
    "organisation": N_("Organisation"),
    "role": N_("Your role"),
    "attendance": N_("How will you take part?"),
    "segments": N_("Which parts will you take part in?"),
    "access_needs": N_("Do you need anything to be able to take part? Such as an induction loop, an interpreter "
                       "or room for a wheelchair."),
    "dietary": N_("Special diet or allergy"),
    "hide_from_list": N_("Do not show me on the list of participants"),
    "invite_again": N_("I want to be invited to the next season"),
}  # fmt: skip
ROLES = {
    "politician": N_("Elected representative"),
    "director": N_("Head of administration or operations"),
    "principal": N_("Principal or school leader"),
    "employment_service": N_("The Swedish Public Employment Service"),
    "regional_actor": N_("Regional representative or developer"),
    "agency": N_("The Swedish National Agency for Education"),
    "participant": N_("Participant"),
}
FULL = {
    Scope.ORGANISATION: N_("Your organisation already has its seats."),
    Scope.ROLE: N_("There are no seats left for your role."),
    Scope.ATTENDANCE: N_("There are no seats left for your way of taking part."),
    Scope.ALL: N_("All seats are taken."),
    Scope.OPEN: N_("The seats that are left are kept for others for now."),
    Scope.KEPT: N_("The seats that are left are kept for others for now."),
}

REASONS = {
    "has left Slack": N_("has left Slack"),
    "account_inactive": N_("has left Slack"),
    "has said no": N_("has said no"),
    "has answered since": N_("has answered since"),
    "no longer registered": N_("is no longer registered"),
    "no longer useful": N_("it was too late to be of use"),
    "not in Slack": N_("is not in Slack"),
    "ten messages about the meeting are enough": N_("ten messages about the meeting are enough"),
    "user_not_found": N_("is not in Slack"),
    "dropped": N_("somebody dropped it"),
    "could not be sent": N_("could not be sent"),
    "channel_not_found": N_("the channel is not there, or I am not in it"),
    "not_in_channel": N_("the channel is not there, or I am not in it"),
    "message_not_found": N_("the message has been deleted"),
    "cant_update_message": N_("the message can no longer be changed"),
    "edit_window_closed": N_("the message can no longer be changed"),
    "is_archived": N_("the channel is archived"),
    "is_inactive": N_("the channel is archived"),
    "ekm_access_denied": N_("I may not write there"),
    "no_permission": N_("I may not write there"),
    "restricted_action": N_("I may not write there"),
    "restricted_action_read_only_channel": N_("I may not write there"),
}


def field_label(facts: FormFacts, field: str, t: Translate) -> str:
    """The file's words for readers of its language, ours for others and for what the file leaves out."""
    own = facts.fields.get(field)
    return own.label if own and facts.event.language == t.language else t(FIELDS[field])


def role_label(role_id: str | None, label: str | None, files_language: str, t: Translate) -> str | None:
    """A role in the reader's language, when it is one of the well-known ones."""
    if label is None or files_language == t.language or role_id not in ROLES:
        return label
    return t(ROLES[role_id])


def chain(names: tuple[str | None, ...], t: Translate) -> str | None:
    """Instead of whom; who does not want to be shown is not named."""
    said = [t("instead of {name}", name=name or t("somebody who is not shown")) for name in names]
    return ", ".join(said) or None


def reason(word: str, t: Translate) -> str:
    """Why a message did not get through; what we have no words for, in Slack's."""
    return t(REASONS[word]) if word in REASONS else word
