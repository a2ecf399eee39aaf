"""What every act asks and writes, in statements that the ORM writes once.

To write a statement takes the ORM several times as long as it takes the database to carry it out, and each time it is
the same one: only the values differ. What is prepared has it written when it is first needed, and from then on puts the
values into their places.

    _LIVE = Prepared(lambda person_id, ids: Promise.objects.live().filter(person=person_id, id__in=ids))
    promises = _LIVE.all(person_id=person.id, ids=[...])

Nothing of the data is kept: the database is asked each time. What is not among the values stands in the statement for
good, so that the function may say nothing that changes while the program runs, above all not what time it is.
"""

from almoner.core.prepared.making import new_row
from almoner.core.prepared.questions import Prepared
from almoner.core.prepared.writing import Change, Removal, insert, insert_new, update

__all__ = ["Change", "Prepared", "Removal", "insert", "insert_new", "new_row", "update"]
