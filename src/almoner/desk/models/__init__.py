"""What the desk keeps: calls that ring, contacts, who is on call, and whether the clinician who covers was reached."""

from almoner.desk.models.contacts import Contact
from almoner.desk.models.covering import Cover, Reach, Turn
from almoner.desk.models.ringing import Ringing
from almoner.desk.models.talks import Talk

__all__ = ["Contact", "Cover", "Reach", "Ringing", "Talk", "Turn"]
