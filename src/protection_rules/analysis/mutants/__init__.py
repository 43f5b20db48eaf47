"""Rule books with one thing changed, and whether scenarios notice (needs extra `verify`)."""
