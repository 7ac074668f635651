"""A second, slow and plain writing of the contract's indicators: loops over households, dates of the standard library.

It shares no code with the package, so that an error in one does not hide in the other.
"""

from __future__ import annotations

import calendar
import datetime as dt

NEGATIVE = ("expulsion", "abandon", "depart_volontaire")
GRAVITY = {
    "commandement_de_payer": 1,
    "saisine_ccapex": 2,
    "assignation": 3,
    "audience": 4,
    "jugement_expulsion": 5,
    "commandement_quitter": 6,
    "concours_force_publique": 7,
    "expulsion": 8,
}
MONTHS = {"T0": 0, "M12": 12, "M18": 18, "M24": 24}
AMOUNTS = ("quittance", "apl", "autres_aides", "paiement")


def later(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def plus(month: str, months: int) -> str:
    year, index = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + months, 12)
    return f"{year}-{index + 1:02d}"


def naive_edition(study: dict[str, list[dict]], freeze: dt.date, horizon: int):
    """Return ({(menage_id, indicateur, vague): (valeur, exposition)}, {menage_id: (mois, evenement, cause)})."""
    values, durations = {}, {}
    for household in study["menages"]:
        if household["consentement"] != 1 or household["date_inclusion"] > freeze:
            continue
        one = Household(household, study, freeze)
        durations[one.id] = one.duration(horizon)
        for wave, months in MONTHS.items():
            if months <= horizon:
                for name, result in one.at(wave, months).items():
                    values[one.id, name, wave] = result if isinstance(result, tuple) else (result, None)
    return values, durations


