"""Ask a dataset's source for what is new, and archive its bytes before anything else happens.

`folder` reads an office's drop folder, `web` one address over http(s), `database` one query;
`documents` decides which file is which document. What was gathered is a value; nothing is judged
here.
"""

from pipeline.gather.dataset import Sources, gather_dataset

__all__ = ["Sources", "gather_dataset"]
