"""Countries, regions, and which country reports under which region."""

from oneplanet.reference import Table, read, read_csv
from programmes.models import Country, Region, ReportingRegionRule, Term

TABLES = {
    "region": Table("code kind parent? source", "name"),
    "reporting_region_rule": Table("area? country? region note"),
}
COLUMNS = (
    "code kind iso2 iso3 m49 region sub_region un_group is_ldc is_lldc is_sids "
    "groups_as_of name_ar name_zh_hans name_en name_fr name_ru name_es note"
)


def load_regions(load, file):
    for row in read(file, **TABLES)["region"]:
        row["parent"] = load.named(Region, row["parent"])
        load.row(Region, find={"code": row.pop("code")}, values=row)


def load_countries(load, file):
    for row in read_csv(file, COLUMNS):
        for name in ("region", "sub_region", "un_group"):
            row[name] = load.named(Region, row[name])
        load.row(Country, find={"code": row.pop("code")}, values=row)


def load_region_rules(load, file):
    for row in read(file, **TABLES)["reporting_region_rule"]:
        if row["area"]:
            place = {"area": load.named(Region, row["area"])}
        else:
            place = {"country": load.named(Country, row["country"])}
        region = load.named(Term, "reporting_region", row["region"])
        values = {"region": region, "note": row["note"]}
        load.row(ReportingRegionRule, find=place, values=values)
