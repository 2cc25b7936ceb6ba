"""What every register stands on: sign-in, actors, money, periods, history, policy, register kit."""
