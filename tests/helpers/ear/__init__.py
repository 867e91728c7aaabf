"""The app by ear: Orca with a voice of text takes whole calls by keys (`python3 dev.py ear`).

`lab` starts and stops everything, `voice` has what was spoken, `scenarios` the keys and what must be heard, `hearing` runs
a scenario and judges it, `report` prints it and writes the transcript."""
