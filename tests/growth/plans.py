"""Random plans: whatever a leadership team could enter."""

from hypothesis import strategies as st

from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS

amounts = st.integers(0, 50_000).map(lambda count: count / 10)
small_amounts = st.integers(-2_000, 8_000).map(lambda count: count / 10)
shares = st.integers(0, 100).map(lambda percent: percent / 100)


@st.composite
def estimates(draw, values):
    low, likely, high = sorted(draw(st.tuples(values, values, values)))
    return {"low": low, "likely": likely, "high": high}


def by_quarter(draw, values):
    return {quarter: draw(values) for quarter in QUARTERS}


@st.composite
def credit_shares(draw, teams):
    chosen = draw(st.lists(st.sampled_from(teams), unique=True, max_size=min(3, len(teams))))
    if not chosen:
        return {}
    first = draw(st.integers(0, 100)) if len(chosen) > 1 else 100
    rest = [(100 - first) / 100 / (len(chosen) - 1)] * (len(chosen) - 1) if len(chosen) > 1 else []
    return dict(zip(chosen, [first / 100, *rest], strict=True))


@st.composite
def initiatives(draw, number, teams, streams, areas):
    effect = {"stream": draw(st.sampled_from(streams))}
    if draw(st.booleans()):
        effect["lift"] = draw(estimates(st.integers(-300, 600).map(lambda permille: permille / 1000)))
    else:
        effect["amount"] = draw(estimates(small_amounts))
    others = [stream for stream in streams if stream != effect["stream"]]
    if others and draw(st.booleans()):
        effect |= {"spills_to": draw(st.sampled_from(others)), "spill": draw(st.integers(-50, 50)) / 100}
    return {
        "id": f"initiative-{number}",
        "name": f"Initiative {number}",
        "owner": "Head",
        "starts": draw(st.sampled_from(QUARTERS)),
        "ramp": draw(st.lists(shares, min_size=1, max_size=4)),
        "focus_area": draw(st.sampled_from([None, *areas])),
        "effects": [effect],
        "probability": draw(shares),
        "credit": draw(credit_shares(teams)),
    }


@st.composite
def plans(draw):
    """A valid plan: zero baselines, negative momentum, one stream, up to 40 initiatives, over-covered, held teams."""
    streams = [f"stream-{index}" for index in range(draw(st.integers(1, 4)))]
    teams = [f"team-{index}" for index in range(draw(st.integers(1, 5)))]
    areas = [f"area-{index}" for index in range(draw(st.integers(0, 3)))]
    count = draw(st.integers(0, 40))
    made = [draw(initiatives(number, teams, streams, areas)) for number in range(count)]
    data = {
        "name": "Random",
        "currency": "EUR",
        "step": draw(st.sampled_from([0.1, 0.01, 1, 0.25])),
        "fiscal_year": {"label": "2027", "starts": "2027-07-01", "baseline": "2026"},
        "target": draw(
            st.one_of(
                st.integers(-20, 60).map(lambda percent: {"growth": percent / 100}),
                st.integers(1, 300_000).map(lambda revenue: {"revenue": revenue / 10}),
            )
        ),
        "streams": [
            {
                "id": name,
                "name": name,
                "baseline": by_quarter(draw, st.one_of(st.just(0.0), amounts)),
                "momentum": draw(estimates(st.integers(-300, 300).map(lambda permille: permille / 1000))),
            }
            for name in streams
        ],
        "focus_areas": [{"id": name, "name": name} for name in areas],
        "teams": [
            {"id": name, "name": name, "streams": streams[index : index + 1], "initiatives": made[index :: len(teams)]}
            for index, name in enumerate(teams)
        ],
        "allocation": {"method": draw(st.sampled_from(["contributions", "equal", "baseline"]))},
        "phasing": {"method": draw(st.sampled_from(["seasonality", "initiatives"]))},
    }
    if draw(st.booleans()):
        data["further_growth"] = [
            {"id": "currency", "name": "Currency", "stream": streams[0], "amounts": by_quarter(draw, small_amounts)}
        ]
    if count >= 4 and draw(st.booleans()):
        names = [initiative["id"] for initiative in made[: count // 2]]
        data["overlaps"] = [{"id": "same", "name": "Same", "initiatives": names, "counts": draw(shares)}]
    if len(teams) > 1 and draw(st.booleans()):
        data["allocation"]["held"] = {teams[0]: -draw(st.integers(0, 100))}
    return Plan.model_validate(data)
