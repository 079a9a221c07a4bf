"""`python -m bot simulate`: a whole season in two minutes, with everything that goes wrong in one."""
