"""How a desk judges: each profile is data and pure functions."""
