"""The domain: from columns to answers. Imports nothing of the program around it."""
