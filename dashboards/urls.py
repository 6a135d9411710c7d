"""Addresses of the pages that show."""

from django.urls import path

from dashboards.views import answers, goals, home, metric

app_name = "dashboards"
urlpatterns = [
    path("", home.home, name="home"),
    path("live/", home.live, name="live"),
    path("checklist/close/", home.close_checklist, name="close_checklist"),
    path("metric/<slug:key>/", metric.metric, name="metric"),
    path("answers/", answers.answers, name="answers"),
    path("answers/<uuid:answer_id>/restore/", answers.restore, name="restore"),
    path("goals/", goals.goals, name="goals"),
    path("goals/new/", goals.new_goal, name="new_goal"),
    path("goals/metrics/", goals.choose, name="choose"),
    path("goals/<uuid:goal_id>/", goals.goal, name="goal"),
    path("goals/<uuid:goal_id>/end/", goals.end, name="end_goal"),
]
