"""What of this app is loaded from files, in an order in which each row finds the ones
it names."""

from programmes.loading import goal, network, places, records, sources, words

FOLDER = "programmes/reference"

# (file or files, what loads them)
STEPS = (
    (f"{FOLDER}/terms.toml", words.load_terms),
    (f"{FOLDER}/activity_types.toml", words.load_activity_types),
    (f"{FOLDER}/stages.toml", words.load_stages),
    (f"{FOLDER}/regions.toml", places.load_regions),
    (f"{FOLDER}/countries.csv", places.load_countries),
    (f"{FOLDER}/regions.toml", places.load_region_rules),
    (f"{FOLDER}/sources.toml", sources.load_documents),
    (f"{FOLDER}/programmes.toml", network.load_programmes),
    (f"{FOLDER}/organisations.toml", network.load_organisations),
    (f"{FOLDER}/programmes.toml", network.load_roles),
    (f"{FOLDER}/board.toml", network.load_board),
    (f"{FOLDER}/figures/*.toml", sources.load_figures),
    (f"{FOLDER}/sdg.toml", goal.load_goal),
    (f"{FOLDER}/sdg_reporting.toml", goal.load_routes),
    (f"{FOLDER}/coalitions.toml", records.load_coalitions),
    (f"{FOLDER}/groups.toml", records.load_groups),
)
