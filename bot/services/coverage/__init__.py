"""Which organisation has whom in which role, and asking for whoever is missing."""
