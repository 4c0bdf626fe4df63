"""From a file to a whole mapping, proposed with its reasons and never applied unseen."""
