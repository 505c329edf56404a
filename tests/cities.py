"""The smallest city there is: one office that owes one table of two columns."""

from __future__ import annotations

import socket
from pathlib import Path

PUBLISHER = """\
demonstration: true
publisher:
  name: Приклад міська рада
  edrpou: "04052502"
  katottg: UA44120010010012345
  site: http://city.example
  email: data@city.example
offices:
  economy: {name: Управління економіки, email: economy@city.example}
report_portal: city
portals:
  city: {url: "http://127.0.0.1:PORT", organization: city, profile: embedded}
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
        - {name: area, title: Площа, type: number, required: true}
"""
SAMPLE = "uid,area\nзразок,1\n"


def write_city(folder: Path, port: int = 5080) -> None:
    """Its catalogue, with the embedded portal at that port of this machine."""
    dataset = folder / "economy-stalls"
    (dataset / "sample").mkdir(parents=True)
    publisher = PUBLISHER.replace("PORT", str(port))
    (folder / "publisher.yaml").write_text(publisher, encoding="utf-8")
    (dataset / "datapackage.yaml").write_text(DESCRIPTOR, encoding="utf-8")
    (dataset / "sample" / "stalls.csv").write_text(SAMPLE, encoding="utf-8")


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
