"""What the examples in docstrings may use: `shop`, a plan small enough to follow by hand; and how notebooks are run."""

from typing import Any

import pytest


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """How many workers `-n auto` means: none for notebooks, whose cells share a kernel (`pytest --nbval notebooks`)."""
    return 0 if config.getoption("nbval") or config.getoption("nbval_lax") else None


@pytest.fixture(autouse=True)
def shop(request: pytest.FixtureRequest, doctest_namespace: dict[str, Any]) -> None:
    """One stream of 100 a quarter that wants +20 %: 480.

    Sales' initiative `shelf` brings 40 a year for a cost of 5, and a quarter of the credit goes to Brand. Brand's
    `flyer` succeeds with one in two, would bring 20 a year and costs 4. So 450 is expected and 30 uncovered.
    """
    if not request.node.nodeid.endswith(".py") and "okr_lib/" in request.node.nodeid:
        from okr_lib import Plan

        shelf = {"id": "shelf", "name": "Shelf", "owner": "Head of Sales", "cost": 5}
        flyer = {"id": "flyer", "name": "Flyer", "owner": "Head of Brand", "cost": 4, "probability": 0.5}
        doctest_namespace["shop"] = Plan.model_validate(
            {
                "name": "Shop",
                "currency": "DKK",
                "fiscal_year": {"label": 2027, "starts": "2027-01-01", "baseline": 2026},
                "target": {"growth": 0.2},
                "streams": [{"id": "shop", "name": "Shop", "baseline": dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 100)}],
                "teams": [
                    {
                        "id": "sales",
                        "name": "Sales",
                        "streams": ["shop"],
                        "initiatives": [
                            shelf
                            | {"effects": [{"stream": "shop", "amount": 40}], "credit": {"sales": 0.75, "brand": 0.25}}
                        ],
                    },
                    {
                        "id": "brand",
                        "name": "Brand",
                        "initiatives": [flyer | {"effects": [{"stream": "shop", "amount": 20}]}],
                    },
                ],
            }
        )
