"""Why a lead is worth a call: rules over what is known of every lead at an instant, and the order of calls."""
