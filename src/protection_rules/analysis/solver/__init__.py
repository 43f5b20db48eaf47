"""Rules and invariants for all profiles at once, with the z3 solver (extra `verify`)."""
