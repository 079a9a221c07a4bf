"""A person in front of the page: does what one does with a keyboard and a mouse."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect


class Visitor:
    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def visits(self, member: str, place: str = "") -> Visitor:
        """Opens the page as this member; `place` is a channel's id, `home`, or nothing for the bot's messages."""
        self.page.goto(f"{self.url}/?as={member}&place={place}")
        expect(self.page.locator("#place")).not_to_be_empty()
        return self

    def types(self, line: str) -> None:
        self.page.locator("#text").fill(line)
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#text")).to_have_value("")

    def presses(self, name: str) -> None:
        """The button with this text: in the open form, else the newest one."""
        where = self.form if self.form.is_visible() else self.page
        where.get_by_role("button", name=name, exact=True).last.click()

    def leaves(self) -> None:
        """Closes the form: only then is there something else to act on."""
        self.page.keyboard.press("Escape")
        expect(self.form).to_be_hidden()

    def chooses(self, label: str, option: str) -> None:
        """Opens the select with this label and takes the option."""
        self.select(label).click()
        self.page.get_by_role("option", name=option, exact=True).click()

    def select(self, label: str) -> Locator:
        name = re.compile(rf"^{re.escape(label)}\b")
        return self.page.get_by_role("button", name=name).and_(self.page.locator(".choice"))

    def opens_place(self, name: str) -> None:
        """Through the list of places, which is a menu on a narrow screen."""
        menu = self.page.get_by_role("button", name="Meny")
        if menu.is_visible():
            menu.click()
        places = self.page.get_by_role("navigation", name="Platser")
        places.get_by_role("link", name=re.compile(rf"^(# ?)?{re.escape(name)}\b")).click()
        expect(self.page.locator("#place")).to_contain_text(name)

    def hears(self, words: str) -> None:
        """There is a message that says so, the newest of them in sight."""
        expect(self.messages.filter(has_text=words).last).to_be_visible()

    @property
    def form(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def messages(self) -> Locator:
        return self.page.get_by_role("article")

    @property
    def last(self) -> Locator:
        return self.messages.last

    @property
    def focused(self) -> Locator:
        return self.page.locator(":focus")

    @property
    def notice(self) -> Locator:
        return self.page.get_by_role("alert").filter(visible=True)
