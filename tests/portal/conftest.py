"""The cast, and a clinic with free times."""

from tests.aftercare.home import home
from tests.cast import cast
from tests.portal.clinic import clinic
from tests.visits.hospital import hospital

__all__ = ["cast", "clinic", "home", "hospital"]
