"""New rules, rulesets and overlays, written from answers to questions."""
