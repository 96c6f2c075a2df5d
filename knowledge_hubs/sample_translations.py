"""Translations of the invented records, so that a newcomer sees one that a machine made
and nobody has checked, and one whose English has changed since.
"""

from knowledge_hubs.models import CaseStudy, ProductLabel
from oneplanet.desk import column
from oneplanet.translations import TranslationMark, mark_made

BY_MACHINE = {
    (CaseStudy, "fr"): {
        "title": "Exemple : des bocaux qui reviennent",
        "lead": "Comment une petite ville a repris ses bocaux en verre : un exemple "
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
    },
    (ProductLabel, "ar"): {
        "title": "عيّنة: ورقة البحيرة",
        "lead": "علامة مخترعة على مسحوق غسيل.",
        "says": "يضرّ المسحوق بمياه البحيرة أقل من غيره.",
        "scope": "مسحوق غسيل للمنازل؛ استخدامه وما يخرج من المنزل.",
    },
}
OLDER = {
    (CaseStudy, "es"): {
        "title": "Muestra: frascos que vuelven",
        "lead": "Cómo un pueblo recuperó sus frascos.",
    },
}
SAID = {"lead": "How a town took its jars back."}  # what the older one was made from


def translate(row) -> None:
    """What is here for its kind; the row is new."""
    machine, files = TranslationMark.Origin.MACHINE, TranslationMark.Origin.FILES
    for given, origin in ((BY_MACHINE, machine), (OLDER, files)):
        for (model, code), texts in given.items():
            if isinstance(row, model):
                _write(row, code, texts, origin)
                for name in SAID.keys() & texts.keys() if given is OLDER else ():
                    mark_made(row, name, code, origin=origin, source=SAID[name])


def _write(row, code, texts, origin):
    for name, text in texts.items():
        setattr(row, column(name, code), text)
    row._translated_by = origin
    row.save()
