"""The commands that run: everything on one machine, or one process of the Procfile."""


def migrate() -> None:
    """Bring the database to the newest schema."""
    from api.cli.place import database_url
    from models.settings import settings
    from models.stores.migrate import migrate as upgrade

    with database_url(settings()) as url:
        upgrade(url)
