"""Which recipe to try: search space, Optuna ask and tell, confirmation."""
