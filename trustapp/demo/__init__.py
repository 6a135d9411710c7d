"""The demo: a bakery with fourteen months behind it, and a second business to prove the wall."""
