"""What may be known: value kinds, the profile, the vocabulary read off it."""
