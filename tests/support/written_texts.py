"""All that one edition says of a delivery given as tables: the chain in memory, texts and tables, no figure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import partial

import pandas as pd
from support.once import Once
from support.random_delivery import random_delivery

from pipeline.contract.produced.catalogue import PRODUCED, written_by
from pipeline.contract.tables import TABLES as DELIVERED
from pipeline.estimate.edition import estimate_edition
from pipeline.indicators.edition import compute_edition
from pipeline.params import Params
from pipeline.pathways.edition import compute_pathways
from pipeline.report.context import ReportContext
from pipeline.report.disclosure import protect
from pipeline.report.elements import TABLES, TEXTS, account_titles, in_its_place
from pipeline.report.printed import Account
from pipeline.report.records import named
from pipeline.report.results import EditionResults, texts_by_the_cell
from pipeline.report.sentences.headings import TITLES
from pipeline.report.wording import no_break
from pipeline.scheme.edition import scheme_edition
from pipeline.scheme.household_costs import household_costs
from pipeline.sensitivity.edition import sensitivity_edition
from pipeline.shipped import reference_folder
from pipeline.stages.scheme import read_note
from pipeline.storage import round_significant
from pipeline.validate.reference import load_reference

# The fewest draws that the plan allows: what is said is asked, not to how many digits a p is known.
QUICK = Params.model_validate(
    {"plan": {"tirages": 99, "reechantillonnages": 99, "imputations": 50}, "parcours": {"reechantillonnages": 20}}
)


@dataclass(frozen=True)
class Written:
    """One edition: `texts` and `tables` by name (a table as written in Markdown), and the rows behind them.

    `titles`: the headings that say what was found, by name.
    """

    texts: Mapping[str, str]
    tables: Mapping[str, str]
    numbers: tuple[Mapping[str, object], ...]
    statements: tuple[Mapping[str, object], ...]
    results: EditionResults
    context: ReportContext
    titles: Mapping[str, str] = field(default_factory=dict)


def random_edition(seed: int, edition: str = "finale") -> Written:
    """All that the report of `edition` says of the random delivery of this seed."""
    return written(random_delivery(seed), edition)


def written(tables: Mapping[str, pd.DataFrame], edition: str = "finale", params: Params = QUICK) -> Written:
    """Return what the report of `edition` says of these clean tables (an optional one may be absent).

    Made once for the same tables (about 2 s), and read only.
    """
    made: Written = _written(tables, edition, params)
    return made


@texts_by_the_cell()  # as the stage does
def write(results: EditionResults, context: ReportContext, only: Collection[str] = ()) -> Written:
    """Return the texts and the tables that `write_elements` would write from these results.

    `only`: the names of the texts and tables wanted (a few take milliseconds, all of them a second); empty: all.
    """
    shown = named(protect(results, context.params.confidentialite.seuil))
    account = Account()
    wanted = only or {*TEXTS, *TABLES}
    texts = {n: account.section(n, partial(text, shown, context)) for n, text in TEXTS.items() if n in wanted}
    titles = {} if only else account_titles(account, shown, context)
    if titles:
        texts[TITLES] = "\n".join(titles.values())
    made = {
        n: (build(shown, context), in_its_place(otherwise, shown, context))
        for n, (build, otherwise) in TABLES.items()
        if n in wanted
    }
    tables = {n: no_break(otherwise) if table is None else table.markdown() for n, (table, otherwise) in made.items()}
    return Written(texts, tables, tuple(account.numbers), tuple(account.statements), results, context, titles)


def edition_results(tables: Mapping[str, pd.DataFrame], edition: str, params: Params = QUICK) -> EditionResults:
    """The tables that the report reads, made in memory as the stages make and store them; once for the same."""
    made: EditionResults = _results(tables, edition, params)
    return made


def published_results(tables: Mapping[str, pd.DataFrame], edition: str, params: Params = QUICK) -> EditionResults:
    """The same without pathways nor sensitivity analyses: of those, a publication reads one finding alone.

    Its mark of solidity does not know which difference could have been seen; all else is that of `edition_results`.
    """
    return _as_read(tables, _compared(tables, edition, params), params)


def _write(tables: Mapping[str, pd.DataFrame], edition: str, params: Params) -> Written:
    return write(edition_results(tables, edition, params), ReportContext(edition, params))


def _compare(tables: Mapping[str, pd.DataFrame], edition: str, params: Params) -> dict[str, pd.DataFrame]:
    at, plan = params.editions[edition], params.plan
    made = _stored("indicators", compute_edition(tables, at, params.seuils, params.controles))
    costs = household_costs(tables.get("couts"), made["inclusions"], made["indicateurs"], at, params.couts)
    made |= _stored(
        "estimate",
        estimate_edition(edition, at, made | {"couts_menages": costs}, plan, params.couts) | {"couts_menages": costs},
    )
    return made | _stored("scheme", scheme_edition(edition, tables, made, read_note(), params))


def _compute(tables: Mapping[str, pd.DataFrame], edition: str, params: Params) -> EditionResults:
    at, plan = params.editions[edition], params.plan
    made = _compared(tables, edition, params)
    made |= _stored("pathways", compute_pathways(tables, made["indicateurs"], at, params.seuils, plan, params.parcours))
    made |= _stored("sensitivity", sensitivity_edition(edition, params, tables, made))
    return _as_read(tables, made, params)


def _as_read(tables: Mapping[str, pd.DataFrame], made: Mapping[str, pd.DataFrame], params: Params) -> EditionResults:
    return EditionResults(
        **{name: frame for name, frame in made.items() if "elements" in PRODUCED[name].read_by},
        echeancier=load_reference(reference_folder()).schedule,
        tables_absentes=tuple(name for name in DELIVERED if name not in tables),
        plan=params.plan,
    )


def _stored(stage: str, made: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables of a stage, as they would be read again from their files."""
    tables = {}
    for entry in written_by(stage):
        frame = entry.frame(made[entry.name])
        digits = entry.digits or 8
        floats = frame.select_dtypes("float").columns
        tables[entry.name] = frame.assign(**{c: round_significant(frame[c], digits) for c in floats})
    return tables


_written = Once(_write, keep=lambda made: made)
_results = Once(_compute)
_compared = Once(_compare)
