from django.contrib import admin

from oneplanet.admin import site
from oneplanet.curating import PartyInline, RecordAdmin
from programmes.models import (
    Coalition,
    CoalitionParty,
    WorkingGroup,
    WorkingGroupMember,
)


class CoalitionPartyInline(PartyInline):
    model = CoalitionParty


@admin.register(Coalition, site=site)
class CoalitionAdmin(RecordAdmin):
    inlines = [CoalitionPartyInline]


class MemberInline(PartyInline):
    model = WorkingGroupMember


@admin.register(WorkingGroup, site=site)
class WorkingGroupAdmin(RecordAdmin):
    inlines = [MemberInline]
