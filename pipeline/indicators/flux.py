"""The flow of households, counted: from the panel planned to the households analysed, by group and wave."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from pipeline.contract import flow
from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.contract.flow import Step
from pipeline.contract.indicators import FOLLOW_UP_WAVES, INTERVIEW_WAVES, LEDGER_WAVES, WAVE_MONTHS
from pipeline.contract.produced.indicators import FLUX
from pipeline.indicators.maintien import maintien
from pipeline.indicators.observed.cohort import Mask, has_consented, included_by, unique_households
from pipeline.indicators.observed.study import Study
from pipeline.params import Controles

Row = tuple[str, str | None, str, int, str | None]


def flux(study: Study, menages: pd.DataFrame, controles: Controles) -> pd.DataFrame:
    """Return the counts, columns `FLUX`, with the vocabulary of `contract.flow`; 0 is a row, the unknowable is not.

    `menages`: all the households received, with and without consent.
    """
    planned = {ACCOMPAGNE: controles.effectif_prevu_accompagnes, TEMOIN: controles.effectif_prevu_temoins}
    rows: list[Row] = []
    for group in (ACCOMPAGNE, TEMOIN):
        rows.append((group, None, flow.PREVUS.name, planned[group], None))
        rows.extend(_received(study, menages, group))
        members = study.cohort.in_group(group)
        for wave in study.edition.waves:
            rows.extend(_followed(study, members, group, wave))
    return FLUX.frame(rows)


def _received(study: Study, menages: pd.DataFrame, group: str) -> Iterator[Row]:
    received = unique_households(menages)
    received = received[np.asarray((received["groupe"] == group).fillna(False), dtype=bool)]
    consented = has_consented(received)
    late = consented & ~included_by(received, study.edition.gel)
    yield (group, None, flow.RECUS.name, len(received), None)
    yield (group, None, flow.SANS_CONSENTEMENT.name, int((~consented).sum()), None)
    yield (group, None, flow.INCLUS_APRES_GEL.name, int(late.sum()), None)
    yield (group, None, flow.INCLUS.name, int(study.cohort.in_group(group).sum()), None)


def _followed(study: Study, members: Mask, group: str, wave: str) -> Iterator[Row]:
    counted: list[tuple[Step, str | None, Mask]] = []
    if wave in LEDGER_WAVES:
        counted.append((flow.SUIVI_PRESENT, None, study.ledger.present[:, WAVE_MONTHS[wave]]))
    if wave in INTERVIEW_WAVES:
        counted.append((flow.ENTRETIENS_FAITS, None, study.interviews.done(wave)))
    if wave in FOLLOW_UP_WAVES:
        counted.extend(_outcome(study, wave))
    for step, motif, households in counted:
        if step.table not in study.absent:
            yield (group, wave, step.name, int((households & members).sum()), motif)


def _outcome(study: Study, wave: str) -> Iterator[tuple[Step, str | None, Mask]]:
    """Each household is in one of: kept, left by a cause, unknown for a reason."""
    exits, end = study.exits, study.anniversary[wave]
    valeur = maintien(study, wave).valeur
    unknown, kept, left = np.isnan(valeur), valeur == 1, valeur == 0
    yield flow.ANALYSES, None, ~unknown
    yield flow.MAINTENUS, None, kept
    yield flow.MUTES, None, kept & (exits.mutation <= end)
    for cause in flow.SORTIS.motifs:
        yield flow.SORTIS, cause, left & (exits.cause == cause)
    # A death or a withdrawal before the anniversary says more than an anniversary after the freeze.
    first_lost = np.minimum(exits.deces, exits.retrait)
    lost = unknown & (first_lost < end) & (first_lost < exits.negative)
    dead = exits.deces <= exits.retrait
    yield flow.NON_ANALYSES, "deces", lost & dead
    yield flow.NON_ANALYSES, "retrait_etude", lost & ~dead
    yield flow.NON_ANALYSES, flow.HORIZON_APRES_GEL, unknown & ~lost
