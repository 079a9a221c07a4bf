"""Inviting in Slack: whom, when they hear it, and how they stand."""
