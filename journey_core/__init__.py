"""The domain: from columns to answers. Imports nothing of the program around it."""

from journey_core.kernel_cache import install

install()  # here, because it must stand before the first kernel, wherever that is imported from
