"""The sections of the quarterly reports of company and team: each a function of a review and its labels that gives what to display.

A template is their order. Whoever wants another order, or a section of their own between them, writes a notebook.
"""

from collections.abc import Callable

from okr_lib.display.labels import Labels
from okr_lib.display.sections.appendix import appendix as appendix
from okr_lib.display.sections.objectives import objectives as objectives
from okr_lib.display.sections.page_one import page_one as page_one
from okr_lib.display.sections.plan_page import plan_page as plan_page
from okr_lib.display.sections.result import result_and_landing as result_and_landing
from okr_lib.display.sections.team_page import team_basis as team_basis
from okr_lib.display.sections.team_page import team_initiatives as team_initiatives
from okr_lib.display.sections.team_page import team_objectives as team_objectives
from okr_lib.display.sections.team_page import team_page as team_page
from okr_lib.display.sections.teams import teams_and_initiatives as teams_and_initiatives
from okr_lib.display.sections.why import why as why
from okr_lib.review.review import Review

# The company's report: what each displays, in order; nothing where its question does not arise.
SECTIONS: tuple[Callable[[Review, Labels], list[object]], ...]
SECTIONS = (page_one, result_and_landing, why, teams_and_initiatives, objectives, appendix)
