"""Which sentences of people's own words are proposals, and the title each one gives."""
