"""Living documentation: rules, the guidance they rest on, and scenarios with their last result, as a site."""
