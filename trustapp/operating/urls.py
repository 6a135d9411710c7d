"""The operator's pages."""

from django.urls import path

from trustapp.operating import views

app_name = "operating"

urlpatterns = [
    path("", views.businesses, name="businesses"),
    path("work/", views.work, name="work"),
    path("work/<uuid:row_id>/", views.settle, name="settle"),
]
