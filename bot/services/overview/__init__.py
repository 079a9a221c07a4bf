"""How meetings stand, for whoever coordinates them."""
