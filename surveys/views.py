"""Pages about surveys: the list, a new one, its words and how customers will see them."""

import uuid
from urllib.parse import urlencode

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.entrance import MemberRequest, member
from accounts.roles import Permission, allows
from foundation.ids import uuid7
from foundation.languages import LANGUAGES, first_spoken
from surveys import previewing
from surveys.actions import surveys as actions
from surveys.asker import Asker
from surveys.forms import EVERYBODY, NewSurveyForm, WordsForm
from surveys.letter import words_of
from surveys.models import Survey
from surveys.queries import surveys as queries
from surveys.queries.rounds import rounds

# A letter carries its style in its elements; nothing else may load or run in its frame.
LETTER_POLICY = {"default-src": [NONE], "img-src": [NONE], "style-src": [UNSAFE_INLINE]}


@member(Permission.MANAGE_SURVEYS)
@require_GET
def surveys(request: MemberRequest) -> HttpResponse:
    """All surveys: those in use, and those put away."""
    in_use = queries.surveys_of(request.business, archived=False)
    context = {
        "in_use": [(row, words_of(request.business, row).question) for row in in_use],
        "put_away": queries.surveys_of(request.business, archived=True),
    }
    return render(request, "surveys/surveys.html", context)


@member(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Choose a question; everything else is there already and can be changed."""
    form = NewSurveyForm(request.business, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.create_survey(business=request.business, by=request.user.id, **form.cleaned_data)
        return redirect("surveys:survey", slug=request.business.slug, survey_id=made.id)
    return render(request, "surveys/new.html", {"form": form})


@member(Permission.MANAGE_SURVEYS)
@require_POST
def first(request: MemberRequest) -> HttpResponse:
    """One press from nothing: to a test letter (`then=test`), or to who would get the first round."""
    ready = actions.ready_survey(business=request.business, survey_id=_new_id(request), by=request.user.id)
    if request.POST.get("then") == "test":
        return _tested(request, ready.id)
    if rounds(request.business).exists():
        return redirect("surveys:surveys", slug=request.business.slug)
    check = reverse("surveys:check", kwargs={"slug": request.business.slug, "survey_id": ready.id})
    return redirect(f"{check}?{urlencode({'audience': EVERYBODY, 'when': 'now'})}")


@member(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "POST"])
def survey(request: MemberRequest, survey_id: uuid.UUID) -> HttpResponse:
    """One survey: how customers will see it, and its words."""
    shown, language = _survey(request, survey_id), _language(request)
    form = WordsForm(request.business, shown, language, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_survey(
                business=request.business,
                survey_id=survey_id,
                language=language,
                by=request.user.id,
                **form.cleaned_data,
            )
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, "Saved.")
            return _back(request, survey_id, language)
    context = {
        "survey": shown,
        "form": form,
        "language_shown": LANGUAGES[language],
        "usual_language": LANGUAGES[first_spoken(request.business.language)],
        "languages": previewing.languages_of(shown, language),
        "whose_words": previewing.state_of(shown, language),
        "may_dress": allows(request.role, Permission.MANAGE_BUSINESS),
        "trial_url": previewing.trial_url(request.business, survey_id, language),
        "test_first": "tested" not in request.GET and not shown.rounds.exists(),
    }
    return render(request, "surveys/survey.html", context)


@member(Permission.MANAGE_SURVEYS)
@xframe_options_sameorigin
@require_http_methods(["GET", "POST"])
def preview(request: MemberRequest, survey_id: uuid.UUID) -> HttpResponse:
    """What stands in the preview's frame: a letter or the survey page, from words that may not be saved yet."""
    language = _language(request)
    shown = previewing.unsaved(_survey(request, survey_id), request.POST, language)
    return _previewed(request, request.business, shown, language)


@member(Permission.MANAGE_BUSINESS)
@xframe_options_sameorigin
@require_http_methods(["GET", "POST"])
def looks(request: MemberRequest) -> HttpResponse:
    """What stands in the frame of the settings: the newest survey by the name and in the colour that were typed."""
    in_use = queries.surveys_of(request.business, archived=False)
    shown = in_use[0] if in_use else Survey(business_id=request.business.id, kind="nps")
    return _previewed(request, previewing.dressed(request.business, request.POST), shown, _language(request))


def _previewed(request: MemberRequest, business: Asker, shown: Survey, language: str) -> HttpResponse:
    view = (request.POST or request.GET).get("view", "phone")
    if view == "page":
        page = previewing.page_preview(business, shown, language)
        return _framed(render(request, "surveys/answer.html", page), {})
    text, html = previewing.letter_preview(business, shown, language, dark=view == "dark")
    if view == "text":
        return _framed(HttpResponse(text, content_type="text/plain; charset=utf-8"), {})
    return _framed(HttpResponse(html), LETTER_POLICY)


def _framed(response: HttpResponse, policy: dict[str, list[str]]) -> HttpResponse:
    """Let our own pages, and nobody else's, put a response into a frame."""
    response._csp_replace = {"frame-ancestors": [SELF], **policy}  # type: ignore[attr-defined] # django-csp reads it
    return response


@member(Permission.MANAGE_SURVEYS)
@require_POST
def test(request: MemberRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Send the letter to the member who asks."""
    return _tested(request, _survey(request, survey_id).id)


@member(Permission.MANAGE_SURVEYS)
@require_POST
def archive(request: MemberRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Put a survey away, or bring it back."""
    _survey(request, survey_id)
    away = "restore" not in request.POST
    try:
        actions.archive_survey(business=request.business, survey_id=survey_id, archived=away, by=request.user.id)
    except ValidationError as fault:
        messages.error(request, fault.messages[0])
        return redirect("surveys:survey", slug=request.business.slug, survey_id=survey_id)
    messages.success(request, "Put away. Its answers stay." if away else "It is back in use.")
    return redirect("surveys:surveys", slug=request.business.slug)


def _language(request: MemberRequest) -> str:
    """The language whose words are looked at: the one that was chosen, else the business's own."""
    return first_spoken((request.POST or request.GET).get("language", ""), request.business.language)


def _back(request: MemberRequest, survey_id: uuid.UUID, language: str, **more: str) -> HttpResponse:
    address = reverse("surveys:survey", kwargs={"slug": request.business.slug, "survey_id": survey_id})
    return redirect(f"{address}?{urlencode({'language': language, **more})}")


def _tested(request: MemberRequest, survey_id: uuid.UUID) -> HttpResponse:
    language = _language(request)
    actions.send_test(business=request.business, survey_id=survey_id, by=request.user.id, language=language)
    messages.success(request, f"A test letter is on its way to {request.user.email}.")
    return _back(request, survey_id, language, tested="1")


def _new_id(request: MemberRequest) -> uuid.UUID:
    """The id that the page made for what is not there yet; a page pressed twice names it twice."""
    try:
        return uuid.UUID(request.POST.get("survey", ""))
    except ValueError:
        return uuid7()


def _survey(request: MemberRequest, survey_id: uuid.UUID) -> Survey:
    found = queries.survey(request.business, survey_id)
    if found is None:
        raise Http404
    return found
