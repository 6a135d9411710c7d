"""Addresses outside any business: choosing one, making one, joining one."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("businesses/", views.businesses, name="businesses"),
    path("businesses/new/", views.new_business, name="new_business"),
    path("join/<slug:code>/<str:token>/", views.join, name="join"),
]
