"""The six tables of a delivery, each column described once."""

from __future__ import annotations

from pipeline.contract import codes as c
from pipeline.contract.instruments import INSTRUMENTS
from pipeline.contract.schema import Column, Kind, Table

# fmt: off

MENAGE_ID_PATTERN = r"^[A-Z]{1,4}[0-9]{2,6}$"


def _menage_id() -> Column:
    return Column(
        "menage_id",
        Kind.IDENTIFIER,
        "Identifiant du ménage",
        "Pseudonyme attribué par l’expéditeur ; jamais un nom, jamais un numéro de locataire.",
        required=True,
        pattern=MENAGE_ID_PATTERN,
        aliases=("N° ménage", "Identifiant", "ID", "Réf. ménage", "Code ménage", "Ménage"),
    )


# A form may call the date of one table as another does; no table has two of them.
_DATES = ("Date de l'événement", "Date de l'entretien", "Date d'intervention")


MENAGES = Table(
    "menages",
    "Ménages",
    "Une ligne par ménage suivi, accompagné ou témoin.",
    key=("menage_id",),
    mandatory=True,
    columns=(
        _menage_id(),
        Column("groupe", Kind.CODE, "Groupe", "Accompagné par la Veille sociale, ou témoin.", required=True, codes=c.GROUPES, aliases=("Panel", "Groupe d'étude")),
        Column("paire_id", Kind.TEXT, "Paire", "Appariement éventuel d’un accompagné et d’un témoin.", aliases=("N° paire", "Appariement")),
        Column("bailleur", Kind.CODE, "Bailleur", "Bailleur du logement.", required=True, codes=c.BAILLEURS, aliases=("Organisme", "Bailleur social")),
        Column("region", Kind.CODE, "Région", "Région du logement.", required=True, codes=c.REGIONS, aliases=("Région administrative",)),
        Column("commune", Kind.TEXT, "Commune", "Commune du logement ; un avertissement si ce n’est pas un site pilote.", aliases=("Ville", "Site pilote")),
        Column("profil", Kind.CODE, "Profil", "Profil du ménage à l’entrée.", required=True, codes=c.PROFILS, aliases=("Profil du ménage", "Public")),
        Column("motif", Kind.CODE, "Motif de blocage", "Pour les situations bloquées seulement ; « santé mentale » est une donnée de santé.", codes=c.MOTIFS, aliases=("Motif", "Motif principal"), confidential=True),
        Column("statut_occupation", Kind.CODE, "Statut d’occupation", "Colonne absente : bail direct.", codes=c.STATUTS_OCCUPATION, aliases=("Type de bail",), fill="bail_direct"),
        Column("mode_accompagnement", Kind.CODE, "Mode d’accompagnement", "Pour les ménages accompagnés seulement.", codes=c.MODES_ACCOMPAGNEMENT, aliases=("Accompagné par", "Mode accompagnement")),
        Column("date_inclusion", Kind.DATE, "Date d’inclusion", "Entrée du ménage dans l’étude : le temps T0.", required=True, aliases=("Inclus le", "Entrée dans l'étude")),
        Column("date_bail", Kind.DATE, "Date du bail", "Date d’effet du bail.", aliases=("Date d'effet du bail", "Bail signé le")),
        Column("composition", Kind.CODE, "Composition du ménage", codes=c.COMPOSITIONS, aliases=("Composition", "Composition familiale")),
        Column("nb_personnes", Kind.INTEGER, "Nombre de personnes", minimum=1, maximum=15, unit="personnes", aliases=("Nb personnes", "Nb pers.")),
        Column("tranche_age", Kind.CODE, "Tranche d’âge", "De la personne de référence.", codes=c.TRANCHES_AGE, aliases=("Âge (tranche)",)),
        Column("ressources_mensuelles", Kind.AMOUNT, "Ressources mensuelles", "À l’inclusion.", minimum=0, unit="€/mois", aliases=("Ressources", "Ressources (€/mois)")),
        Column("typologie", Kind.CODE, "Typologie du logement", codes=c.TYPOLOGIES, aliases=("Typologie", "Type de logement")),
        Column("loyer_mensuel", Kind.AMOUNT, "Loyer mensuel", "Hors charges, à l’inclusion.", minimum=0, unit="€/mois", aliases=("Loyer", "Loyer HC")),
        Column("charges_mensuelles", Kind.AMOUNT, "Charges mensuelles", "À l’inclusion.", minimum=0, unit="€/mois", aliases=("Charges", "Provision pour charges")),
        Column("impaye_inclusion", Kind.AMOUNT, "Impayé à l’inclusion", "Dette à l’inclusion ; positif = le ménage doit.", unit="€", aliases=("Dette à l'entrée",)),
        Column("trouble_psychique", Kind.BOOLEAN, "Trouble psychique", "Donnée de santé : jamais montrée sous le seuil de confidentialité.", aliases=("Troubles psychiques",), confidential=True),
        Column("consentement", Kind.BOOLEAN, "Consentement", "Sans accord, le ménage est compté dans le flux et laissé hors de toute analyse. Colonne absente de toute la livraison : accord tenu pour recueilli.", aliases=("Accord de participation", "Consentement signé")),
    ),
)

