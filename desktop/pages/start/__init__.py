"""The start page: recent projects, opening one, making a new one."""
