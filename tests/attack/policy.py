"""What a policy promises about a published number.

The promises are read from the policy's own lines; what the pipeline makes of them is not known here.
"""

from dataclasses import dataclass


@dataclass
class Promise:
    """How a number is protected: the family, its rule, and the least distance of two possible values."""

    family: str
    method: str
    width: int
    lowest: int = 0
    within: int = 0
    threshold: int = 0
    zeros_shown: bool = False
    # Whether the policy says that it may be hidden to protect others.
    is_companion: bool = False


EXACT = Promise("", "exact", 0)


def promise(policy, table, category):
    """What holds for the numbers of a table and a category; the first family that names them."""
    for family in policy["family"]:
        if table not in family["tables"]:
            continue
        if family.get("categories") and category not in family["categories"]:
            continue
        found = of_rule(family["id"], family["rule"])
        found.is_companion = is_companion(policy, table, category)
        return found
    return None


def is_companion(policy, table, category):
    """Whether a family of hidden numbers names the category as one that may be hidden for it."""
    for family in policy["family"]:
        if table in family["tables"] and category in family.get("companions", []):
            return True
    return False


def of_rule(family, rule):
    method = rule["method"]
    if method == "exact":
        return Promise(family, method, 0)
    if method == "suppression":
        shown = rule["zeros"] == "published"
        return Promise(
            family,
            method,
            rule["ambiguity"],
            lowest=1 if shown else 0,
            threshold=rule["threshold"],
            zeros_shown=shown,
        )
    assert method == "rounding", f"{family}: an unknown method {method}"
    return Promise(
        family,
        method,
        rule["ambiguity"],
        within=rule["within"],
        threshold=rule["exact_from"],
    )


def bounds(found, status, value):
    """The least and the largest count that a cell itself allows; none where there is no limit.

    Nothing is said about a number that is not collected or cannot occur.
    """
    if status == "suppressed":
        return (found or EXACT).lowest, None
    if status == "rounded":
        assert found and found.method == "rounding", "a rounded number without a rule of rounding"
        return max(0, value - found.within), value + found.within
    return value, value


def breach(found, status, value):
    """How a single cell breaks the policy, whatever stands beside it; none where it does not."""
    if found is None:
        return "no family of the policy names it"
    if status in ("suppressed", "rounded"):
        wanted = "suppression" if status == "suppressed" else "rounding"
        if found.method != wanted and not (found.is_companion and status == "suppressed"):
            return f"is {status}, but its family {found.family} is protected by {found.method}"
        return None
    if value is None or found.method == "exact" or value >= found.threshold:
        return None
    if found.method == "suppression" and value == 0 and found.zeros_shown:
        return None
    return f"shows {value}, but its family {found.family} shows exact counts from {found.threshold}"


def groups(policy, tables):
    """The ids of tables that count the same records; every other table stands alone."""
    linked = [[id for id in group["tables"] if id in tables] for group in policy.get("linked", [])]
    taken = {id for group in linked for id in group}
    return [group for group in linked if group] + [[id] for id in tables if id not in taken]


def overlays(policy, group):
    """The overlays of areas that are declared for a group of tables."""
    for linked in policy.get("linked", []):
        if set(group) <= set(linked["tables"]):
            return linked.get("overlay", [])
    return []
