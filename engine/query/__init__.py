"""Which images to ask about: pure functions behind QueryStrategy."""
