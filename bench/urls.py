"""The product's addresses and one more, the smallest page there is."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from trustapp.urls import urlpatterns as product


def hello(request: HttpRequest) -> HttpResponse:
    """Nothing but Django."""
    return HttpResponse("hello")


urlpatterns = [path("hello", hello), *product]
