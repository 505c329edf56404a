"""The report's charts, drawn twice: as SVG for pages and as PNG for documents.

Colours are told apart without colour vision too; every chart says its numbers in words beside it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline.report.blocks import Picture
from pipeline.report.history import History
from pipeline.report.offices import OfficeRow
from pipeline.report.quarterly import Report
from pipeline.wording import DATASET, DOCUMENT, UPDATE, count_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, SOFT, BLUE, ORANGE = "#17202a", "#8a95a1", "#0b57a4", "#c25700"
WIDTH, HEIGHT, DPI = 8.0, 3.1, 200
FEWEST_BARS = 6
"""Months there is room for at least: one bar alone is no wall."""
MONTHS = ("січ", "лют", "бер", "кві", "тра", "чер", "лип", "сер", "вер", "жов", "лис", "гру")
LOOKS: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "svg.fonttype": "path",
    "svg.hashsalt": "report",
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "text.color": INK,
}


def build_pictures(report: Report, history: History) -> tuple[Picture, ...]:
    """Datasets and documents over time, updates by month, timeliness by office."""
    return tuple(_pictures(report, history))


def _pictures(report: Report, history: History) -> Iterator[Picture]:
    yield _draw(_draw_growth, history, _say_growth(history), HEIGHT)
    yield _draw(_draw_updates, history, _say_updates(history), HEIGHT)
    offices = [office for office in report.offices if office.datasets]
    if offices:
        yield _draw(_draw_offices, offices, _say_offices(offices), 0.9 + 0.32 * len(offices))


def _draw(draw: Callable[[Figure, Any], None], values: object, text: str, height: float) -> Picture:
    """One chart; a Figure of its own and no pyplot, which keeps every figure for ever."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(LOOKS):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        draw(figure, values)
        svg, png = io.StringIO(), io.BytesIO()
        figure.savefig(svg, format="svg", metadata={"Date": None})
        figure.savefig(png, format="png", dpi=DPI)
    return Picture(text, svg.getvalue()[svg.getvalue().index("<svg") :], png.getvalue())


# Datasets and documents over time


def _draw_growth(figure: Figure, history: History) -> None:
    """Two panels: datasets and documents differ too much for one scale."""
    left, right = figure.subplots(1, 2)
    days = [point.day for point in history.points]
    _draw_line(left, days, [point.datasets for point in history.points], "Набори даних", BLUE)
    _draw_line(right, days, [point.documents for point in history.points], "Документи", ORANGE)


def _draw_line(
    axes: Axes, days: Sequence[date], counts: Sequence[int], title: str, colour: str
) -> None:
    places = range(len(days))
    axes.plot(places, counts, color=colour, marker="o", markersize=3.5, linewidth=1.8)
    axes.set_title(title, loc="left", fontsize=10, fontweight="bold")
    _label_months(axes, days)
    _count_axis(axes, max(counts))
    axes.annotate(
        str(counts[-1]),
        (len(days) - 1, counts[-1]),
        xytext=(0, 6),
        textcoords="offset points",
        ha="right",
        color=colour,
        fontweight="bold",
    )


def _say_growth(history: History) -> str:
    first, last = history.points[0], history.points[-1]
    return (
        f"Набори даних і документи за рік: {_month(first.day)} — "
        f"{count_of(first.datasets, DATASET)}, {count_of(first.documents, DOCUMENT)}; "
        f"{_month(last.day)} — {count_of(last.datasets, DATASET)}, "
        f"{count_of(last.documents, DOCUMENT)}."
    )


# Updates by month


def _draw_updates(figure: Figure, history: History) -> None:
    axes = figure.subplots()
    counts = [count for _, count in history.updates]
    bars = axes.bar(range(len(counts)), counts, color=BLUE, width=0.7)
    axes.bar_label(bars, [str(count) if count else "" for count in counts], padding=2)
    axes.set_title("Оновлення за місяцями", loc="left", fontsize=10, fontweight="bold")
    _label_months(axes, [month for month, _ in history.updates])
    axes.set_xlim(-0.6, max(len(counts), FEWEST_BARS) - 0.4)
    _count_axis(axes, max(counts, default=0))


def _say_updates(history: History) -> str:
    told = (f"{_month(month)} — {count_of(count, UPDATE)}" for month, count in history.updates)
    return f"Оновлення за місяцями: {', '.join(told)}."


# Timeliness by office


def _draw_offices(figure: Figure, offices: Sequence[OfficeRow]) -> None:
    axes = figure.subplots()
    percents = [office.percent_in_time or 0 for office in offices]
    colours = [BLUE if percent == 100 else ORANGE for percent in percents]
    bars = axes.barh(range(len(offices)), percents, color=colours, height=0.62)
    axes.bar_label(bars, [f"{percent} %" for percent in percents], padding=3)
    axes.set_yticks(range(len(offices)), [_short(office.name) for office in offices])
    axes.invert_yaxis()
    axes.set_xlim(0, 112)
    axes.set_xticks([0, 25, 50, 75, 100])
    axes.set_title(
        "Набори, оновлені в строк, за підрозділами, %", loc="left", fontsize=10, fontweight="bold"
    )


def _say_offices(offices: Sequence[OfficeRow]) -> str:
    told = (f"{office.name} — {office.percent_in_time} %" for office in offices)
    return f"Набори, оновлені в строк, за підрозділами: {', '.join(told)}."


# Axes


def _label_months(axes: Axes, days: Sequence[date]) -> None:
    """Every month where there is room, and the year under the first month of each.

    A month's name stands for its first day, any other day is written out.
    """
    step = 1 if len(days) <= 7 or axes.get_position().width > 0.5 else 2
    places = range(len(days) - 1, -1, -step)
    years: dict[int, int] = {}
    for place in reversed(places):
        years.setdefault(days[place].year, place)
    labels = [
        (f"{days[place].day} " if days[place].day > 1 else "")
        + MONTHS[days[place].month - 1]
        + (f"\n{days[place].year}" if years[days[place].year] == place else "")
        for place in places
    ]
    axes.set_xticks(list(places), labels)


def _count_axis(axes: Axes, highest: int) -> None:
    """From zero, whole numbers only, with room for the label of the highest."""
    from matplotlib.ticker import MaxNLocator

    axes.set_ylim(0, max(highest, 1) * 1.15)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.grid(axis="y", color="#e3e8ed", linewidth=0.7)
    axes.set_axisbelow(True)


def _short(name: str) -> str:
    return name if len(name) <= 46 else f"{name[:45].rstrip()}…"


def _month(day: date) -> str:
    return f"{day.day:02}.{day.month:02}.{day.year}" if day.day > 1 else f"{day:%m.%Y}"
