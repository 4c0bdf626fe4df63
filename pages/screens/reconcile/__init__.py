"""The parts of the screen Reconcile."""
