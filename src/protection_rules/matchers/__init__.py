"""Which rules match a case: independent ways to find out."""
