"""The public glossary: of the terms that may need one, those that the public documents use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import Template

from pipeline.french import NBSP
from pipeline.publication.fact import key_parts
from pipeline.publication.publication import Publication
from pipeline.report.wording import no_break


@dataclass(frozen=True)
class Term:
    """`used`: what shows, in small letters, that a document uses it; `meaning`: constants of the frame as `$name`."""

    title: str
    used: str
    meaning: str


TERMS = (
    Term("Accompagné", "accompagné", "Ménage du panel suivi par la Veille sociale."),
    Term("Témoin", "témoin", "Ménage du panel géré selon l’organisation habituelle des bailleurs."),
    Term(
        "Maintien dans les lieux",
        "maintien",
        "Toujours dans le logement, ou relogé par mutation ; ni expulsion, ni abandon, ni départ volontaire.",
    ),
    Term(
        "Impayé",
        "impayé",
        "Dette locative à la fin du mois. « Au moins deux mois » : au moins $impaye_mois de quittance.",
    ),
    Term(
        "Stade de la procédure d’expulsion",
        "procédure d’expulsion",
        "De $bas_procedure_max (aucune) à $haut_procedure_max (expulsion).",
    ),
    Term("Réseau social (LSNS-6)", "lsns-6", "Questionnaire de $bas_lsns6 à $haut_lsns6 ; haut : réseau étendu."),
    Term("Solitude (UCLA-3)", "ucla-3", "Questionnaire de $bas_ucla3 à $haut_ucla3 ; haut : solitude."),
    Term("Bien-être (WHO-5)", "who-5", "Questionnaire de $bas_who5 à $haut_who5 ; haut : bien-être."),
    Term(
        "Intervalle de confiance",
        "intervalle",
        "Les valeurs de l’écart avec lesquelles les données s’accordent, au niveau indiqué.",
    ),
    Term(
        "Solidité",
        "solidité",
        "Notre marque, de $marque_bas à $marque_haut, de ce que vaut la réponse ; pas une norme.",
    ),
)


def glossary(publication: Publication, documents: Iterable[str]) -> str:
    """Return the definitions, as Markdown, of the terms that one of `documents` uses."""
    said = "\n".join(documents).replace(NBSP, " ").lower()
    frame: Mapping[str, str] = {key_parts(c.cle)["nom"]: c.texte for c in publication.of("cadre")}
    used = [term for term in TERMS if term.used in said]
    return "\n\n".join(f"{t.title}\n: {no_break(Template(t.meaning).substitute(frame))}" for t in used) + "\n"
