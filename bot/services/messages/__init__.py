"""What is owed to whom: written down, claimed, sent once, kept for a digest or given up."""
