"""Every action as data; menus, palette, shortcuts and the key sheet derive from it."""
