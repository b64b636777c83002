"""Handouts: executed notebooks as one HTML file each, which needs no other file and makes no network request; and as PDF.

`python -m fovea_handouts` writes them; `server` puts them into JupyterLab's menu.
"""
