"""Writes a document to files, as a program of its own: see `__main__`. It knows nothing of Django.

Text is data everywhere: it is handed to the writers as strings, and never as source of anything.
"""
