"""Addresses of the queue and its cases."""

from django.urls import path

from followup import away_views, text_views, views

app_name = "followup"
urlpatterns = [
    path("queue/", views.queue, name="queue"),
    path("queue/next/", views.take_next, name="take_next"),
    path("queue/away/", away_views.away, name="away"),
    path("queue/away/<uuid:member_id>/back/", away_views.back, name="back"),
    path("queue/texts/", text_views.texts, name="texts"),
    path("queue/texts/new/", text_views.new, name="new_text"),
    path("queue/texts/<uuid:replytext_id>/", text_views.change, name="change_text"),
    path("queue/texts/<uuid:replytext_id>/move/", text_views.move, name="move_text"),
    path("queue/texts/<uuid:replytext_id>/remove/", text_views.remove, name="remove_text"),
    path("cases/<uuid:case_id>/", views.case, name="case"),
    path("cases/<uuid:case_id>/take/", views.take, name="take"),
    path("cases/<uuid:case_id>/release/", views.release, name="release"),
    path("cases/<uuid:case_id>/assign/", views.assign, name="assign"),
    path("cases/<uuid:case_id>/reply/", views.reply, name="reply"),
    path("cases/<uuid:case_id>/call/", views.call, name="call"),
    path("cases/<uuid:case_id>/note/", views.note, name="note"),
    path("cases/<uuid:case_id>/close/", views.close, name="close"),
    path("cases/<uuid:case_id>/reopen/", views.reopen, name="reopen"),
]
