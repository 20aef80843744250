"""Python imports this before all else: LAZY modules run when something of them is first used.

Others import them at the top, but only a traceback or a look at source code uses them. The recipe
is that of importlib's documentation.

Imports leave little garbage to look for; page.bridge, the last of them, ends the pause.
"""

import gc
import sys
from importlib.util import LazyLoader, find_spec, module_from_spec

gc.disable()

LAZY = ("_colorize", "tokenize")

for name in LAZY:
    spec = find_spec(name)
    if spec is not None and spec.loader is not None:
        spec.loader = LazyLoader(spec.loader)
        sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
