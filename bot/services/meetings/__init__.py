"""Meetings as those who coordinate them make and change them."""
