"""Votes: opened, cast, closed and counted, so that nobody can join a person with what they voted."""
