"""Jobs: all that runs or ran, in a drawer over whatever page is in front."""
