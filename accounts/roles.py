"""Who may do what: the stated matrix. Pure."""

from enum import Enum


class Permission(Enum):
    """Something that a person may or may not do in a business."""

    SEE_NUMBERS = "see the dashboards"
    SEE_ANSWERS = "read single answers and who gave them"
    WORK_CASES = "take, answer and close cases"
    WRITE_REPLY_TEXTS = "write the texts that replies begin with"
    MANAGE_CUSTOMERS = "import, add and change customers"
    MANAGE_SURVEYS = "write surveys and send rounds"
    SET_GOALS = "choose metrics and set goals"
    SHARE = "share dashboards by a link"
    IMPROVE = "say what is changed, and look back on it"
    MANAGE_MEMBERS = "invite colleagues and change roles"
    MANAGE_BUSINESS = "change the business's settings"


class Role(Enum):
    """A person's place in a business."""

    OWNER = "owner"
    MANAGER = "manager"
    STAFF = "staff"
    VIEWER = "viewer"

    @property
    def label(self) -> str:
        """The word a page shows."""
        return self.value.capitalize()


ALL = frozenset(Permission)
MATRIX: dict[Role, frozenset[Permission]] = {
    Role.OWNER: ALL,
    Role.MANAGER: ALL - {Permission.MANAGE_MEMBERS, Permission.MANAGE_BUSINESS},
    Role.STAFF: frozenset({Permission.SEE_NUMBERS, Permission.SEE_ANSWERS, Permission.WORK_CASES}),
    Role.VIEWER: frozenset({Permission.SEE_NUMBERS}),
}


def allows(role: Role, permission: Permission) -> bool:
    """Whether a role may do something."""
    return permission in MATRIX[role]
