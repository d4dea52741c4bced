"""Controls for what trains, shared by the pages that start a training."""
