"""Addresses of letters: the link's token is the right to use them."""

from django.urls import path

from surveys import public_views as views

app_name = "answering"
urlpatterns = [
    path("<str:code>/test/<str:token>", views.trial, name="trial"),
    path("<str:code>/<str:token>", views.answer, name="answer"),
    path("<str:code>/<str:token>/provisional", views.provisional, name="provisional"),
    path("<str:code>/<str:token>/stop", views.stop, name="stop"),
    path("<str:code>/<str:token>/resume", views.resume, name="resume"),
    path("<str:code>/<str:token>/more/<str:stamp>", views.trap, name="trap"),
]
