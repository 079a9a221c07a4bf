"""What a coordinator writes to the people of a meeting."""
