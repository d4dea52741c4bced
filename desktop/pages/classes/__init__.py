"""The Classes page: what there is to find, and what has to be checked when that changes."""
