"""What nobody has set of a model costs nothing.

A page is some hundred Bokeh models of sixty properties each, of which a handful are set. Bokeh works out the default of
each of the others, again for each model, when it makes one, looks for the models in it and writes it down: more than a
third of what opening a page costs the server. A default that is always the same is worked out once for a class here,
and what is only a default is neither searched nor written. An empty list or table, which Bokeh makes anew for each
model as that is made, is made when it is asked for: a dozen a model, a fifth of a megabyte a visitor. Tried with
Bokeh 3.9.2.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from bokeh.core.has_props import HasProps
from bokeh.core.property.descriptors import PropertyDescriptor
from bokeh.core.property.singletons import Intrinsic, Undefined
from bokeh.core.property.wrappers import PropertyValueContainer
from bokeh.model import util

from playground.serving.wrapping import Method, wrap

Descriptor = PropertyDescriptor[Any]
Query = Callable[[Descriptor], bool]


def install() -> None:
    """Spares Bokeh what is known of a model's class."""
    wrap(HasProps, "__init__", _begin)
    wrap(HasProps, "themed_values", _themed_values)
    wrap(PropertyDescriptor, "has_unstable_default", _is_unstable)
    wrap(PropertyDescriptor, "instance_default", _default)
    wrap(HasProps, "query_properties_with_values", _with_values)
    wrap(util, "visit_immediate_value_references", _visit_references)


def _begin(method: Method, model: HasProps, **properties: Any) -> None:
    """As Bokeh begins it, but without the empty lists and tables that nobody has asked for."""
    super(HasProps, model).__init__()
    model._property_values = {}
    model._unstable_default_values = {}
    model._unstable_themed_values = {}
    for name, value in properties.items():
        if value is not Undefined and value is not Intrinsic:
            setattr(model, name, value)
    for descriptor in _made_at_once(type(model)):
        if descriptor.name not in properties:
            descriptor._get(model)
    model._initialized = True


@cache
def _made_at_once(kind: type[HasProps]) -> tuple[Descriptor, ...]:
    """Of the properties of a class those with a default that is made anew for each model and says something."""
    found = []
    for descriptor in map(kind.lookup, kind.properties()):
        name, prop = descriptor.name, descriptor.property
        is_made = prop._may_have_unstable_default() or descriptor.is_unstable(
            kind.__overridden_defaults__.get(name)
        )
        if is_made and not isinstance(prop.themed_default(kind, name, None), PropertyValueContainer):
            found.append(descriptor)
    return tuple(sorted(found, key=lambda descriptor: descriptor.name))


def _themed_values(method: Method, model: HasProps) -> dict[str, Any] | None:
    """Bokeh asks in vain by an attribute, which takes long."""
    values: dict[str, Any] | None = vars(model).get("__themed_values__")
    return values


def _is_unstable(method: Method, descriptor: Descriptor, model: HasProps) -> bool:
    return _is_unstable_in(method, descriptor, type(model))


@cache
def _is_unstable_in(method: Method, descriptor: Descriptor, kind: type[HasProps]) -> bool:
    """Whether the default is made anew for each model of this class, as a list is. Bokeh looks at nothing of a model
    but its class's own defaults."""
    return bool(method(descriptor, kind))


def _default(method: Method, descriptor: Descriptor, model: HasProps) -> Any:
    if model.themed_values() or descriptor.has_unstable_default(model):
        return method(descriptor, model)
    return _default_in(descriptor, type(model))


@cache
def _default_in(descriptor: Descriptor, kind: type[HasProps]) -> Any:
    return descriptor.property.themed_default(kind, descriptor.name, None)


def _with_values(
    method: Method,
    model: HasProps,
    query: Query,
    *,
    include_defaults: bool = True,
    include_undefined: bool = False,
) -> dict[str, Any]:
    """What is to be written down of a model: Bokeh reads every property first, to leave out most of them then."""
    if include_defaults or include_undefined:
        return dict(
            method(model, query, include_defaults=include_defaults, include_undefined=include_undefined)
        )
    themed = model.themed_values() or {}
    given = model._property_values.keys() | model._unstable_default_values.keys() | themed.keys()
    values: dict[str, Any] = {}
    for name in model.properties(_with_props=True):
        if name not in given:
            continue
        descriptor = model.lookup(name)
        if not query(descriptor):
            continue
        value = descriptor.get_value(model)
        is_own = name in themed or name not in model._unstable_default_values
        if is_own or not isinstance(
            value, PropertyValueContainer
        ):  # a list that is as it was made says nothing
            values[name] = value
    return values


def _visit_references(method: Method, value: Any, visitor: Callable[[Any], None]) -> None:
    """A default that is a model is made anew for each, so models stand only in what is set or was made."""
    if not isinstance(value, HasProps):
        method(value, visitor)
        return
    held = value._property_values, value._unstable_themed_values, value._unstable_default_values
    for name in value.properties_with_refs():
        if any(name in values for values in held):
            util.visit_value_and_its_immediate_references(getattr(value, name), visitor)
