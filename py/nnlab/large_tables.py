"""The larger bundled tables lie beside this file. It says nothing more.

The page does not load them when it starts: they come with this module, when it is first imported.
"""
