"""A small account at a simulated Google Analytics: two properties with visits; and connectors to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from tests.connectors.rest.systems import NOW, connector_of, folder_with, system_text

from belofte.connectors.http.connector import HttpConnector
from belofte.domain.identity import Identifier
from belofte.sandbox.rest.simulator import Simulator, simulate

KINDS = "customer-number, ga-client-id, email, site-use"
TABLES = """clients: {category: customer}
users: {category: customer}
reported-users: {category: customer}
addresses: {category: customer}"""
SITE, SHOP = "properties/1001", "properties/1002"
ANNA = Identifier("customer-number", "", "K-1")
COOKIE = Identifier("ga-client-id", "", "111.222")
Connected = Callable[..., HttpConnector]


@contextmanager
def analytics(folder: Path) -> Iterator[tuple[Simulator, Connected]]:
    """The simulator, filled, and what makes connectors to it, as many as a test wants; all are closed."""
    with (
        simulate("google_analytics", folder / "analytics.sqlite", lambda: NOW.timestamp()) as vendor,
        ExitStack() as stack,
    ):
        listed = [{"property": name, "parent": "accounts/77"} for name in (SITE, SHOP)]
        summary = {"name": "accountSummaries/77", "account": "accounts/77", "propertySummaries": listed}
        vendor.put("accounts", [summary])
        vendor.put("sharing", [{"name": "accounts/77/dataSharingSettings"}])
        for name in (SITE, SHOP):
            vendor.put("properties", [{"name": name}])
            for table, tail in (
                ("retention", "dataRetention"),
                ("signals", "googleSignals"),
                ("provided", "userProvidedData"),
            ):
                vendor.put(table, [{"name": f"{name}/{tail}Settings"}])
        seen = {"pagePath": "/prijzen", "clientId": "111.222", "userId": "K-1"}
        vendor.put("visits", [seen, {**seen, "pagePath": "/contact"}, {**seen, "userId": "K-2", "clientId": "333.444"}])

        def make(allow: str = "all", tables: str = TABLES, **keys: str) -> HttpConnector:
            text = system_text("google_analytics", vendor.api_url, {"service_account": "file:k", **keys}, tables, allow)
            made = folder_with(folder / "policy", "google_analytics", text, KINDS)
            secrets = {"file:k": vendor.secrets["service_account"]}
            connector = connector_of(made, "google_analytics", secrets, folder / "kept")
            return stack.enter_context(closing(connector))

        yield vendor, make
