"""Every address of the product."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from trustapp import health, pages

handler500 = pages.server_error

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", pages.style_guide, name="styleguide"))
