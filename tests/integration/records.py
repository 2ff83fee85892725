"""A record made by hand, for tests that need one with a note and a photo."""

import hashlib
import uuid

PHOTO = b"\xff\xd8\xff\xe0 not a picture but bytes all the same " + bytes(range(256))


def act(**changes):
    """A tree visit with one photo."""
    one = {
        "v": 1, "id": str(uuid.UUID(int=7, version=4)), "programme": "village-trees", "type": "tree.visit",
        "venue": "hillside",
        "time": {"start": "2026-03-05T09:00:00+08:00", "end": "2026-03-05T09:05:00+08:00", "clock": "device"},
        "inputs": [{"name": "dbh", "value": "12.3456789", "unit": "cm", "how": "measured"},
                   {"name": "height", "value": "9.5", "unit": "m", "how": "measured"},
                   {"name": "wood_density", "value": "0.55", "unit": "g/cm3", "how": "default"}],
        "evidence": [{"sha256": hashlib.sha256(PHOTO).hexdigest(), "media_type": "image/jpeg", "bytes": len(PHOTO),
                      "kind": "photo", "taken_at": "2026-03-05T09:01:00+08:00", "captured": "in_app"}],
        "note": "a crooked trunk beside the well"}
    one.update(changes)
    return one
