"""Plots of the loop; pyqtgraph is imported when the first one is shown."""
