"""One store for everything that people write into a plan folder.

Plan files, scenarios, closings, check-ins and opinions are read by ``reading`` and written by ``writing``, which alone
may. Those rest on four parts, each of one idea: a file is replaced whole (``atomic``); one writes at a time (``lock``);
a save of several files counts as one, also when the machine stops in its middle (``journal``); and no version that
anybody saved is lost (``history``).
"""
