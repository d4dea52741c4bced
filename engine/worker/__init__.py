"""The child process of a job."""
