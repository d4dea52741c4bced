"""The pages of the window: widgets in `page.py`, decisions in `presenter.py`."""
