"""Who has a seat, who waits, and everything that moves a seat from one to another."""
