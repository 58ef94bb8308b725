class ActsAdmin:
    """What can be done with an article besides writing it: each act a button, for whoever may."""
