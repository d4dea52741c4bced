"""The one place that tells the user anything; crash reports."""
