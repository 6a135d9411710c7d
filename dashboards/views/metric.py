"""One metric: why did it move?"""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.entrance import MemberRequest, member
from accounts.roles import Permission
from dashboards import files, metric_page
from metrics.measures import Measure, UnknownMetricError, measure_of


@member(Permission.SEE_NUMBERS)
@require_safe
def metric(request: MemberRequest, key: str) -> HttpResponse:
    """The line, what it was before, where it differs and how the scores lie."""
    return render(request, "dashboards/metric.html", metric_page.context(request, named(key)))


@member(Permission.SEE_NUMBERS)
@require_safe
def export(request: MemberRequest, key: str, form: str) -> HttpResponse:
    """What the page shows, by the same filters, as a file."""
    asked = metric_page.of_member(request, named(key))
    name = files.name_of(request.business.slug, key, asked.today)
    with files.written_in(form):
        report = metric_page.report(request.business, asked)
    return files.report_file(report, form, name, asked.now)


@member(Permission.SEE_NUMBERS)
@require_safe
def picture(request: MemberRequest, key: str) -> HttpResponse:
    """The chart of the page, by the same filters, as a picture."""
    asked = metric_page.of_member(request, named(key))
    drawn = files.picture(metric_page.parts(asked)["chart"]["spec"])
    return files.file(drawn, "png", files.name_of(request.business.slug, key, asked.today))


def named(key: str) -> Measure:
    """The metric of an address. Raises Http404."""
    try:
        return measure_of(key)
    except UnknownMetricError as fault:
        raise Http404 from fault
