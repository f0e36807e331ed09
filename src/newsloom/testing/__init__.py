"""Public test support: builders, FakeWeb, contract checks."""
