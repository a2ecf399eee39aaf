"""The seconds between two moments, worked out by the database."""

from __future__ import annotations

from typing import Any

from django.db.models import Func, IntegerField
from django.db.models.sql.compiler import SQLCompiler


class Seconds(Func):
    """`Seconds(start, end)`: whole seconds from one moment of a row to another."""

    arity = 2
    output_field = IntegerField()

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **context: Any) -> Any:
        template = "CAST(ROUND((julianday(%(end)s) - julianday(%(start)s)) * 86400) AS INTEGER)"
        return self._written(template, compiler)

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **context: Any) -> Any:
        return self._written("CAST(ROUND(EXTRACT(EPOCH FROM (%(end)s - %(start)s))) AS BIGINT)", compiler)

    def _written(self, template: str, compiler: SQLCompiler) -> Any:
        start, end = self.source_expressions
        (start_sql, start_given), (end_sql, end_given) = compiler.compile(start), compiler.compile(end)
        return template % {"start": start_sql, "end": end_sql}, (*end_given, *start_given)
