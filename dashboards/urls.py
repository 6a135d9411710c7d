"""Addresses of the pages that show."""

from django.urls import path

from dashboards.views import answers, customers, exports, goals, groups, home, improvements, metric, reports, sharing

app_name = "dashboards"
urlpatterns = [
    path("", home.home, name="home"),
    path("live/", home.live, name="live"),
    path("screen/", home.screen, name="screen"),
    path("screen/live/", home.screen_live, name="screen_live"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<uuid:member_id>/", reports.change, name="change_hearing"),
    path("sharing/", sharing.sharing, name="sharing"),
    path("sharing/<uuid:link_id>/end/", sharing.revoke, name="revoke_link"),
    path("checklist/close/", home.close_checklist, name="close_checklist"),
    path("metric/<slug:key>/", metric.metric, name="metric"),
    *(
        path(f"metric/<slug:key>/numbers.{form}", metric.export, {"form": form}, name=f"metric_{form}")
        for form in ("csv", "xlsx", "pdf")
    ),
    path("metric/<slug:key>/picture.png", metric.picture, name="picture"),
    path("answers/", answers.answers, name="answers"),
    *(
        path(f"answers/answers.{form}", answers.export, {"form": form}, name=f"answers_{form}")
        for form in ("csv", "xlsx", "pdf")
    ),
    path("answers/<uuid:answer_id>/restore/", answers.restore, name="restore"),
    path("customers/<uuid:customer_id>/", customers.customer, name="customer"),
    path("files/", exports.page, name="files"),
    path("files/live/", exports.live, name="files_live"),
    path("files/<uuid:export_id>/", exports.take, name="take_file"),
    path("files/<uuid:export_id>/retry/", exports.retry, name="retry_file"),
    path("files/<uuid:export_id>/delete/", exports.drop, name="drop_file"),
    path("customers/groups/", groups.groups, name="groups"),
    path("customers/groups/compare/", groups.compare, name="compare_groups"),
    path("customers/groups/stop/", groups.stop, name="stop_comparing"),
    path("goals/", goals.goals, name="goals"),
    path("goals/new/", goals.new_goal, name="new_goal"),
    path("goals/metrics/", goals.choose, name="choose"),
    path("goals/<uuid:goal_id>/", goals.goal, name="goal"),
    path("goals/<uuid:goal_id>/end/", goals.end, name="end_goal"),
    path("improvements/", improvements.improvements, name="improvements"),
    path("improvements/new/", improvements.new, name="new_improvement"),
    path("improvements/<uuid:improvement_id>/", improvements.improvement, name="improvement"),
    path("improvements/<uuid:improvement_id>/change/", improvements.change, name="change_improvement"),
    path("improvements/<uuid:improvement_id>/review/", improvements.review, name="review_improvement"),
    path("improvements/<uuid:improvement_id>/drop/", improvements.drop, name="drop_improvement"),
]
