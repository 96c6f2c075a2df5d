"""Goal 12, value chains and the glossary as schema.org data: terms in their sets."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from knowledge_hubs.structured import as_organisation, as_thing
from oneplanet.structured import address, network, page_data, plain, text, trail
from oneplanet.text.languages import shown, tag


def goal_data(targets) -> dict:
    """The Goal as the set of its targets, by code and in few words."""
    url = reverse("knowledge_hubs:sdg12")
    thing = as_thing("DefinedTermSet", url) | {
        "name": _("Goal 12: responsible consumption and production"),
        "inLanguage": tag(get_language()),
        "hasDefinedTerm": [_term(target) for target in targets],
    }
    return page_data(plain(thing), trail(_goal()))


def target_data(target, indicators) -> dict:
    """The page of a target: its wording; it tells of its indicators."""
    described = {"description": text(*shown(target, "text"))}
    page = _page_of(target, described, [_term(row) for row in indicators])
    return page_data(page, trail(_goal(), _step(target)))


def indicator_data(indicator, custodians) -> dict:
    """The page of an indicator: its name; it tells who keeps it, in which role."""
    described = {"description": text(*shown(indicator, "name"))}
    page = _page_of(indicator, described, [_role(row) for row in custodians])
    steps = (_goal(), _step(indicator.target), _step(indicator))
    return page_data(page, trail(*steps))


def chains_data(chains) -> dict:
    """The index of value chains: a collection of their pages."""
    url = reverse("knowledge_hubs:value_chain_list")
    thing = as_thing("CollectionPage", url) | {
        "name": _("Value chains"),
        "inLanguage": tag(get_language()),
        "publisher": network(),
        "hasPart": [
            as_thing("DefinedTermSet", chain.get_absolute_url())
            | {"name": text(*shown(chain, "title"))}
            for chain in chains
        ],
    }
    return page_data(plain(thing), trail(_chains()))


def chain_data(read) -> dict:
    """A value chain as the set of its stages."""
    chain = read.chain
    thing = as_thing("DefinedTermSet", chain.get_absolute_url()) | {
        "name": text(*shown(chain, "title")),
        "description": text(*shown(chain, "lead")),
        "inLanguage": tag(get_language()),
        "publisher": network(),
        "hasDefinedTerm": [_stage(chain, stage) for stage in read.stages],
    }
    return page_data(plain(thing), trail(_chains(), _chain(chain)))


def stage_data(chain, stage) -> dict:
    """The page of a stage of a value chain."""
    step = shown(stage.row.stage, "label")[0], stage.row.get_absolute_url()
    page = as_thing("WebPage", stage.row.get_absolute_url()) | {
        "inLanguage": tag(get_language()),
        "mainEntity": _stage(chain, stage),
        "publisher": network(),
    }
    return page_data(plain(page), trail(_chains(), _chain(chain), step))


def _chains():
    return _("Value chains"), reverse("knowledge_hubs:value_chain_list")


def _chain(chain):
    return shown(chain, "title")[0], chain.get_absolute_url()


def _stage(chain, stage):
    url = address(stage.row.get_absolute_url())
    return plain(
        {
            "@type": "DefinedTerm",
            "@id": f"{url}#term",
            "url": url,
            "termCode": stage.row.stage.code,
            "name": text(*shown(stage.row.stage, "label")),
            "inDefinedTermSet": address(chain.get_absolute_url()),
        }
    )


def glossary_data(groups) -> dict:
    """The words the page shows, each in the language it is shown in."""
    url = reverse("knowledge_hubs:glossary")
    words = [_word(entry) for group in groups for entry in group.entries]
    thing = as_thing("DefinedTermSet", url) | {
        "name": _("Glossary"),
        "inLanguage": tag(get_language()),
        "publisher": network(),
        "license": settings.DATA_LICENCE_URL,
        "hasDefinedTerm": words,
    }
    return page_data(plain(thing), trail((_("Glossary"), url)))


def _goal():
    return _("Goal 12"), reverse("knowledge_hubs:sdg12")


def _step(row):
    """The step to the page of a target or an indicator."""
    return f"{row.code} {shown(row, 'short_label')[0]}", row.get_absolute_url()


def _term(row):
    """A target or an indicator: a term of the Goal, of which its page tells."""
    url = address(row.get_absolute_url())
    return plain(
        {
            "@type": "DefinedTerm",
            "@id": f"{url}#term",
            "url": url,
            "termCode": row.code,
            "name": text(*shown(row, "short_label")),
            "inDefinedTermSet": address(reverse("knowledge_hubs:sdg12")),
        }
    )


def _page_of(row, described, mentioned):
    page = as_thing("WebPage", row.get_absolute_url()) | {
        "inLanguage": tag(get_language()),
        "mainEntity": plain(_term(row) | described),
        "mentions": mentioned,
        "publisher": network(),
    }
    return plain(page)


def _role(row):
    """Around the organisation, as schema.org says what somebody's part is."""
    return {
        "@type": "OrganizationRole",
        "roleName": str(row.get_role_display()),
        "mentions": as_organisation(row.organisation),
    }


def _word(entry):
    url = address(entry.term.get_absolute_url())
    return plain(
        {
            "@type": "DefinedTerm",
            "@id": url,
            "name": text(entry.word, entry.language),
            "alternateName": text(*shown(entry.term, "abbreviation")),
            "description": text(*shown(entry.term, "meaning")),
        }
    )
