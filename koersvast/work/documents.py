"""What work adds to documents: the kinds about a programme, and the chapters with its facts."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from koersvast.core.documents import (
    Block,
    Chapter,
    ChapterMaker,
    Kind,
    Paragraph,
    Run,
    Scope,
    documents,
    heading,
    paragraphs,
    runs,
)
from koersvast.work.document_assignment import (
    assignments_in,
    escalations_chapter,
    parties_chapter,
    terms_chapter,
)
from koersvast.work.document_blocks import PROGRESS, cost_of, nothing, result_table, results_of
from koersvast.work.document_facts import register_facts
from koersvast.work.document_poster import (
    goals_on_poster,
    lines_on_poster,
    milestones_on_poster,
    risks_on_poster,
)
from koersvast.work.document_progress import (
    decisions_chapter,
    goal_chapter,
    planning_chapter,
    progress_chapter,
)
from koersvast.work.document_responsibilities import responsibility_chapter
from koersvast.work.document_risks import risk_chapter
from koersvast.work.document_roadmap import roadmap_chapter
from koersvast.work.models import ResultGoal, Work, WorkGoal
from koersvast.work.selectors import Works, subjects_of, works_of

PLAN = "implementation-plan"
POSTER = "poster"
ASSIGNMENT = "assignment"
DEEPEST = 3
FIXED = pgettext_lazy("heading of large projects", "Introduction")


def introduction(scope: Scope) -> Chapter:
    """Return why there is a plan, in the words of the plan and of the work that it is about."""
    top = works_of(scope).top
    blocks: list[Block] = [*paragraphs(scope.plan.description)]
    if top is not None and top.description:
        blocks += paragraphs(top.description)
    title = FIXED if scope.kind == PROGRESS else _("Introduction")
    return Chapter("introduction", str(title), tuple(blocks))


def building_blocks(scope: Scope) -> Chapter:
    """Return per building block or theme its goals, its explanation, and the table of results."""
    about = works_of(scope)
    results = results_of(scope.actor, about.keys)
    costs = cost_of(scope.actor, results)
    blocks: list[Block] = []
    for work in about.works:
        own = [each for each in results if each.work_id == work.pk]
        if own or (work is not about.top and about.depth(work) <= DEEPEST and work.description):
            blocks += _building_block(scope, about, work)
            if own:
                blocks.append(result_table(own, costs, caption=_("Results of %s") % work.title))
    return Chapter(
        "blocks",
        _("What we are going to do"),
        tuple(blocks or nothing(_("No results are registered yet for this work."))),
    )


def goals_per_work(scope: Scope) -> dict[int, list[str]]:
    """Return per work the goals that it or one of its results serves; two queries, read once."""
    if "goals" not in scope.kept:
        keys = works_of(scope).keys
        own = WorkGoal.objects.visible_to(scope.actor).filter(work_id__in=keys)
        by_result = ResultGoal.objects.visible_to(scope.actor).filter(result__work_id__in=keys)
        pairs = {
            *own.values_list("work_id", "goal__position", "goal__title"),
            *by_result.values_list("result__work_id", "goal__position", "goal__title"),
        }
        found: dict[int, list[str]] = {}
        for work, _position, title in sorted(pairs):
            found.setdefault(work, []).append(title)
        scope.kept["goals"] = found
    goals: dict[int, list[str]] = scope.kept["goals"]
    return goals


def _building_block(scope: Scope, about: Works, work: Work) -> list[Block]:
    """Return the heading of a work, its goals and its explanation."""
    level = min(max(about.depth(work), 1), 2) + 1
    blocks: list[Block] = [heading(work.title, 2 if level < 3 else level, work.pk)]
    goals = goals_per_work(scope).get(work.pk, [])
    if goals:
        label = ngettext("Goal", "Goals", len(goals))
        blocks.append(Paragraph(runs(Run(f"{label}: ", bold=True), "; ".join(goals))))
    return [*blocks, *paragraphs(work.description)] if work is not about.top else blocks


def register_documents() -> None:
    """Add the kinds and the chapters."""
    documents.add(
        Kind(
            PLAN,
            gettext_lazy("Implementation plan"),
            gettext_lazy("Goals, results, cost and coverage, risks, roadmap and communication."),
            subjects_of,
            order=10,
            pages=["work"],
        ),
        Kind(
            PROGRESS,
            gettext_lazy("Progress report of a large project"),
            gettext_lazy("Under the council's fixed headings, over a period."),
            subjects_of,
            order=20,
            periodic=True,
            pages=["work"],
        ),
        Kind(
            ASSIGNMENT,
            pgettext_lazy("document", "Assignment"),
            gettext_lazy("What principals and contractor agree on for a work."),
            assignments_in,
            order=30,
            pages=["assignment"],
            needs=gettext_lazy(
                "It is about a work with an assignment, and this plan has none that may be shown. "
                "Write one on the page of a work, on the tab “Assignment”; or choose another plan."
            ),
        ),
        Kind(
            POSTER,
            gettext_lazy("Overview on one A3"),
            gettext_lazy("A programme on one landscape page, to hang on a wall."),
            subjects_of,
            order=60,
            paper="a3",
            poster=True,
            pages=["work"],
        ),
    )
    register_chapters()
    register_facts()


def register_chapters() -> None:
    """Add the chapters, in the order in which they stand."""
    documents.add(
        ChapterMaker("introduction", [PLAN, PROGRESS], introduction, order=10),
        ChapterMaker("goal", [PROGRESS], goal_chapter, order=20),
        ChapterMaker("blocks", [PLAN], building_blocks, order=30),
        ChapterMaker("responsibilities", [PLAN], responsibility_chapter, order=40),
        ChapterMaker("progress", [PROGRESS], progress_chapter, order=30),
        ChapterMaker("planning", [PROGRESS], planning_chapter, order=35),
        ChapterMaker("risks", [PLAN], risk_chapter, order=60),
        ChapterMaker("risks-of-progress", [PROGRESS], risk_chapter, order=40),
        ChapterMaker("roadmap", [PLAN], roadmap_chapter, order=70),
        ChapterMaker("decisions", [PROGRESS], decisions_chapter, order=60),
        ChapterMaker("parties", [ASSIGNMENT], parties_chapter, order=10),
        ChapterMaker("terms", [ASSIGNMENT], terms_chapter, order=20),
        ChapterMaker("escalations", [ASSIGNMENT], escalations_chapter, order=30),
        ChapterMaker("goals", [POSTER], goals_on_poster, order=10),
        ChapterMaker("lines", [POSTER], lines_on_poster, order=20),
        ChapterMaker("milestones", [POSTER], milestones_on_poster, order=30),
        ChapterMaker("poster-risks", [POSTER], risks_on_poster, order=50),
    )
