"""From matches to advice in words."""
