"""Meetings in people's calendars: the file for one, and the address a calendar reads them all from."""