SUIVI_LOCATIF = Table(
    "suivi_locatif",
    "Suivi locatif",
    "Une ligne par ménage et par mois : ce qui est appelé, aidé, payé, dû.",
    key=("menage_id", "mois"),
    mandatory=True,
    columns=(
        _menage_id(),
        Column("mois", Kind.MONTH, "Mois", "Mois de quittancement ; aussi, si possible, les douze mois d’avant l’inclusion.", required=True, aliases=("Période", "Mois de quittancement")),
        Column("quittance", Kind.AMOUNT, "Quittance", "Loyer et charges appelés.", required=True, unit="€", aliases=("Quittancé", "Montant quittancé")),
        Column("apl", Kind.AMOUNT, "APL", "Aide au logement versée au bailleur.", required=True, unit="€", aliases=("Aide au logement", "Montant APL")),
        Column("autres_aides", Kind.AMOUNT, "Autres aides", "FSL et autres aides.", unit="€", aliases=("FSL et autres aides",), fill=0.0),
        Column("paiement", Kind.AMOUNT, "Paiement", "Payé par le ménage.", required=True, unit="€", aliases=("Règlements", "Encaissements")),
        Column("solde_impaye", Kind.AMOUNT, "Solde impayé", "Dette en fin de mois ; positif = le ménage doit.", required=True, unit="€", aliases=("Solde", "Dette fin de mois")),
        Column("plan_apurement", Kind.BOOLEAN, "Plan d’apurement", "Un plan court ce mois-là.", aliases=("Plan en cours",)),
    ),
)

EVENEMENTS = Table(
    "evenements",
    "Événements",
    "Une ligne par événement daté : procédure, sortie, trouble, droit, prévention.",
    columns=(
        _menage_id(),
        Column("date", Kind.DATE, "Date", "Date de l’événement.", required=True, aliases=("Date de l'événement",), elsewhere=_DATES),
        Column("type", Kind.CODE, "Type d’événement", required=True, codes=c.EVENEMENTS, aliases=("Type", "Événement", "Nature de l'événement")),
        Column("precision", Kind.TEXT, "Précision", "Texte libre ; ni nom, ni coordonnées.", aliases=("Précisions", "Observations")),
    ),
)

ENTRETIENS = Table(
    "entretiens",
    "Entretiens",
    "Une ligne par ménage et par vague d’enquête.",
    key=("menage_id", "vague"),
    columns=(
        _menage_id(),
        Column("vague", Kind.CODE, "Vague", "Vague d’enquête.", required=True, codes=c.VAGUES, aliases=("Vague d'enquête", "Passation")),
        Column("date", Kind.DATE, "Date", "Date de l’entretien.", aliases=("Date de l'entretien",), elsewhere=_DATES),
        *(
            Column(
                item,
                Kind.INTEGER,
                f"{instrument.label}, item {rank}",
                minimum=instrument.minimum,
                maximum=instrument.maximum,
                aliases=(f"{instrument.label} item {rank}", *(f"{name} {rank}" for name in instrument.short_names)),
            )
            for instrument in INSTRUMENTS
            for rank, item in enumerate(instrument.items, start=1)
        ),
        Column("membre_cooperative", Kind.BOOLEAN, "Membre de la coopérative", "Comme déclaré.", aliases=("Coopérateur", "Coopératrice")),
    ),
)

ACCOMPAGNEMENT = Table(
    "accompagnement",
    "Accompagnement",
    "Une ligne par intervention auprès d’un ménage accompagné.",
    columns=(
        _menage_id(),
        Column("date", Kind.DATE, "Date", "Date de l’intervention.", required=True, aliases=("Date d'intervention",), elsewhere=_DATES),
        Column("intervenant", Kind.CODE, "Intervenant", codes=c.INTERVENANTS, aliases=("Intervenante / intervenant", "Qui intervient")),
        Column("phase", Kind.CODE, "Phase", codes=c.PHASES, aliases=("Étape", "Phase de l'accompagnement")),
        Column("volet", Kind.CODE, "Volet", codes=c.VOLETS, aliases=("Volet d'intervention",)),
        Column("theme", Kind.CODE, "Thème", codes=c.THEMES, aliases=("Thématique", "Thème abordé")),
        Column("duree_jours", Kind.DECIMAL, "Durée", "Temps passé.", required=True, minimum=0, maximum=3, exclusive_minimum=True, unit="jours", aliases=("Nb jours", "Temps passé (jours)", "Durée (jours)")),
    ),
)

COUTS = Table(
    "couts",
    "Coûts",
    "Une ligne par poste budgétaire et par semestre : ce qui a été dépensé.",
    columns=(
        Column("poste", Kind.CODE, "Poste budgétaire", "Ligne du budget de la note de présentation.", required=True, codes=c.POSTES, aliases=("Poste", "Ligne budgétaire")),
        Column("semestre", Kind.CODE, "Semestre", required=True, codes=c.SEMESTRES, aliases=("Période budgétaire",)),
        Column("montant", Kind.AMOUNT, "Montant", "Dépense TTC.", required=True, unit="€", aliases=("Montant TTC", "Dépense (€)")),
    ),
)

TABLES: dict[str, Table] = {t.name: t for t in (MENAGES, SUIVI_LOCATIF, EVENEMENTS, ENTRETIENS, ACCOMPAGNEMENT, COUTS)}
