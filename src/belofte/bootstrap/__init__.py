"""The only place that puts things together (docs/architecture.md).

``installation`` opens one policy folder with everything it needs, ``demo_world`` makes the sample company, ``fronts``
builds the two web fronts.
"""

from belofte.bootstrap.demo_world import DemoWorld, make_demo, open_landscape, sandbox_letters
from belofte.bootstrap.installation import Belofte, open_belofte

__all__ = ["Belofte", "DemoWorld", "make_demo", "open_belofte", "open_landscape", "sandbox_letters"]
