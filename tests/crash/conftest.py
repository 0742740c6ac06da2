from tests.connectors.conftest import mariadb_server

__all__ = ["mariadb_server"]
