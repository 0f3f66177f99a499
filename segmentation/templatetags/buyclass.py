from __future__ import annotations

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.base import Node as TemplateNode
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from segmentation.selectors.feature_set import FeatureSet
from segmentation.staff import staff_context

register = template.Library()


class FeatureNode(TemplateNode):
    child_nodelists = ("shown_when_on", "shown_when_off")

    def __init__(
        self,
        key: FilterExpression,
        category: FilterExpression | None,
        shown_when_on: NodeList,
        shown_when_off: NodeList,
    ) -> None:
        self.key = key
        self.category = category
        self.shown_when_on = shown_when_on
        self.shown_when_off = shown_when_off

    def render(self, context: Context) -> str:
        category = self.category.resolve(context) if self.category else ""
        features = _features_in(context)
        is_on = features is not None and features.has(self.key.resolve(context), str(category or ""))
        return self.shown_when_on.render(context) if is_on else self.shown_when_off.render(context)


def _features_in(context: Context) -> FeatureSet | None:
    if "features" in context and isinstance(context["features"], FeatureSet):
        return context["features"]
    return getattr(context.get("request"), "features", None)


@register.simple_tag(takes_context=True)
def buyclass_staff(context: Context) -> SafeString | str:
    """What staff see on a page: as whom they look, and with ?why in the address why it is as it is. Last in the body.

    Nothing at all for anybody else.
    """
    request = context.get("request")
    shown = staff_context(request, _features_in(context)) if request is not None else None
    return render_to_string("segmentation/staff.html", shown, request=request) if shown else ""


@register.inclusion_tag("segmentation/why_feature.html", takes_context=True)
def why_feature(context: Context, key: str, category: str = "") -> dict[str, str]:
    """{% why_feature "quick_order" %}: why the feature is on, folded away; nothing while it is off."""
    features = _features_in(context)
    return {"why": features.why(key, category) if features is not None else ""}


@register.tag
def feature(parser: Parser, token: Token) -> FeatureNode:
    """{% feature "quick_order" category=category.key %}shown when on{% else %}shown when off{% endfeature %}

    Asks `request.features`, or a FeatureSet called `features` in the context (a mail has no request).
    """
    name, *arguments = token.split_contents()
    plain = [argument for argument in arguments if not argument.startswith("category=")]
    named = [argument.removeprefix("category=") for argument in arguments if argument.startswith("category=")]
    if len(plain) != 1 or len(named) > 1:
        raise template.TemplateSyntaxError(f"{{% {name} %}} takes one feature key and, if wanted, category=...")
    shown_when_on = parser.parse(("else", "endfeature"))
    shown_when_off = NodeList()
    if parser.next_token().contents == "else":
        shown_when_off = parser.parse(("endfeature",))
        parser.delete_first_token()
    return FeatureNode(
        parser.compile_filter(plain[0]),
        parser.compile_filter(named[0]) if named else None,
        shown_when_on,
        shown_when_off,
    )
