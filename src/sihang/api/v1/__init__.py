"""Version 1, under `/api/v1/`. A file for each room: its routes, and its shapes in `<room>_schemas.py`."""
