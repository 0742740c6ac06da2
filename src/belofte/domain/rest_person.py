"""A vendor that can be signed in to in two ways: with a key of the app itself, or by a person (``sign_in: person``).

Which one counts stands in the system's map. The rest of Belofte sees one file, with one way to sign in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from belofte.domain.rest import Operation, RestConnector
from belofte.domain.rest_access import Auth, AuthKind, SettingType
from belofte.domain.rest_names import names_in

SIGN_IN = "sign_in"
"""The setting that chooses."""
PERSON = "person"


def is_by_person(connector: RestConnector, settings: Mapping[str, object]) -> bool:
    """Whether a map with these keys has a person sign in."""
    return connector.person is not None and settings.get(SIGN_IN) == PERSON


def as_signed_in(connector: RestConnector, settings: Mapping[str, object]) -> RestConnector:
    """The file with the way to sign in that a map with these keys chose. A person signs in once for all calls; what
    each call takes is told by the names that the vendor has for rights of persons."""
    person = connector.person
    if person is None or not is_by_person(connector, settings):
        return connector
    asked = {name: _of_person(connector, person, one) for name, one in connector.operations.items()}
    return replace(connector, auth=person, auths={}, operations=asked)


def needed_keys(connector: RestConnector, settings: Mapping[str, object]) -> tuple[str, ...]:
    """The keys without which a map with these keys cannot sign in or has nothing to connect to. A person needs no
    secret that only the app's own key is made of."""
    written = {name: one for name, one in connector.settings.items() if one.part_of is None}
    always = [name for name, one in written.items() if one.needed]
    person = connector.person
    if person is None or not is_by_person(connector, settings):
        return tuple(always)
    theirs = set(names_in((person.user, person.value, person.url, person.ask, person.device)))
    of_app = {name for one in (connector.auth, *connector.auths.values()) for name in names_in(tuple(templates(one)))}
    unused = {name for name in of_app - theirs if name in written and written[name].type is SettingType.REFERENCE}
    more = [name for name, one in written.items() if name in theirs and one.default is None and name not in always]
    return tuple(name for name in (*always, *more) if name not in unused)


def templates(auth: Auth) -> Iterator[object]:
    """The texts of a way to sign in that names stand open in."""
    yield from (auth.user, auth.value, auth.url, auth.scope, auth.refresh, auth.ask, auth.device, auth.json)


def _of_person(connector: RestConnector, person: Auth, operation: Operation) -> Operation:
    """The call with the rights a person's sign-in must have for it. At Google those are the scopes of the key."""
    auth = connector.auths.get(operation.auth or "", connector.auth)
    is_scoped = auth.kind is AuthKind.GOOGLE_SA and not operation.permission
    return replace(
        operation,
        auth=None,
        scopes=tuple((auth.scope or "").split()) if is_scoped else (),
        permission=_called(person, operation.permission),
        scoped=_called(person, operation.scoped),
    )


def _called(person: Auth, right: str | None) -> str | None:
    return None if right is None else person.rights.get(right, right)
