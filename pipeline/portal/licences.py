"""The licences a record may name, as `license_list` answers them.

Resolution 835 (para. 17) allows any reuse that names the source: that is `cc-by`. The others are
there for data a city passes on and did not make.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Licence:
    """One licence: CKAN's id, its name as it is shown, and where its text stands."""

    id: str
    title: str
    url: str


LICENCES = (
    Licence(
        "cc-by",
        "Creative Commons Attribution 4.0 (CC BY 4.0)",
        "https://creativecommons.org/licenses/by/4.0/deed.uk",
    ),
    Licence(
        "cc-by-sa",
        "Creative Commons Attribution-ShareAlike 4.0 (CC BY-SA 4.0)",
        "https://creativecommons.org/licenses/by-sa/4.0/deed.uk",
    ),
    Licence(
        "cc-zero",
        "Creative Commons Zero 1.0 (CC0)",
        "https://creativecommons.org/publicdomain/zero/1.0/deed.uk",
    ),
)


def find_licence(licence_id: object) -> Licence | None:
    """The licence of that id; a record may also name one that this list does not have."""
    return next((licence for licence in LICENCES if licence.id == licence_id), None)
