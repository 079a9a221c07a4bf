"""Deliveries and cards as words: the one place where what is owed meets how it looks."""
