"""Tests of the Classes page."""
