"""The stated matrix of roles."""

from itertools import pairwise

import pytest

from accounts.roles import MATRIX, Permission, Role, allows


def test_every_role_is_in_the_matrix() -> None:
    assert set(MATRIX) == set(Role)


def test_each_role_may_all_that_the_next_one_may() -> None:
    ladder = [MATRIX[role] for role in (Role.OWNER, Role.MANAGER, Role.STAFF, Role.VIEWER)]
    assert all(less < more for more, less in pairwise(ladder))


@pytest.mark.parametrize("permission", [Permission.MANAGE_MEMBERS, Permission.MANAGE_BUSINESS])
def test_only_owners_change_the_team_and_the_settings(permission: Permission) -> None:
    assert [role for role in Role if allows(role, permission)] == [Role.OWNER]


def test_a_viewer_never_reads_single_answers() -> None:
    assert not allows(Role.VIEWER, Permission.SEE_ANSWERS)
