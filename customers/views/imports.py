"""Pages about bringing customers in: choose a file, look at it, watch it go in, fetch what was broken."""

import re
import uuid

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.entrance import MemberRequest, member
from accounts.roles import Permission
from customers import actions, exports
from customers.forms import UploadForm
from customers.importing_words import counted, crowded_out, import_button, may_undo, outcome, time_left, undone
from customers.models import Import, ImportState
from customers.previews import look_at
from customers.queries import faults, one_import
from customers.tables import TableError
from customers.uploads import TooLargeError
from foundation.bodies import takes_a_file
from foundation.ids import uuid7

MANAGE = Permission.MANAGE_CUSTOMERS
CELL = re.compile(r"cell-(\d{1,7})-(\d{1,3})")
SHOWN_FAULTS = 20


@member(MANAGE)
@takes_a_file
@require_http_methods(["GET", "POST"])
def upload(request: MemberRequest) -> HttpResponse:
    """Choose a file, paste rows, or type a few."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        name, blocks = form.source
        try:
            draft = actions.start_import(
                business=request.business,
                blocks=blocks,
                filename=name,
                by=request.user.id,
                most=settings.IMPORT_MAX_MB << 20,
            )
        except (TableError, TooLargeError) as fault:
            form.add_error("pasted" if form.source[0] == "Pasted rows" else "file", str(fault))
        else:
            return redirect("customers:shown", request.business.slug, draft.id)
    return render(request, "customers/upload.html", {"form": form}, status=422 if form.errors else 200)


@member(MANAGE)
@require_http_methods(["GET", "POST"])
def show(request: MemberRequest, import_id: uuid.UUID) -> HttpResponse:
    """An import: what a draft holds, how far it is, what became of it. POST arranges a draft, or imports it."""
    row = _found(request, import_id)
    if row.state != ImportState.DRAFT:
        return _shown(request, row, "customers/import.html")
    problem = ""
    if request.method == "POST":
        try:
            row = _arrange(request, row)
            if "import" in request.POST:
                actions.confirm_import(business=request.business, import_id=row.id, by=request.user.id)
            return redirect("customers:shown", request.business.slug, row.id)
        except ValueError as fault:
            problem = str(fault)
            row.mapping = _mapping(request, row)
    preview = look_at(request.business, row)
    preview.problem = problem or preview.problem
    context = {
        "draft": row,
        "preview": preview,
        "counted": counted(preview),
        "button": import_button(preview),
        "crowded_out": crowded_out(preview.crowded_out),
        "errors": preview.problem,
    }
    return render(request, "customers/preview.html", context, status=422 if problem else 200)


@member(MANAGE)
@require_GET
def live(request: MemberRequest, import_id: uuid.UUID) -> HttpResponse:
    """What moves on the page of an import."""
    return _shown(request, _found(request, import_id), "customers/live.html")


@member(MANAGE)
@require_GET
def rest(request: MemberRequest, import_id: uuid.UUID) -> HttpResponse:
    """The broken rows as CSV, to be put right in a spreadsheet and imported."""
    row = _found(request, import_id)
    broken = [(fault.cells, fault.words) for fault in faults(request.business, row.id)]
    text = "".join(exports.lines(exports.rows_to_fix(row.header, broken)))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rows-to-fix.csv"'
    return response


@member(MANAGE)
@require_POST
def discard(request: MemberRequest, import_id: uuid.UUID) -> HttpResponse:
    """Throw a draft away."""
    try:
        actions.discard_import(business=request.business, import_id=import_id, by=request.user.id)
    except Import.DoesNotExist as fault:
        raise Http404 from fault
    messages.success(request, "Nothing was imported, and the file is deleted.")
    return redirect("customers:list", request.business.slug)


@member(MANAGE)
@require_POST
def undo(request: MemberRequest, import_id: uuid.UUID) -> HttpResponse:
    """Take a whole import back."""
    _found(request, import_id)
    try:
        actions.undo_import(business=request.business, import_id=import_id, by=request.user.id)
    except Import.DoesNotExist:
        messages.error(request, "This import cannot be undone any more. Nothing was changed.")
    return redirect("customers:shown", request.business.slug, import_id)


def _arrange(request: MemberRequest, row: Import) -> Import:
    mended: dict[int, dict[int, str]] = {}
    for key, text in request.POST.items():
        if found := CELL.fullmatch(key):
            mended.setdefault(int(found[1]), {})[int(found[2])] = str(text)[:1000]
    return actions.arrange_import(
        business=request.business, import_id=row.id, mapping=_mapping(request, row), mended=mended
    )


def _mapping(request: MemberRequest, row: Import) -> list[str]:
    """What was chosen for each column; what was not sent stays as it is."""
    return [request.POST.get(f"column-{place}", kept) for place, kept in enumerate(row.mapping)]


def _shown(request: MemberRequest, row: Import, template: str) -> HttpResponse:
    moving = row.state in (ImportState.WAITING, ImportState.RUNNING, ImportState.UNDOING)
    context = {
        "import": row,
        "moving": moving,
        "left": time_left(row.done, row.total, row.started_at, now()),
        "outcome": undone(row) if row.state == ImportState.UNDONE else outcome(row),
        "undoable": may_undo(row, now()),
        "broken": [] if moving else faults(request.business, row.id)[:SHOWN_FAULTS],
        "new_id": uuid7(),  # of the first survey, if there is none to ask with
    }
    return render(request, template, context)


def _found(request: MemberRequest, import_id: uuid.UUID) -> Import:
    row = one_import(request.business, import_id)
    if row is None:
        raise Http404
    return row
