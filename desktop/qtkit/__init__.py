"""Theme, icons, text roles, layout helpers and small widgets that every page uses."""