class Household:
    def __init__(self, row, study, freeze):
        self.row, self.id, self.start, self.freeze = row, row["menage_id"], row["date_inclusion"], freeze
        own = {name: [r for r in rows if r["menage_id"] == self.id] for name, rows in study.items()}
        events = [e for e in own["evenements"] if e["date"] is not None and e["type"] is not None]
        events = [e for e in events if self.start < e["date"] <= freeze]
        left = [e["date"] for e in events if e["type"] == "retrait_etude"]
        self.withdrawal = min(left) if left else None
        self.events = sorted((e for e in events if self.may_read(e["date"])), key=lambda e: e["date"])
        self.ledger = {}
        for r in own["suivi_locatif"]:
            too_late = r["mois"] > freeze.isoformat()[:7]
            gone = self.withdrawal is not None and r["mois"] > self.withdrawal.isoformat()[:7]
            if not too_late and not gone:
                self.ledger[r["mois"]] = r
        self.interviews = {}
        for r in own["entretiens"]:
            day = r["date"] if r["date"] is not None else later(self.start, MONTHS[r["vague"]])
            if day <= freeze and self.may_read(day):
                self.interviews[r["vague"]] = r
        self.interventions = [
            r
            for r in own["accompagnement"]
            if r["date"] is not None
            and r["date"] <= freeze
            and self.may_read(r["date"])
            and r["duree_jours"] is not None
        ]

    def may_read(self, day):
        return self.withdrawal is None or day <= self.withdrawal

    def first(self, *kinds):
        days = [e["date"] for e in self.events if e["type"] in kinds]
        return min(days) if days else None

    def month(self, m):
        return self.ledger.get(plus(self.start.isoformat()[:7], m))

    def still(self, months, kinds):
        end = later(self.start, months)
        if end > self.freeze:
            return None
        exit_, lost = self.first(*kinds), self.first("deces", "retrait_etude")
        if exit_ is not None and exit_ <= end and not (lost is not None and lost < exit_):
            return 0
        return None if lost is not None and lost < end else 1

    def end_of_observation(self, months):
        days = [self.first(*NEGATIVE), self.first("deces"), self.first("retrait_etude"), self.freeze]
        return min([d for d in days if d is not None] + [later(self.start, months)])

    def duration(self, horizon):
        end = self.end_of_observation(horizon)
        length = (end - self.start).days / 30.4375
        for cause in (*NEGATIVE, "deces", "retrait_etude"):
            if self.first(cause) == end:
                return length, int(cause in NEGATIVE), cause
        return length, 0, "fin_suivi"

    def at(self, wave, months):
        found = {**self.arrears(months)}
        if wave != "M18":
            found |= self.scores(wave)
        if wave == "T0":
            return found | {"taux_effort": self.effort(), "reste_pour_vivre": self.left_to_live_on()}
        kept = self.still(months, NEGATIVE)
        end = later(self.start, months)
        stage = max([GRAVITY.get(e["type"], 0) for e in self.events if e["date"] <= end], default=0)
        found |= {
            "maintien": kept,
            "maintien_strict": self.still(months, (*NEGATIVE, "mutation")),
            "procedure_max": None if kept is None else stage,
            "taux_recouvrement": self.recovery(months),
            "pente_impaye": self.slope(months),
            "paiement_regulier": self.regular(months),
            "troubles": self.counted(months, "plainte_voisinage", "incident_securite"),
            "droits_ouverts": self.counted(months, "ouverture_droit"),
        }
        if self.row["profil"] != "situation_bloquee":
            conditions = [
                None if kept is None else kept == 1,
                None if found["impaye_2mois"] is None else found["impaye_2mois"] == 0,
                None if kept is None else stage == 0,
            ]
            found["insertion"] = 0 if False in conditions else None if None in conditions else 1
        if self.row["groupe"] == "accompagne":
            found["jours_accompagnement"] = sum(r["duree_jours"] for r in self.interventions if r["date"] <= end)
        return found

    def counted(self, months, *kinds):
        end = self.end_of_observation(months)
        return sum(e["type"] in kinds and e["date"] <= end for e in self.events), (end - self.start).days / 365.25

    def arrears(self, months):
        row = self.month(months)
        debt = row["solde_impaye"] if row else None
        call = row["quittance"] if row else None
        unknown = debt is None or call is None or call == 0
        return {
            "impaye_solde": debt,
            "impaye_mois": None if unknown else debt / call,
            "impaye_2mois": None if unknown else int(debt >= 2 * call),
            "impaye_3mois": None if unknown else int(round(debt - 3 * call, 6) >= 0),
            "impaye_12mois": None if unknown else int(round(debt - 12 * call, 6) >= 0),
        }

    def recovery(self, months):
        rows = [self.month(m) for m in range(1, months + 1)]
        rows = [r for r in rows if r is not None and all(r[a] is not None for a in AMOUNTS)]
        due = sum(r["quittance"] - r["apl"] - r["autres_aides"] for r in rows)
        return sum(r["paiement"] for r in rows) / due if due > 0 else None

    def regular(self, months):
        rows = [self.month(m) for m in range(months - 5, months + 1)]
        if any(r is None or any(r[a] is None for a in AMOUNTS) for r in rows):
            return None
        asked = [round(r["quittance"] - r["apl"] - r["autres_aides"], 6) for r in rows]
        if max(asked) <= 0:
            return None
        return sum(r["paiement"] >= due for r, due in zip(rows, asked, strict=True)) / 6

    def slope(self, months):
        points = [(m, self.month(m)["solde_impaye"]) for m in range(months + 1) if self.month(m)]
        points = [(m, y) for m, y in points if y is not None]
        n = len(points)
        if n < 3:
            return None
        sx, sy = sum(m for m, _ in points), sum(y for _, y in points)
        sxy, sxx = sum(m * y for m, y in points), sum(m * m for m, _ in points)
        return (n * sxy - sx * sy) / (n * sxx - sx * sx)

    def effort(self):
        row, income = self.month(0), self.row["ressources_mensuelles"]
        if not row or row["quittance"] is None or row["apl"] is None or not income:
            return None
        return (row["quittance"] - row["apl"]) / income

    def left_to_live_on(self):
        row, income, units = self.month(0), self.row["ressources_mensuelles"], self.units()
        if not row or row["quittance"] is None or row["apl"] is None or income is None or units is None:
            return None
        return (income - row["quittance"] + row["apl"]) / units / 30.4375

    def units(self):
        kind, n = self.row["composition"], self.row["nb_personnes"]
        if kind == "isole":
            return 1 if n in (None, 1) else None
        if kind == "couple":
            return 1.5 if n in (None, 2) else None
        if kind == "couple_enfants":
            return None if n is None or n < 3 else 1.5 + 0.3 * (n - 2)
        if kind == "monoparental":
            return None if n is None or n < 2 else 1 + 0.3 * (n - 1)
        return 1 if n == 1 else None

    def scores(self, wave):
        row = self.interviews.get(wave, {})
        lsns = [row.get(f"lsns_{i}") for i in range(1, 7)]
        ucla = [row.get(f"ucla_{i}") for i in range(1, 4)]
        who = [row.get(f"who5_{i}") for i in range(1, 6)]
        answered = [x for x in lsns if x is not None]
        network = sum(answered) / len(answered) * 6 if len(answered) >= 5 else None
        lonely = None if None in ucla else sum(ucla)
        well = None if None in who else 4 * sum(who)
        return {
            "lsns6": network,
            "isole": None if network is None else int(network < 12),
            "ucla3": lonely,
            "solitude": None if lonely is None else int(lonely >= 6),
            "who5": well,
            "bien_etre_faible": None if well is None else int(well <= 50),
            "membre_cooperative": row.get("membre_cooperative"),
        }
