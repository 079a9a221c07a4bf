"""The planned moments of a meeting, and whom each speaks to."""
