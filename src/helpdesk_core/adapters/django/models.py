"""Django models made from the record declarations: the same columns, keys, checks and indexes as every store's."""

from __future__ import annotations

import hashlib
from typing import Any

import django
from django.db import models
from django.db.models.functions import Concat

from ...base.records import Column, Guard, Index, RecordType, record_types
from ...capabilities import load_models

LABEL = "helpdesk_core"
#: One instance for models and migrations: Django 4.2 compares expressions by it.
TEXT: models.TextField[Any, Any] = models.TextField()


def check_constraint(condition: models.Q, name: str) -> models.CheckConstraint:
    """A CHECK; Django 5.1 renamed the argument that it takes."""
    argument = "condition" if django.VERSION >= (5, 1) else "check"
    return models.CheckConstraint(**{argument: condition, "name": name})


def class_name(kind: RecordType) -> str:
    """``service_requests`` → ``ServiceRequests``."""
    return "".join(part.capitalize() for part in kind.name.split("_"))


def attribute(column: Column) -> str:
    """The model attribute that holds a column's cell: a reference's is its raw key."""
    return f"{column.name}_id" if column.references else column.name


def _field(column: Column) -> models.Field[Any, Any]:
    if column.name == "id":
        return models.TextField(primary_key=True)
    if column.references:
        return models.ForeignKey(
            f"{LABEL}.{class_name(record_types[column.references])}",
            on_delete=models.PROTECT,
            db_column=column.name,
            db_index=False,
            null=column.nullable,
            related_name="+",
        )
    if column.integer:
        return models.BigIntegerField(null=column.nullable)
    return models.TextField(null=column.nullable)


def index_name(kind: RecordType, index: Index) -> str:
    """Django allows thirty characters: a digest of what is in it, so that no two are called the same."""
    parts = (kind.name, *index.columns, *(f"{name}={cell}" for name, cell in index.fixed.items()))
    return f"hc_{kind.name[:16]}_{hashlib.sha256('/'.join(parts).encode()).hexdigest()[:10]}"


def _condition(kind: RecordType, index: Index) -> models.Q | None:
    filled = {f"{name}__isnull": False for name in index.columns if kind.column(name).nullable}
    fixed = {f"{name}__isnull" if cell is None else name: cell is None or cell for name, cell in index.fixed.items()}
    return models.Q(**filled, **fixed) if filled or fixed else None


def _index(kind: RecordType, index: Index) -> models.Index:
    return models.Index(fields=list(index.columns), name=index_name(kind, index), condition=_condition(kind, index))


def _check(kind: RecordType, guard: Guard) -> models.CheckConstraint:
    decided = models.Q(decided__isnull=False)
    if guard.digest:
        effect, colon = models.Value(f"{guard.effect}:", output_field=TEXT), models.Value(":", output_field=TEXT)
        decided &= models.Q(decided=Concat(effect, "id", colon, "digest", output_field=TEXT))
    free = models.Q(**{f"{guard.state}__in": list(guard.free)})
    return check_constraint(free | decided, f"hc_{kind.name}_guard")


def _model(kind: RecordType) -> type[models.Model]:
    unique = [index for index in kind.indexes if index.unique]
    constraints: list[models.BaseConstraint] = [
        models.UniqueConstraint(
            fields=list(index.columns), name=index_name(kind, index), condition=_condition(kind, index)
        )
        for index in unique
    ]
    if kind.guard:
        constraints.append(_check(kind, kind.guard))
    meta = {
        "app_label": LABEL,
        "db_table": f"{LABEL}_{kind.name}",
        "indexes": [_index(kind, index) for index in kind.indexes if not index.unique],
        "constraints": constraints,
        "verbose_name": kind.name.replace("_", " "),
        "verbose_name_plural": kind.name.replace("_", " "),
        "default_permissions": ("view",),
    }
    fields = {column.name: _field(column) for column in kind.columns}
    return type(class_name(kind), (models.Model,), {"__module__": __name__, "Meta": type("Meta", (), meta), **fields})


load_models()
#: The model of each kind of record, by the kind's name.
MODELS: dict[str, type[models.Model]] = {name: _model(kind) for name, kind in record_types.items()}
globals().update({model.__name__: model for model in MODELS.values()})
