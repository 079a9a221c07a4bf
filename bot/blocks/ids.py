"""Every id that Slack sends back. What a button is about travels in its value."""

from enum import StrEnum


class Press(StrEnum):
    """Buttons and menus."""

    REGISTER = "register"
    SHOW = "show"
    CHANGE = "change"
    CANCEL = "cancel"
    DECLINE = "decline"
    COMING = "coming"
    PROPOSE = "propose"
    TOPICS = "topics"
    LIST = "list"
    MINE = "mine"
    PARTICIPANTS = "participants"
    NEEDS = "needs_list"
    EDIT_PROFILE = "edit_profile"
    BIND = "bind"
    OPEN_LINK = "open_link"
    MAIL_SENT = "mail_sent"
    PLAN = "plan"
    PLAN_PAGE = "plan_page"
    STEP = "step"
    STEP_TEXT = "step_text"
    TRIAL = "trial"
    INERT = "inert"
    """A button of a text that is only shown to whoever plans: it looks as it will, and does nothing."""
    HELP = "help"


class Field(StrEnum):
    """Inputs. Block id and action id are the same word, so that what was typed survives a redraw."""

    NAME = "name"
    EMAIL = "email"
    ORGANISATION = "organisation"
    ROLE = "role"
    ATTENDANCE = "attendance"
    PARTS = "segments"
    NEEDS = "access_needs"
    DIET = "dietary"
    WISHES = "wishes"
    HIDE = "hide_from_list"
    AGAIN = "invite_again"
    EVENT = "event"
    LEVEL = "level"
    THEME = "theme"
    TITLE = "title"
    BACKGROUND = "background"
    SENDS = "sends"
    NUMBER = "number"
    UNIT = "unit"
    CLOCK = "clock"


class View(StrEnum):
    REGISTRATION = "registration"
    TOPIC = "topic"
    STEP = "step"
    SHOWN = "shown"
    """A form that only shows: nothing to submit."""
    HOME = "home"
