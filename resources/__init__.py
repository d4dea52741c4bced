"""Data the program ships: icons, font, styles, model yamls. Read through importlib.resources."""
