"""Every address of the product."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from trustapp import pages

handler500 = pages.server_error

urlpatterns: list[URLPattern | URLResolver] = []

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", pages.style_guide, name="styleguide"))
