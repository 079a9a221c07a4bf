"""The programme that a vote makes: segments of a template, filled with the questions people chose."""
