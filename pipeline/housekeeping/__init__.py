"""What running leaves behind is pruned, and nothing that anybody may still ask for.

`keep_house` is called by the daemon once a day and by `pipeline archive prune`.
"""

from pipeline.housekeeping.house import Tidied, keep_house

__all__ = ["Tidied", "keep_house"]
