"""Every REST address. The kinds are listed in knowledge_hubs/open_data/."""

from django.urls import path

from knowledge_hubs import api
from knowledge_hubs.open_data import KINDS
from oneplanet.open_data.api import ListView, NoSuchAddress, RecordView

app_name = "api"
OWN_VIEWS = {"activity": api.ActivityView}


def _addresses(kind):
    record = OWN_VIEWS.get(kind.one, RecordView).as_view(kind=kind)
    yield path(f"{kind.name}/", ListView.as_view(kind=kind), name=kind.name)
    yield path(f"{kind.name}/<path:code>/", record, name=kind.one)


urlpatterns = [
    path("", api.IndexView.as_view(), name="index"),
    path("openapi.json", api.DescriptionView.as_view(), name="description"),
    path("search/", api.SearchView.as_view(), name="search"),
    path(
        "search/suggestions/",
        api.SuggestionsView.as_view(),
        name="search_suggestions",
    ),
    *(address for kind in KINDS for address in _addresses(kind)),
    path("<path:rest>/", NoSuchAddress.as_view(), name="nowhere"),
]
