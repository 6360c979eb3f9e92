"""Commands that show a plan: reports, and the workshop in a browser."""

import contextlib
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import okr_lib as okr
from okr_lib.cli.program import Command, Folder, Language, app, chosen, own_language, say

if TYPE_CHECKING:
    from okr_lib.reports.run import Report


@app.command(cls=Command)
def report(
    folder: Folder,
    quarter: Annotated[str, typer.Option(metavar="Q1,Q2,...", help="Actuals of later quarters are left out.")] = "",
    plan: Annotated[
        bool, typer.Option("--plan", help="The plan's page instead: the plan on one page, for a wall.")
    ] = False,
    team: Annotated[str, typer.Option(metavar="NAME", help="Id or name of a team; else the company.")] = "",
    all_teams: Annotated[bool, typer.Option("--all-teams", help="The company and every team.")] = False,
    language: Annotated[str, typer.Option(help="en, da or en,da; by default the plan's own.")] = "",
    format: Annotated[str, typer.Option(help="html, pdf, pptx, or several, commas between.")] = "html",
    template: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A notebook of your own to make the report from; it is a program."),
    ] = None,
    slides_template: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A .pptx file whose layouts, colours and fonts the slides have."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Default: reports/<name of the plan folder>. Each quarter gets a folder in it."
        ),
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes at work; one for each core by default.")] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Make only what is missing or whose inputs changed.")
    ] = False,
    scheduler: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Of a dask scheduler whose workers make the reports.")
    ] = "",
    cell_seconds: Annotated[int, typer.Option(min=1, help="Longest time a cell may take.")] = 600,
    memory: Annotated[int, typer.Option(min=0, metavar="MB", help="Most memory of a kernel; 0: no limit.")] = 4096,
    fork: Annotated[bool, typer.Option(help="Fork kernels from a loaded parent where the system can.")] = True,
) -> None:
    """Make quarterly reports of the company or of teams, or the plan's page: pages, PDF or slides, notebooks and run.json."""
    from okr_lib.display.catalogue import languages
    from okr_lib.plan.values import QUARTERS
    from okr_lib.reports.job import Format
    from okr_lib.reports.kernels import import_lean, start_parent

    if plan and (quarter or team or all_teams or template):
        raise typer.BadParameter(
            "the plan's page is of no quarter, of all teams and from our notebook", param_hint="--plan"
        )
    if not (plan or quarter):
        raise typer.BadParameter("Missing option '--quarter'; or ask for the plan's page with --plan")
    quarters = [] if plan else chosen(quarter, QUARTERS, "--quarter")
    codes = chosen(language, languages(), "--language") if language else [own_language(folder, language)]
    formats = chosen(format, (Format.HTML, Format.PDF) if plan else list(Format), "--format")
    if team and all_teams:
        raise typer.BadParameter("--team and --all-teams exclude each other", param_hint="--team")
    if slides_template and Format.PPTX not in formats:
        raise typer.BadParameter("slides are made with --format pptx", param_hint="--slides-template")
    signal.signal(signal.SIGTERM, stop)
    one = len(quarters) == len(codes) == 1 and not (all_teams or resume or workers or scheduler)
    if fork and not (plan or one or scheduler):
        # It loads what kernels need while the plan is read here.
        start_parent({folder: quarters if all_teams or len(codes) > 1 else ()})
    import_lean()
    asked: dict[str, Any] = {"formats": formats, "output": output, "cell_seconds": cell_seconds}
    asked |= {"memory_megabytes": memory, "forked": fork}
    if plan:
        _plan_pages(folder, codes, asked)
        return
    asked |= {"template": template, "slides_template": slides_template}
    if one:
        say(f"Making the {quarters[0]} report of {folder} ...", err=True)
        asked |= {"quarter": quarters[0], "team": team or None, "language": codes[0]}
        _say_done(okr.run_report(folder, **asked, progress=True))
    else:
        asked |= {"quarters": quarters, "teams": None if all_teams else [team], "language_codes": codes}
        _many_reports(folder, asked, {"workers": workers, "resume": resume}, scheduler)


