"""Settings, addresses, the Celery application and the supervisor: what holds the rooms together."""
