"""What `evaluation panels` does: read the candidates, choose the panels, write the choice and its record."""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.contract.candidates import CANDIDATES
from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.contract.findings import Gravity
from pipeline.contract.tables import MENAGES
from pipeline.errors import UnfitDataError, UsageError, reason
from pipeline.french import MISSING, NARROW, NBSP, count, number, percent
from pipeline.ingest.assemble import assemble
from pipeline.ingest.locate import Source
from pipeline.ingest.rules import gather
from pipeline.ingest.source import read_source
from pipeline.params import Params
from pipeline.scheme.panel_balance import mean_absolute, panels_balance, panels_precision
from pipeline.scheme.panels import PANEL, RESERVE, Choice, Settings, choose_panels
from pipeline.spreadsheet import write_csv
from pipeline.storage import replacing

RECORD_VERSION = 1
_OTHER_SIZE = 40
_COMPARED = ("vivier", "panels", "representativite")
_QUESTIONS = {
    **{f"part_{p}": f"Témoins à {p}{NARROW}% : part décelable chez les accompagnés" for p in (50, 60, 70, 75)},
    "d": "Différence décelable, en écarts-types",
    "d_correlation_50": "La même, avec une mesure à l’inclusion corrélée à 0,5",
    "demi_largeur": f"Demi-largeur attendue de l’intervalle (80{NARROW}% contre 60{NARROW}%)",
    "hasard_smd_10": "Probabilité qu’un écart standardisé dépasse 0,1 par le seul hasard",
}


def choose(file: Path, output: Path, settings: Settings) -> None:
    """Read `file`, choose, write `panels.csv`, `panels.json`, `equilibre.csv`, `equilibre.svg`, `.png`, `panels.md`.

    Raises `UnfitDataError` when the file cannot be read as candidates, or a group is empty.
    """
    candidates, warnings = read_candidates(file)
    choice = choose_panels(candidates, settings)
    balance = panels_balance(candidates, choice)
    sizes = tuple(dict.fromkeys((settings.size, _OTHER_SIZE)))
    precision = panels_precision(sizes)
    made = int((choice.pairs["statut"] == PANEL).sum())
    if made < settings.size:
        warnings.append(
            f"{count(made, 'paire')} seulement sur {settings.size} : les candidats d’un même profil manquent dans un "
            f"groupe."
        )
    beyond = int((~choice.pairs["dans_le_caliper"].astype(bool)).sum())
    if beyond:
        warnings.append(f"{count(beyond, 'paire')} hors du caliper : aucune autre n’était possible dans la strate.")
    across = int((~choice.pairs["meme_region"].astype(bool)).sum())
    if across:
        warnings.append(f"{count(across, 'paire')} à cheval sur deux régions, faute de candidats dans la strate.")
    _write(output, file, candidates, choice, balance, precision, settings, warnings)
    for line in _summary(choice, balance, settings, warnings):
        print(line)
    print(f"Écrit dans {output} : panels.csv, panels.json, equilibre.csv, equilibre.svg, equilibre.png, panels.md.")


def read_candidates(file: Path) -> tuple[pd.DataFrame, list[str]]:
    """Return the candidates (columns of `contract.candidates`), and what was not read without value or pseudonym."""
    if not file.is_file():
        raise UsageError(f"{file} : ce fichier n’existe pas, ou n’est pas un fichier.")
    params = Params()
    read = read_source(Source(CANDIDATES.name, file, file.name), CANDIDATES, params.donnees, {})
    told = list(read.findings)
    frame = None
    if read.reports:
        assembled = assemble(CANDIDATES, [read], params.donnees.tolerance_rejets, params.last_freeze)
        told += assembled.findings
        frame = assembled.frame
    findings = gather(told)
    lines = [
        ", ".join(str(r[c]) for c in ("feuille", "ligne", "colonne") if pd.notna(r[c])) + f" : {r['motif']}"
        for r in findings.to_dict("records")
        if r["colonne"] not in MENAGES.names  # a column of `menages` that is not used for the choice
        or r["gravite"] != Gravity.WARNING
    ]
    if frame is None or (findings["gravite"] == Gravity.BLOCKING).any():
        raise UnfitDataError(f"{file.name} : candidats illisibles.\n" + "\n".join(f"  – {line}" for line in lines))
    complete = frame.dropna(subset=["groupe", "profil", "region"]).reset_index(drop=True)
    if len(complete) < len(frame):
        lines.append(f"{count(len(frame) - len(complete), 'candidat')} sans groupe, profil ou région : non retenus.")
    for group, title in ((ACCOMPAGNE, "entrant dans le dispositif"), (TEMOIN, "géré selon l’organisation habituelle")):
        if not (complete["groupe"] == group).any():
            raise UnfitDataError(f"{file.name} : aucun ménage {title} (« {group} ») parmi les candidats.")
    return complete, lines


def _write(
    output: Path,
    file: Path,
    candidates: pd.DataFrame,
    choice: Choice,
    balance: pd.DataFrame,
    precision: pd.DataFrame,
    settings: Settings,
    warnings: list[str],
) -> None:
    from pipeline.report.figures.drawing import write_drawing
    from pipeline.report.figures.panels import draw_choice

    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{output} : impossible de créer ce dossier ({reason(error)}).") from None
    with replacing(output / "panels.csv") as path:
        write_csv(members(choice), path)
    with replacing(output / "equilibre.csv") as path:
        write_csv(balance, path, digits=6)
    with replacing(output / "panels.json") as path:
        text = json.dumps(_record(file, candidates, choice, balance, precision, settings), ensure_ascii=False, indent=1)
        path.write_text(text + "\n", encoding="utf-8", newline="\n")
    write_drawing(output, "equilibre", draw_choice(balance))
    (output / "equilibre.md").unlink(missing_ok=True)
    with replacing(output / "panels.md") as path:
        path.write_text(_report(file, choice, balance, precision, settings, warnings), encoding="utf-8", newline="\n")


