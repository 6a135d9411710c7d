"""Addresses of links that show one dashboard: the link's token is the right to look."""

from django.urls import path

from dashboards.views import shared, stopping

app_name = "shared"
urlpatterns = [
    path("<str:code>/stop/<str:token>", stopping.stop, name="stop"),
    path("<str:code>/<str:token>", shared.page, name="page"),
    path("<str:code>/<str:token>/screen", shared.screen, name="screen"),
    path("<str:code>/<str:token>/live", shared.live, name="live"),
]
