"""What pandoc and typst need alone: their commands noted in one rendering, then run again with nothing around them."""

from __future__ import annotations

import contextlib
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

AT_A_TIME = 2


@dataclass(frozen=True)
class Job:
    """A command of pandoc, the text that it is given; for a PDF the folder of fonts that typst is given, else None."""

    command: tuple[str, ...]
    folder: str
    text: bytes
    epoch: str
    fonts: str | None


def record(folder: Path, sources: Path) -> None:
    """Render the documents of `folder`, and leave there `commandes.pickle` and the working files that it names."""
    from pipeline.report.rendering import embedded
    from pipeline.report.rendering.render import render_documents

    jobs: list[Job] = []
    real = embedded.run_program
    kept = folder / "commandes"

    @contextlib.contextmanager
    def working(_: Path) -> Iterator[Path]:
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir()
        yield kept.resolve()

    def noted(command: Any, **named: Any) -> bytes:
        words = tuple(map(str, command))
        # A document is read once, with its metadata, then written in each format.
        places = [Path(w.split("=", 1)[1]).parent for w in words if Path(w).name == "valeurs.typ"]
        fonts = str(places[0] / "polices") if "--to=typst-smart" in words else None
        epoch = named["environment"]["SOURCE_DATE_EPOCH"]
        jobs.append(Job(words, str(named["folder"]), named["stdin"], epoch, fonts))
        return real(command, **named)

    embedded.working_folder, embedded.run_program = working, noted  # type: ignore[assignment]
    render_documents(sources, folder, "pandoc")
    (folder / "commandes.pickle").write_bytes(pickle.dumps([vars(job) for job in jobs]))


def run_alone(commands: Path) -> None:
    """Run the noted commands, in the same order, two at a time."""
    jobs = [Job(**job) for job in pickle.loads(commands.read_bytes())]
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        for done in [pool.submit(_one, job) for job in jobs]:
            done.result()


def _one(job: Job) -> None:
    variables = {**os.environ, "SOURCE_DATE_EPOCH": job.epoch, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        job.command, cwd=job.folder, input=job.text, env=variables, capture_output=True, check=True
    )  # fmt: skip
    if job.fonts is None:
        return
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[job.fonts])
    compile_document: Any = typst.compile
    compile_document(done.stdout, root=job.folder, font_paths=fonts, pdf_standards=["ua-1"])


if __name__ == "__main__":
    if sys.argv[1] == "record":
        record(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        run_alone(Path(sys.argv[2]))
