"""The parts of a search: its trainings, its trials, the confirmation and how it all reads."""
