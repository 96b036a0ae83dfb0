"""The ground of our maps: tiles of our own, and streets where the operator has them."""
