"""The fixtures themselves: databases that share nothing, and no way out of this machine."""

import socket

import asyncpg
import pytest

from tests.network import NetworkInTests


@pytest.mark.parametrize("visit", [1, 2])
async def test_every_test_gets_a_migrated_database_of_its_own(
    database_url: str, visit: int
) -> None:
    connection = await asyncpg.connect(database_url)
    assert await connection.fetchval("select to_regclass('alembic_version') is not null")
    await connection.execute("create table left_over (visit int)")  # fails if it were shared
    await connection.close()


async def test_an_empty_database_holds_no_table(empty_database_url: str) -> None:
    connection = await asyncpg.connect(empty_database_url)
    assert await connection.fetchval("select count(*) from pg_stat_user_tables") == 0
    await connection.close()


def test_connections_to_other_machines_are_refused() -> None:
    with pytest.raises(NetworkInTests):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(NetworkInTests):
        socket.getaddrinfo("example.org", 443)


def test_connections_to_this_machine_work() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
