"""The sub-commands of `almoner`, one thin module each: its arguments, and one call into a room.

A module has `HELP` (one line), `add_arguments(parser)` and `run(options)`, which gives an `Answer` or an exit status.
`NEEDS_DJANGO = False` says that it starts without settings and tables.
"""
