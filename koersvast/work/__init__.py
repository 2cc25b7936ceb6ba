"""What is done: work of every kind, results, phases, actions, milestones, status."""
