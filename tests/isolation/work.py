"""Everything that works without a page, found by program, and how it names its business. New ones are declared here."""

from django.core.management import get_commands
from django.utils.module_loading import autodiscover_modules

from foundation.agenda.handlers import handlers
from foundation.ledger.feed import consumers
from letters.purposes import purposes
from trustapp.celery import app

ROOMS = {"foundation", "letters", "accounts", "customers", "surveys", "followup", "metrics", "dashboards", "trustapp"}

TASKS = {
    "agenda.tick": "no business: hands out what is due, as ids",
    "agenda.run": "the first argument; it has to be the one of the row that was claimed",
}
# Kinds of work: the business is the due row's. What its key is, of the things that `make_everything` makes; "" is none.
KINDS = {
    "ledger.seal": "",
    "ledger.feed": "a consumer's name",
    "letters.send": "a purpose",
    "customers.import": "import",
    "customers.undo_import": "import",
    "customers.forget_import": "import",
    "surveys.round": "round",
    "surveys.reminder": "round:invitation",
    "surveys.forget_previous": "answer",
    "followup.improvement": "improvement",
    "metrics.refresh": "",
    "metrics.close": "goal",
    "dashboards.report": "weekly or monthly",
    "dashboards.export": "export",
    "dashboards.forget_export": "export",
}
# Who hears of the ledger's lines: the business is the line's, the subject an answer, an invitation or a customer.
CONSUMERS = {"metrics", "followup", "exports"}
# What letters are for: the business is the letter's. What its subject is.
PURPOSES = {
    "accounts.join": "colleague",
    "survey.invitation": "invitation",
    "survey.reminder": "invitation",
    "survey.test": "a line about who asked for it",
    "followup.reply": "case",
    "followup.alert": "an alert",
    "followup.review": "an improvement, by what it was told under",
    "metrics.closing": "a closing",
    "dashboards.report": "a member and a day",
    "dashboards.file_ready": "a file",
    "dashboards.file_failed": "a file",
}
# Commands that name their business by its slug, first; what else they take.
COMMANDS = {
    "import_customers": ["FILE"],
    "import_answers": ["FILE"],
    "recompute": ["--from-scratch"],
    "metric": ["nps"],
    "ledger_verify": [],
}
COMMANDS_OF_NO_BUSINESS = {
    "create_business": "makes one",
    "create_operator": "makes a person who runs the server",
    "seed_demo": "makes two",
    "doctor": "looks at the installation",
    "up": "starts all of it",
    "migrate": "the tables of all, as their owner",
    "flush": "the tables of all, as their owner",
    "distribute": "the tables of all, as their owner",
    "backup": "all of them, by a role of its own",
    "restore": "all of them, into an empty database",
    "lint_migrations": "reads source, no rows",
    "document_metrics": "writes docs, reads no rows",
    "receive_mail": "a returned letter's own mark names its business (tests/unit/letters/test_feedback.py)",
    "bench": "a database of its own",
}


def tasks() -> set[str]:
    """The names of our Celery tasks."""
    app.loader.import_default_modules()
    return {name for name in app.tasks if not name.startswith("celery.")}


def kinds() -> set[str]:
    """The kinds of work on the agenda."""
    autodiscover_modules("tasks")
    return set(handlers)


def listeners() -> set[str]:
    """Who hears of the ledger's lines."""
    autodiscover_modules("tasks")
    return set(consumers)


def letters() -> set[str]:
    """What letters are for."""
    autodiscover_modules("tasks")
    return set(purposes)


def commands() -> set[str]:
    """Our own management commands."""
    return {name for name, app_name in get_commands().items() if app_name in {*ROOMS, "bench"}}
