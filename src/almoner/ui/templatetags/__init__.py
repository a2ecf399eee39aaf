"""What templates of every surface may load: `{% load ui %}` and `{% load charts %}`."""
