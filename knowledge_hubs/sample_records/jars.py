"""An invented case study that is half translated: a machine made its French and nobody
has checked it, its Spanish is of an older English, the other languages are missing.
"""

from knowledge_hubs.models import CaseStudy
from knowledge_hubs.sample_records.writing import FIRST, translate
from oneplanet.desk import column
from oneplanet.translations import TranslationMark, mark_made

CODE = "sample-casestudy"
ENGLISH = {
    "title": "Sample: jars that come back",
    "lead": "How a small town took its glass jars back, as an invented example.",
    "problem": "Every week two tonnes of jars went to landfill, although shops and "
    "cooks would have filled them again.",
    "approach": "The market put up one crate for each street. Two people collect "
    "them by bicycle and wash the jars in the school kitchen.\n\nA deposit of one "
    "coin makes them come back.",
    "outcome": "After six months the town counted three jars of four that came back.",
    "lessons": "Begin with one street. Ask the shops first what they can fill again. "
    "Without the deposit half as many came back.",
    "place": "A town by a lake",
}
FRENCH = {
    "title": "Exemple : des bocaux qui reviennent",
    "lead": "Comment une petite ville a repris ses bocaux en verre : un exemple "
    "inventé.",
    "problem": "Chaque semaine, deux tonnes de bocaux partaient à la décharge, "
    "alors que les magasins et les cuisines les auraient remplis de nouveau.",
    "approach": "Le marché a placé une caisse dans chaque rue. Deux personnes les "
    "ramassent à vélo et lavent les bocaux dans la cuisine de l’école.\n\nUne "
    "consigne d’une pièce les fait revenir.",
    "outcome": "Après six mois, la ville comptait trois bocaux sur quatre revenus.",
    "lessons": "Commencez par une rue. Demandez d’abord aux magasins ce qu’ils "
    "peuvent remplir. Sans la consigne, il en revenait moitié moins.",
    "place": "Une ville au bord d’un lac",
}
SPANISH = {
    "title": "Muestra: frascos que vuelven",
    "lead": "Cómo un pueblo recuperó sus frascos.",
}
OLD_LEAD = "How a town took its jars back."  # what the Spanish one was made from


def add():
    """The case study, if it is new."""
    given = {"kind": "community", "started_year": 2024, "ended_year": 2025}
    given |= {"is_draft": False, "is_sample": True, "order": FIRST} | _in("en", ENGLISH)
    case, is_new = CaseStudy.objects.get_or_create(code=CODE, defaults=given)
    if not is_new:
        return None
    origins = TranslationMark.Origin
    translate(case, _in("fr", FRENCH), origins.MACHINE)
    translate(case, _in("es", SPANISH), origins.FILES)
    mark_made(case, "lead", "es", origin=origins.FILES, source=OLD_LEAD)
    return case


def _in(code, texts) -> dict:
    return {column(name, code): text for name, text in texts.items()}
