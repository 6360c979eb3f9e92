"""Commands of a quarter: check in, and close it."""

from typing import Annotated

import typer

import okr_lib as okr
from okr_lib.cli.program import Command, Folder, app, day_of, labels_of, say, today
from okr_lib.errors import Message, PlanError, RecordsError
from okr_lib.plan.kinds import InitiativeState, KnownBy, Quarter

_SOURCE = "source: {file: exports/members.csv}"


@app.command("check-in", cls=Command)
def check_in(
    folder: Folder,
    key_result: Annotated[str, typer.Argument(metavar="KEY_RESULT", help="Id of a key result or an initiative.")],
    author: Annotated[str, typer.Option(help="Who checks in, as a role.")],
    value: Annotated[
        float | None,
        typer.Argument(
            metavar="VALUE", help="What was observed, in the key result's unit; what an initiative brought."
        ),
    ] = None,
    state: Annotated[InitiativeState | None, typer.Option(help="Where the work on an initiative is.")] = None,
    known_by: Annotated[KnownBy | None, typer.Option(help="How it is known what an initiative brought.")] = None,
    low: Annotated[float | None, typer.Option(help="With --high: it lies between them eight times in ten.")] = None,
    high: Annotated[float | None, typer.Option(help="See --low.")] = None,
    confidence: Annotated[float | None, typer.Option(help="0 to 1 that the target will be met.")] = None,
    comment: Annotated[str, typer.Option(help="In your own words.")] = "",
    date: Annotated[str, typer.Option(help="The day observed, such as 2022-12-31; today by default.")] = "",
) -> None:
    """Add what was observed of a key result, or where an initiative is; earlier check-ins are never changed."""
    from okr_lib.plan.check_ins import CheckIn, append_check_in
    from okr_lib.plan.messages import validated

    plan = okr.load_plan(folder)
    given = {"key_result": key_result, "value": value, "author": author, "confidence": confidence, "comment": comment}
    given |= {"state": state, "known_by": known_by, "low": low, "high": high, "date": date or today()}
    made = validated(CheckIn, given, RecordsError)
    append_check_in(plan, made)
    said = ["" if made.value is None else f"{made.value:g}", "" if made.state is None else made.state.replace("_", " ")]
    say(f"{made.key_result}: {', '.join(filter(None, said)) or 'words'} on {made.date}, noted.")


@app.command(cls=Command)
def sync(
    folder: Folder,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be added and write nothing.")] = False,
    date: Annotated[str, typer.Option(metavar="DATE", help="The day it is, such as 2023-01-10.")] = "",
) -> None:
    """Add what the sources of key results have observed, as check-ins that say where they came from."""
    from okr_lib.plan.sync import has_sources
    from okr_lib.plan.sync import sync as read_sources

    plan = okr.load_plan(folder)
    labels = labels_of(plan)
    if not has_sources(plan):
        say(labels.said(Message("No key result names a source; give one a line such as {line}", line=_SOURCE)))
        return
    found = read_sources(plan, as_of=day_of(date), dry_run=dry_run)
    for each in found:
        unit = plan.key_results[each.key_result].unit
        value = labels.measure(each.value or 0.0, unit)
        say(f"{each.key_result}: {value}, {labels.date(each.date, short=True)} ({each.author})")
    if not found:
        say(labels.said(Message("Nothing is new.")))
    elif dry_run:
        say(labels.said(Message("Nothing was written.")), err=True)


@app.command(cls=Command)
def close(
    folder: Folder,
    quarter: Annotated[Quarter, typer.Option(help="The quarter to close.")],
    date: Annotated[str, typer.Option(help="The day it is closed, such as 2023-01-10; today by default.")] = "",
) -> None:
    """Close a quarter: the first run writes what to decide, the next one checks it and carries objectives over."""
    from okr_lib.display.forecasts import sentence_on_kept
    from okr_lib.display.track_record import finding_delivery
    from okr_lib.plan.closing import closing_file, save_close, start_closing
    from okr_lib.review.closing import carry_over, closed, closing_problems, closing_states
    from okr_lib.review.delivery import delivery_rate

    on = day_of(date)
    plan = okr.load_plan(folder)
    review, labels = okr.Review(plan, quarter, okr.load_records(plan)), labels_of(plan, "en")
    states, closing = review.key_results, review.closing
    if quarter not in review.records.closings:
        start_closing(plan, quarter)
        say(f"{folder / closing_file(quarter)} is ready: decide on each objective, then run this again.")
        return
    problems = closing_problems(plan, states, closing)
    if problems:
        raise PlanError(problems)
    done = closed(plan, states, closing, on, review.evidence)
    save_close(plan, done, carry_over(plan, closing), replaces=closing)
    for row in closing_states(plan, states, closing).to_dict("records"):
        say(f"{row['objective']}: {row['decision']}, score {row['score']:g}")
    kept = sentence_on_kept(done.forecast, labels) if done.forecast else ""
    for said in filter(None, (kept, finding_delivery(delivery_rate(plan, review.check_ins, quarter), labels))):
        say(f"{said}.")
    say(f"{quarter} is closed as of {on}.")
