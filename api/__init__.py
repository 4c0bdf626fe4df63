"""The faces for other systems: HTTP routes, and what guards every request."""
