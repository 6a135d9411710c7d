"""One metric: why did it move?"""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.entrance import MemberRequest, member
from accounts.roles import Permission
from dashboards import metric_page
from metrics.measures import UnknownMetricError, measure_of


@member(Permission.SEE_NUMBERS)
@require_safe
def metric(request: MemberRequest, key: str) -> HttpResponse:
    """The line, what it was before, where it differs and how the scores lie."""
    try:
        measure = measure_of(key)
    except UnknownMetricError as fault:
        raise Http404 from fault
    return render(request, "dashboards/metric.html", metric_page.context(request, measure))
