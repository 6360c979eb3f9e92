"""Slides of the quarterly report: what stands on each is a function of a review and its labels; nothing is drawn here.

``company_slides`` and ``team_slides`` give the slides in their order, ``deck.presentation`` draws them with PowerPoint's own
charts and tables, whose numbers people can change. Figures and sentences are those of the report, by the same functions.
"""
