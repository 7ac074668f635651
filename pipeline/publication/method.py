"""The method in ten lines, for the public report and the page alike."""

from __future__ import annotations

from pipeline.publication.publication import Publication


def method_sentences(publication: Publication) -> list[str]:
    """Return two paragraphs: how households are compared, how a result is told."""
    level = publication.cell("cadre", "valeur", nom="niveau").texte
    return [
        "Deux panels de ménages du parc social sont suivis au même rythme : des ménages accompagnés par la Veille "
        "sociale, des ménages témoins gérés selon l’organisation habituelle des mêmes bailleurs. Les témoins ont été "
        "choisis pour leur ressembler ; rien n’a été tiré au sort. Les bailleurs transmettent le suivi locatif et les "
        "événements ; des entretiens recueillent l’isolement et le bien-être. Le plan d’analyse nomme un seul résultat "
        "principal, quelques résultats secondaires et, pour chacun, la méthode qui parle : rien d’autre n’en choisit.",
        "Un résultat mesuré aussi à l’inclusion est ajusté sur sa valeur d’alors. Chaque écart est donné avec son "
        f"intervalle à {level} : les valeurs avec lesquelles les données s’accordent. Les mots (« faible », « grand ») "
        "comparent l’écart à celui qui compterait pour un financeur, fixé par le plan ; ils sont tirés des nombres "
        "arrondis, et deux sont dits là où l’arrondi ne permet pas de choisir. La dépense totale est celle du "
        "dispositif entier ; le coût par ménage laisse de côté la coopérative et l’évaluation. "
        "Un décès ou un retrait de l’étude ne compte ni comme un maintien ni comme un départ.",
    ]
