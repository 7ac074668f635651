"""What can be wrong in a delivery when it is read, and the frame in which it is reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract.findings import FINDING_COLUMNS, Gravity, Rule
from pipeline.ingest.prepared_rules import PREPARED_RULES

VALUE_LENGTH = 200
MASK = "[masqué]"
Texts = Sequence[str | None] | npt.NDArray[np.object_] | str | None

# A file
UNREADABLE_FILE = Rule(
    "fichier_illisible",
    Gravity.BLOCKING,
    "Fichier illisible",
    "Redemander le fichier à l’expéditeur, ou l’enregistrer de nouveau en CSV, XLSX ou Parquet.",
)
EMPTY_FILE = Rule("fichier_vide", Gravity.BLOCKING, "Fichier vide", "Redemander le fichier à l’expéditeur.")
TOO_LARGE = Rule(
    "fichier_trop_gros",
    Gravity.BLOCKING,
    "Fichier trop gros",
    "Vérifier le fichier ; s’il est bon, relever la limite dans les paramètres (section « donnees »).",
)
NOT_A_DELIVERED_FILE = Rule(
    "fichier_inacheve",
    Gravity.BLOCKING,
    "Téléchargement inachevé ou copie de secours",
    "Retirer le fichier de la livraison, ou l’y remettre entier, avec l’extension de son format.",
)
OUTSIDE_LINK = Rule(
    "lien_sortant",
    Gravity.BLOCKING,
    "Lien vers l’extérieur de la livraison",
    "Copier le fichier lui-même dans la livraison.",
)
NO_HEADER = Rule(
    "entetes_introuvables",
    Gravity.BLOCKING,
    "Ligne d’en-têtes introuvable",
    "Remettre au-dessus des données une ligne d’en-têtes aux noms du contrat.",
)
IGNORED_FILE = Rule(
    "fichier_ignore",
    Gravity.WARNING,
    "Fichier ou dossier ignoré",
    "Le retirer, ou le renommer du nom d’une table s’il porte des données.",
)
IGNORED_SHEET = Rule(
    "feuille_ignoree", Gravity.WARNING, "Feuille ignorée", "Rien à faire si la feuille ne porte pas de données."
)
NO_ROW = Rule(
    "aucune_ligne", Gravity.WARNING, "Aucune ligne de données", "Vérifier que l’expéditeur n’avait rien à transmettre."
)

# A table
MISSING_TABLE = Rule(
    "table_absente",
    Gravity.BLOCKING,
    "Table obligatoire absente",
    "Ajouter à la livraison le dossier de cette table, avec au moins un fichier lisible.",
)
NO_READABLE_ROW = Rule(
    "aucune_ligne_lisible",
    Gravity.BLOCKING,
    "Aucune ligne lisible",
    "Corriger les rejets de cette table, puis relancer.",
)
TOLERANCE = Rule(
    "tolerance_depassee",
    Gravity.BLOCKING,
    "Trop de rejets",
    "Faire corriger les cellules rejetées par l’expéditeur, puis relancer.",
)

# A column
MISSING_COLUMN = Rule(
    "colonne_absente", Gravity.BLOCKING, "Colonne obligatoire absente", "Ajouter la colonne, ou corriger son en-tête."
)
TWO_HEADERS = Rule(
    "deux_entetes",
    Gravity.BLOCKING,
    "Deux en-têtes pour une colonne",
    "Ne garder que l’une des deux colonnes, ou renommer l’autre.",
)
UNKNOWN_COLUMN = Rule(
    "colonne_inconnue",
    Gravity.WARNING,
    "Colonne inconnue, ignorée",
    "Rien à faire si la colonne n’est pas attendue ; sinon corriger son en-tête.",
)
NEAR_COLUMN = Rule(
    "colonne_ressemblante",
    Gravity.WARNING,
    "En-tête qui ressemble à celui d’une colonne absente",
    "Corriger l’en-tête s’il s’agit bien de cette colonne.",
)
LOST_COLUMN = Rule(
    "colonne_perdue",
    Gravity.BLOCKING,
    "Colonne nécessaire perdue par son en-tête",
    "Corriger l’en-tête, ou le rendre tout autre si ce n’est pas cette colonne.",
)
LOST_INSTRUMENT = Rule(
    "instrument_incomplet",
    Gravity.WARNING,
    "Questionnaire sans ses items : indicateur perdu",
    "Demander les réponses item par item ; sans elles, l’indicateur manque pour ces ménages.",
)
SIGN_COLUMN = Rule(
    "colonne_de_sens",
    Gravity.BLOCKING,
    "Colonne qui donne le signe des montants",
    "Faire écrire le signe dans le montant lui-même (positif = le ménage doit), sans colonne de sens à côté.",
)
COLUMNS_LEFT_OUT = Rule(
    "colonnes_en_trop",
    Gravity.WARNING,
    "Colonnes au-delà de la millième",
    "Vérifier que rien d’attendu n’y est, et les retirer du fichier.",
)
ENCODED_TWICE = Rule(
    "texte_encode_deux_fois",
    Gravity.WARNING,
    "Texte encodé deux fois",
    "Vérifier les accents de ce fichier, et le faire enregistrer de nouveau en UTF-8 par l’expéditeur.",
)
NO_CONSENT_COLUMN = Rule(
    "consentement_absent",
    Gravity.WARNING,
    "Colonne « consentement » absente",
    "Vérifier que le consentement de tous les ménages a été recueilli.",
)
AMBIGUOUS_DATES = Rule(
    "dates_ambigues",
    Gravity.BLOCKING,
    "Dates ambiguës : jour et mois",
    "Demander l’ordre à l’expéditeur, puis le déclarer dans les paramètres (« donnees.ordre_dates »).",
)
EXCHANGED_DAYS = Rule(
    "jour_mois_echanges",
    Gravity.BLOCKING,
    "Jour et mois échangés par un tableur",
    "Repartir du fichier d’origine, sans l’ouvrir dans un tableur réglé en anglais, et le renvoyer.",
)
AMBIGUOUS_TIMES = Rule(
    "heures_ambigues",
    Gravity.BLOCKING,
    "Heures ambiguës : la veille ou le lendemain",
    "Faire renvoyer la colonne sans heure, au jour de Paris.",
)
AMBIGUOUS_MONTHS = Rule(
    "mois_ambigus",
    Gravity.BLOCKING,
    "Mois ambigus : janvier ou octobre",
    "Faire écrire les mois 2015-01, ou 01/2015, dans une colonne au format Texte.",
)
AMBIGUOUS_NUMBERS = Rule(
    "nombres_ambigus",
    Gravity.BLOCKING,
    "Nombres ambigus : marque décimale ou de milliers",
    "Demander la convention à l’expéditeur et faire écrire les montants avec deux décimales, sans marque de milliers.",
)

# A row
RAGGED_LINE = Rule(
    "ligne_irreguliere",
    Gravity.REJECTION,
    "Nombre de cellules différent de celui des en-têtes",
    "Corriger la ligne : un séparateur manque ou est en trop, ou un guillemet n’est pas fermé.",
)
NO_KEY = Rule("ligne_sans_cle", Gravity.REJECTION, "Ligne sans clé", "Compléter la cellule.")
MERGED_KEY = Rule(
    "identifiant_fusionne",
    Gravity.BLOCKING,
    "Identifiant en cellules fusionnées",
    "Défusionner les cellules, recopier l’identifiant sur chaque ligne, puis renvoyer le fichier.",
)
MERGED_VALUE = Rule(
    "valeur_fusionnee",
    Gravity.BLOCKING,
    "Colonne obligatoire en cellules fusionnées",
    "Défusionner les cellules, recopier la valeur sur chaque ligne, puis renvoyer le fichier.",
)
DUPLICATE_DROPPED = Rule(
    "doublon_ecarte",
    Gravity.WARNING,
    "Ligne en double, écartée",
    "Rien à faire ; l’expéditeur peut retirer la ligne répétée.",
)
DUPLICATE_KEPT = Rule(
    "doublon_garde",
    Gravity.WARNING,
    "Ligne identique à une autre, gardée",
    "Vérifier qu’il s’agit bien de deux faits distincts ; sinon retirer l’une des lignes.",
)

# A cell
UNREADABLE_CELL = Rule(
    "cellule_illisible", Gravity.REJECTION, "Cellule illisible", "Corriger la cellule, ou la laisser vide."
)
NOT_ALLOWED = Rule(
    "valeur_non_admise", Gravity.REJECTION, "Valeur non admise", "Corriger la cellule, ou la laisser vide."
)
CONSENT_UNREADABLE = Rule(
    "consentement_illisible",
    Gravity.REJECTION,
    "Consentement illisible",
    "Faire préciser « oui » ou « non » par l’expéditeur ; jusque-là, le ménage est exclu de toute analyse.",
)
NULL_DATE_READ = Rule(
    "date_nulle",
    Gravity.WARNING,
    "Date nulle, lue comme absente",
    "Rien à faire si la date n’est pas connue ; sinon la faire écrire.",
)
DASH_FOR_ZERO = Rule(
    "tiret_pour_zero",
    Gravity.WARNING,
    "Tiret lu comme une valeur manquante",
    "Demander à l’expéditeur si « - » veut dire zéro ; si oui, lui faire écrire 0 (format « Nombre ») et renvoyer.",
)
BAD_IDENTIFIER = Rule(
    "identifiant_mal_forme",
    Gravity.REJECTION,
    "Identifiant mal formé",
    "Corriger l’identifiant : une à quatre majuscules puis deux à six chiffres.",
)
UNKNOWN_GROUP = Rule("groupe_inconnu", Gravity.BLOCKING, "Groupe inconnu", "Écrire « accompagne » ou « temoin ».")
ODD_PERIOD = Rule("date_hors_periode", Gravity.WARNING, "Date hors de la période de l’étude", "Vérifier l’année.")
DATES_OF_1904 = Rule(
    "dates_de_1904",
    Gravity.BLOCKING,
    "Dates décalées de 1 462 jours : calendrier 1904",
    "Faire corriger les dates à la source (calendrier depuis 1904), puis renvoyer ; si elles sont justes, retirer ces "
    "lignes, trop loin de l’inclusion pour servir.",
)
OUTSIDE_STUDY = Rule(
    "fichier_hors_periode",
    Gravity.BLOCKING,
    "Fichier hors de la période de l’étude",
    "Vérifier l’année dans ce fichier et le faire corriger ; s’il est d’une autre période, le retirer.",
)
OUTSIDE_STUDY_EVENTS = Rule(
    "evenements_hors_periode",
    Gravity.WARNING,
    "Événements hors de la période de l’étude",
    "Vérifier l’année ; s’il s’agit d’événements anciens, ils ne sont pas comptés et le fichier peut rester.",
)
IDENTIFIER_FOUND = Rule(
    "identifiant_direct",
    Gravity.BLOCKING,
    "Identifiant direct",
    "Retirer du fichier ce qui désigne une personne, puis détruire l’ancienne version.",
)
CONTACT_ASIDE = Rule(
    "coordonnees_hors_donnees",
    Gravity.WARNING,
    "Coordonnées hors des données",
    "Rien à faire si ce sont celles d’un service ; sinon les retirer.",
)

RULES: dict[str, Rule] = {r.name: r for r in (*globals().values(), *PREPARED_RULES) if isinstance(r, Rule)}


def empty_findings() -> pd.DataFrame:
    """Return a frame of findings without a row."""
    return _typed(pd.DataFrame({c: [] for c in FINDING_COLUMNS}))


def findings(
    rule: Rule,
    motif: str,
    *,
    table: str | None = None,
    file: str | None = None,
    sheets: Texts = None,
    lines: npt.NDArray[np.int64] | Sequence[int | None] = (None,),
    column: str | None = None,
    values: Texts = None,
    households: Texts = None,
) -> pd.DataFrame:
    """Return one finding a line, of one rule, one sentence, one column.

    `lines`, and `sheets`, `values`, `households` where they are sequences, have one length; a missing line is None.
    `values` are at most `VALUE_LENGTH` characters, what identifies masked.
    """
    return _typed(
        pd.DataFrame(
            {
                "table": table,
                "fichier": file,
                "feuille": sheets,
                "ligne": pd.array(lines, dtype="Int64"),
                "colonne": column,
                "valeur": values,
                "motif": motif,
                "gravite": rule.gravity.value,
                "regle": rule.name,
                "menage_id": households,
            }
        )
    )


def gather(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return all findings in one frame, in the order given."""
    filled = [f for f in frames if len(f)]
    return pd.concat(filled, ignore_index=True) if filled else empty_findings()


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype({c: "Int64" if c == "ligne" else "str" for c in FINDING_COLUMNS})
