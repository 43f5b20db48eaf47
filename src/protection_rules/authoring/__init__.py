"""For people who write the rules: other forms of a folder of rulesets, and back."""
