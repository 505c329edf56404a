"""A small city in a folder, for tests of the catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

PUBLISHER = """\
demonstration: true
publisher:
  name: Приклад міська рада
  edrpou: "04052508"
  katottg: UA44120010010012345
  site: http://city.example
  email: data@city.example
offices:
  economy: {name: Управління економіки, email: economy@city.example}
report_portal: city
portals:
  city: {url: "http://127.0.0.1:5080", organization: city, profile: embedded}
"""

DESCRIPTOR = """\
name: economy-stalls
title: Торгові місця
description: Перелік торгових місць.
keywords: [торгівля]
licenses: [{name: CC-BY-4.0}]
pipeline:
  office: economy
  responsible: {role: Начальник відділу, email: economy@city.example}
  frequency: once a quarter
  ground: Закон про доступ до публічної інформації
  purpose: Облік торгових місць
  source: {folder: economy, pattern: "stalls*.csv"}
  portals: [city]
resources:
  - name: stalls
    title: Торгові місця
    path: sample/stalls.csv
    schema:
      title: Торгові місця
      fields:
        - {name: uid, title: Ідентифікатор, type: string, required: true}
        - {name: area, title: Площа, type: number}
"""


@pytest.fixture
def city(tmp_path: Path) -> Path:
    folder = tmp_path / "datapackages"
    write(folder / "publisher.yaml", PUBLISHER)
    write(folder / "economy-stalls" / "datapackage.yaml", DESCRIPTOR)
    write(folder / "economy-stalls" / "sample" / "stalls.csv", "uid,area\n1,7.5\n")
    return folder


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
