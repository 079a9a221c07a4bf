"""Finding the day of a meeting: who can come when, what that speaks for, and the day a person decides."""
