"""Season files: read and checked as a whole, compared with what they said last time, and applied piece by piece."""
