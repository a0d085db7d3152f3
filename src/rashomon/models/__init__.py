"""Trained models: text in, labelled offsets and scores out. Nothing here knows of conflict."""
