"""Reading rulesets: schema, links, diagnostics."""
