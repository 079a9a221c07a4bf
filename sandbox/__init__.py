"""A local Slack workspace: in process for tests, over the wire for the demo."""
