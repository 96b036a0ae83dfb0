"""How the CMS writes and reads days and hours: what Django says otherwise than CLDR.

Public pages ask CLDR itself (`organizations/languages.py`); the two must agree.
"""
