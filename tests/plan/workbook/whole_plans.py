"""Plans that use every field there is, with texts that spreadsheets tend to spoil."""

import copy

from hypothesis import strategies as st

from okr_lib.plan.model import Plan
from tests.growth.plans import plans

NASTY = (
    "=1+1",
    "+45 12",
    "-5",
    "@SUM(A1)",
    "1-2",
    "007",
    "2022/23",
    "TRUE",
    "#N/A",
    "1e5",
    "_x0041_",
    "a\x01b\rc\n\td",
    "שלום 🚀",
    "<b>&amp;'\"",
    "'quoted",
    "x" * 10_000,
)
texts = st.one_of(st.sampled_from(NASTY), st.text(st.characters(exclude_categories=["Cs"]), min_size=1)).filter(
    str.strip
)
numbers = st.floats(-1e12, 1e12, allow_nan=False)
positive = st.floats(1e-9, 1e12)
QUARTERS = ("Q1", "Q2", "Q3", "Q4")
EVEN = dict.fromkeys(QUARTERS, 0.25)
ONES = dict.fromkeys(QUARTERS, 1)


def key_results(draw, name):
    usual = {
        "title": draw(texts),
        "owner": draw(texts),
        "unit": draw(st.one_of(st.just(""), texts)),
        "due": draw(st.one_of(st.none(), st.dates())),
        "phasing": draw(st.sampled_from([None, EVEN])),
        "indicator": draw(st.sampled_from([None, "leading", "lagging"])),
        "ambition": draw(st.sampled_from(["committed", "aspirational"])),
        "weight": draw(positive),
    }
    low, high = sorted(draw(st.lists(numbers, min_size=2, max_size=2, unique=True)))
    return [
        usual | {"id": f"{name}-up", "start": low, "target": high},
        usual | {"id": f"{name}-down", "kind": "decrease", "start": high, "target": low},
        usual | {"id": f"{name}-band", "kind": "range", "band": [low, high]},
        usual | {"id": f"{name}-yes", "kind": "yes_no"},
    ]


@st.composite
def whole_plans(draw):
    """A valid plan in which every field is set to something."""
    data = copy.deepcopy(draw(plans()).model_dump(mode="json"))
    streams = [stream["id"] for stream in data["streams"]]
    teams = [team["id"] for team in data["teams"]]
    data |= {"name": draw(texts), "note": draw(texts), "unit": draw(st.sampled_from(["one", "billion"]))}
    data["streams"].append(
        {
            "id": "driven",
            "name": draw(texts),
            "baseline": ONES,
            "momentum": 2,
            "sure": True,
            "drivers": [{"id": name, "name": draw(texts), "unit": "x", "values": ONES} for name in ("likely", "low")],
        }
    )
    data["objectives"] = [
        {"id": "first", "title": draw(texts), "contribution": draw(texts), "key_results": key_results(draw, "first")},
        {"id": "second", "title": draw(texts), "owner": draw(texts), "supports": ["first"]},
    ]
    for team in data["teams"]:
        team |= {"name": draw(texts), "lead": draw(texts), "capacity": draw(positive), "streams": streams[:2]}
        team["objectives"] = [{"id": f"of-{team['id']}", "title": draw(texts), "supports": ["second", "first"]}]
        team["objectives"][0]["key_results"] = key_results(draw, team["id"])
    data["teams"][0]["initiatives"].append(
        {
            "id": "everything",
            "name": draw(texts),
            "owner": draw(texts),
            "ramp": [0.1, 0.30000000000000004],
            "serves": ["first-up", "first-yes"],
            "effects": [
                {"stream": "driven", "driver": "likely", "lift": 0.1},
                {"stream": "driven", "driver": "likely", "lift": {"low": 0, "likely": 0.1, "high": 2}, "sure": True},
                {"stream": "driven", "amount": draw(numbers)},
            ],
            "credit": {teams[-1]: 1},
            "cost": draw(positive),
            "effort": draw(positive),
        }
    )
    if len(teams[0:]) > 1:
        data["allocation"] |= {"method": "weights", "weights": {name: draw(positive) for name in teams}}
        data["allocation"] |= {"lower": {teams[0]: -1}, "upper": {teams[0]: draw(positive)}}
    data["phasing"] = draw(
        st.sampled_from([{"method": "shares", "shares": EVEN}, {"method": "amounts", "amounts": ONES}])
    )
    data["uncertainty"] = {"shape": "triangular", "low_high": "p10_p90", "correlation": 0.5}
    data["thresholds"] = {"on_track": 0.9, "behind": 0.5, "yellow": 0.3, "green": 0.6, "cadence_days": 14}
    data["brand"] = {"accent": "#0072b2"}
    data["quality"] = {
        "key_results_least": 1,
        "key_results_most": 9,
        "company_objectives_most": 8,
        "team_objectives_most": 7,
        "title_words_least": 1,
        "title_words_most": 99,
        "owned_most": 12,
    }
    return Plan.model_validate(data)
