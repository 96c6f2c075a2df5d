"""Tables people edit offline: written with drop-downs and a help sheet, read again with
every doubt about a cell beside it. Knows no app.
"""
