"""Theme, icons, text roles, layouts and small widgets that every page uses."""
