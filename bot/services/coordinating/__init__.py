"""Who coordinates: handing over, deputies, and who leads and takes notes at a meeting."""