def _plan_pages(folder: Path, codes: Sequence[str], asked: Mapping[str, Any]) -> None:
    from okr_lib.reports.run import run_plan_page

    say(f"Making the page of {folder} ...", err=True)
    for language in codes:
        _say_done(run_plan_page(folder, language=language, **asked, progress=True))


def _say_done(done: "Report") -> None:
    for file in done.files:
        say(file)
    say(f"Done in {done.seconds:.1f} seconds.", err=True)


def _many_reports(folder: Path, asked: Mapping[str, Any], running: Mapping[str, Any], scheduler: str) -> None:
    from okr_lib.reports.cluster import cluster_executor
    from okr_lib.reports.index import write_index
    from okr_lib.reports.progress import run_with_bar

    jobs = okr.report_jobs(folder, **asked)
    with cluster_executor(scheduler) if scheduler else contextlib.nullcontext() as executor:
        outcomes = run_with_bar(jobs, executor=executor, **running)
    for file in write_index(jobs[0].output.parent, outcomes, okr.load_plan(folder), asked["language_codes"][0]):
        say(file)
    if any(outcome.failed for outcome in outcomes):
        raise typer.Exit(1)


def stop(*_: object) -> None:
    """End as Ctrl-C does: nothing half written, no process left."""
    raise KeyboardInterrupt


@app.command(cls=Command)
def workshop(
    folder: Folder,
    lab: Annotated[bool, typer.Option("--lab", help="In JupyterLab, instead of a page without code.")] = False,
    web: Annotated[bool, typer.Option("--web", hidden=True)] = False,  # what was asked for before it was the default
    notebook: Annotated[str, typer.Option(help="workshop, scenarios or review.")] = "workshop",
    team: Annotated[str, typer.Option(help="Open this team's part only.")] = "",
    language: Language = "",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Default: a free one.")] = 0,
    room: Annotated[bool, typer.Option("--room", help="Let phones in the local network join with a code.")] = False,
    address: Annotated[
        str, typer.Option(metavar="NAME", help="By which phones reach this machine; default: that of its network.")
    ] = "",
    room_port: Annotated[
        int, typer.Option(min=0, max=65535, help="For phones; default: the last one, or a free one.")
    ] = 0,
    certificate: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Of this machine, in PEM: phones come by https.")
    ] = None,
    key: Annotated[Path | None, typer.Option(metavar="FILE", help="The certificate's key, in PEM.")] = None,
    browser: Annotated[bool, typer.Option(help="Whether to open a browser.")] = True,
) -> None:
    """Open the workshop on a plan as a page, on this machine only, until Ctrl-C; with --room phones can take part."""
    if lab and web:
        raise typer.BadParameter("a page or JupyterLab, not both", param_hint="--lab")
    from okr_lib.display.catalogue import languages
    from okr_lib.display.labels import Labels
    from okr_lib.serving import servers
    from okr_lib.serving.copies import Notebook, working_copy
    from okr_lib.serving.room_guard import spelled
    from okr_lib.serving.rooms import open_to_phones

    if not room and (address or room_port or certificate or key):
        raise typer.BadParameter("it says how phones join; let them in with --room", param_hint="--room")
    if bool(certificate) != bool(key):
        raise typer.BadParameter("--certificate and --key go together", param_hint="--certificate")
    language = own_language(folder, language)
    chosen(language, languages(), "--language")
    chosen(notebook, list(Notebook), "--notebook")
    copy = working_copy(folder, notebook, team=team, language=language)

    asked: dict[str, Any] = {"host": address, "port": room_port, "certificate": certificate, "key": key}
    phones = open_to_phones(folder, Labels(language), **asked) if room else None

    def ready(opened: servers.Opened) -> None:
        if phones is not None:
            phones.answer()
            say(f"Phones join at {phones.address} with the code {spelled(phones.code)}.")
        say(f"{opened.notebook} is open at\n{opened.address}\nCtrl-C ends it; the plan is saved in {folder}.")
        if browser:
            servers.show(opened)

    serve = servers.serve_lab if lab else servers.serve_web
    serve(copy, port=port, ready=ready)
