"""Addresses of the business's customers."""

from django.urls import path

from customers.views import people as views

app_name = "customers"
people = [
    path("customers/", views.people, name="list"),
    path("customers/new/", views.new, name="new"),
    path("customers/<uuid:customer_id>/", views.person, name="person"),
    path("customers/<uuid:customer_id>/edit/", views.edit, name="edit"),
]
urlpatterns = [*people]
