"""What people want to talk about: proposing, supporting, ordering, and what becomes of each question."""