def members(choice: Choice) -> pd.DataFrame:
    """Return one row a chosen household: what goes into the columns `groupe` and `paire_id` of `menages`."""
    parts = [
        choice.pairs.assign(menage_id=choice.pairs[group], groupe=group)[
            ["menage_id", "groupe", "paire_id", "statut", "profil", "distance"]
        ]
        for group in (ACCOMPAGNE, TEMOIN)
    ]
    return pd.concat(parts, ignore_index=True).sort_values(["statut", "paire_id", "groupe"], ignore_index=True)


def _record(
    file: Path,
    candidates: pd.DataFrame,
    choice: Choice,
    balance: pd.DataFrame,
    precision: pd.DataFrame,
    settings: Settings,
) -> dict[str, Any]:
    """All that it takes to make the same choice again, and to see that it is the same."""
    entering = candidates["groupe"] == ACCOMPAGNE
    return {
        "version": RECORD_VERSION,
        "fichier": file.name,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "rejouer": (
            f"evaluation panels {file.name} --sortie DOSSIER --effectif {settings.size} --reserve {settings.reserve} "
            f"--caliper {settings.caliper:g}"
        ),
        "reglages": {"effectif": settings.size, "reserve": settings.reserve, "caliper": settings.caliper},
        "methode": (
            "Strates profil × région au prorata des ménages entrants (plus forts restes) ; dans chaque strate, paires "
            "de distance totale minimale (Mahalanobis sur les rangs, caliper sur le logit du score de propension). "
            "Aucun tirage."
        ),
        "candidats": {"accompagnes": int(entering.sum()), "temoins": int((~entering).sum())},
        "variables": list(choice.columns),
        "strates": choice.strata.to_dict("records"),
        "paires": choice.pairs.to_dict("records"),
        "equilibre": [{k: _plain(v) for k, v in r.items()} for r in balance.to_dict("records")],
        "precision": [{k: _plain(v) for k, v in r.items()} for r in precision.to_dict("records")],
    }


def _plain(value: object) -> object:
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    return value


def _summary(choice: Choice, balance: pd.DataFrame, settings: Settings, warnings: list[str]) -> list[str]:
    made = {s: int((choice.pairs["statut"] == s).sum()) for s in (PANEL, RESERVE)}
    before, after = (number(mean_absolute(balance, c), 2) for c in ("vivier", "panels"))
    return [
        f"{count(made[PANEL], 'paire')} choisies sur {settings.size}, {count(made[RESERVE], 'paire')} de réserve.",
        f"Écart standardisé moyen (valeur absolue) : {before} dans le vivier, {after} entre les panels.",
        *(f"[avertissement] {w}" for w in warnings),
    ]


def _report(
    file: Path,
    choice: Choice,
    balance: pd.DataFrame,
    precision: pd.DataFrame,
    settings: Settings,
    warnings: list[str],
) -> str:
    sizes = [c for c in precision.columns if c != "question"]
    lines = [
        "# Choix des deux panels",
        "",
        f"Candidats : `{file.name}`. Document restreint : `panels.csv` et `panels.json` contiennent des pseudonymes.",
        "",
        *[f"{line}\n" for line in _summary(choice, balance, settings, warnings)],
        "Les panels sont choisis, non tirés au sort : l’appariement rapproche ce qui est mesuré, et rien d’autre. Il "
        "retient les ménages entrants qui ont un semblable ; la dernière colonne dit en quoi ils diffèrent des autres "
        "entrants. En cas de défection, prendre la première paire de réserve du même profil.",
        "",
        "## Paires par strate",
        "",
        "| Profil | Région | Entrants | Gérés d’ordinaire | Paires |",
        "|:--|:--|--:|--:|--:|",
        *(
            f"| {MENAGES['profil'].label_of.get(r['profil'], r['profil'])} | "
            f"{MENAGES['region'].label_of.get(r['region'], r['region'])} "
            f"| {r['candidats_accompagnes']} | {r['candidats_temoins']} | {r['paires']} |"
            for r in choice.strata.to_dict("records")
        ),
        "",
        "## Équilibre (différences standardisées)",
        "",
        "| Caractéristique | Vivier | Panels | Panel accompagné / autres entrants |",
        "|:--|--:|--:|--:|",
        *(
            f"| {r['libelle']} | {' | '.join(_two(r[c], r['signe']) for c in _COMPARED)} |"
            for r in balance.to_dict("records")
        ),
        "",
        "![Équilibre avant et après](equilibre.svg)",
        "",
        "## Ce que de tels panels peuvent montrer",
        "",
        f"Test bilatéral à 5{NARROW}%, puissance 80{NARROW}% ; test exact de Boschloo pour les parts, test t pour les "
        f"moyennes.",
        "",
        f"| Question | {' | '.join(f'{n} + {n}' for n in sizes)} |",
        f"|:--|{'--:|' * len(sizes)}",
        *(
            f"| {_QUESTIONS[r['question']]} | {' | '.join(_answer(r['question'], r[n]) for n in sizes)} |"
            for r in precision.to_dict("records")
        ),
    ]
    return "\n".join(lines) + "\n"


def _two(value: float, signed: bool) -> str:
    return number(value, 2, sign=signed) if math.isfinite(value) else MISSING


def _answer(question: str, value: float) -> str:
    if not math.isfinite(value):
        return "aucune"
    if question.startswith("d"):
        return f"± {number(100 * value)}{NBSP}points" if question == "demi_largeur" else number(value, 2)
    return percent(value)
