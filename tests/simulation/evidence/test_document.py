from __future__ import annotations

import re
from dataclasses import replace

from engine.simulation.evidence.document import document
from engine.simulation.evidence.findings import chosen_otherwise, find
from engine.simulation.evidence.grids import GRIDS
from tests.simulation.evidence.builders import HELPS, HELPS_NOT, SMALL, played

CPU = GRIDS["cpu"]
BOTH = {"bccd": HELPS, "nuclei": HELPS}


def section(page: str, title: str) -> str:
    return page.split(f"## {title}\n")[1].split("\n## ")[0]


def test_document_of_a_whole_grid_tells_savings_beside_the_published_claim():
    page = document(find(SMALL, played(SMALL), BOTH, ()))

    answer = section(page, "The answer")
    assert "The grid `cpu`, complete: 50 cells." in page
    assert "40-60 % less labeling cost" in answer
    rows = {line.split("|")[1].strip(): line for line in answer.splitlines() if "Loupe" in line}
    assert "27%" in rows["Loupe, selection alone"]
    assert "50%" in rows["Loupe, suggestions alone"]
    assert "63%" in rows["Loupe, selection and suggestions"]
    assert all(line.rstrip().endswith("| yes |") for line in rows.values())
    goals = section(page, "The goals set beforehand")
    assert goals.count("| met |") == 2
    assert goals.count("| not met |") == 1


def test_document_of_a_grid_that_is_not_done_says_partial_and_what_it_takes():
    page = document(find(SMALL, played(SMALL, num_seeds=1), BOTH, ()))

    assert "**Partial**: 10 of 50 cells" in page
    assert "nothing can be significant below 7 pairs" in page
    assert not re.search(r"\| yes", page)


def test_document_without_results_has_no_figure_of_ours():
    page = document(find(SMALL, [], {}, ()))

    assert "**Nothing is measured yet**" in page
    answer = section(page, "The answer")
    ours = [line for line in answer.splitlines() if line.startswith("| Loupe")]
    assert len(ours) == 3
    assert not any(re.search(r"\d", line) for line in ours)
    assert not re.search(r"\d\.\d{2}", section(page, "What each arm takes"))
    assert section(page, "The goals set beforehand").count("not measured") == 6


def test_document_leaves_out_a_data_set_on_which_labels_do_not_help():
    findings = find(SMALL, played(SMALL), {"bccd": HELPS, "nuclei": HELPS_NOT}, ())

    page = document(findings)

    assert findings.comparison.datasets == ("bccd",)
    assert "Left out below, as nothing can show there: nuclei" in page


def test_document_of_data_for_tuning_says_that_it_is_no_evidence():
    tuning = replace(SMALL, is_evidence=False)

    page = document(find(tuning, played(tuning), {}, ()))

    assert "**No evidence**" in page
    assert "**No evidence**" not in document(find(SMALL, played(SMALL), BOTH, ()))


def test_document_when_cells_are_of_two_commits_says_so():
    results = played(SMALL)
    results[0] = replace(results[0], commit="def")

    page = document(find(SMALL, results, BOTH, ()))

    assert "Program: abc (49 cells), def (1 cells)." in page


def test_chosen_otherwise_counts_rounds_in_which_another_strategy_chose():
    result = next(r for r in played(SMALL) if r.cell.strategy == "hybrid")
    points = [replace(p, chosen_by="typiclust") for p in result.points]

    assert chosen_otherwise([replace(result, points=tuple(points))]) == {
        "hybrid: typiclust chose": 3
    }


def test_findings_under_other_clocks_weigh_the_same_actions_anew():
    findings = find(SMALL, played(SMALL), BOTH, ())

    # All made-up cells did the same: by counted actions suggestions save nothing.
    assert findings.by_clock["each expert's own clock"]["suggestions alone"] == 0.5
    assert findings.by_clock["a box takes 7 s"]["suggestions alone"] == 1.0


def test_document_tells_how_many_forecasts_held_or_that_none_could_be_made():
    without = document(find(SMALL, played(SMALL), BOTH, ()))
    results = [
        replace(r, points=tuple(replace(p, val=p.test) for p in r.points)) for r in played(CPU)
    ]

    told = section(document(find(CPU, results, BOTH, ())), "The advisor's forecasts")

    assert "Not measured yet" in section(without, "The advisor's forecasts")
    assert told.strip().startswith("Of 40 forecasts")
