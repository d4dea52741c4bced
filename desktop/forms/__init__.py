"""Fields and forms that several pages share, and asking for files."""
