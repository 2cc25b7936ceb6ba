"""Plan check: is the plan sound?"""
