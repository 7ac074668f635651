"""What `evaluation registre` does: the register entry and the draft of the impact assessment, as Markdown and Word."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.commands.in_force import params_in_force
from pipeline.errors import UsageError, reason
from pipeline.french import count
from pipeline.privacy.facts import TO_FILL
from pipeline.privacy.impact import impact_text
from pipeline.privacy.register import register_text
from pipeline.report.wording import no_break
from pipeline.storage import replacing

_DOCUMENTS = {"registre-traitement": register_text, "analyse-impact": impact_text}
_FIELD = re.compile(rf"^- (.*?)[ :,]*{re.escape(TO_FILL)}", re.MULTILINE)


def write_register(target: Path, params_file: Path | None) -> None:
    """Write the two documents into `target`, and print what is left to the controller.

    Raises `UsageError` when one is already there: it may have been filled in.
    """
    import pypandoc

    params = params_in_force(params_file)
    paths = [target / f"{name}{suffix}" for name in _DOCUMENTS for suffix in (".md", ".docx")]
    there = [path for path in paths if path.exists()]
    if there:
        raise UsageError(
            f"{there[0]} : ce document existe déjà, et peut avoir été complété ; choisir un autre dossier."
        )
    for name, write in _DOCUMENTS.items():
        text = no_break(write(params))
        with replacing(target / f"{name}.md") as temporary:
            temporary.write_text(text, encoding="utf-8", newline="\n")
        word = target / f"{name}.docx"
        try:
            pypandoc.convert_text(text, "docx", format="markdown", outputfile=str(word), extra_args=["-M", "lang=fr"])
        except (OSError, RuntimeError) as error:
            why = reason(error) if isinstance(error, OSError) else "pandoc a échoué"
            raise UsageError(f"{word} : document non écrit ({why}) ; le texte est à côté, en « .md ».") from None
        fields = [field.strip() for field in _FIELD.findall(text)]
        print(f"{target / name}.md, .docx — {count(len(fields), 'point')} à compléter par le responsable de traitement")
        for field in fields:
            print(f"  – {field}")
