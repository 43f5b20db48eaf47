"""What rulesets cover and hold to, beyond one case."""
