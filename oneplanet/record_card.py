"""One record of a list: its whole row leads to it by its one link.

Drawn by a function, for a page holds dozens: as a template with its parts each took
0.3 ms, ten times as much. Templates say ``{% record_card card %}``.
"""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from oneplanet import arcs
from oneplanet.as_html import as_html
from oneplanet.remember import for_a_minute


def record_card(card, dense=False, heading="h3") -> SafeString:
    """``card``: url, title; optional lang and dir (of the title), programme (code),
    programme_name, kind, role (the part somebody has in it), summary (in the language
    of the title) or says (text, lang and dir of a sentence of its own language), also
    (the same of its title in another language), who
    (with who_lang and who_dir where its name is in another language), where, when,
    state and state_label, language (name of the language it is written in), is_sample,
    is_by_machine (something of it was translated by one, and nobody has checked it),
    of_kind (what it is among results of every kind), is_meant (found by its subject
    alone), is_chosen (editors let it lead), like_url (of others like it). ``dense``: a
    short row, its state behind it. ``heading``: the tag of its title.
    """
    title, marked = as_html(card["title"]), _language(card)
    parts = [
        f'<article class="record{" record-dense" if dense else ""}">',
        _badge(card.get("programme") or ""),
        "<div>",
        "" if dense else _kind(card),
        f'<{heading} class="record-title"{marked}>'
        f'<a href="{as_html(card["url"])}"><bdi>{title}</bdi></a>'
        f"</{heading}>",
        "" if dense else _summary(card, marked),
        record_meta(card, dense),
        _way_to_others(card, title, marked),
        "</div>",
        _state(card) if dense else "",
        "</article>",
    ]
    return mark_safe("\n".join(filter(None, parts)))  # noqa: S308


_badge = lru_cache(arcs.badge)


def record_meta(card, dense=False) -> SafeString:
    """Who, where and when of a record."""
    who = card.get("who")
    parts = [
        _span(card.get("role")) if dense else "",
        _span(who, _language(card, "who_lang", "who_dir")) if who else "",
        _span(card.get("where")),
        f"<span><bdi>{as_html(card['when'])}</bdi></span>" if card.get("when") else "",
        _machine(card) if dense else "",
    ]
    return mark_safe(f'<p class="record-meta">{_beside(parts)}</p>')  # noqa: S308


def _kind(card) -> str:
    """What sort of record it is and how it stands."""
    chosen = _("Chosen by the editors") if card.get("is_chosen") else ""
    parts = [
        f"<b>{as_html(chosen)}</b>" if chosen else "",
        *(_span(card.get(n)) for n in ("of_kind", "programme_name", "kind", "role")),
        _state(card),
        _span(_("Found by its subject")) if card.get("is_meant") else "",
        _span(_("Sample")) if card.get("is_sample") else "",
        _machine(card),
        _component("language_mark", name=card["language"])
        if card.get("language")
        else "",
    ]
    return f'<p class="record-kind">{_beside(parts)}</p>'


def _machine(card) -> str:
    is_told = card.get("is_by_machine")
    return _span(_("Translated by a machine")) if is_told else ""


def _summary(card, marked) -> str:
    texts = [(card.get("summary"), marked)]
    for said in (card.get("also") or {}, card.get("says") or {}):
        texts.append((said.get("text"), _language(said)))
    return "\n".join(
        f'<p class="record-summary"{language}>{as_html(text)}</p>'
        for text, language in texts
        if text
    )


def _way_to_others(card, title, marked) -> str:
    if not card.get("like_url"):
        return ""
    return (
        f'<p class="onward"><a href="{as_html(card["like_url"])}" '
        f'rel="nofollow">{as_html(_("More like this"))}'
        f'<span class="unseen">: <bdi{marked}>{title}</bdi></span></a></p>'
    )


def _state(card) -> str:
    if not card.get("state"):
        return ""
    return _component("state", state=card["state"], label=card["state_label"])


def _language(card, lang="lang", direction="dir") -> str:
    if not card.get(lang):
        return ""
    given = as_html(card[lang]), as_html(card[direction])
    return ' lang="{}" dir="{}"'.format(*given)


def _span(text, marked="") -> str:
    return f"<span{marked}>{as_html(text)}</span>" if text else ""


def _beside(parts) -> str:
    return "\n".join(filter(None, parts))


def _component(name, /, **given) -> str:
    """Of the few words of a mark, the same on many cards."""
    return _marked(name, *((key, str(value)) for key, value in given.items()))


@for_a_minute
def _marked(name, *given):
    return render_to_string(f"components/{name}.html", dict(given))
