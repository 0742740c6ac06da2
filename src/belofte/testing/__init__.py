"""For whoever writes a connector: the behaviours every connector is held to, and the check of a file's contract.

With pytest, for a connector of your own::

    from belofte.testing import ConnectorSuite, World

    class MyWorld(World):
        system = ...                                    # the map, as a policy folder gives it
        person = (Identifier("email", "", "anna@post.example"),)
        ...

    class TestMyConnector(ConnectorSuite):
        @pytest.fixture
        def world(self):
            with my_service() as service:
                yield MyWorld(service)

``world`` gives a system in which two people are known (:class:`World`). Each test gets a fresh one. What a connector
does not offer, by its map or its own word, it is not asked for: then the suite sees that it refuses.
:func:`lint_contract` compares a REST connector file with the vendor's OpenAPI contract.
"""

from __future__ import annotations

from belofte.connectors.http.contract import lint_contract
from belofte.loading.reading import Reading
from belofte.loading.rest_files import read_connector
from belofte.testing.acting import Erases
from belofte.testing.changing import Changes
from belofte.testing.looking import Looks
from belofte.testing.maps import map_of
from belofte.testing.refusing import Refuses
from belofte.testing.sweeping import Sweeps
from belofte.testing.world import Who, World

__all__ = ["ConnectorSuite", "Reading", "Who", "World", "lint_contract", "map_of", "read_connector"]


class ConnectorSuite(Looks, Erases, Changes, Sweeps, Refuses):
    """The behaviours, one test each. ``world`` is your fixture."""
