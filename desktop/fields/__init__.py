"""Input fields for things the engine knows: group rules, facts, folders."""
