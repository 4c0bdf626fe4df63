"""What screens share: session, links, controls, formats, colours."""
