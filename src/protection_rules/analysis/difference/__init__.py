"""What is otherwise between two rule books, for all profiles at once, with the z3 solver (extra `verify`)."""
