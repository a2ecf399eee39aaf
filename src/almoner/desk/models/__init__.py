"""What the desk keeps: contacts with people, who is on call, and whether the clinician who covers was reached."""

from almoner.desk.models.contacts import Contact
from almoner.desk.models.covering import Cover, Reach, Turn

__all__ = ["Contact", "Cover", "Reach", "Turn"]
