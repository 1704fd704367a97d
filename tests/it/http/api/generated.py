"""Adjusts the calls that Schemathesis generates before it sends them.

Makes two calls harmless that would make all later ones fail. In every second valid call that creates or deletes
something, also sets consistent and unused values, because the document can't describe them and few calls would
create anything without them."""

import datetime
import itertools
import os

import schemathesis

numbers = itertools.count(1)


def day(number):
    return (datetime.date(1999, 12, 31) + datetime.timedelta(days=number)).isoformat()


def spare_who_calls(name, case):
    """Keeps the calling account and token from being deleted."""
    if name == "deleteEntries" and str(case.query.get("deleteuser")).lower() in ("true", "1", "yes", "on"):
        case.query["deleteuser"] = "false"
    if name == "revokeToken" and case.path_parameters.get("id") == os.environ["GENERATED_TOKEN_ID"]:
        case.path_parameters["id"] = "spared"


def make_fit(name, case, number):
    """Sets consistent values in a valid call."""
    if name == "createUser":
        case.body = {"username": f"{number}.generated", "password": f"{number} quiet heron tremble"}
    elif name == "makeToken":
        case.body = {**case.body, "name": f"generated {number}"}
    elif name == "logDay":
        drop(case, "pm_type", "pm_location")
        day_type, location = (("office", "Home"), ("Remote", "Home"), ("SICK", ""))[number % 3]
        case.query.update(date=day(number), type=day_type, location=location)
    elif name == "deleteEntries":
        drop(case, "date", "year", "deleteyear", "deleteall", "deleteuser")
        wishes = {"date": day(number - number % 5)}, {"deleteyear": "true", "year": "2000"}, {"deleteall": "true"}
        case.query.update(wishes[number % 7 % 3])


def drop(case, *parameters):
    for parameter in parameters:
        case.query.pop(parameter, None)
    case.headers.pop("If-Match", None)


@schemathesis.hook
def before_call(context, case, kwargs):
    name = case.operation.definition.raw["operationId"]
    if case.meta and case.meta.generation.mode.is_positive:
        number = next(numbers)
        if number % 2:
            make_fit(name, case, number)
    spare_who_calls(name, case)
