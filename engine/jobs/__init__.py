"""A job folder and its protocol; the executors that run jobs."""
