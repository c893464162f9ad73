"""One widget for each kind of answer. They show what the session holds and say what was typed or chosen."""
