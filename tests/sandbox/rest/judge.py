"""Every exchange with a simulator, judged by the vendor's own contract (openapi-core)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from openapi_core import OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.templating.responses.exceptions import ResponseNotFound
from openapi_core.testing import MockRequest, MockResponse

SPECS = Path(__file__).parents[3].parent / "shared" / "specs"
OWN = Path(__file__).parents[2] / "connectors" / "rest" / "contracts"
WHY_ABSENT = "the vendors' contracts are test data beside the checkout and are not here (2026-11-23)"


@cache
def contract(file: str, server: str) -> OpenAPI:
    """A contract, for a server at this address."""
    path = OWN / file if (OWN / file).is_file() else SPECS / file
    if not path.is_file():
        pytest.skip(f"{file}: {WHY_ABSENT}")
    spec: dict[str, Any] = json.loads(path.read_text("utf-8"))
    spec["servers"] = [{"url": server}]
    if any(scheme["type"] == "oauth2" for scheme in spec["components"]["securitySchemes"].values()):
        spec.pop("security", None)  # openapi-core cannot judge it; signing in has tests of its own
    return OpenAPI.from_dict(spec)


@dataclass
class Judge:
    """Hears every exchange of a client. ``error_form`` are the fields an error must have where the contract is silent
    about the status."""

    files: tuple[str, ...]
    base: str
    error_form: tuple[str, ...]
    judged: int = 0
    undocumented: int = 0
    wrong: list[str] = field(default_factory=list)
    ignored: tuple[str, ...] = ()

    def hear(self, response: httpx.Response) -> None:
        """An event hook for ``httpx.Client``."""
        response.read()
        path = urlsplit(str(response.request.url)).path
        if any(part in path for part in self.ignored):
            return
        said = [self._say(contract(file, self.base), response) for file in self.files]
        self.judged += 1
        if None not in said:
            self.wrong.append(f"{response.request.method} {response.request.url} {response.status_code}: {said}")

    def _say(self, spec: OpenAPI, response: httpx.Response) -> str | None:
        """None where the contract agrees."""
        request = response.request
        parts = urlsplit(str(request.url))
        args = dict(parse_qsl(parts.query))
        body = request.content or None
        kind = request.headers.get("content-type", "application/json").partition(";")[0]
        asked = MockRequest(
            self.origin,
            request.method,
            parts.path,
            args=args,
            headers=dict(request.headers),
            data=body,
            content_type=kind,
        )
        media = response.headers.get("content-type", "").partition(";")[0]
        got = MockResponse(response.content, response.status_code, dict(response.headers), media or "application/json")
        try:
            if response.status_code < 400:
                spec.validate_request(asked)
            spec.validate_response(asked, got)
        except ResponseNotFound:
            return self._error(response)
        except OpenAPIError as error:
            if response.status_code >= 400 and response.status_code in (401, 404, 405):
                return self._error(response)
            cause = error.__cause__ or error
            return f"{type(error).__name__} {type(cause).__name__} {str(getattr(cause, 'schema_errors', cause))[:300]}"
        return None

    @property
    def origin(self) -> str:
        parts = urlsplit(self.base)
        return f"{parts.scheme}://{parts.netloc}"

    def _error(self, response: httpx.Response) -> str | None:
        """The contract lists no such status: then the vendor's form of an error decides."""
        self.undocumented += 1
        if response.status_code < 400:
            return f"{response.status_code} is not in the contract"
        found: Any = response.json()
        for name in self.error_form:
            head, _, rest = name.partition(".")
            if head not in found or (rest and rest not in found[head]):
                return f"an error without {name}"
        return None
