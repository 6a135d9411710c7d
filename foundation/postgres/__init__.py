"""Django's PostgreSQL backend with one habit more: the app never works as a superuser."""
